"""Strings → what a terminal may be given."""

from __future__ import annotations

import pytest

from scopeminer.report.text import counted, printable, shown
from scopeminer.source import Place


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("read:jira-work", "read:jira-work"),
        ("Größe 漢字 ✓", "Größe 漢字 ✓"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("right\u202eleft", r"right\u202eleft"),
        ("line\u2028end", r"line\u2028end"),
        ("\udcff.ts", r"\udcff.ts"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("", ""),
    ],
)
def test_printable(text: str, safe: str) -> None:
    assert printable(text) == safe


@pytest.mark.parametrize(("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_counted(number: int, text: str) -> None:
    assert counted(number, "file") == text


def test_shown() -> None:
    assert shown(Place("src/\x07a.ts", 3, 9)) == r"src/\x07a.ts:3"
