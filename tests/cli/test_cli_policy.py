"""`policy` in scopeminer.toml: what scan advises and what fix adds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
MANIFEST = """\
modules:
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
permissions:
  scopes: []
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
"""
CODE = "import api, { route } from '@forge/api';\nexport const run = () => api.asApp().requestJira(route`/rest/api/3/myself`);\n"


@pytest.mark.parametrize(
    ("policy", "advised"),
    [
        (None, ["read:jira-user"]),
        ("fewest", ["read:jira-user"]),
        ("classic", ["read:jira-user"]),
        ("granular", ["read:application-role:jira", "read:avatar:jira", "read:group:jira", "read:user:jira"]),
    ],
)
def test_the_policy_decides_what_is_advised_and_added(tmp_path: Path, scopeminer: Call, policy: str | None, advised: list[str]) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST)
    (tmp_path / "src/index.js").write_text(CODE)
    if policy:
        (tmp_path / "scopeminer.toml").write_text(f'policy = "{policy}"\n')
    report = json.loads(scopeminer("scan", tmp_path, "-f", "json").stdout)
    (found,) = (one for one in report["findings"] if one["rule"] == "under-privilege")
    assert found["scopes"] == advised
    assert sorted(found["alternatives"][0]) == advised
    assert sorted(row["scope"] for row in report["scopes"] if row["verdict"] == "missing") == advised
    assert scopeminer("fix", tmp_path, "--write").code == 0
    assert all(scope in (tmp_path / "manifest.yml").read_text() for scope in advised)
    assert json.loads(scopeminer("scan", tmp_path, "-f", "json").stdout)["findings"] == []
