"""Several objects or closures of one maker in one chain of calls: what each of them was made with stays possible."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

SENT = "api.asApp().requestJira(p, { method: "
CASES = [
    ("closures that lead on", f"const mk = (m, next) => (p) => {{ {SENT}m }}); next && next(p); }}; const c = mk('GET', mk('PUT')); const run = () => c('/a');",
     "GET PUT"),
    ("objects that lead on", f"const mk = (m, next) => ({{ send: (p) => {{ {SENT}m }}); if (next) next.send(p); }} }});"
     " const c = mk('GET', mk('POST')); const run = () => c.send('/a');", "GET POST"),
    ("one object through another", f"const mk = (m) => ({{ send: (p) => {SENT}m }}), via: (p) => other.send(p) }});"
     " const c = mk('GET'), other = mk('PUT'); const run = () => c.via('/a');", "PUT"),
    ("an instance that makes one", f"class T {{ constructor(m) {{ this.m = m; }} go(p, d) {{ {SENT}this.m }}); if (d) new T('PUT').go(p, 0); }} }}"
     " const run = () => new T('GET').go('/a', 1);", "GET PUT"),
    ("a property of another instance", f"class K {{ constructor(m) {{ this.m = m; }} via(o, p) {{ {SENT}o.m }}); }} }}"
     " const a = new K('GET'), b = new K('PUT'); const run = () => a.via(b, '/a');", "PUT"),
    ("a test of another instance", f"class M {{ constructor(m) {{ this.m = m; }} call(o, p) {{ if (this.m === 'POST') return o.raw(p); }}"
     f" raw(p) {{ {SENT}this.m }}); }} }} const m = new M('POST'), n = new M('PUT'); const run = () => m.call(n, '/a');", "PUT"),
    ("a constructor that gives another one", "class A { constructor(m) { if (A.i) return A.i; A.i = this; this.m = m; }"
     f" call(p) {{ {SENT}this.m }}); }} }} const run = () => {{ new A('PUT').call('/a'); new A('GET').call('/a'); }};", "PUT"),
    ("kept outside of its maker", f"let c; const mk = (m) => {{ if (c) return c; c = {{ call: (p) => {SENT}m }}) }}; return c; }};"
     " const run = () => { mk('PUT').call('/a'); mk('GET').call('/a'); };", "PUT"),
    ("a bound method of another one", f"class A {{ constructor(m) {{ this.m = m; }} call(p) {{ {SENT}this.m }}); }} }}"
     " const a = new A('GET'), b = new A('PUT'); a.call = b.call.bind(b); const run = () => a.call('/a');", "PUT"),
    ("a default for what is not there", f"const get = (p) => {SENT}'GET' }}), put = (p) => {SENT}'PUT' }}); const call = (p, f = put) => f(p);"
     " const run = (e) => { let cb; if (e.flag) cb = get; call('/a', cb); call('/d', put); };", "GET PUT"),
    ("an option that is replaced", f"const get = (p) => {SENT}'GET' }}), put = (p) => {SENT}'PUT' }}); const call = (p, o) => {{ o.f = put; o.f(p); }};"
     " const run = () => { call('/a', { f: get }); call('/d', { f: put }); };", "PUT"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "methods"), CASES, ids=[title for title, _, _ in CASES])
def test_nothing_that_runs_is_lost(title: str, code: str, methods: str) -> None:
    """These are what Node performs on `/a`; more may be reported."""
    assert {f"{method} /a app" for method in methods.split()} <= set(performed(API + code.replace("const run", "export const run")))
