"""Paragraphs under labels and tables → text for people, for the commands that answer one question."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from scopeminer.report.model import Display

LABEL = 10


def page(parts: Iterable[RenderableType], display: Display) -> str:
    """The parts one below the other; plain text when there is no colour, no line longer than the display is wide."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=display.width,
        color_system="standard" if display.colour else None,
        no_color=not display.colour,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part, markup=False, highlight=False, emoji=False)
    return "".join(line.rstrip() + "\n" for line in buffer.getvalue().split("\n")[:-1])


def labelled(label: str, lines: Iterable[str | Text], width: int = LABEL, style: str = "bold") -> Table:
    """A label and the lines beside it; what is too long is folded under its own beginning."""
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(width=width, no_wrap=True)
    table.add_column(overflow="fold")
    for number, line in enumerate(lines):
        table.add_row(Text(f"{label}:" if label and number == 0 else "", style=style), line if isinstance(line, Text) else Text(line))
    return table


def indented(lines: Iterable[str | Text], by: int = 2) -> Table:
    """Lines with a margin."""
    table = Table.grid(padding=0, pad_edge=False)
    table.add_column(width=by)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row("", line if isinstance(line, Text) else Text(line))
    return table
