"""A manifest's comments decide what is kept: in scan, in fix, and when they say nothing that can be used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"
GRANT = "    - manage:jira-configuration"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    shutil.copytree(SAMPLES / "over-privileged", folder)
    assert GRANT in (folder / "manifest.yml").read_text()
    return folder


def comment(app: Path, text: str) -> None:
    manifest = app / "manifest.yml"
    manifest.write_text(manifest.read_text().replace(GRANT, f"    # scopeminer: {text}\n{GRANT}", 1))


def of_scope(scopeminer: Call, app: Path) -> dict[str, bool]:
    """Rule → suppressed, for what is found about the scope."""
    report = json.loads(scopeminer("scan", app, "-f", "json").stdout)
    return {one["rule"]: one["suppressed"] for one in report["findings"] if one["subject"] == "manage:jira-configuration"}


def test_what_is_kept_is_not_reported_and_not_removed(app: Path, scopeminer: Call) -> None:
    (before,) = of_scope(scopeminer, app).items()
    assert before[1] is False
    assert "-    - manage:jira-configuration" in scopeminer("fix", app).stdout
    comment(app, "keep manage:jira-configuration until 2999-12 - the remote uses it")
    assert of_scope(scopeminer, app) == {before[0]: True}
    assert "-    - manage:jira-configuration" not in scopeminer("fix", app).stdout


def test_what_is_over_is_reported_again_with_its_comment(app: Path, scopeminer: Call) -> None:
    (rule,) = of_scope(scopeminer, app)
    comment(app, "keep manage:jira-configuration until 2020-12 - the remote uses it")
    assert of_scope(scopeminer, app) == {rule: False, "stale-suppression": False}


@pytest.mark.parametrize("command", ["scan", "fix", "explain", "what-if"])
def test_a_comment_without_a_reason_is_an_error(app: Path, scopeminer: Call, command: str) -> None:
    comment(app, "keep manage:jira-configuration")
    line = (app / "manifest.yml").read_text().splitlines().index("    # scopeminer: keep manage:jira-configuration") + 1
    arguments = {"explain": ["manage:jira-configuration", app], "what-if": [app, "--remove", "storage:app"]}.get(command, [app])
    done = scopeminer(command, *arguments)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"Error: manifest.yml:{line}: expected `scopeminer: keep SCOPE [until YYYY-MM] - REASON`, found no reason"
    )


def test_one_bad_comment_does_not_hide_the_other_apps(app: Path, tmp_path: Path, scopeminer: Call) -> None:
    shutil.copytree(SAMPLES / "clean-app", tmp_path / "clean")
    comment(app, "kep manage:jira-configuration - why")
    done = scopeminer("scan", tmp_path, "-f", "json")
    assert done.code == 2
    assert [report["app"]["path"].rpartition("/")[2] for report in json.loads(done.stdout)["reports"]] == ["clean"]
    assert "'kep' where keep should be" in done.stderr
