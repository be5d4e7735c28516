"""`.replace(…)`, `.replaceAll(…)` and `.join(…)`: what becomes of a route that is put together with them."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

ROUTES = [
    ("'/issue/{key}/x'.replace('{key}', 'A-1')", "/issue/A-1/x"),
    ("'/issue/{key}/x'.replace('{key}', e.path)", "/issue/{*}/x"),
    ("'/issue/{key}/x'.replace(/{key}/, 'A-1')", "/issue/A-1/x"),
    ("'/issue/{key}/x'.replace(/\\{(\\w+)\\}/g, (_, k) => e[k])", "/issue/{*}/x"),
    ("'/issue/:key/x'.replace(/:(\\w+)/g, (_, k) => e[k])", "/issue/{*}/x"),
    ("'/issue/{key}/x'.replace(new RegExp('{' + 'key' + '}', 'g'), 'A-1')", "/issue/A-1/x"),
    ("'/issue/{key}/x'.replace(new RegExp(e.what), 'A-1')", "/issue/{*}/x"),
    ("'/issue/{key}/x'.replace(e.what, 'A-1')", "/issue/{*}/x"),
    ("'/issue/key/x'.replace(e.what, 'A-1')", "/issue/key/x"),
    ("'/a/a/a'.replace('a', 'b')", "/b/a/a"),
    ("'/a/a/a'.replaceAll('a', 'b')", "/b/b/b"),
    ("'/a/a/a'.replace(/a/g, 'b')", "/b/b/b"),
    ("'/A/a'.replace(/a/i, 'b')", "/b/a"),
    ("'//a//b'.replace(/([^:])\\/{2,}/g, '$1/')", "//a/b"),
    ("'/a/b/'.replace(/\\/$/, '')", "/a/b"),
    ("'/a/b'.replace(/^\\/a/, '')", "/b"),
    ("`/a/${e.id}/`.replace(/\\/$/, '')", "/a/{}"),
    ("`/a/${e.id}/a`.replace(/^\\/a/, '')", "/{}/a"),
    ("'/a'.replace(/((a+)+)+$/, 'b')", "/a"),
    ("['', 'a', 'b'].join('/')", "/a/b"),
    ("['', ...['a', 'b'], 'c'].join('/')", "/a/b/c"),
    ("['', 'a', ...e.parts].join('/')", "/a/{*}"),
    ("((b, ...rest) => [b, ...rest].join('/'))('', 'a', 'b')", "/a/b"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "route"), ROUTES, ids=[expression for expression, _ in ROUTES])
def test_the_route_that_is_requested(expression: str, route: str) -> None:
    code = f"{API} export const run = (e) => api.asApp().requestJira(assumeTrustedRoute({expression}));"
    assert performed(code) == [f"GET {route} app"]
