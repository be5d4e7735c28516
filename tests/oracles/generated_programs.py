"""Small programs made at random: a sender of requests below layers of wrappers, and calls of these."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

METHODS = ("GET", "PUT", "DELETE", "POST")
ROUTES = ("/a", "/b", "/c", "/d")
MOST_LAYERS = 12
INNER = re.compile(r"SEND\(([^,()]+), ([^,()]+)\)")

SENDERS = (
    "const NEW = (m, p) => api.asApp().requestJira(p, { method: m });",
    "function NEW(m, p) { const o = {}; o.method = m; return api.asApp().requestJira(p, o); }",
    "const NEW = (m, p) => { if (m === 'GET') return api.asApp().requestJira(p); return api.asApp().requestJira(p, { method: m }); };",
    "const NEW = (m, p) => { switch (m) { case 'PUT': return api.asApp().requestJira(p, { method: 'PUT' });"
    " default: return api.asApp().requestJira(p, { method: m }); } };",
    "const NEW = (m, p) => { let o; if (m !== 'GET') { o = { method: m }; } return api.asApp().requestJira(p, o); };",
    "const NEW = (m, p) => m === 'DELETE' ? api.asApp().requestJira(p, { method: 'DELETE' })"
    " : api.asApp().requestJira(p, { ...(m ? { method: m } : {}) });",
)
"""`NEW` is a name of its own."""
ANY_METHOD = (
    ("const NEW = (m) => (p) => SEND(m, p);", "NEW(M)(P)"),
    ("class NEW { constructor(m) { this.m = m; } go(p) { return SEND(this.m, p); } }", "new NEW(M).go(P)"),
    ("class NEW_ { constructor(o) { this.o = o; } go(p) { return this.send(p); } send(p) { return SEND(this.o.m, p); } }"
     " class NEW extends NEW_ { constructor(m) { super({ m }); } }", "new NEW(M).go(P)"),
    ("class NEW { static make(m) { const c = new NEW(); c.m = m; return c; } get verb() { return this.m; } go = (p) => SEND(this.verb, p); }",
     "NEW.make(M).go(P)"),
    ("class NEW { with(m) { this.m = m; return this; } to(p) { this.p = p; return this; } send() { return SEND(this.m, this.p); } }",
     "new NEW().with(M).to(P).send()"),
    ("const NEW = (m, p) => { if (m === 'GET') return SEND('GET', p); return SEND(m, p); };", "NEW(M, P)"),
    ("const NEW = (m, p) => SEND(m, p); const NEW_ = (g, m, p) => g(m, p);", "NEW_(NEW, M, P)"),
    ("const NEW = (m, p) => SEND(m, p); const NEW_ = (g, ...args) => g(...args);", "NEW_(NEW, M, P)"),
    ("const NEW = (m, p) => SEND(m, p);", "NEW.bind(null, M)(P)"),
    ("const NEW_ = (m, p) => SEND(m, p); const NEW = ((g) => (m, p) => g(m, p))(NEW_);", "NEW(M, P)"),
    ("const NEW_ = (m, p) => SEND(m, p); const NEW = ((g) => function (...a) { return g.apply(this, a); })(NEW_);", "NEW(M, P)"),
    ("const NEW = ({ method = 'GET', path }) => SEND(method, path);", "NEW({ method: M, path: P })"),
    ("const NEW = (p, o = {}) => { const { m = 'GET', ...rest } = o; return SEND(m, p); };", "NEW(P, { m: M, x: 1 })"),
    ("const NEW = (m, p) => { m = m || 'GET'; return SEND(m, p); };", "NEW(M, P)"),
    ("const NEW = (m, p) => Promise.resolve(m).then((x) => SEND(x, p));", "NEW(M, P)"),
    ("const NEW = (m) => (p) => SEND(m, p);", "Promise.resolve(P).then(NEW(M))"),
    ("const NEW = (m) => (p) => SEND(m, p); const NEW_ = (f, g) => (x) => f(g(x));", "NEW_(NEW(M), (x) => x)(P)"),
    ("const NEW = async (g, n = 1) => (n ? NEW(g, n - 1) : g());", "NEW(() => SEND(M, P))"),
    ("let NEW_; const NEW = () => { NEW_ = NEW_ || ((x, p) => SEND(x, p)); return NEW_; };", "NEW()(M, P)"),
    ("const NEW = (p, m, dry) => { if (dry) return; if (!m) throw 1; return SEND(m, p); };", "NEW(P, M)"),
    ("const NEW = (m, p, n = 0) => { if (n < 1) return NEW(m, p, n + 1); return SEND(m, p); };", "NEW(M, P)"),
    ("const NEW_ = { NEW: (m, p) => SEND(m, p), other: () => null }; const { NEW } = NEW_;", "NEW(M, P)"),
    ("const NEW = (ps, g) => ps.forEach((p) => g(p));", "NEW([P], (x) => SEND(M, x))"),
    ("const NEW = ({ send, path }) => send(path);", "NEW({ send: (x) => SEND(M, x), path: P })"),
    ("const NEW = (m, p) => (typeof m === 'string' ? SEND(m, p) : null);", "NEW(M, P)"),
    ("const NEW = (m, p) => { if (!['GET', 'PUT', 'POST', 'DELETE'].includes(m)) throw 1; return SEND(m, p); };", "NEW(M, P)"),
    ("let NEW_ = 'GET'; const NEW = (p) => SEND(NEW_, p); const setNEW = (m) => { NEW_ = m; };", "(setNEW(M), NEW(P))"),
)  # fmt: skip
"""(code, call): `SEND(m, p)` is a call of what lies below; `M` and `P` are what a call hands over."""
TWO_METHODS = (
    ("const NEW_ = (m) => (p) => SEND(m, p); const NEW = { x: NEW_(ONE), y: NEW_(TWO) };", "NEW.x(P)", "NEW.y(P)"),
    ("const NEW_ = (m) => (p) => SEND(m, p); const NEW = Object.assign({}, { x: NEW_(ONE) }, { y: NEW_(TWO) });", "NEW.x(P)", "NEW.y(P)"),
    ("class NEW_ { constructor(m) { this.m = m; } go(p) { return SEND(this.m, p); } } const NEW = new NEW_(ONE), NEW2 = new NEW_(TWO);",
     "NEW.go(P)", "NEW2.go(P)"),
    ("class NEW_ { constructor(client) { this.client = client; } load(p) { return this.client.send(p); } }"
     " const NEW = new NEW_({ send: (p) => SEND(ONE, p) }), NEW2 = new NEW_({ send: (p) => SEND(TWO, p) });", "NEW.load(P)", "NEW2.load(P)"),
    ("const NEW = (flag, p) => (flag ? SEND(ONE, p) : SEND(TWO, p));", "NEW(true, P)", "NEW(undefined, P)"),
    ("const NEW = (k, p) => { if (k === 'x') { return SEND(ONE, p); } else if (k === 'y') { return SEND(TWO, p); } };", "NEW('x', P)", "NEW('y', P)"),
    ("const NEW = {}; for (const m of [ONE, TWO]) NEW[m] = (p) => SEND(m, p);", "NEW[ONE](P)", "NEW[TWO](P)"),
    ("const NEW = []; for (const m of [ONE, TWO]) NEW.push((p) => SEND(m, p));", "NEW[0](P)", "NEW[1](P)"),
    ("const NEW = new Map([['x', (p) => SEND(ONE, p)], ['y', (p) => SEND(TWO, p)]]);", "NEW.get('x')(P)", "NEW.get('y')(P)"),
    ("const NEW_ = (m) => (p) => SEND(m, p); const NEW = { f: NEW_(ONE) }; const setNEW = (x) => { NEW.f = x; };",
     "(setNEW(NEW_(ONE)), NEW.f(P))", "(setNEW(NEW_(TWO)), NEW.f(P))"),
)  # fmt: skip
"""(code, call with method `ONE`, call with method `TWO`)."""


class Sender(NamedTuple):
    """How a request is sent with a method, which is None where any will do, and a route."""

    methods: dict[str, Callable[[str], str]] | None
    call: Callable[[str, str], str]


class Program(NamedTuple):
    """`calls` stand in the function that is started, `definitions` around it."""

    definitions: str
    calls: str


def program(seed: int) -> Program:
    """The same for the same seed."""
    chance = random.Random(seed)
    code: list[str] = []
    senders = [_sender(code, chance.choice(SENDERS), "NEW(M, P)")]
    for _ in range(chance.randrange(1, MOST_LAYERS)):
        below = chance.choice(senders)
        if below.methods is None:
            senders.append(_two(code, below, chance) if chance.random() < 0.4 else _any(code, below, chance))
    return Program(" ".join(code), " ".join(_call(chance.choice(senders[-6:]), chance) for _ in range(chance.randrange(2, 30))))


def _call(sender: Sender, chance: random.Random) -> str:
    route = f"'{chance.choice(ROUTES)}'"
    several = chance.random() < 0.25
    given = "z" if several else route
    if sender.methods is None:
        call = sender.call(f"'{chance.choice(METHODS)}'", given)
    else:
        call = sender.methods[chance.choice(sorted(sender.methods))](given)
    return f"for (const z of [{route}, '/e']) {{ {call}; }}" if several else f"{call};"


def _any(code: list[str], below: Sender, chance: random.Random) -> Sender:
    text, call = chance.choice(ANY_METHOD)
    return _sender(code, _above(text, below), _above(call, below))


def _two(code: list[str], below: Sender, chance: random.Random) -> Sender:
    text, first, second = chance.choice(TWO_METHODS)
    one, two = chance.sample(METHODS, 2)
    name = f"f{len(code)}"
    texts = [part.replace("ONE", f"'{one}'").replace("TWO", f"'{two}'").replace("NEW", name) for part in (text, first, second)]
    code.append(_above(texts[0], below))
    return Sender({one: lambda p: texts[1].replace("P)", f"{p})"), two: lambda p: texts[2].replace("P)", f"{p})")}, below.call)


def _sender(code: list[str], text: str, call: str) -> Sender:
    name = f"f{len(code)}"
    code.append(text.replace("NEW", name))
    called = call.replace("NEW", name)
    return Sender(None, lambda m, p: re.sub(r"\b[MP]\b", lambda found: m if found[0] == "M" else p, called))


def _above(text: str, below: Sender) -> str:
    return INNER.sub(lambda found: below.call(found[1], found[2]), text)
