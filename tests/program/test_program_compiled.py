"""What esbuild, TypeScript, Babel and SWC make of a module means what was written."""

from __future__ import annotations

import pytest

from tests.program.conftest import performed

STAR = "var __importStar = (this && this.__importStar) || function (m) { var r = {}; for (var k in m) r[k] = m[k]; r['default'] = m; return r; };\n"
ASK = "api_1.default.asApp().requestJira((0, api_1.route) `/rest/api/3/issue`)"
LOCAL = f"var api_1 = require('@forge/api'); exports.run = function () {{ return {ASK}; }}; exports.other = function () {{}};"
EXPORT = "var __export = (t, all) => { for (var n in all) Object.defineProperty(t, n, { get: all[n] }); };\n"
WRAP = (
    "var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.getOwnPropertyNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };\n"
    "var __esm = (fn, res) => function __init() { return fn && (res = (0, fn[Object.getOwnPropertyNames(fn)[0]])(fn = 0)), res; };\n"
)
ESBUILD = "var __toCommonJS = (m) => copy({}, m);\n"


@pytest.mark.parametrize(
    "files",
    [
        STAR + f"const api_1 = __importStar(require('@forge/api')); exports.run = () => {ASK};",
        f"const tslib_1 = require('tslib'); const api_1 = tslib_1.__importStar(require('@forge/api')); exports.run = () => {ASK};",
        f"const tslib_1 = require('tslib'); const api_1 = (0, tslib_1.__importDefault)(require('@forge/api')); exports.run = () => {ASK};",
        "var api_1 = _interopRequireDefault(require('@forge/api'));\nfunction _interopRequireDefault(e) { return e && e.__esModule ? e : { default: e }; }\n"
        f"exports.run = () => {ASK};",
        f"var api_1 = __toESM(require('@forge/api'), 1); exports.run = () => {ASK};",
        f"{EXPORT}{ESBUILD}var e = {{}}; __export(e, {{ run: () => run, stop: () => stop }}); module.exports = __toCommonJS(e);\n"
        f"var api_1 = __toESM(require('@forge/api')); const run = () => {ASK}; const stop = () => api_1.default.asApp().requestJira('/stop');",
        f"{WRAP}var require_client = __commonJS({{ 'client.js'(exports, module) {{ {LOCAL} }} }});\n"
        "var client = __toESM(require_client()); exports.run = () => client.default.run();",
        f"{WRAP}var require_a = __commonJS({{ 'a.js'(exports, module) {{ module.exports = (p) => p; }} }});\n"
        f"var require_b = __commonJS({{ 'b.js'(exports, module) {{ module.exports = (p) => {ASK}; }} }});\n"
        "var api_1 = require('@forge/api'); const a = require_a(), b = require_b(); exports.stop = () => a('/rest/api/3/x'); exports.run = () => b();",
        f"{WRAP}var api_1, ask, init_client = __esm({{ 'client.js'() {{ api_1 = require('@forge/api'); ask = () => {ASK}; }} }});\n"
        "init_client(); exports.run = () => ask();",
        {"index.js": "__exportStar(require('./more'), exports);", "more.js": LOCAL},
        {"index.js": "var e = {}; module.exports = __toCommonJS(e); __reExport(e, require('./more'), module.exports);", "more.js": LOCAL},
        {"index.js": "var _m = require('./more'); Object.keys(_m).forEach(function (key) { if (key === 'default') return;\n"
         "Object.defineProperty(exports, key, { enumerable: true, get: function () { return _m[key]; } }); });", "more.js": LOCAL},
        {"index.js": "const all = require('./more'); for (const name of Object.keys(all)) exports[name] = all[name];", "more.js": LOCAL},
        {"index.js": "const go = _interopRequireDefault(require('./go')); exports.run = () => go.default('/rest/api/3/issue');",
         "go.js": "const api = require('@forge/api'); module.exports = (path) => api.default.asApp().requestJira(path);"},
        "const { __awaiter } = require('tslib'); const api_1 = require('@forge/api'); const client = async () => api_1.default.asApp();\n"
        "exports.run = () => __awaiter(void 0, void 0, void 0, function* () { const c = yield client(); yield c.requestJira('/rest/api/3/issue'); });",
        "var api_1 = require('@forge/api'); var t; exports.run = function (key) { return api_1.default.asApp().requestJira(\n"
        "(0, api_1.route)(t || (t = __makeTemplateObject(['/rest/api/3/', ''], ['/rest/api/3/', ''])), 'issue')); };",
        "var api_1 = require('@forge/api'); const ask = (o) => api_1.default.asApp().requestJira('/rest/api/3/issue', __assign({}, o));\n"
        "exports.run = function () { return ask({ method: 'GET' }); };",
    ],
    ids=["tsc", "tslib", "tslib in parentheses", "Babel", "esbuild", "exports of esbuild", "a module that esbuild wraps", "two of them",
         "a module that esbuild starts", "export star of tsc", "export star of esbuild",
         "export star of Babel", "a loop over exports", "a CommonJS default", "yield for await",
         "a template of ES5", "a spread of ES5"],
)  # fmt: skip
def test_a_compiled_module_means_what_was_written(files: str | dict[str, str]) -> None:
    assert performed(files) == ["GET /rest/api/3/issue app"]


def test_modules_that_esbuild_wraps_are_told_apart() -> None:
    """They are handed to one function: each would be all of them."""
    many = "".join(
        f"var require_{i} = __commonJS({{ '{i}.js'(exports, module) {{ module.exports = () => ask('/{i}'); }} }});\n" for i in range(30)
    )
    ask = "var api_1 = require('@forge/api'); const ask = (path) => api_1.default.asApp().requestJira(path);\n"
    assert performed(f"{WRAP}{ask}{many}var seven = require_7(); exports.run = () => seven();") == ["GET /7 app"]
