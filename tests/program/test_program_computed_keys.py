"""`object[key]` where callers decide the key: what each of them says is read, whenever it becomes known, and nothing else."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

TABLE = "const T = { a: () => SEND('/a'), b: () => SEND('/b'), c: () => { call('b'); } };"
CASES = [
    ("the principal", "const get = (who, p) => api[who]().requestJira(p);", "get('asApp', '/a');", "/a app"),
    ("of a factory", "const mk = (who) => ({ get: (p) => api[who]().requestJira(p) });", "mk('asUser').get('/a');", "/a user"),
    ("of a nested factory", "const mk = (who) => { const client = () => api[who](); return { make: () => ({ get: (p) => client().requestJira(p) }) }; };",
     "mk('asApp').make().get('/a');", "/a app"),
    ("of an instance", "class K { constructor(w) { this.w = w; } get(p) { return api[this.w]().requestJira(p); } }", "new K('asApp').get('/a');",
     "/a app"),
    ("a default", "const get = (p, who = 'asApp') => api[who]().requestJira(p);", "get('/a');", "/a app"),
    ("one of a table", f"{TABLE} const call = (k) => T[k]();", "call('a');", "/a app"),
    ("two of a table", f"{TABLE} const call = (k) => T[k]();", "call('a'); call('b');", "/a app, /b app"),
    ("one that calls another", f"{TABLE} const call = (k) => T[k]();", "call('c');", "/b app"),
    ("through a wrapper", f"{TABLE} const call = (k) => T[k](); const via = ({{ name }}) => call(name);", "via({ name: 'a' });", "/a app"),
    ("an unknown one", f"{TABLE} const call = (k) => T[k]();", "call('a'); call(process.env.X);", "/a app, /b app"),
    ("by code outside", f"{TABLE} const call = (k) => T[k]();", "call('a'); outside(call, 1);", "/a app, /b app"),
    ("left by an earlier call", f"{TABLE} let last; const call = (k) => {{ if (k) last = k; T[last](); }};", "call('a'); call('');", "/a app"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "calls", "requests"), CASES, ids=[title for title, _, _, _ in CASES])
def test_each_caller_reads_its_own(title: str, code: str, calls: str, requests: str) -> None:
    code = f"{API} import outside from 'outside'; {code} export const run = () => {{ {calls} }};"
    assert performed(code.replace("SEND(", "api.asApp().requestJira(")) == [f"GET {one}" for one in requests.split(", ")]
