"""Objects and arrays that are changed after they were made, numbers that are added, values of nothing."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

SEND = "const send = (o, p = 'X') => api.asApp().requestJira(route`/rest/api/3/issue/${p}`, o);"
CHANGED = [
    ("assigned by name", "const o = { method: 'GET' }; if (x) o.method = 'PUT'; send(o)", "GET PUT"),
    ("Object.assign", "const o = {}; Object.assign(o, { method: 'PUT' }); send(o)", "GET PUT"),
    ("Object.assign of what is not known", "const o = {}; Object.assign(o, x.options); send(o)", "*"),
    ("Object.assign into a new one", "send(Object.assign({}, { method: 'GET' }, { method: 'PUT' }))", "PUT"),
    ("Reflect.set", "const o = { method: 'GET' }; Reflect.set(o, 'method', 'PUT'); send(o)", "GET PUT"),
    ("merged by a package", "const o = {}; merge(o, { method: 'PUT' }); send(o)", "GET PUT"),
    ("merged by a default export", "const o = {}; extend(o, { method: 'PUT' }); send(o)", "GET PUT"),
    ("set by a package", "const o = {}; set(o, 'method', 'PUT'); send(o)", "GET PUT"),
    ("a key that is known", "const M = 'method'; const o = {}; o[M] = 'PUT'; send(o)", "GET PUT"),
    ("a key that is not", "const o = { method: 'GET' }; o[x.key] = 'PUT'; send(o)", "GET PUT"),
    ("keys and values that are not", "const o = {}; for (const k of x.keys) o[k] = x[k]; send(o)", "*"),
    ("in a helper", "const set2 = (t, k, v) => { t[k] = v; }; const o = {}; set2(o, 'method', 'PUT'); send(o)", "*"),
    ("pushed", "const a = [{ method: 'GET' }]; a.push({ method: 'PUT' }); for (const o of a) send(o)", "GET PUT"),
    ("pushed to nothing", "const a = []; a.push({ method: 'PUT' }); send(a[0])", "GET PUT"),
    ("the first of what is pushed to", "const a = [{ method: 'POST' }]; a.push({ method: 'PUT' }); send(a[0])", "POST"),
    ("put in front", "const a = [{ method: 'POST' }]; a.unshift({ method: 'PUT' }); send(a[0])", "POST PUT"),
    ("spliced", "const a = [{ method: 'POST' }]; a.splice(0, 1, { method: 'PUT' }); send(a[0])", "POST PUT"),
    ("replaced", "const a = [{ method: 'POST' }]; a[0] = { method: 'PUT' }; send(a[0])", "POST PUT"),
    ("sorted", "const a = [{ method: 'POST' }, { method: 'PUT' }]; a.sort(x.by); send(a[0])", "POST PUT"),
    ("put together", "for (const o of [{ method: 'POST' }].concat([{ method: 'PUT' }], { method: 'DELETE' })) send(o)", "DELETE POST PUT"),
    ("values", "const t = { a: { method: 'POST' } }; t.b = { method: 'PUT' }; Object.values(t).forEach(o => send(o))", "POST PUT"),
    (
        "entries",
        "const t = { a: { method: 'POST' } }; t.b = { method: 'PUT' }; for (const [k, o] of Object.entries(t)) send(o)",
        "POST PUT",
    ),
    ("taken out of it", "const { method, ...rest } = { method: 'PUT', body: x }; send(rest)", "GET"),
    ("something else taken out of it", "const { body, ...rest } = { method: 'PUT', body: x }; send(rest)", "PUT"),
    ("taken out and put back", "const o = { method: 'PUT' }; const { method, ...rest } = o; send({ ...rest, method: 'POST' })", "POST"),
    ("deleted", "const o = { method: 'PUT' }; delete o.method; send(o)", "GET PUT"),
    ("deleted by its text", "const o = { method: 'PUT' }; delete o['method']; send(o)", "GET PUT"),
    ("deleted elsewhere", "const clean = (t) => { delete t.method; }; const o = { method: 'PUT' }; clean(o); send(o)", "GET PUT"),
    ("something else deleted", "const o = { method: 'PUT', body: x }; delete o.body; send(o)", "PUT"),
    ("nothing on one way", "const f = () => { if (x) return { method: 'PUT' }; }; send(f())", "GET PUT"),
    ("nothing returned", "const f = () => { if (x) return; return { method: 'PUT' }; }; send(f())", "GET PUT"),
    ("any key", "const t = { a: { method: 'POST' } }; t[x.b] = { method: 'PUT' }; send(t[x.c])", "POST PUT"),
]


@pytest.mark.parametrize(("title", "code", "methods"), CHANGED, ids=[case[0] for case in CHANGED])
def test_methods(title: str, code: str, methods: str) -> None:
    packages = "import { merge, set } from 'lodash'; import extend from 'extend';"
    found = performed(f"{packages}{API}{SEND} export const run = x => {{ {code}; }};")
    assert [line.split()[0] for line in found] == methods.split()


ROUTES = [
    ("added", "const base = 1; `/wiki/api/v${base + 1}/pages`", "/wiki/api/v2/pages"),
    ("added from the left", "const n = 1; n + 1 + '/x'", "2/x"),
    ("a URL whose path is replaced", "const u = new URL('https://x.y/a'); u.pathname = '/b'; u.pathname", "{*}"),
    ("a URL that is replaced elsewhere", "const f = (u) => { u.href = x; }; const u = new URL('https://x.y/a'); f(u); u.pathname", "{*}"),
    ("a URL whose query is replaced", "const u = new URL('https://x.y/a'); u.search = x; u.pathname", "/a"),
    ("something else that has a path", "const u = new URL('https://x.y/a'); window.location.href = x; u.pathname", "/a"),
    ("in brackets", "const n = 1; '/v' + (n + 1) + '/x'", "/v2/x"),
    ("a number behind a text", "const n = 1; '/v' + n + 1", "/v11"),
    ("a number and what is not known", "'/at/' + (x.n + 1)", "/at/{}"),
    ("what counts", "let n = 0; for (const y of x) n += 50; `/x?at=${n}`", "/x?at=0 /x?at={}"),
    ("what is appended", "let n = '/a'; for (const y of x) n += '/b'; n", "/a /a{*}"),
    ("the next of a table", "const t = ['/a', '/b', '/c']; const i = 1; t[i + 1]", "/c"),
    ("joined behind a push", "const a = ['/rest/api/3/issue', x.key]; a.push('comment'); a.join('/')", "/rest/api/3/issue/{}{*}"),
    ("joined behind a sort", "const a = ['/rest/api/3/issue', x.key]; a.reverse(); a.join('/')", "{*}"),
    ("no route on one way", "const f = () => { switch (x) { case 1: return '/a'; case 2: return '/b'; } }; f()", "/a /b"),
    ("a property of null", "const o = { a: null }; `/rest/api/3/issue/${o.a.key}`", "/rest/api/3/issue/{}"),
    ("all that stands behind the API's root", "`/rest/api/3/${x.what}`", "/rest/api/3/{*}"),
    ("one segment behind it", "`/rest/api/3/${x.what}/comment`", "/rest/api/3/{}/comment"),
    ("joined with slashes", "`/rest/api/3/issue/${x.parts.join('/')}`", "/rest/api/3/issue/{*}"),
]


@pytest.mark.parametrize(("title", "code", "routes"), ROUTES, ids=[case[0] for case in ROUTES])
def test_routes(title: str, code: str, routes: str) -> None:
    *statements, route = code.split("; ")
    found = performed(f"{API} export const run = x => {{ {'; '.join(statements)}; api.asApp().requestJira({route}); }};")
    assert [line.split()[1] for line in found] == routes.split()


KEYS = [
    ("as made", "const t = { a: 1, b: 2 };", "/a /b"),
    ("one given later", "const t = { a: 1 }; t.b = 2;", "/a /b"),
    ("one given elsewhere", "const f = (o) => { o.b = 2; }; const t = { a: 1 }; f(t);", "/a /b"),
    ("some of another", "const t = { a: 1, ...x };", "/a /{}"),
    ("one that is computed", "const t = { a: 1, [x.k]: 2 };", "/a /{}"),
    ("one under a key that is not known", "const t = { a: 1 }; t[x.k] = 2;", "/a /{}"),
    ("assigned", "const t = { a: 1 }; Object.assign(t, x);", "/a /{}"),
]


@pytest.mark.parametrize(("title", "code", "routes"), KEYS, ids=[case[0] for case in KEYS])
def test_the_names_of_an_object(title: str, code: str, routes: str) -> None:
    found = performed(f"{API} export const run = x => {{ {code} for (const k in t) api.asApp().requestJira('/' + k); }};")
    assert [line.split()[1] for line in found] == routes.split()
