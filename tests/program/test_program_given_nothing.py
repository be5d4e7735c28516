"""What a default stands in for: `undefined`, however a caller comes to give it; and options whose method is inherited."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

SEND = "const send = (m, p) => api.asApp().requestJira(p, { method: m });"
CASES = [
    ("undefined", "const f = (p, m = 'PUT') => send(m, p);", "f('/a', undefined)"),
    ("a name without a value", "let u; const f = (p, m = 'PUT') => send(m, p);", "f('/a', u)"),
    ("undefined in a branch", "const f = (p, m = 'PUT') => send(m, p);", "f('/a', e.x ? 'GET' : undefined)"),
    ("a property that is undefined", "const f = ({ p, m = 'PUT' }) => send(m, p);", "f({ p: '/a', m: undefined })"),
    ("a hole of an array", "const f = ([m = 'PUT', p]) => send(m, p);", "f([, '/a'])"),
    ("an element that is undefined", "const f = ([m = 'PUT', p]) => send(m, p);", "f([undefined, '/a'])"),
    ("a prototype in the literal", "const o = { __proto__: { method: 'PUT' } };", "api.asApp().requestJira('/a', o)"),
    ("a prototype that is assigned", "const o = {}; o.__proto__ = { method: 'PUT' };", "api.asApp().requestJira('/a', o)"),
    ("a prototype that is set", "const o = {}; Object.setPrototypeOf(o, { method: 'PUT' });", "api.asApp().requestJira('/a', o)"),
]
TREES = [
    "const w = (n) => { send('PUT', n.p); (n.c || []).forEach(w); };",
    "const w = (n) => { send('PUT', n.p); for (const x of n.c) w(x); };",
    "const w = (n) => { send('PUT', n.p); if (n.c) w(n.c); };",
    "const w = ({ p, c }) => { send('PUT', p); c && w(c); };",
]


@pytest.mark.parametrize(("title", "code", "call"), CASES, ids=[title for title, _, _ in CASES])
def test_the_default_or_what_is_inherited_counts(title: str, code: str, call: str) -> None:
    assert "PUT /a app" in performed(f"{API} {SEND} {code} export const run = (e) => {call};")


@pytest.mark.parametrize("code", TREES)
def test_what_a_tree_holds_further_down_is_requested(code: str) -> None:
    found = performed(f"{API} {SEND} {code} export const run = () => w({{ p: '/a', c: [{{ p: '/b' }}] }});")
    assert {"PUT /a app", "PUT {*} app"} <= set(found)


CHANGED = [
    ("an array that is spread", "const a = ['GET', '/x'];", "a[0] = 'PUT'; a[1] = '/a'; send(...a);", "* {*} app"),
    ("an object that only some get a method", "const a = ['/a'].map((p) => ({ p, m: 'GET' }));",
     "a.forEach((o) => { if (e.x) o.m = 'PUT'; }); a.forEach((o) => send(o.m, '/a'));", "GET /a app, PUT /a app"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "calls", "requests"), CHANGED, ids=[title for title, _, _, _ in CHANGED])
def test_what_stood_there_before_counts_too(title: str, code: str, calls: str, requests: str) -> None:
    assert performed(f"{API} {SEND} {code} export const run = (e) => {{ {calls} }};") == requests.split(", ")
