"""Objects that are merged into each other, or made of what they become a part of: every question about them ends."""

from __future__ import annotations

import pytest

from scopeminer.program import program
from tests.program.conftest import API, performed

CIRCLES = [
    ("what find gives, into what find gives", "const list = []; const find = (i) => list.find((x) => x.id === i);"
     " const up = (i, o) => { const x = find(i); Object.assign(x, find(o)); return x; };", "up(1, 2).url"),
    ("elements of one list", "const list = []; const up = (i) => { const a = list.find((x) => x.id === i), b = list.filter(Boolean).find((y) => y);"
     " Object.assign(a, b); Object.assign(b, a); return a; };", "up(1).url"),
    ("entries of one table", "const t = {}; const f = (k) => t[k] || (t[k] = {}); const up = (k, o) => Object.assign(f(k), f(o));",
     "(up(e.a, e.b), up(e.b, e.a), f(e.k)).url"),
    ("values of one Map", "const m = new Map(); const up = (k, o) => { m.set(k, Object.assign(m.get(k) || {}, m.get(o))); return m.get(k); };",
     "up(e.a, e.b).url"),
    ("a state and its copy", "let s = init(); function init() { return JSON.parse('{}'); }"
     " const up = (o) => { const n = structuredClone(s); Object.assign(n, s, o); s = n; return s; };", "up({ a: 1 }).url"),
    ("a list and itself with more", "let list = ['/a']; const up = (x) => { list = list.concat(x); return list; };", "up(e)[e.i]"),
    ("results of one function", "const f = (n) => { if (!n) return {}; const r = f(n - 1); Object.assign(r, f(n - 2)); return r; };", "f(3).url"),
    ("results of two functions", "const f = (n) => { const r = g(n); Object.assign(r, g(n)); return r; };"
     " const g = (n) => { const r = n ? f(n - 1) : {}; Object.assign(r, f(n)); return r; };", "f(3).url"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "route"), CIRCLES, ids=[title for title, _, _ in CIRCLES])
def test_what_nobody_knows_is_open(title: str, code: str, route: str) -> None:
    assert "GET {*} app" in performed(f"{API} {code} export const run = (e) => api.asApp().requestJira({route});")


def test_callers_are_not_asked_once_the_evaluator_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    code = f"{API} const load = (path) => api.asApp().requestJira(path); export const run = () => {{ load('/a'); load('/b'); }};"
    assert performed(code) == ["GET /a app", "GET /b app"]
    monkeypatch.setattr(program, "MAX_ALL_STEPS", 0)
    assert performed(code) == ["GET {*} app"]
