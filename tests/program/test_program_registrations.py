"""Which function an invoke reaches, where one call defines many: keys and functions of a table go together."""

from __future__ import annotations

import pytest

from tests.program.conftest import solve

HEAD = """\
import Resolver from '@forge/resolver';
import { invoke } from '@forge/bridge';
const r = new Resolver();
const a = async function a() {}, b = async function b() {};
const ask = () => { invoke('a', 1); };
"""
TAIL = "ask(); export const run = r.getDefinitions();"
TABLES = [
    ("one by one", "r.define('a', a); r.define('b', b);", {"a"}),
    ("pairs", "[['a', a], ['b', b]].forEach(([key, f]) => r.define(key, f));", {"a"}),
    ("pairs of several arrays", "const x = [['a', a]], y = [['b', b]]; [...x, ...y].forEach(([key, f]) => r.define(key, f));", {"a"}),
    ("objects", "[{ key: 'a', f: a }, { key: 'b', f: b }].forEach((one) => r.define(one.key, one.f));", {"a"}),
    ("a loop over pairs", "for (const [key, f] of [['a', a], ['b', b]]) r.define(key, f);", {"a"}),
    ("entries", "Object.entries({ a, b }).forEach(([key, f]) => r.define(key, f));", {"a"}),
    ("a loop over entries", "for (const [key, f] of Object.entries({ a, b })) r.define(key, f);", {"a"}),
    ("keys", "const t = { a, b }; for (const key of Object.keys(t)) r.define(key, t[key]);", {"a"}),
    ("a loop over keys", "const t = { a, b }; for (const key in t) r.define(key, t[key]);", {"a"}),
    ("a function of its own", "const add = (key, f) => r.define(key, f); add('a', a); add('b', b);", {"a"}),
    ("wrapped", "const add = (key, f) => r.define(key, async (q) => f(q)); add('a', a); add('b', b);", {"a", "b"}),
    ("a function under two keys", "[['a', a], ['b', a], ['c', b]].forEach(([key, f]) => r.define(key, f));", {"a"}),
    ("two functions under a key", "[['a', a], ['a', b]].forEach(([key, f]) => r.define(key, f));", {"a", "b"}),
    ("a key that is not known", "[['a', a], [process.env.KEY, b]].forEach(([key, f]) => r.define(key, f));", {"a", "b"}),
    ("one more that was pushed", "const t = [['b', b]]; t.push(['a', a]); t.forEach(([key, f]) => r.define(key, f));", {"a"}),
    (
        "pushed after it was replaced",
        "let t = [['b', b]]; t = t.concat([['a', a]]); t.forEach(([key, f]) => r.define(key, f));",
        {"a", "b"},
    ),
    ("two arrays side by side", "const f = [a, b]; ['a', 'b'].forEach((key, i) => r.define(key, f[i]));", {"a", "b"}),
    ("reversed on the way", "const f = [b, a]; ['a', 'b'].forEach((key, i) => r.define(key, f[1 - i]));", {"a", "b"}),
]


@pytest.mark.parametrize(("title", "code", "expected"), TABLES, ids=[title for title, _, _ in TABLES])
def test_an_invoke_reaches_the_function_of_its_key(title: str, code: str, expected: set[str]) -> None:
    """At least the one it means; the others only where nobody can tell."""
    program = solve(HEAD + code + TAIL)
    joined = {
        function.label for site in program.sites() if site.kind == "join" for function in site.targets if function.label in ("a", "b")
    }
    inner = {
        edge.callee.label
        for function in program.live
        for edge in program.callers(function)
        if edge.caller is not None
        and any(site.kind == "join" and edge.caller in site.targets for site in program.sites())
        and edge.callee.label in ("a", "b")
    }
    assert joined | inner == expected
