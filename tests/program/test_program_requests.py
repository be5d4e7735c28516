"""What code requests: route, method and principal of every construct met in real apps (one row each)."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

RUN = "export const run = async (key, id, body, flag, other) => {{ {} }};"


def inside(code: str) -> str:
    return API + RUN.format(code)


ROUTES = [
    ("tagged literal", "api.asApp().requestJira(route`/rest/api/3/field`)", ["GET /rest/api/3/field app"]),
    ("tagged with a hole", "api.asUser().requestJira(route`/rest/api/3/issue/${key}`)", ["GET /rest/api/3/issue/{} user"]),
    ("api.route", "api.asApp().requestJira(api.route`/rest/api/3/issue/${key}`)", ["GET /rest/api/3/issue/{} app"]),
    ("plain template", "api.asApp().requestJira(`/rest/api/3/issue/${key}`)", ["GET /rest/api/3/issue/{} app"]),
    ("route as a function", "api.asApp().requestJira(route(`/rest/api/3/issue/${key}`))", ["GET /rest/api/3/issue/{} app"]),
    ("trusted route", "api.asApp().requestJira(assumeTrustedRoute(`/rest/api/3/issue/${key}`))", ["GET /rest/api/3/issue/{} app"]),
    ("concatenation", "api.asApp().requestJira('/rest/api/3/issue/' + key + '/comment')", ["GET /rest/api/3/issue/{}/comment app"]),
    ("right behind a word", "api.asApp().requestJira(`/rest/api/3${flag.p}`)", ["GET /rest/api/3{*} app"]),
    ("right behind a word, concatenated", "const p = flag.key; api.asApp().requestJira('/rest/api/3' + p)", ["GET /rest/api/3{*} app"]),
    ("right behind a word of a constant", "const base = '/rest/api/3'; api.asApp().requestJira(`${base}${flag.x}`)", ["GET /rest/api/3{*} app"]),
    ("right behind a word, added later", "let u = '/rest/api/3'; u += flag.x; api.asApp().requestJira(u)", ["GET /rest/api/3{*} app"]),
    ("replaced behind a word", "api.asApp().requestJira('/rest/api/3{p}'.replace('{p}', flag.p))", ["GET /rest/api/3{*} app"]),
    ("a number behind a word", "api.asApp().requestJira(`/rest/api/3/issue/PRJ${num}/comment`)", ["GET /rest/api/3/issue/PRJ{}/comment app"]),
    ("a version", "api.asApp().requestConfluence(`/wiki/api/v${flag.v}/pages`)", ["GET /wiki/api/v{}/pages app"]),
    ("behind a sign", "api.asApp().requestJira(`/rest/api/3/issue/A-${flag.x}/comment`)", ["GET /rest/api/3/issue/A-{}/comment app"]),
    ("in a query", "api.asApp().requestJira(`/rest/api/3/search?jql=a${flag.x}`)", ["GET /rest/api/3/search?jql=a{} app"]),
    ("encoded by route", "api.asApp().requestJira(route`/rest/api/3/a${flag.x}`)", ["GET /rest/api/3/a{} app"]),
    ("local constant", "const url = route`/rest/api/3/issue/${key}`; api.asApp().requestJira(url)", ["GET /rest/api/3/issue/{} app"]),
    ("ternary", "api.asApp().requestJira(flag ? route`/rest/api/3/a` : route`/rest/api/3/b`)", ["GET /rest/api/3/a app", "GET /rest/api/3/b app"]),
    (
        "if and else",
        "let url; if (flag) { url = route`/rest/api/3/a`; } else { url = route`/rest/api/3/b`; } api.asApp().requestJira(url)",
        ["GET /rest/api/3/a app", "GET /rest/api/3/b app"],
    ),
    (
        "a method that decides the route",
        "const m = key ? 'PUT' : 'POST'; api.asApp().requestJira(m === 'PUT' ? `/rest/api/3/issue/${id}` : '/rest/api/3/issue', { method: m })",
        ["POST /rest/api/3/issue app", "PUT /rest/api/3/issue/{} app"],
    ),
    (
        "a switch over one of two",
        "const m = key ? 'PUT' : 'POST'; let u = '/a'; switch (m) { case 'PUT': u = '/b'; break; case 'POST': u = '/c'; }"
        " api.asApp().requestJira(u, { method: m })",
        ["POST /c app", "PUT /b app"],
    ),
    (
        "one of three is not known",
        "const m = key ? 'PUT' : other ? 'POST' : body.m; api.asApp().requestJira(m === 'PUT' ? '/a' : '/b', { method: m })",
        ["* /a app", "* /b app", "POST /b app", "PUT /a app"],
    ),
    (
        "re-assignment hides what was before",
        "let url = '/rest/api/3/a'; url = '/rest/api/3/b'; api.asApp().requestJira(url)",
        ["GET /rest/api/3/b app"],
    ),
    (
        "switch",
        "let url; switch (key) { case 'x': url = '/rest/api/3/a'; break; default: url = '/rest/api/3/b'; } api.asApp().requestJira(url)",
        ["GET /rest/api/3/a app", "GET /rest/api/3/b app"],
    ),
    (
        "enum-like map under a variable key",
        "const paths = { x: '/rest/api/3/a', y: '/rest/api/3/b' }; api.asApp().requestJira(paths[key])",
        ["GET /rest/api/3/a app", "GET /rest/api/3/b app"],
    ),
    ("query glued on", "api.asApp().requestJira(route`/rest/api/3/search?jql=${key}`)", ["GET /rest/api/3/search?jql={} app"]),
    (
        "blanks belong to a query, not to a path nor to where a template goes on",
        "api.asApp().requestJira(route` /rest/api/3\n    /search ?jql=project = \"${key}\" AND a ~ b\n      &maxResults=1\n`)",
        ['GET /rest/api/3/search?jql=project = "{}" AND a ~ b&maxResults=1 app'],
    ),
    ("array joined", "api.asApp().requestJira(['/rest/api/3/issue', key, 'comment'].join('/'))", ["GET /rest/api/3/issue/{}/comment app"]),
    ("placeholder replaced", "api.asApp().requestJira('/rest/api/3/issue/{id}'.replace('{id}', id))", ["GET /rest/api/3/issue/{} app"]),
    ("encoded hole", "api.asApp().requestJira(`/rest/api/3/issue/${encodeURIComponent(key)}`)", ["GET /rest/api/3/issue/{} app"]),
    ("encoded mark of a fragment", "const k = `${key}#${id}`; api.asApp().requestJira(route`/rest/api/3/issue/${k}/comment`)", ["GET /rest/api/3/issue/{}%23{}/comment app"]),
    ("path of a URL", "api.asApp().requestJira(new URL('https://x.atlassian.net/rest/api/3/field').pathname)", ["GET /rest/api/3/field app"]),
    ("awaited helper", "const u = await build(key); api.asApp().requestJira(u); async function build(k) { return route`/rest/api/3/issue/${k}`; }", ["GET /rest/api/3/issue/{} app"]),
    ("frozen constants", "const P = Object.freeze({ A: '/rest/api/3/a' }); api.asApp().requestJira(P.A)", ["GET /rest/api/3/a app"]),
    ("run-time data", "api.asApp().requestJira(body.url)", ["GET {*} app"]),
]  # fmt: skip
METHODS = [
    ("inline", "api.asApp().requestJira(route`/x`, { method: 'POST' })", ["POST /x app"]),
    ("lower case", "api.asApp().requestJira(route`/x`, { method: 'put' })", ["PUT /x app"]),
    ("quoted key", "api.asApp().requestJira(route`/x`, { 'method': 'DELETE' })", ["DELETE /x app"]),
    ("no method", "api.asApp().requestJira(route`/x`, { headers: {} })", ["GET /x app"]),
    ("shorthand", "const method = 'PUT'; api.asApp().requestJira(route`/x`, { method })", ["PUT /x app"]),
    ("options in a variable", "const options = { method: 'PUT', body }; api.asApp().requestJira(route`/x`, options)", ["PUT /x app"]),
    ("options mutated", "const options = {}; options.method = 'PUT'; api.asApp().requestJira(route`/x`, options)", ["PUT /x app"]),
    (
        "options mutated on one path",
        "const o = { method: 'GET' }; if (flag) { o.method = 'PUT'; } api.asApp().requestJira(route`/x`, o)",
        ["GET /x app", "PUT /x app"],
    ),
    ("spread base", "const base = { method: 'PUT' }; api.asApp().requestJira(route`/x`, { ...base, body })", ["PUT /x app"]),
    (
        "overridden spread",
        "const base = { method: 'PUT' }; api.asApp().requestJira(route`/x`, { ...base, method: 'POST' })",
        ["POST /x app"],
    ),
    ("Object.assign", "api.asApp().requestJira(route`/x`, Object.assign({}, { method: 'POST' }))", ["POST /x app"]),
    ("built by a function", "const make = (m) => ({ method: m }); api.asApp().requestJira(route`/x`, make('PATCH'))", ["PATCH /x app"]),
    ("ternary", "api.asApp().requestJira(route`/x`, { method: flag ? 'PUT' : 'POST' })", ["POST /x app", "PUT /x app"]),
    ("default", "const f = (m = 'POST') => api.asApp().requestJira(route`/x`, { method: m }); f()", ["POST /x app"]),
    ("run-time data", "api.asApp().requestJira(route`/x`, { method: body.method })", ["* /x app"]),
]
CORRELATED = [
    (
        "route and method chosen by one condition",
        "const r = key === 'PUT' ? route`/issue/${id}` : route`/issue`; api.asApp().requestJira(r, { method: key === 'PUT' ? 'PUT' : 'POST' })",
        ["POST /issue app", "PUT /issue/{} app"],
    ),
    (
        "route and method assigned in the branches of one if",
        "let r, m; if (flag) { r = '/a'; m = 'PUT'; } else { r = '/b'; m = 'POST'; } api.asApp().requestJira(r, { method: m })",
        ["POST /b app", "PUT /a app"],
    ),
    (
        "two maps under one key",
        "const R = { x: '/a', y: '/b' }, M = { x: 'PUT', y: 'POST' }; api.asApp().requestJira(R[key], { method: M[key] })",
        ["POST /b app", "PUT /a app"],
    ),
    (
        "pairs in an array",
        "for (const [r, m] of [['/a', 'PUT'], ['/b', 'POST']]) { await api.asApp().requestJira(r, { method: m }); }",
        ["POST /b app", "PUT /a app"],
    ),
]
OBJECTS = [
    (
        "a base in an object's this",
        "const E = { root: '/rest/api/3/user', by(q) { return `${this.root}/picker?query=${q}`; } }; api.asApp().requestJira(E.by(key))",
        ["GET /rest/api/3/user/picker?query={} app"],
    ),
    (
        "a client object with verbs",
        "const client = { base: '/rest/api/3', get(p) { return this.send('GET', p); }, put(p) { return this.send('PUT', p); },"
        " send(method, p) { return api.asUser().requestJira(`${this.base}${p}`, { method }); } }; client.get('/a'); client.put('/b')",
        ["GET /rest/api/3/a user", "PUT /rest/api/3/b user"],
    ),
]
WRAPPERS = [
    (
        "free function",
        "const call = (p, { method = 'GET' } = {}) => api.asApp().requestJira(p, { method }); call('/a'); call('/b', { method: 'PUT' })",
        ["GET /a app", "PUT /b app"],
    ),
    (
        "destructured object and makers above it",
        "const send = ({ url, method }) => api.asApp().requestJira(url, { method }); const get = (url) => send({ url, method: 'GET' });"
        "const put = (url) => send({ url, method: 'PUT' }); get('/a'); put('/b')",
        ["GET /a app", "PUT /b app"],
    ),
    (
        "class with a base and verbs",
        "class Client { constructor(base) { this.base = base; } get(p) { return this.send(p, 'GET'); } del(p) { return this.send(p, 'DELETE'); }"
        " send(p, method) { return api.asUser().requestJira(`${this.base}${p}`, { method }); } } const c = new Client('/rest/api/3'); c.get('/a'); c.del('/b')",
        ["DELETE /rest/api/3/b user", "GET /rest/api/3/a user"],
    ),
    (
        "retry loop",
        "async function retry(fn, n, url, options) { for (let i = 0; i < n; i++) { await api.asApp().requestJira(url, options); } } retry(null, 3, '/a', { method: 'POST' })",
        ["POST /a app"],
    ),
    (
        "three levels",
        "const a = (p) => api.asApp().requestJira(p); const b = (p) => a(`/rest${p}`); const c = (p) => b(`/api${p}`); c('/x')",
        ["GET /rest/api/x app"],
    ),
    ("request function as a value", "const go = (f) => f('/a'); go(api.asApp().requestJira)", ["GET /a app"]),
    ("factory of wrappers", "const make = (m) => (p) => api.asApp().requestJira(p, { method: m }); make('PUT')('/a')", ["PUT /a app"]),
    ("nobody calls it", "const call = (p) => api.asApp().requestJira(p);", []),
    ("rest parameters", "const call = (...args) => api.asApp().requestJira(...args); call('/a', { method: 'PUT' })", ["PUT /a app"]),
    (
        "rest parameters into named ones",
        "const get = (p, o) => api.asApp().requestJira(p, o); const log = (f) => (...args) => f(...args); log(get)('/a', { method: 'PUT' })",
        ["PUT /a app"],
    ),
    (
        "rest parameters behind others",
        "const get = (p, m) => api.asApp().requestJira(p, { method: m }); const go = (n, ...r) => { again(() => get(`/a/${n}`, ...r)); };"
        " const again = (f) => f(); go('b', 'DELETE')",
        ["DELETE /a/b app"],
    ),
    (
        "an array given as a parameter and spread",
        "const get = (p, o) => api.asApp().requestJira(p, o); const log = (args) => get(...args); log(['/a', { method: 'PUT' }])",
        ["PUT /a app"],
    ),
    (
        "a spread of what nobody knows",
        "const get = (p, o) => api.asApp().requestJira(p, o); get(...flag.args)",
        ["* {*} app"],
    ),
    (
        "strategies behind one interface",
        "class A { go() { return api.asApp().requestJira('/a'); } } class B { go() { return api.asUser().requestJira('/b'); } }"
        " const use = (s) => s.go(); use(new A())",
        ["GET /a app"],
    ),
]  # fmt: skip
PRINCIPALS = [
    ("in a variable", "const c = api.asUser(); c.requestJira('/x')", ["GET /x user"]),
    ("destructured", "const { requestJira } = api.asApp(); requestJira('/x')", ["GET /x app"]),
    ("renamed", "const { requestJira: rj } = api.asApp(); rj('/x')", ["GET /x app"]),
    ("member taken off", "const rj = api.asApp().requestJira; rj('/x')", ["GET /x app"]),
    ("call", "api.asApp().requestJira.call(null, '/x')", ["GET /x app"]),
    ("literal key", "api.asApp()['requestJira']('/x')", ["GET /x app"]),
    ("constant key", "const k = 'requestJira'; api.asApp()[k]('/x')", ["GET /x app"]),
    ("optional", "api?.asApp?.()?.requestJira('/x')", ["GET /x app"]),
    ("either", "(flag ? api.asApp() : api.asUser()).requestJira('/x')", ["GET /x app+user"]),
    ("as a parameter", "const f = (c) => c.requestJira('/x'); f(api.asUser())", ["GET /x user"]),
    ("try and fall back", "let c; try { c = api.asUser(); } catch { c = api.asApp(); } c.requestJira('/x')", ["GET /x app+user"]),
    ("as default parameter", "const f = (k = api.asApp()) => k.requestJira('/x'); f()", ["GET /x app"]),
]


@pytest.mark.parametrize(
    ("title", "code", "wanted"),
    ROUTES + METHODS + CORRELATED + OBJECTS + WRAPPERS + PRINCIPALS,
    ids=lambda v: v if isinstance(v, str) and len(v) < 60 else "",
)
def test_requests(title: str, code: str, wanted: list[str]) -> None:
    assert performed(inside(code)) == wanted


IMPORTS = [
    ("named", "import { requestJira } from '@forge/bridge';\nexport const run = () => requestJira('/x');", ["GET /x user"]),
    ("renamed", "import { requestJira as rj } from '@forge/bridge';\nexport const run = () => rj('/x');", ["GET /x user"]),
    ("namespace", "import * as forge from '@forge/api';\nexport const run = () => forge.asApp().requestJira('/x');", ["GET /x app"]),
    ("default of a namespace", "import * as forge from '@forge/api';\nexport const run = () => forge.default.asApp().requestJira('/x');", ["GET /x app"]),
    ("require", "const api = require('@forge/api');\nexports.run = () => api.asApp().requestJira('/x');", ["GET /x app"]),
    ("destructured require", "const { asApp } = require('@forge/api');\nexports.run = () => asApp().requestJira('/x');", ["GET /x app"]),
    ("dynamic import", "export const run = async () => { const api = (await import('@forge/api')).default; api.asApp().requestJira('/x'); };", ["GET /x app"]),
    ("then", "export const run = () => import('@forge/bridge').then(({ requestJira }) => requestJira('/x'));", ["GET /x user"]),
    (
        "assigned to a module variable",
        "let api;\nexport const run = async () => { api = (await import('@forge/api')).default; go(); };\nconst go = () => api.asApp().requestJira('/x');",
        ["GET /x app"],
    ),
    ("a function of its own with that name", "const requestJira = (p) => p;\nexport const run = () => requestJira('/x');", []),
    ("a method of its own with that name", "const api = { asApp: () => ({ requestJira: (p) => p }) };\nexport const run = () => api.asApp().requestJira('/x');", []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "wanted"), IMPORTS, ids=lambda v: v if isinstance(v, str) and len(v) < 60 else "")
def test_imports(title: str, code: str, wanted: list[str]) -> None:
    assert performed(code) == wanted


FILES = [
    (
        "constants of another file",
        {"index.js": API + "import { PATH } from './paths';\nexport const run = () => api.asApp().requestJira(PATH);", "paths.ts": "export const PATH = '/rest/a';"},
        ["GET /rest/a app"],
    ),
    (
        "enum of another file",
        {"index.js": API + "import { P } from './p';\nexport const run = () => api.asApp().requestJira(P.A);", "p.ts": "export enum P { A = '/rest/a', B = '/rest/b' }"},
        ["GET /rest/a app"],
    ),
    (
        "wrapper of another file, re-exported",
        {
            "index.js": "import * as jira from './lib';\nexport const run = () => jira.call('/a', { method: 'PUT' });",
            "lib/index.js": "export { send as call } from './send';",
            "lib/send.js": API + "export const send = (p, o) => api.asApp().requestJira(p, o);",
        },
        ["PUT /a app"],
    ),
    (
        "the request function re-exported",
        {"index.js": "import { rj } from './api';\nexport const run = () => rj('/a');", "api.js": "export { requestJira as rj } from '@forge/bridge';"},
        ["GET /a user"],
    ),
    (
        "export star of the package",
        {"index.js": "import { requestJira } from './api';\nexport const run = () => requestJira('/a');", "api.js": "export * from '@forge/bridge';"},
        ["GET /a user"],
    ),
    (
        "a union type of another file's parameter",
        {
            "index.ts": API + "type Kind = 'pages' | 'blogposts';\nexport const run = (k: Kind) => api.asApp().requestConfluence(route`/wiki/api/v2/${k}/1`);",
        },
        ["GET /wiki/api/v2/blogposts/1 app", "GET /wiki/api/v2/pages/1 app"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("title", "files", "wanted"), FILES, ids=lambda v: v if isinstance(v, str) else "")
def test_across_files(title: str, files: dict[str, str], wanted: list[str]) -> None:
    assert performed(files) == wanted


QUERIES = [
    (
        "query built in a loop",
        "let q = ''; for (const k of body) { q += `${q ? '&' : '?'}key=${k}`; } if (other) { q += `&after=${other}`; } api.asApp().requestJira(`/rest/api/3/field${q}`)",
        {"/rest/api/3/field"},
    ),
    (
        "pages of a list",
        "let start = 0; while (true) { const r = await api.asApp().requestJira(route`/rest/api/3/project/search?startAt=${start}`); start += 50; if (r.last) break; }",
        {"/rest/api/3/project/search"},
    ),
    (
        "the next page's address",
        "let url = null; while (true) { url = url ? assumeTrustedRoute(url) : route`/rest/api/3/field`; await api.asApp().requestJira(url); }",
        {"/rest/api/3/field"},
    ),
]


@pytest.mark.parametrize(("title", "code", "paths"), QUERIES, ids=[row[0] for row in QUERIES])
def test_queries_do_not_hide_the_path(title: str, code: str, paths: set[str]) -> None:
    said = {line.split(" ")[1].split("?")[0].removesuffix("{*}") for line in performed(inside(code))}
    assert said == paths


def test_a_hole_in_a_route_is_encoded_whatever_made_it() -> None:
    code = "const id = body.link.slice(3) + other; api.asApp().requestConfluence(route`/wiki/api/v2/pages/${id}`)"
    assert performed(inside(code)) == ["GET /wiki/api/v2/pages/{} app"]


LINKS = [
    (
        "a loop over the next link",
        "let url = '/rest/api/3/field'; while (url) { const d = await (await api.asApp().requestJira(url)).json(); url = d._links.next; }",
        ["GET /rest/api/3/field app"],
    ),
    (
        "null at the end",
        "let next = route`/wiki/api/v2/pages?limit=5`; do { const r = await api.asApp().requestConfluence(next); const d = await r.json();"
        " next = d._links?.next ? assumeTrustedRoute(d._links.next) : null; } while (next);",
        ["GET /wiki/api/v2/pages?limit=5 app"],
    ),
    (
        "recursion",
        "const get = async (u) => { const d = await (await api.asApp().requestJira(u)).json(); return d.nextPage ? get(assumeTrustedRoute(d.nextPage)) : d; };"
        " await get('/rest/api/3/search')",
        ["GET /rest/api/3/search app"],
    ),
    (
        "destructured, null at the start",
        "let url = null; while (true) { const r = await api.asApp().requestConfluence(url ? assumeTrustedRoute(url) : route`/wiki/api/v2/spaces`);"
        " const { _links } = await r.json(); if (!_links.next) break; url = _links.next; }",
        ["GET /wiki/api/v2/spaces app"],
    ),
    ("a link and nothing else", "api.asApp().requestJira(assumeTrustedRoute(body.self))", ["GET {*} app"]),
    (
        "data of another name",
        "let u = '/rest/api/3/field'; if (flag) { u = body.url; } api.asApp().requestJira(u)",
        ["GET /rest/api/3/field app", "GET {*} app"],
    ),
]


@pytest.mark.parametrize(("title", "code", "wanted"), LINKS, ids=[row[0] for row in LINKS])
def test_a_link_of_an_answer_is_the_same_operation(title: str, code: str, wanted: list[str]) -> None:
    assert performed(inside(code)) == wanted
