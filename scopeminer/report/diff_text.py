"""A comparison → text for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from scopeminer.advise.difference import Comparison, Difference
from scopeminer.report import diff_words as words
from scopeminer.report.listing import Row, listing
from scopeminer.report.model import Display
from scopeminer.report.page import page
from scopeminer.report.text import printable, shown

STYLES = {"+": "red", "-": "green", "~": "yellow"}


def render(comparison: Comparison, display: Display) -> str:
    """The differences in groups, then what they mean."""
    return page(_parts(comparison, display.width), display)


def _parts(comparison: Comparison, width: int) -> Iterator[RenderableType]:
    heading = f"{printable(comparison.old)} → {printable(comparison.new)}"
    if not comparison.differences:
        yield Text(f"{heading}: {words.NOTHING}.")
        return
    yield Text(heading, style="bold")
    for title, differences in words.grouped(comparison):
        yield ""
        yield Text(title, style="bold")
        yield listing([_row(difference) for difference in differences], width)
    yield ""
    yield words.reach(comparison)
    yield words.conclusion(comparison)
    yield words.eligibility(comparison)


def _row(difference: Difference) -> Row:
    mark = words.mark(difference)
    detail = words.detail(difference)
    message = words.subject(difference) + (f": {detail}" if detail else "")
    return Row((Text(mark, style=STYLES[mark]),), Text(message), shown(difference.place) if difference.place else "")
