"""Properties that are defined with `Object.defineProperty`, and what compilers make of modules with it."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

ASK = "api.asApp().requestJira('/rest/api/3/issue')"


@pytest.mark.parametrize(
    "code",
    [
        "const o = {}; Object.defineProperty(o, 'c', { get: () => api.asApp() }); export const run = () => o.c.requestJira('/rest/api/3/issue');",
        "const o = {}; Object.defineProperty(o, 'path', { value: '/rest/api/3/issue' }); export const run = () => api.asApp().requestJira(o.path);",
        "const o = {}; Object.defineProperty(o, 'path', { get() { return '/rest/api/3/issue'; } });\n"
        "export const run = () => api.asApp().requestJira(o.path);",
        f"const run = () => {ASK}; Object.defineProperty(exports, 'run', {{ enumerable: true, get: function () {{ return run; }} }});",
        "var def = Object.defineProperty;\nvar __export = (target, all) => { for (var name in all) def(target, name, { get: all[name], enumerable: true }); };\n"
        f"const run = () => {ASK}; var index_exports = {{}}; __export(index_exports, {{ run: () => run }}); module.exports = index_exports;",
    ],
    ids=["a getter of a client", "a value", "a getter of a text", "an export of tsc", "an export of esbuild"],
)  # fmt: skip
def test_a_defined_property_is_read(code: str) -> None:
    assert performed(API + code) == ["GET /rest/api/3/issue app"]
