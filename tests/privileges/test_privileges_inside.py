"""Packages that are not here and call Forge themselves: what holds a scope back, what accounts for it, and what does neither."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
  runtime: {name: nodejs22.x}
%s
modules:
  jira:globalPage:
    - {key: page, resource: main, render: native, title: t}
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
resources:
  - {key: main, path: src/page.jsx}
permissions:
  scopes: [storage:app, read:jira-work]
"""
ENTITIES = "  storage: {entities: [{name: cache}]}"
KVS, BRIDGE, API, NEW = "@forge/kvs", "@forge/bridge", "@forge/api", "@forge/brand-new"
HELD = "package-call"


def verdicts(
    folder: Path, backend: str, page: str, lock: Mapping[str, object] | None, listed: tuple[str, ...], entities: bool
) -> tuple[str, str, list[str]]:
    """On storage:app and on read:jira-work, and the packages that hold something back."""
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST % (ENTITIES if entities else ""))
    (folder / "src/index.js").write_text(backend)
    (folder / "src/page.jsx").write_text(page)
    (folder / "package.json").write_text(json.dumps({"dependencies": dict.fromkeys(listed, "1")}))
    if lock is not None:
        packages = {f"node_modules/{name}": entry for name, entry in lock.items()}
        (folder / "package-lock.json").write_text(json.dumps({"packages": packages}))
    audit = scan(folder)
    storage, jira = sorted(audit.scopes, key=lambda row: row.scope, reverse=True)
    return storage.verdict, jira.verdict, [unknown.detail for unknown in audit.usage.unknowns if unknown.reason == HELD]


NEEDS_KVS = {"p": {"dependencies": {KVS: "1"}}}
CAN_USE_KVS = {"p": {"optionalDependencies": {KVS: "1"}}}
TICK = "import { tick } from 'p'; export const run = () => tick();"
CLEAR = "import { clearCacheSchedulerTrigger as clear } from 'forge-sql-orm'; export const run = () => clear({});"
ORM = "import Orm from 'forge-sql-orm'; const orm = new Orm({}); export const run = () => orm.%s('x');"
ORM_LOCK = {"forge-sql-orm": {"optionalDependencies": {KVS: "1"}, "peerDependencies": {"@forge/sql": "3"}}}


@pytest.mark.parametrize(
    ("backend", "page", "lock", "listed", "entities", "expected"),
    [
        # the lockfile says what a package needs
        (TICK, "", NEEDS_KVS, (), False, ("cannot-tell", "unused", [f"p, which uses {KVS}"])),
        (TICK, "", {"p": {"peerDependencies": {KVS: "1"}}}, (), False, ("cannot-tell", "unused", [f"p, which uses {KVS}"])),
        (TICK, "", {"p": {"dependencies": {"q": "1"}}, "q": NEEDS_KVS["p"]}, (), False, ("cannot-tell", "unused", [f"p, which uses {KVS}"])),
        (TICK, "", {"p": {"dependencies": {API: "1"}}}, (), False, ("cannot-tell", "cannot-tell", [f"p, which uses {API}"])),
        (TICK, "", {"p": {"dependencies": {"@forge/sql": "1"}}}, (), False, ("unused", "unused", [])),
        (TICK, "", {"p": {"dependencies": {"left-pad": "1"}}}, (), False, ("unused", "unused", [])),
        (TICK, "", {"p": {"dependencies": {NEW: "1"}}}, (), False, ("cannot-tell", "cannot-tell", [f"p, which uses {NEW}"])),
        # a part of the SDK that is not known by name can need anything
        (TICK.replace("'p'", f"'{NEW}'"), "", None, (), False, ("cannot-tell", "cannot-tell", [f"{NEW}, which the catalog does not know"])),
        (TICK.replace("'p'", f"'{NEW}'"), "", {NEW: {}}, (), False, ("cannot-tell", "cannot-tell", [f"{NEW}, which the catalog does not know"])),
        ("export const run = () => 0;", f"import '{NEW}';", None, (), False, ("unused", "cannot-tell", [f"{NEW}, which the catalog does not know"])),
        ("export const run = () => 0;", f"import '{KVS}';", None, (), False, ("unused", "unused", [])),
        (TICK.replace("'p'", "'@forge/events'"), "", None, (), False, ("unused", "unused", [])),
        # only what runs on a side counts, and what the SDK does there
        ("export const run = () => 0;", "import 'p';", {"p": {"dependencies": {BRIDGE: "1"}}}, (), False, ("unused", "cannot-tell", [f"p, which uses {BRIDGE}"])),
        ("export const run = () => 0;", "import 'p';", NEEDS_KVS, (), False, ("unused", "unused", [])),
        ("export const run = () => 0;", "", NEEDS_KVS, (), False, ("unused", "unused", [])),
        (TICK.replace("'p'", "'dayjs'"), "", {"dayjs": NEEDS_KVS["p"]}, (), False, ("unused", "unused", [])),
        # what it can do without needs a sign of its use
        (TICK, "", CAN_USE_KVS, (), False, ("unused", "unused", [])),
        (TICK, "", CAN_USE_KVS, (KVS,), False, ("cannot-tell", "unused", [f"p, which can use {KVS}"])),
        (TICK, "", CAN_USE_KVS, (), True, ("cannot-tell", "unused", [f"p, which can use {KVS}"])),
        (f"import {{ kvs }} from '{KVS}'; {TICK}", "", CAN_USE_KVS, (KVS,), True, ("unused", "unused", [])),
        # without a lockfile the signs decide
        (TICK, "", None, (), False, ("unused", "unused", [])),
        (TICK, "", None, ("p", KVS), False, ("cannot-tell", "unused", [f"p, which can use {KVS}"])),
        (TICK, "", None, (), True, ("cannot-tell", "unused", [f"p, which can use {KVS}"])),
        (TICK, "", {"other": {}}, (KVS,), False, ("cannot-tell", "unused", [f"p, which can use {KVS}"])),
        ("export const run = () => 0;", "", None, (KVS,), True, ("unused", "unused", [])),
        (TICK.replace("'p'", "'axios'"), "", None, (KVS,), True, ("unused", "unused", [])),
        (TICK.replace("'p'", "'cheerio'"), "", None, (KVS,), True, ("unused", "unused", [])),
        # packages of which is known what they do
        (CLEAR, "", None, (), False, ("needed", "unused", [])),
        (ORM % "selectCacheableFrom", "", ORM_LOCK, (KVS,), True, ("needed", "unused", [])),
        (ORM % "select", "", ORM_LOCK, ("forge-sql-orm",), False, ("unused", "unused", [])),
        (ORM % "select", "", ORM_LOCK, (KVS,), False, ("cannot-tell", "unused", [f"forge-sql-orm, which can use {KVS}"])),
        ("export const run = () => 0;", "import { JQLEditorForge } from '@atlassianlabs/jql-editor-forge'; <JQLEditorForge />;", {"@atlassianlabs/jql-editor-forge": {"dependencies": {BRIDGE: "2"}}}, (), False, ("unused", "needed", [])),
    ],
)  # fmt: skip
def test_what_packages_call(
    tmp_path: Path,
    backend: str,
    page: str,
    lock: Mapping[str, object] | None,
    listed: tuple[str, ...],
    entities: bool,
    expected: tuple[str, str, list[str]],
) -> None:
    assert verdicts(tmp_path, backend, page, lock, listed, entities) == expected
