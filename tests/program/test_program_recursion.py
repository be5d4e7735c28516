"""Functions that call themselves, to try again or to read on: what they hand on unchanged adds nothing to what they were given."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

SEND = "api.asApp().requestJira"
CASES = [
    (
        "once more",
        f"const f = async (p, o, n) => {{ await {SEND}(p, o); return f(p, o, n - 1); }};",
        "f('/a', { method: 'PUT' }, 3)",
        "PUT /a",
    ),
    ("with defaults", f"const f = async (p, o = {{}}, n = 3) => {{ await {SEND}(p, o); return f(p, o, n - 1); }};", "f('/a')", "GET /a"),
    (
        "later",
        f"const f = (p, n) => {{ {SEND}(p); return new Promise(r => setTimeout(() => r(f(p, n - 1)), 9)); }};",
        "f('/a', 3)",
        "GET /a",
    ),
    (
        "by name",
        f"const f = ({{ p, method = 'GET', n = 3 }}) => {{ {SEND}(p, {{ method }}); f({{ p, method, n: n - 1 }}); }};",
        "f({ p: '/a', method: 'PUT' })",
        "PUT /a",
    ),
    (
        "with the same options and one more",
        f"const f = (p, o) => {{ {SEND}(p, {{ method: o.method }}); f(p, {{ ...o, n: o.n - 1 }}); }};",
        "f('/a', { method: 'PUT', n: 3 })",
        "PUT /a",
    ),
    ("a method", f"class C {{ f(p, n) {{ {SEND}(p); return this.f(p, n - 1); }} }}", "new C().f('/a', 3)", "GET /a"),
    (
        "the next page",
        f"const f = (p, at = 0) => {{ {SEND}(`${{p}}?at=${{at}}`); f(p, at + 50); }};",
        "f('/a')",
        "GET /a?at=0; GET /a?at={}",
    ),
    ("something else", f"const f = (p, o) => {{ {SEND}(p, o); f('/b', o); }};", "f('/a', { method: 'PUT' })", "PUT /a; PUT /b"),
    ("something longer", f"const f = (p, n) => {{ {SEND}(p); f(p + '/x', n); }};", "f('/a', 1)", "GET /a; GET {*}/x"),
    ("the other one", f"const f = (p, q) => {{ {SEND}(p); f(q, p); }};", "f('/a', '/b')", "GET /a; GET {*}"),
    ("what is changed first", f"const f = (p, n) => {{ {SEND}(p); p = x(p); f(p, n); }};", "f('/a', 1)", "GET /a; GET {*}"),
    (
        "a property that hides the spread one",
        f"const f = (p, o) => {{ {SEND}(p, {{ method: o.m }}); f(p, {{ ...o, m: x }}); }};",
        "f('/a', { m: 'PUT' })",
        "* /a; PUT /a",
    ),
]


@pytest.mark.parametrize(("code", "call", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_recursion(code: str, call: str, expected: str) -> None:
    assert performed(f"{API}{code} export const run = () => {call};") == [f"{line} app" for line in expected.split("; ")]
