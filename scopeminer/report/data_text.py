"""A data inventory → text for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from scopeminer.audit.model import Audit
from scopeminer.disclosure.model import Access, Disclosure
from scopeminer.report import data_words as words
from scopeminer.report.listing import Row, listing
from scopeminer.report.model import Display
from scopeminer.report.page import page
from scopeminer.report.text import counted, printable, shown

SHOWN = 6
NOTHING = "No product data is touched."


def render(disclosure: Disclosure, audit: Audit, display: Display) -> str:
    """A paragraph a category; what is unknown last."""
    return page(_parts(disclosure, audit, display.width), display)


def _parts(disclosure: Disclosure, audit: Audit, width: int) -> Iterator[RenderableType]:
    found = words.categories(disclosure)
    yield Text(
        f"{printable(audit.app.path)} · {counted(len(found), 'category') if len(found) == 1 else f'{len(found)} categories'} of data",
        style="bold",
    )
    if not found:
        yield NOTHING
    for category in found:
        yield ""
        yield Text(category.title, style="bold") + Text(f"  {category.id}", style="not bold dim")
        rows = [*_accesses("read", category.reads), *_accesses("written", category.writes)]
        rows += _limited([Row((Text("→", style="yellow"),), Text(words.where(flow)), shown(flow.site)) for flow in category.flows])
        yield listing(rows, width)
    others = words.others(disclosure)
    if others:
        yield ""
        yield Text("Other data that is kept or sent", style="bold")
        rows = [Row((Text("→", style="yellow"),), Text(f"{words.made_of(flow)}: {words.where(flow)}"), shown(flow.site)) for flow in others]
        yield listing(_limited(rows), width)
    doubts = tuple(words.doubts(disclosure))
    if doubts:
        yield ""
        yield Text("Unknown: these may touch more", style="bold")
        rows = [Row((Text("?", style="yellow"),), Text(words.because(access)), shown(access.site)) for access in doubts]
        yield listing(_limited(rows), width)


def _accesses(mark: str, accesses: tuple[Access, ...]) -> list[Row]:
    return _limited([Row((Text(mark),), Text(words.because(access)), shown(access.site)) for access in accesses])


def _limited(rows: list[Row]) -> list[Row]:
    """The first rows, and how many more there are."""
    if len(rows) <= SHOWN:
        return rows
    return [*rows[: SHOWN - 1], Row((Text(""),), Text(f"and {len(rows) - SHOWN + 1} more", style="dim"))]
