"""--quiet, --verbose, the progress line and shell completion."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scopeminer.cli import progress
from scopeminer.cli.commands import COMMANDS

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"
PANEL, CLEAN = SAMPLES / "issue-panel", SAMPLES / "clean-app"


def test_quiet_is_a_line_for_each_error_or_warning(scopeminer: Call) -> None:
    result = scopeminer("scan", PANEL, "--quiet")
    assert result.code == 1
    lines = result.stdout.splitlines()
    assert lines[0].endswith("manifest.yml:20: error: read:jira-user can be removed [over-privilege]")
    assert len(lines) == 2


def test_quiet_says_nothing_of_a_clean_app(scopeminer: Call) -> None:
    result = scopeminer("scan", CLEAN, "-q")
    assert (result.code, result.stdout, result.stderr) == (0, "", "")


def test_quiet_leaves_other_formats_whole(scopeminer: Call, tmp_path: Path) -> None:
    assert scopeminer("scan", CLEAN, "-q", "--format", "json").stdout.startswith("{")
    target = tmp_path / "r.txt"
    assert scopeminer("scan", CLEAN, "-q", "-o", target).stdout == ""
    assert target.read_text("utf-8").startswith("✓ ")


def test_verbose_tells_the_time_of_each_stage_on_stderr(scopeminer: Call) -> None:
    result = scopeminer("scan", PANEL, "--verbose")
    assert [part.split()[0] for part in result.stderr.strip(".\n").split(", ")] == ["manifest", "code", "uses", "verdicts"]
    assert result.stdout.startswith(scopeminer("scan", PANEL).stdout[:20])


def test_quiet_and_verbose_exclude_each_other(scopeminer: Call) -> None:
    result = scopeminer("scan", PANEL, "-q", "-v")
    assert (result.code, result.stdout) == (2, "")
    assert "exclude each other" in result.stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "quiet", "seen"), [(True, False, True), (True, True, False), (False, False, False)])
def test_a_long_scan_shows_how_far_it_is_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, quiet: bool, seen: bool
) -> None:
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    with progress.stages(quiet) as watch:
        watch("apps", "2")
        for stage in ("manifest", "code"):
            watch(stage, "apps/a")
    assert ("apps/a: code" in stream.getvalue()) is seen


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(scopeminer: Call, shell: str) -> None:
    result = scopeminer("completion", shell)
    assert result.code == 0
    assert "_SCOPEMINER_COMPLETE" in result.stdout


def test_completion_of_an_unknown_shell(scopeminer: Call) -> None:
    assert scopeminer("completion", "tcsh").code == 2


def test_every_command_is_completed() -> None:
    assert {"scan", "fix", "explain", "what-if", "diff", "statement", "completion"} <= set(COMMANDS)
