"""What code could do where the analysis cannot look holds back exactly what it could need."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes:
    - write:jira-work
    - read:confluence-user
    - storage:app
modules:
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
"""
EVERYTHING = {"write:jira-work", "read:confluence-user", "storage:app"}


def held(folder: Path, code: str, **others: str) -> tuple[set[str], list[str]]:
    """The scopes that cannot be told, and the reasons of the unknowns. `others`: text of more files by name."""
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    for name, text in {"index": code, **others}.items():
        (folder / f"src/{name}.js").write_text(text)
    audit = scan(folder)
    return {row.scope for row in audit.scopes if row.verdict == "cannot-tell"}, sorted({one.reason for one in audit.usage.unknowns})


@pytest.mark.parametrize(
    ("code", "scopes", "reasons"),
    [
        ("export const run = (e) => eval(e.code);", EVERYTHING, ["eval"]),
        ("export const run = (e) => new Function(e.code)();", EVERYTHING, ["eval"]),
        ("export const run = () => new Function('a', 'return a.b(1)')();", EVERYTHING, ["eval"]),
        ("export const run = () => Function('return new Client')();", EVERYTHING, ["eval"]),
        ("export const run = () => eval('ask`/x`');", EVERYTHING, ["eval"]),
        ("import { go } from './missing';\nexport const run = () => go();", EVERYTHING, ["unresolved-import"]),
        ("export const run = (e) => import(`./parts/${e.name}`).then((m) => m.go());", EVERYTHING, ["unresolved-import"]),
        ("export const run = (e) => require('./parts/' + e.name).go();", EVERYTHING, ["unresolved-import"]),
        ("export const run = () => { const a = ; api.( };\nconst b = {{{;", EVERYTHING, ["syntax-error"]),
        (
            "import api from '@forge/api';\nimport { send } from 'somewhere';\nexport const run = () => send(api.asApp().requestJira);",
            {"write:jira-work"},
            ["escaped-request"],
        ),
        (
            "import api from '@forge/api';\nimport { send } from 'somewhere';\nexport const run = () => send({ client: api.asUser() });",
            EVERYTHING,
            ["escaped-request"],
        ),
        (
            "import api from '@forge/api';\nexport const run = () => api.asApp().requestJira('', { method: 'POST' });",
            {"write:jira-work"},
            ["dynamic-route"],
        ),
        (
            "import api from '@forge/api';\nexport const run = (e) => api.asApp().requestJira(`/issue/${e.key}`, { method: 'PUT' });",
            {"write:jira-work"},
            [],
        ),
        (
            "import api from '@forge/api';\nexport const run = (e) => api.asApp()[e.host]('/x');",
            EVERYTHING,
            ["dynamic-route"],
        ),
        (
            "import api, { assumeTrustedRoute } from '@forge/api';\nexport const run = (e) => api.asApp().requestConfluence(assumeTrustedRoute(e.url));",
            {"read:confluence-user"},
            ["dynamic-route"],
        ),
    ],
    ids=["eval", "Function", "a written call", "a construction", "a template", "missing file", "computed import", "computed require", "syntax error", "request function handed over",
         "client handed over", "no route", "no base", "computed request function", "one product"],
)  # fmt: skip
def test_is_held_back(tmp_path: Path, code: str, scopes: set[str], reasons: list[str]) -> None:
    assert held(tmp_path, code) == (scopes, reasons)


@pytest.mark.parametrize(
    "code",
    [
        "import { format } from 'date-fns';\nexport const run = () => format(new Date());",
        "export const run = (e) => import(`./locales/${e.lang}.json`);",
        "import './style.css';\nexport const run = () => 1;",
        "const unsafe = () => eval('1');\nexport const run = () => 1;",
        "const root = globalThis || Function('return this')();\nexport const run = () => root.x;",
        "export const run = () => new Function('a', 'b', 'return a + b');",
        "import { memo } from 'react';\nimport api from '@forge/api';\nexport const run = () => memo(() => api.asApp());",
        "import Orm, { slow } from 'forge-sql-orm';\nconst orm = new Orm();\nexport const run = () => slow(orm, { hours: 1 });",
    ],
    ids=[
        "a package alone",
        "locales",
        "a style sheet",
        "eval that nothing calls",
        "the global object",
        "a sum",
        "react",
        "a package's own object",
    ],
)
def test_nothing_is_held_back(tmp_path: Path, code: str) -> None:
    assert held(tmp_path, code) == (set(), [])


USES = "import { kvs } from '@forge/kvs';\nexport const other = () => kvs.get('x');"


@pytest.mark.parametrize(
    ("code", "scopes", "reasons"),
    [
        (USES, EVERYTHING, ["missing-source"]),
        ("export { other, run } from './more';", EVERYTHING, ["missing-source"]),
        ("import { run } from './more';\nexport { run };", EVERYTHING, ["missing-source"]),
        ("export { run } from './circle';", EVERYTHING, ["missing-source"]),
        ("export * from './more';", EVERYTHING, ["missing-source"]),
        ("export { run } from './missing';", EVERYTHING, ["unresolved-import"]),
        ("export { run } from 'somewhere';", set(), []),
        ("export { other as run } from './more';", set(), []),
        ("export { default as run } from './whole';", set(), []),
        ("export let run;", set(), []),
    ],
    ids=["never", "passed on", "imported", "in a circle", "all of it", "missing file", "a package", "renamed", "CommonJS", "unknown value"],
)
def test_an_export_that_is_not_there(tmp_path: Path, code: str, scopes: set[str], reasons: list[str]) -> None:
    more = {"more": USES, "circle": "export { run } from './index';", "whole": "module.exports = () => 1;"}
    assert held(tmp_path, code, **more) == (scopes, reasons)
