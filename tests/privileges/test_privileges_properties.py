"""Properties of object literals that several callers ask for: one answer for all where they have no say in it, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app: {id: ari:cloud:ecosystem::app/0, runtime: {name: nodejs22.x}}
permissions: {scopes: []}
modules:
  scheduledTrigger: [{key: tick, function: main, interval: day}]
  function: [{key: main, handler: index.run}]
"""
HEAD = "import api, { assumeTrustedRoute } from '@forge/api';\n"
SEND = "const send = (to) => api.asApp().requestJira(assumeTrustedRoute(`/rest/api/3/${to.path}`), { method: to.method });\n"
TWICE = "export const run = () => { go('field'); go('status'); };\n"


def routes(folder: Path, text: str) -> list[str]:
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    (folder / "src/index.js").write_text(HEAD + SEND + text)
    return sorted(f"{use.method} {use.route}" for use in scan(folder).uses if use.kind == "rest")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("const go = (name) => send({ path: name, method: 'GET' });\n" + TWICE, ["GET /rest/api/3/field", "GET /rest/api/3/status"]),
        (
            "const base = { method: 'GET' };\nconst go = (name) => send({ ...base, path: name });\n" + TWICE,
            ["GET /rest/api/3/field", "GET /rest/api/3/status"],
        ),
        (
            "const go = (name) => { const to = { method: 'GET', path: 'x' }; to.path = name; return send(to); };\n" + TWICE,
            ["GET /rest/api/3/field", "GET /rest/api/3/status", "GET /rest/api/3/x"],
        ),
        (
            "const go = ({ path, ...others }) => send({ ...others, path });\n"
            "export const run = () => { go({ path: 'field', method: 'GET' }); go({ path: 'issue', method: 'POST' }); };\n",
            ["GET /rest/api/3/field", "POST /rest/api/3/issue"],
        ),
        (
            "const go = (path, given) => send({ method: 'GET', ...given, path });\n"
            "export const run = () => { go('field', {}); go('issue', { method: 'POST' }); };\n",
            ["GET /rest/api/3/field", "POST /rest/api/3/issue"],
        ),
        (
            "const make = (path) => ({ path, method: path === 'issue' ? 'POST' : 'GET' });\n"
            "export const run = () => { send(make('field')); send(make('issue')); };\n",
            ["GET /rest/api/3/field", "POST /rest/api/3/issue"],
        ),
    ],
    ids=["beside a constant", "behind a spread", "stored later", "what is left", "not given by all", "decided by a caller"],
)
def test_what_several_callers_ask_of_an_object(tmp_path: Path, text: str, wanted: list[str]) -> None:
    assert routes(tmp_path, text) == wanted
