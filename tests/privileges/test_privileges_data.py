"""Data that is kept out of the repository: nothing is known of its values, and it runs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [write:jira-work, 'read:page:confluence']
modules:
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
"""
ASK = """\
import api, { assumeTrustedRoute } from '@forge/api';
const ask = (path, options) => api.asApp().requestJira(assumeTrustedRoute(path), options);
"""
ISSUE, PUT = "'/rest/api/3/issue/A'", "{ method: 'PUT' }"


@pytest.mark.parametrize(
    "imports", ["import key from './key.json';", "const key = require('../key.json');", "import * as key from './key.json';"]
)
@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("console.log(key.id)", "unused"),
        (f"ask({ISSUE}, {{ headers: {{ Authorization: key.id }} }})", "unused"),
        (f"ask(key.path, {PUT})", "cannot-tell"),
        (f"ask(key.path ?? '/rest/api/3/myself', {PUT})", "cannot-tell"),
        (f"const {{ path = '/rest/api/3/myself' }} = key; ask(path, {PUT})", "cannot-tell"),
        (f"ask({ISSUE}, {{ method: key.method || 'GET' }})", "cannot-tell"),
        (f"ask({ISSUE}, {{ method: 'GET', ...key }})", "cannot-tell"),
        (f"Object.values(key).forEach((path) => ask(path, {PUT}))", "cannot-tell"),
        (f"if (key.isOn) ask({ISSUE}, {PUT})", "needed"),
        (f"({{ go: (path) => ask(path, {PUT}) }})[key.name]({ISSUE})", "needed"),
    ],
)
def test_values_that_are_not_here(tmp_path: Path, imports: str, code: str, verdict: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST)
    (tmp_path / "src/index.js").write_text(f"{ASK}{imports}\nexport const run = () => {{ {code} }};")
    assert {row.scope: row.verdict for row in scan(tmp_path).scopes if row.declared} == {
        "write:jira-work": verdict,
        "read:page:confluence": "unused",
    }
