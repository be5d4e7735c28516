"""Makers of functions, constructors and methods: what each of their uses makes is told apart."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed, solve

SEND = "const send = (m, p) => api.asApp().requestJira(p, { method: m });"
TWO = "GET /a, PUT /b"
CASES = [
    # title, definitions, what the entry does, requests: no more and no fewer
    ("a verb", "const verb = (m) => (p) => send(m, p); const get = verb('GET'), put = verb('PUT');", "get('/a'); put('/b');", TWO),
    ("a table of verbs", "const verb = (m) => (p) => send(m, p); const c = { get: verb('GET'), put: verb('PUT') };", "c.get('/a'); c.put('/b');", TWO),
    ("a client", "const client = (m) => ({ ask: (p) => send(m, p) }); const g = client('GET'), h = client('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("a client with methods", "const client = (m) => ({ ask(p) { return send(m, p); } }); const g = client('GET'), h = client('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("by name", "const client = (m) => { const ask = (p) => send(m, p); return { ask }; }; const g = client('GET'), h = client('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("a declaration", "function verb(m) { function ask(p) { return send(m, p); } return ask; } const g = verb('GET'), h = verb('PUT');", "g('/a'); h('/b');", TWO),
    ("asynchronous", "const client = async (m) => ({ ask: (p) => send(m, p) });", "const g = await client('GET'), h = await client('PUT'); g.ask('/a'); h.ask('/b');", TWO),
    ("a pair", "const pair = (m) => [(p) => send(m, p), m]; const [g] = pair('GET'), [h] = pair('PUT');", "g('/a'); h('/b');", TWO),
    ("frozen", "const client = (m) => Object.freeze({ ask: (p) => send(m, p) }); const g = client('GET'), h = client('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("a factory's method", "class F { make(m) { return { ask: (p) => send(m, p) }; } } const f = new F(), g = f.make('GET'), h = f.make('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("makers of makers", "const base = (b) => (m) => (p) => send(m, b + p); const x = base('/x'), y = base('/y'); const g = x('GET'), h = y('PUT');", "g('/a'); h('/b');", "GET /x/a, PUT /y/b"),
    ("a class for each", "const mix = (B) => class extends B { ask(p) { return send(this.verb(), p); } }; class X { verb() { return 'GET'; } }"
     " class Y { verb() { return 'PUT'; } } const G = mix(X), H = mix(Y);", "new G().ask('/a'); new H().ask('/b');", TWO),
    ("instances", "class K { constructor(m) { this.m = m; } ask(p) { return send(this.m, p); } } const g = new K('GET'), h = new K('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("through another method", "class K { constructor(m) { this.m = m; } ask(p) { return this.go(p); } go(p) { return send(this.m, p); } }"
     " const g = new K('GET'), h = new K('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("an arrow as a field", "class K { constructor(m) { this.m = m; } ask = (p) => send(this.m, p); } const g = new K('GET'), h = new K('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("a base class", "class B { constructor(m) { this.m = m; } ask(p) { return send(this.m, p); } } class G extends B { constructor() { super('GET'); } }"
     " class H extends B { constructor() { super('PUT'); } } const g = new G(), h = new H();", "g.ask('/a'); h.ask('/b');", TWO),
    ("super", "class B { constructor(m) { this.m = m; } ask(p) { return send(this.m, p); } } class C extends B { ask(p) { return super.ask('/c' + p); } }"
     " const g = new C('GET'), h = new C('PUT');", "g.ask('/a'); h.ask('/b');", "GET /c/a, PUT /c/b"),
    ("a private field", "class K { #m; constructor(m) { this.#m = m; } ask(p) { return send(this.#m, p); } } const g = new K('GET'), h = new K('PUT');", "g.ask('/a'); h.ask('/b');", TWO),
    ("one inside another", "class C { constructor(b) { this.b = b; } get(p) { return send('GET', this.b + p); } } class R { constructor(c) { this.c = c; }"
     " find(p) { return this.c.get(p); } } const r = new R(new C('/x')), s = new R(new C('/y'));", "r.find('/a'); s.find('/b');", "GET /x/a, GET /y/b"),
    ("who asks", "const client = (who) => ({ get: (p) => who.requestJira(p) }); const u = client(api.asUser()), v = client(api.asApp());", "u.get('/a'); v.get('/b');",
     "GET /a user, GET /b app"),
    ("twenty", "const verb = (m) => (p) => send(m, p);" + "".join(f"const f{i} = verb('{'GET' if i % 2 else 'PUT'}');" for i in range(20)),
     "".join(f"f{i}('/{i}');" for i in range(20)), ", ".join(f"{'GET' if i % 2 else 'PUT'} /{i}" for i in range(20))),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "calls", "requests"), CASES, ids=[title for title, *_ in CASES])
def test_each_use_is_told_apart(title: str, code: str, calls: str, requests: str) -> None:
    expected = {line if line.endswith(("user", "app")) else f"{line} app" for line in requests.split(", ")}
    assert set(performed(f"{API} {SEND} {code} export const run = async () => {{ {calls} }};")) == expected


def test_there_are_no_more_than_the_bounds_allow() -> None:
    """Uses beyond them share one function: nothing is lost."""
    many = "".join(f"const f{i} = verb('{'GET' if i % 2 else 'PUT'}');" for i in range(60)) + "".join(f"f{i}('/{i}');" for i in range(60))
    found = performed(f"{API} {SEND} const verb = (m) => (p) => send(m, p); export const run = () => {{ {many} }};")
    assert {f"{'GET' if i % 2 else 'PUT'} /{i} app" for i in range(60)} <= set(found)


@pytest.mark.parametrize(
    "code",
    [
        "const mk = (m) => ({ ask: (p) => send(m, p), next: (n) => mk(n) }); export const run = () => mk('GET').next('PUT').next('POST').ask('/a');",
        "class K { constructor(m) { this.m = m; } next(m) { return new K(m); } ask(p) { return send(this.m, p); } }"
        " export const run = () => new K('GET').next('PUT').next('POST').ask('/a');",
        "const mk = (m, n = 3) => (n ? mk(m, n - 1) : (p) => send(m, p)); export const run = () => { mk('POST')('/a'); mk('GET')('/b'); };",
    ],
)
def test_what_makes_itself_ends(code: str) -> None:
    assert "POST /a app" in performed(f"{API} {SEND} {code}")


def test_a_clone_is_where_its_original_is() -> None:
    """What one client does not call is no dead code where another one calls it."""
    code = "const mk = (b) => ({ get: () => send('GET', b), del: () => send('DELETE', b) }); const x = mk('/x'), y = mk('/y');"
    program = solve(f"{API} {SEND} {code} export const run = () => {{ x.get(); y.del(); }};")
    before = len(list(program.sites()))
    program.explore_unreached([])
    assert len(list(program.sites())) == before


def test_a_function_that_a_file_begins_with_is_not_its_top_level() -> None:
    program = solve({"index.js": "import './other'; export const run = () => 1;", "other.js": "function dead() { outside(); }"})
    before = len(list(program.sites()))
    program.explore_unreached([])
    assert len(list(program.sites())) == before + 1
