"""Terminal and environment → width and colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.cli.screen import display


@pytest.mark.parametrize(
    ("terminal", "environment", "target", "colour"),
    [
        (True, {}, None, True),
        (False, {}, None, False),
        (True, {"NO_COLOR": "1"}, None, False),
        (True, {"NO_COLOR": ""}, None, True),
        (True, {"TERM": "dumb"}, None, False),
        (True, {}, Path("report.txt"), False),
    ],
)
def test_colour(terminal: bool, environment: dict[str, str], target: Path | None, colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert display(target, 0.1, frozenset()).colour is colour


@pytest.mark.parametrize(
    ("columns", "target", "width"),
    [("40", None, 80), ("100", None, 100), ("300", None, 140), ("100", Path("report.txt"), 80)],
)
def test_width(columns: str, target: Path | None, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert display(target, 0.1, frozenset()).width == width
