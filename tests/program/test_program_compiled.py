"""What esbuild, TypeScript, Babel and SWC make of a module means what was written."""

from __future__ import annotations

import pytest

from tests.program.conftest import performed

STAR = "var __importStar = (this && this.__importStar) || function (m) { var r = {}; for (var k in m) r[k] = m[k]; r['default'] = m; return r; };\n"
ASK = "api_1.default.asApp().requestJira((0, api_1.route) `/rest/api/3/issue`)"
LOCAL = f"var api_1 = require('@forge/api'); exports.run = function () {{ return {ASK}; }}; exports.other = function () {{}};"
EXPORT = "var __export = (t, all) => { for (var n in all) Object.defineProperty(t, n, { get: all[n] }); };\n"
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
    ids=["tsc", "tslib", "tslib in parentheses", "Babel", "esbuild", "exports of esbuild", "export star of tsc", "export star of esbuild",
         "export star of Babel", "a loop over exports", "a CommonJS default", "yield for await",
         "a template of ES5", "a spread of ES5"],
)  # fmt: skip
def test_a_compiled_module_means_what_was_written(files: str | dict[str, str]) -> None:
    assert performed(files) == ["GET /rest/api/3/issue app"]
