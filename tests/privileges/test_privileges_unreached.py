"""Files that nothing imports: those that could hold a use are read, and none beside them."""

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
RUN = "export const run = () => undefined;\n"
READ, UNREAD = True, False


@pytest.mark.parametrize(
    ("text", "uses", "is_read"),
    [
        ("import { requestJira } from '@forge/bridge';\nexport const f = () => requestJira('/rest/api/3/field');\n", ["rest"], READ),
        ("import * as bridge from '@forge/bridge';\nexport const f = () => bridge.requestConfluence('/x');\n", ["rest"], READ),
        ("import { useIssueProperty } from '@forge/react';\nexport const f = () => useIssueProperty('a', 1);\n", ["hook"], READ),
        ("import { requestRemote } from '@forge/bridge';\nexport const f = () => requestRemote('r', {});\n", [], READ),
        ("import { storage } from '@forge/api';\nexport const f = () => storage.get('a');\n", ["storage"], READ),
        ("import { kvs } from '@forge/kvs';\nexport const f = () => kvs.get('a');\n", ["storage"], READ),
        ("import { get } from './client';\nexport const f = () => get('/rest/api/3/field');\n", [], READ),
        ('import { view } from "@forge/bridge/out/view";\nexport const f = () => view.getContext();\n', [], READ),
        ("import { invoke, view } from '@forge/bridge';\nexport const f = () => invoke('a', view);\n", [], UNREAD),
        ('import { Text, useForm } from "@forge/react";\nexport const f = () => useForm(Text);\n', [], UNREAD),
        ("export const f = () => fetch('https://example.com');\n", [], UNREAD),
        ("export const f = (db) => db.createObjectStore('requestRemote');\n", [], UNREAD),
    ],
)
def test_a_file_that_nothing_imports_is_read_where_it_could_use_a_scope(tmp_path: Path, text: str, uses: list[str], is_read: bool) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST)
    (tmp_path / "src/index.js").write_text(RUN)
    (tmp_path / "src/never.js").write_text(text)
    usage = scan(tmp_path).usage
    assert [use.kind for use in usage.uses if not use.reachable] == uses
    assert usage.coverage.functions == (4 if is_read else 2)
