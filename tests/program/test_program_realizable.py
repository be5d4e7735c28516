"""Under one call of a function, what it calls as its parameter is what that call gave: no request that takes its route from elsewhere."""

from __future__ import annotations

import pytest

from scopeminer.program.callers import FEW
from tests.program.conftest import API, performed

GET = "const get = (p) => api.asApp().requestJira(p);"
PUT = "const put = (p) => api.asUser().requestJira(p, { method: 'PUT' });"
APART, MIXED = ["GET /a app", "PUT /b user"], ["GET /a app", "GET /b app", "PUT /a user", "PUT /b user"]
ANY = ["GET {*} app", "PUT {*} user"]
MANY = range(FEW + 2)
CASES = [
    ("a parameter", "const call = (f, p) => f(p); export const run = () => { call(get, '/a'); call(put, '/b'); };", APART),
    ("in what it makes", "const make = (f, p) => () => f(p); export const run = () => { make(get, '/a')(); make(put, '/b')(); };", APART),
    ("in what that makes",
     "const make = (f) => (p) => () => f(p); export const run = () => { make(get)('/a')(); make(put)('/b')(); };", MIXED),
    ("a property", "const call = (o, p) => o.f(p); export const run = () => { call({ f: get }, '/a'); call({ f: put }, '/b'); };", APART),
    ("taken out", "const call = ({ f, p }) => f(p); export const run = () => { call({ f: get, p: '/a' }); call({ f: put, p: '/b' }); };", APART),
    ("under another name", "const call = (f, p) => { const g = f; return g(p); }; export const run = () => { call(get, '/a'); call(put, '/b'); };", APART),
    ("one or the other",
     "const call = (f, p) => f(p); export const run = (e) => { call(e ? get : put, '/a'); call(put, '/b'); };", ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("bound", "const call = (f, p) => f(p); export const run = () => { call(get.bind(null), '/a'); call(put, '/b'); };", APART),
    ("bound with the route",
     "const call = (f) => f(); export const run = () => { call(get.bind(null, '/a')); call(put.bind(null, '/b')); };", APART),
    ("a default", "const call = (p, f = get) => f(p); export const run = () => { call('/a'); call('/b', put); };", ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("a spread", "const call = (f, p) => f(p); export const run = () => { call(...[get, '/a']); call(...[put, '/b']); };", [*MIXED[:2], ANY[0], *MIXED[2:], ANY[1]]),
    ("from outside as well", "export const call = (f, p) => f(p); export const run = (e) => { call(get, '/a'); call(put, '/b'); e(call); };", [APART[0], ANY[0], APART[1], ANY[1]]),
    ("through a function", "const call = (f, p) => f(p); const pass = (g, q) => call(g, q); export const run = () => { pass(get, '/a'); pass(put, '/b'); };",
     MIXED),
    ("a method", "class A { get(p) { return api.asApp().requestJira(p); } put(p) { return api.asUser().requestJira(p, { method: 'PUT' }); } }"
     " const a = new A(), call = (f, p) => f(p); export const run = () => { call(a.get, '/a'); call(a.put, '/b'); };", APART),
    ("a constructor", "class A { constructor(p) { api.asApp().requestJira(p); } } class B { constructor(p) { put(p); } }"
     " const make = (C, p) => new C(p); export const run = () => { make(A, '/a'); make(B, '/b'); };", MIXED),
    ("components", "const A = ({ p }) => get(p), B = ({ p }) => put(p); const show = (View, p) => <View p={p} />;"
     " export const run = () => { show(A, '/a'); show(B, '/b'); };", APART),
    ("components of a package's making", "import { memo } from 'react'; const A = ({ p }) => get(p), B = ({ p }) => put(p);"
     " const show = (View, p) => <View p={p} />; export const run = () => { show(memo(A), '/a'); show(memo(B), '/b'); };", APART),
    ("a table that is read", "const t = { a: get, b: put }; const call = (f, p) => f(p);"
     " export const run = (e) => { call(t[e.key], '/a'); };", ["GET /a app", "PUT /a user"]),
    ("many that look alike", "const call = (f, p) => f(p); export const run = () => {"
     + "".join(f" call(() => get('/x{n}'), 1);" for n in MANY) + " };", [f"GET /x{n} app" for n in MANY]),
    ("many that differ in nothing else", "const call = (f) => f('/a'); export const run = () => {"
     + "".join(" call(() => 1);" for _ in MANY) + " call((p) => get(p)); call((p) => put(p)); };", ["GET /a app", "PUT /a user"]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_what_is_called_is_what_was_given(title: str, code: str, expected: list[str]) -> None:
    """MIXED: nobody can tell, so everything that could be."""
    assert performed(API + GET + PUT + code) == expected


VERB = "const verb = (method) => (path) => api.asApp().requestJira(path, { method });"
CLIENT = "class A { constructor(m) { this.m = m; } call(p) { return api.asApp().requestJira(p, { method: this.m }); } }"
EACH, CROSSED = ["GET /a app", "PUT /b app"], ["GET /a app", "GET /b app", "PUT /a app", "PUT /b app"]
MADE = [
    ("two names", "const get = verb('GET'), put = verb('PUT'); export const run = () => { get('/a'); put('/b'); };", EACH),
    ("an object", "const o = { get: verb('GET'), put: verb('PUT') }; export const run = () => { o.get('/a'); o.put('/b'); };", EACH),
    ("the same route", "const o = { get: verb('GET'), put: verb('PUT') }; export const run = () => { o.get('/a'); o.put('/a'); };", ["GET /a app", "PUT /a app"]),
    ("at once", "export const run = () => { verb('GET')('/a'); verb('PUT')('/b'); };", EACH),
    ("a function of a function", "const make = () => ({ get: verb('GET'), put: verb('PUT') }); const o = make(); export const run = () => { o.get('/a'); o.put('/b'); };", EACH),
    ("taken out", "const { get, put } = { get: verb('GET'), put: verb('PUT') }; export const run = () => { get('/a'); put('/b'); };", EACH),
    ("one of two", "const get = verb('GET'), put = verb('PUT'); export const run = (e) => { (e ? get : put)('/a'); put('/b'); };",
     ["GET /a app", "PUT /a app", "PUT /b app"]),
    ("changed later", "const o = { get: verb('GET') }; o.get = verb('PUT'); export const run = () => { o.get('/a'); };", ["GET /a app", "PUT /a app"]),
    ("changed for some", "let get = verb('GET'); export const run = (e) => { if (e) get = verb('PUT'); get('/a'); };", ["GET /a app", "PUT /a app"]),
    ("under a key that is not known", "const o = { get: verb('GET'), put: verb('PUT') }; export const run = (e) => { o[e.key]('/a'); o.put('/b'); };",
     ["GET /a app", "PUT /a app", "PUT /b app"]),
    ("in a loop", "const o = {}; for (const m of ['GET', 'PUT']) o[m] = verb(m); export const run = () => { o.GET('/a'); };", ["GET /a app", "PUT /a app"]),
    ("handed on", "const call = (f, p) => f(p); export const run = () => { call(verb('GET'), '/a'); call(verb('PUT'), '/b'); };", EACH),
    ("called back", "export const run = () => { ['/a'].forEach(verb('GET')); ['/b'].forEach(verb('PUT')); };", CROSSED),
    ("given back", "const pass = (f) => f; const get = pass(verb('GET')), put = pass(verb('PUT')); export const run = () => { get('/a'); put('/b'); };", EACH),
    ("from a package", "import { pass } from 'x'; const get = pass(verb('GET')), put = verb('PUT'); export const run = () => { get('/a'); put('/b'); };",
     ["GET /a app", "PUT /a app", "PUT /b app"]),
    ("kept by an instance", "class A { constructor() { this.get = verb('GET'); this.put = verb('PUT'); } } const a = new A();"
     " export const run = () => { a.get('/a'); a.put('/b'); };", EACH),
    ("objects", "const make = (m) => ({ call: (p) => api.asApp().requestJira(p, { method: m }) }); const a = make('GET'), b = make('PUT');"
     " export const run = () => { a.call('/a'); b.call('/b'); };", EACH),
    ("instances", f"{CLIENT} const a = new A('GET'), b = new A('PUT'); export const run = () => {{ a.call('/a'); b.call('/b'); }};", EACH),
    ("instances made at once", f"{CLIENT} export const run = () => {{ new A('GET').call('/a'); new A('PUT').call('/b'); }};", EACH),
    ("instances of a function", f"{CLIENT} const make = (m) => new A(m); export const run = () => {{ make('GET').call('/a'); make('PUT').call('/b'); }};", EACH),
    ("one instance or the other", f"{CLIENT} const a = new A('GET'), b = new A('PUT'); export const run = (e) => {{ (e ? a : b).call('/a'); b.call('/b'); }};",
     ["GET /a app", "PUT /a app", "PUT /b app"]),
    ("a method of a method", f"{CLIENT} class B extends A {{ twice(p) {{ return this.call(p); }} }} const a = new B('GET'), b = new B('PUT');"
     " export const run = () => { a.twice('/a'); b.twice('/b'); };", EACH),
    ("an inherited method", f"{CLIENT} class B extends A {{}} const a = new B('GET'), b = new A('PUT'); export const run = () => {{ a.call('/a'); b.call('/b'); }};",
     EACH),
    ("what the maker is given comes first", "const at = (p) => (m) => api.asApp().requestJira(p, { method: m }); const a = at('/a'), b = at('/b');"
     " export const run = () => { a('GET'); b('PUT'); };", EACH),
    ("the same from both", "const at = (p) => (m) => api.asApp().requestJira(p, { method: m }); const a = at('/a'), b = at('/a');"
     " export const run = () => { a('GET'); b('PUT'); };", ["GET /a app", "PUT /a app"]),
    ("changed from outside", f"{CLIENT} const a = new A('GET'); a.m = 'PUT'; export const run = () => {{ a.call('/a'); }};", ["GET /a app", "PUT /a app"]),
    ("a parameter property", "class A { constructor(private m: string) {} call(p) { return api.asApp().requestJira(p, { method: this.m }); } }"
     " const a = new A('GET'), b = new A('PUT'); export const run = () => { a.call('/a'); b.call('/b'); };", EACH),
    ("many alike of two that were made", "const o = { get: verb('GET'), put: verb('PUT') }; export const run = () => { o.get('/a'); o.put('/a');"
     + " o.get('/b');" * 9 + " };", ["GET /a app", "GET /b app", "PUT /a app"]),
    ("many alike of two instances", f"{CLIENT} const a = new A('GET'), b = new A('PUT'); export const run = () => {{ a.call('/a'); b.call('/a');"
     + " a.call('/b');" * 9 + " };", ["GET /a app", "GET /b app", "PUT /a app"]),
    ("many that look alike", "const make = (g) => (p) => g(p); export const run = () => {"
     + "".join(f" make(() => {n})('/x');" for n in MANY) + " make((p) => api.asApp().requestJira(p))('/y'); };", ["GET /x app", "GET /y app"]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "expected"), MADE, ids=[title for title, _, _ in MADE])
def test_what_a_call_of_a_function_made(title: str, code: str, expected: list[str]) -> None:
    """CROSSED: nobody can tell, so everything that could be."""
    assert performed(API + VERB + code) == expected
