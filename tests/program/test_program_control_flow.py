"""Which assignments reach a request: whatever is left with a jump or an exception takes along what it has."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

SEND = "const send = m => api.asApp().requestJira(route`/rest/api/3/issue/X`, { method: m });"
CASES = [
    ("behind &&", "m = 'PUT'; x && (m = 'POST'); send(m)", "POST PUT"),
    ("behind ||", "m = 'PUT'; x || (m = 'POST'); send(m)", "POST PUT"),
    ("behind ??", "m = 'PUT'; x ?? (m = 'POST'); send(m)", "POST PUT"),
    ("in either way", "x ? (m = 'POST') : (m = 'PUT'); send(m)", "POST PUT"),
    ("in one way", "m = 'PUT'; x ? (m = 'POST') : y(); send(m)", "POST PUT"),
    ("a condition in one", "m = 'PUT'; x && (y ? (m = 'POST') : (m = 'HEAD')); send(m)", "HEAD POST PUT"),
    ("a property behind &&", "const o = { m: 'PUT' }; x && (o.m = 'POST'); send(o.m)", "POST PUT"),
    ("break", "for (const i of list) { m = 'PUT'; if (i) break; m = 'POST'; } send(m)", "GET POST PUT"),
    ("continue", "for (const i of list) { send(m); m = 'PUT'; if (i) continue; m = 'POST'; }", "GET POST PUT"),
    (
        "several breaks",
        "while (true) { m = 'PUT'; if (x()) break; m = 'DELETE'; if (x()) break; m = 'POST' } send(m)",
        "DELETE GET POST PUT",
    ),
    ("a break with a label", "a: { m = 'PUT'; if (x) break a; m = 'DELETE'; } send(m)", "DELETE PUT"),
    (
        "out of two loops",
        "o: for (const a of list) { for (const b of a) { m = 'PUT'; if (b) continue o; m = 'POST'; if (a) break o; m = 'HEAD' } m = 'PATCH' } send(m)",
        "GET PATCH POST PUT",
    ),
    ("a loop in a case", "switch (x) { case 1: for (const y of x) { m = 'PUT'; break; } m = 'DELETE'; } send(m)", "DELETE GET"),
    (
        "a case in a loop",
        "for (const y of x) { switch (y) { case 1: m = 'PUT'; continue; default: m = 'POST' } m = 'HEAD' } send(m)",
        "GET HEAD PUT",
    ),
    (
        "a break in a condition of a case",
        "switch (x) { case 1: m = 'PUT'; if (y) break; case 2: m = 'HEAD'; break; } send(m)",
        "GET HEAD PUT",
    ),
    ("an exception", "try { m = 'PUT'; x(); m = 'POST'; x(); } catch (e) { send(m); }", "GET POST PUT"),
    ("behind an exception", "try { m = 'PUT'; x(); m = 'POST'; x(); } catch {} send(m)", "GET POST PUT"),
    ("a thrown one", "try { if (x) { m = 'PUT'; throw x; } m = 'HEAD' } catch (e) { send(m); }", "GET HEAD PUT"),
    ("finally", "try { m = 'PUT'; x(); m = 'POST'; x(); } finally { send(m); }", "GET POST PUT"),
    ("finally behind a return", "try { if (x) { m = 'PUT'; return 1; } m = 'HEAD' } finally { send(m); }", "GET HEAD PUT"),
    ("behind finally", "try { m = 'PUT'; x(); m = 'POST'; } finally { x(); } send(m)", "POST"),
    ("assigned by finally", "try { m = 'PUT'; x(); } finally { m = 'POST'; } send(m)", "POST"),
    (
        "out of a try",
        "for (const y of x) { try { m = 'PUT'; if (y) break; m = 'POST'; } finally { x(); } m = 'HEAD'; } send(m)",
        "GET HEAD PUT",
    ),
    ("a try in a try", "try { try { m = 'PUT'; x(); m = 'POST' } finally { x(); } m = 'HEAD'; } catch { send(m) }", "GET HEAD POST PUT"),
    ("nothing behind a jump", "for (const i of list) { if (i) { m = 'PUT'; continue; } send(m); m = 'POST'; }", "GET POST PUT"),
]


@pytest.mark.parametrize(("title", "code", "methods"), CASES, ids=[case[0] for case in CASES])
def test_methods(title: str, code: str, methods: str) -> None:
    found = performed(f"{API}{SEND} export const run = (x, y, list) => {{ let m = 'GET'; {code}; }};")
    assert [line.split()[0] for line in found] == methods.split()


FALLS = [
    ("case 'a': case 'b': m = 'PUT'; break; default: m = 'HEAD'", {"a": "PUT", "b": "PUT", "c": "HEAD"}),
    ("case 'a': m = 'PUT'; case 'b': x(); break; default: m = 'HEAD'", {"a": "GET PUT", "c": "HEAD"}),
    ("case 'a': x(); case 'b': m = 'PUT'; break; case 'c': m = 'POST'; default: x()", {"a": "PUT", "c": "GET POST", "d": "GET POST"}),
    ("default: case 'a': m = 'PUT'; break; case 'b': m = 'POST'", {"a": "PUT", "b": "POST", "c": "PUT"}),
]


@pytest.mark.parametrize(("cases", "given"), FALLS)
def test_a_case_that_falls(cases: str, given: dict[str, str]) -> None:
    switch = f"let m = 'GET'; switch (kind) {{ {cases} }}"
    wrapper = f"const f = (kind, p) => {{ {switch}; api.asApp().requestJira(route`/rest/api/3/issue/${{p}}`, {{ method: m }}); }};"
    for kind, methods in given.items():
        found = performed(f"{API}{wrapper} export const run = () => f('{kind}', 'X');")
        assert [line.split()[0] for line in found] == methods.split()
