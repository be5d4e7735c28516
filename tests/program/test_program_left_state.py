"""What calls leave behind in names and objects: it is there for later calls that give something else, or nothing."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

GET = "api.asApp().requestJira("
CASES = [
    ("kept by the first call", f"let base; const send = (b, p) => {{ if (!base) base = b; return {GET}base + p); }};"
     " const run = () => { send('/a', '/x'); send('/b', '/y'); };", "/a/x /a/y"),
    ("a singleton", f"let client; const init = (b) => {{ if (client) return client; client = {{ load: (p) => {GET}b + p) }}; return client; }};"
     " const run = () => { init('/a').load('/x'); init('/b').load('/y'); };", "/a/x /a/y"),
    ("a base that stays", "let base; const init = (b) => { if (base) return base; base = b; return base; };"
     f" const run = () => {{ {GET}init('/a') + '/x'); {GET}init('/b') + '/y'); }};", "/a/x /a/y"),
    ("|| of itself", f"let base; const send = (b, p) => {{ base = base || b; return {GET}base + p); }};"
     " const run = () => { send('/a', '/x'); send('/b', '/y'); };", "/a/x /a/y"),
    ("??= of itself", f"let base; const send = (b, p) => {{ base ??= b; return {GET}base + p); }};"
     " const run = () => { send('/a', '/x'); send('/b', '/y'); };", "/a/x /a/y"),
    ("a default that an earlier call set", f"let last = '/z'; const send = (b, p) => {{ if (b) last = b; return {GET}last + p); }};"
     " const run = () => { send('/a', '/x'); send(null, '/y'); };", "/a/x /a/y"),
    ("in an object", f"const state = {{}}; const send = (b, p) => {{ if (b) state.base = b; return {GET}state.base + p); }};"
     " const run = () => { send('/a', '/x'); send(null, '/y'); };", "/a/x /a/y"),
    ("in an instance", f"class K {{ send(b, p) {{ this.base = b || this.base; return {GET}this.base + p); }} }} const k = new K();"
     " const run = () => { k.send('/a', '/x'); k.send(null, '/y'); };", "/a/x /a/y"),
    ("in an instance, by a method", f"class K {{ send(b, p) {{ if (b) this.base = b; return this.go(p); }} go(p) {{ return {GET}this.base + p); }} }}"
     " const k = new K(); const run = () => { k.send('/a', '/x'); k.send(null, '/y'); };", "/a/x /a/y"),
    ("in a static property", f"class K {{ static send(b, p) {{ if (!K.base) K.base = b; return {GET}K.base + p); }} }}"
     " const run = () => { K.send('/a', '/x'); K.send('/b', '/y'); };", "/a/x /a/y"),
    ("destructured", f"let base; const send = ({{ b }}, p) => {{ if (!base) ({{ base = b }} = {{}}); return {GET}base + p); }};"
     " const run = () => { send({ b: '/a' }, '/x'); send({ b: '/b' }, '/y'); };", "/a/x /a/y"),
    ("of the caller's caller", f"let base; const send = (o, p) => {{ if (!base) base = o.b; return {GET}base + p); }};"
     " const via = (b, p) => send({ b }, p); const run = () => { via('/a', '/x'); via('/b', '/y'); };", "/a/x /a/y"),
    ("merged into an object", f"const D = {{}}; const send = (o, p) => {GET}Object.assign(D, o).base + p);"
     " const run = () => { send({ base: '/a' }, '/x'); send({}, '/y'); };", "/a/x /a/y"),
    ("merged into an instance", f"class K {{ with(o) {{ Object.assign(this, o); return this; }} go(p) {{ return {GET}this.base + p); }} }} const k = new K();"
     " const run = () => { k.with({ base: '/a' }).go('/x'); k.with({}).go('/y'); };", "/a/x /a/y"),
    ("in a closure", f"const mk = () => {{ let base; return (b, p) => {{ base = base ?? b; return {GET}base + p); }}; }}; const send = mk();"
     " const run = () => { send('/a', '/x'); send('/b', '/y'); };", "/a/x /a/y"),
]  # fmt: skip
SURE = [
    ("set by every call", f"class K {{ send(b, p) {{ this.base = b; return this.go(p); }} go(p) {{ return {GET}this.base + p); }} }}"
     " const k = new K(); const run = () => { k.send('/a', '/x'); k.send('/b', '/y'); };", "/a/x /b/y"),
    ("a constructor's", f"class K {{ constructor(b, p) {{ if (b) this.base = b; this.go(p); }} go(p) {{ return {GET}this.base + p); }} }}"
     " const run = () => { new K('/a', '/x'); new K('/b', '/y'); };", "/a/x /b/y"),
    ("a local object", f"const send = (b, p) => {{ const o = {{}}; if (b) o.base = b; return {GET}o.base + p); }};"
     " const run = () => { send('/a', '/x'); send('/b', '/y'); };", "/a/x /b/y"),
    ("merged into a new object", f"const send = (o, p) => {GET}Object.assign({{}}, o).base + p);"
     " const run = () => { send({ base: '/a' }, '/x'); send({ base: '/b' }, '/y'); };", "/a/x /b/y"),
    ("merged into a local object", f"const send = (o, p) => {{ const made = {{}}; Object.assign(made, o); return {GET}made.base + p); }};"
     " const run = () => { send({ base: '/a' }, '/x'); send({ base: '/b' }, '/y'); };", "/a/x /b/y"),
    ("a local name", f"const send = (b, p) => {{ let base; if (b) base = b; return {GET}base + p); }};"
     " const run = () => { send('/a', '/x'); send('/b', '/y'); };", "/a/x /b/y"),
]  # fmt: skip


def _routes(code: str) -> set[str]:
    return {line.split()[1] for line in performed(API + code.replace("const run", "export const run"))}


@pytest.mark.parametrize(("title", "code", "routes"), CASES, ids=[title for title, _, _ in CASES])
def test_what_an_earlier_call_left_is_there(title: str, code: str, routes: str) -> None:
    """These are what Node requests; more may be reported."""
    assert set(routes.split()) <= _routes(code)


@pytest.mark.parametrize(("title", "code", "routes"), SURE, ids=[title for title, _, _ in SURE])
def test_what_this_call_sets_is_what_it_finds(title: str, code: str, routes: str) -> None:
    found = _routes(code)
    assert set(routes.split()) <= found
    assert not {"/a/y", "/b/x"} & found
