"""`scopeminer scan` with a baseline: what is known stays quiet, what is new does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"
NAME = "scopeminer-baseline.json"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app with findings at the level of errors."""
    folder = tmp_path / "app"
    shutil.copytree(SAMPLES / "over-privileged", folder)
    return folder


def open_findings(scopeminer: Call, *arguments: object) -> list[tuple[str, str]]:
    report = json.loads(scopeminer("scan", *arguments, "-f", "json").stdout)
    return [(finding["rule"], finding["subject"]) for finding in report["findings"] if not finding["suppressed"]]


def test_what_is_known_does_not_fail(app: Path, scopeminer: Call) -> None:
    before = open_findings(scopeminer, app)
    assert scopeminer("scan", app).code == 1
    written = scopeminer("scan", app, "--write-baseline")
    assert (written.code, written.stderr) == (0, "")
    assert written.stdout == f"{len(before)} findings written to {app / NAME}; from now on a scan fails on new ones only.\n"
    again = scopeminer("scan", app)
    assert again.code == 0
    assert f"{len(before)} findings not shown: known" in again.stdout
    assert open_findings(scopeminer, app) == []


def test_lines_may_move(app: Path, scopeminer: Call) -> None:
    scopeminer("scan", app, "--write-baseline")
    for name in ("manifest.yml", "src/jira.js", "src/confluence.js"):
        file = app / name
        file.write_text("\n" * 10 + file.read_text())
    assert (scopeminer("scan", app).code, open_findings(scopeminer, app)) == (0, [])


def test_what_is_new_is_the_only_result(app: Path, scopeminer: Call) -> None:
    scopeminer("scan", app, "--write-baseline")
    manifest = app / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("    - read:jira-work", "    - delete:issue:jira\n    - read:jira-work"))
    assert scopeminer("scan", app).code == 1
    assert open_findings(scopeminer, app) == [("over-privilege", "delete:issue:jira")]


def test_a_second_baseline_knows_both(app: Path, scopeminer: Call) -> None:
    scopeminer("scan", app, "--write-baseline")
    first = (app / NAME).read_bytes()
    scopeminer("scan", app, "--write-baseline")
    assert (app / NAME).read_bytes() == first


def test_another_file(app: Path, tmp_path: Path, scopeminer: Call) -> None:
    file = tmp_path / "known.json"
    scopeminer("scan", app, "--write-baseline", file)
    assert not (app / NAME).exists()
    assert (scopeminer("scan", app).code, scopeminer("scan", app, "--baseline", file).code) == (1, 0)


def test_several_apps_are_told_apart(tmp_path: Path, scopeminer: Call) -> None:
    for name in ("a", "b"):
        shutil.copytree(SAMPLES / "over-privileged", tmp_path / name)
    scopeminer("scan", tmp_path, "--write-baseline")
    assert scopeminer("scan", tmp_path).code == 0
    content = json.loads((tmp_path / NAME).read_text())
    content["findings"] = [entry for entry in content["findings"] if entry["app"] != "b/manifest.yml"]
    (tmp_path / NAME).write_text(json.dumps(content))
    assert scopeminer("scan", tmp_path).code == 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("{", "expected a baseline, found no JSON"),
        ("[]", "expected the schema scopeminer/baseline/1"),
        ('{"schema": "x", "findings": []}', "expected the schema scopeminer/baseline/1"),
        ('{"schema": "scopeminer/baseline/1", "findings": [{}]}', "expected the schema scopeminer/baseline/1"),
        ('{"schema": "scopeminer/baseline/1"}', "expected the schema scopeminer/baseline/1"),
    ],
)
def test_a_file_that_is_no_baseline_is_an_error(content: str, error: str, app: Path, scopeminer: Call) -> None:
    (app / NAME).write_text(content)
    result = scopeminer("scan", app)
    assert (result.code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert error in result.stderr


@pytest.mark.parametrize(("level", "options", "code"), [("never", (), 0), ("note", (), 1), ("never", ("--fail-on", "error"), 1)])
def test_scopeminer_toml_decides_what_fails(level: str, options: tuple[str, ...], code: int, app: Path, scopeminer: Call) -> None:
    (app / "scopeminer.toml").write_text(f'fail-on = "{level}"\n')
    assert scopeminer("scan", app, *options).code == code


def test_a_setting_with_a_typing_mistake_is_an_error(app: Path, scopeminer: Call) -> None:
    (app / "scopeminer.toml").write_text('\nfail-onn = "error"\n')
    result = scopeminer("scan", app)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == "Error: scopeminer.toml:2: unknown key 'fail-onn'; did you mean 'fail-on'?\n"


def test_excluded_files_are_not_read(app: Path, scopeminer: Call) -> None:
    (app / "scopeminer.toml").write_text('exclude = ["src/legacy/"]\n')
    assert ("dead-code-scope", "manage:jira-webhook") not in open_findings(scopeminer, app)
    assert ("over-privilege", "manage:jira-webhook") in open_findings(scopeminer, app)
