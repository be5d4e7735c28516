"""Storage: every way to the same API needs `storage:app`; an import, a name of its own and data do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [storage:app]
modules:
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
"""


def verdict(folder: Path, code: str) -> tuple[str, int]:
    """The verdict on `storage:app` and the number of its uses."""
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    (folder / "src/index.js").write_text(code)
    (row,) = scan(folder).scopes
    return row.verdict, len(row.uses)


@pytest.mark.parametrize(
    "code",
    [
        "import kvs from '@forge/kvs'; export const run = () => kvs.set('a', 1);",
        "import { kvs } from '@forge/kvs'; export const run = () => kvs.get('a');",
        "import { kvs as store } from '@forge/kvs'; export const run = () => store.delete('a');",
        "import * as forge from '@forge/kvs'; export const run = () => forge.kvs.get('a');",
        "import * as forge from '@forge/kvs'; export const run = () => forge.default.get('a');",
        "import kvs from '@forge/kvs'; export const run = () => kvs.query().where('a', 1).limit(2).getMany();",
        "import kvs from '@forge/kvs'; export const run = () => kvs.entity('e').set('a', {});",
        "import kvs from '@forge/kvs'; export const run = async () => { const v = await kvs.get('a'); return v.list.map((x) => x.trim()); };",
        "import { kvs } from '@forge/kvs'; const { getSecret } = kvs; export const run = () => getSecret('a');",
        "import { kvs } from '@forge/kvs'; export const run = () => kvs.transact().set('a', 1).execute();",
        "import { storage } from '@forge/api'; export const run = () => storage.getSecret('a');",
        "import api from '@forge/api'; export const run = () => api.storage.get('a');",
        "import * as api from '@forge/api'; export const run = () => api.storage.get('a');",
        "import * as api from '@forge/api'; export const run = () => api.default.storage.get('a');",
        "import { storage } from '@forge/storage'; export const run = () => storage.query().getMany();",
        "const { storage } = require('@forge/api'); exports.run = () => storage.set('a', 1);",
        "export const run = async () => { const { kvs } = await import('@forge/kvs'); await kvs.get('a'); };",
        "export const run = async () => (await import('@forge/kvs')).default.get('a');",
        "import { kvs } from '@forge/kvs'; const wrap = (s) => ({ read: (k) => s.get(k) }); export const run = () => wrap(kvs).read('a');",
    ],
)
def test_is_needed(tmp_path: Path, code: str) -> None:
    assert verdict(tmp_path, code) == ("needed", 1)


@pytest.mark.parametrize(
    "code",
    [
        "import kvs from '@forge/kvs'; export const run = () => 1;",
        "import { storage } from '@forge/api'; export const run = () => typeof storage;",
        "const storage = new Map(); export const run = () => storage.get('a');",
        "export const run = (storage) => storage.get('a');",
        "export const run = () => localStorage.getItem('storage:app');",
    ],
)
def test_is_not_needed(tmp_path: Path, code: str) -> None:
    assert verdict(tmp_path, code) == ("unused", 0)


@pytest.mark.parametrize(
    ("code", "api"),
    [
        ("import { kvs } from '@forge/kvs'; export const run = () => kvs.get('a');", "@forge/kvs kvs.get"),
        ("import kvs from '@forge/kvs'; export const run = () => kvs.get('a');", "@forge/kvs get"),
        ("import { kvs } from '@forge/kvs'; export const run = () => kvs.query().limit(2).getMany();", "@forge/kvs kvs.query"),
        ("import { storage } from '@forge/api'; export const run = () => storage.getSecret('a');", "@forge/api storage.getSecret"),
    ],
)
def test_a_use_is_named_by_what_is_called(tmp_path: Path, code: str, api: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST)
    (tmp_path / "src/index.js").write_text(code)
    assert [use.api for use in scan(tmp_path).uses] == [api]
