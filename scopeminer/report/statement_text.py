"""A review → text for people: a line a claim, under it what decides."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from scopeminer.claims.model import Checked, Review
from scopeminer.report import statement_words as words
from scopeminer.report.model import Display
from scopeminer.report.page import page
from scopeminer.report.text import printable

MARKS = {"supported": ("✓", "green"), "cannot-tell": ("?", "yellow"), "contradicted": ("✗", "red")}
SHOWN = 3
"""Bases of one claim on a terminal; the other formats have all."""


def render(review: Review, display: Display) -> str:
    """Contradicted claims first, then the rest in the order of the document."""
    return page(_parts(review, display), display)


def _parts(review: Review, display: Display) -> Iterator[RenderableType]:
    yield Text(f"{printable(review.statement.path)} against {printable(review.app)}", style="bold")
    yield Text(words.ground(review), style="dim")
    if not review.checked:
        yield words.NO_CLAIM
        return
    for verdict in ("contradicted", "cannot-tell", "supported"):
        group = [one for one in review.checked if one.judgement.verdict == verdict]
        if group:
            yield ""
            yield Text(words.CALLED[verdict].capitalize(), style=f"bold {MARKS[verdict][1]}")
            yield _table(group, verdict)
    if review.cautions:
        yield ""
        yield Text("About the document", style="bold")
        for caution in review.cautions:
            where = f"line {caution.line}: " if caution.line else ""
            yield _line("!", "yellow", f"{where}{printable(caution.text)}")
    yield ""
    yield f"{len(review.checked)} claims: {words.summary(review)}"
    if any(one.judgement.verdict == "cannot-tell" for one in review.checked):
        yield Text(words.PROMISE, style="dim")


def _table(group: list[Checked], verdict: str) -> Table:
    mark, style = MARKS[verdict]
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(width=1)
    table.add_column(width=max(4, *(len(one.claim.id) for one in group)), no_wrap=True)
    table.add_column(overflow="fold")
    seen: dict[str | None, str] = {}
    for one in group:
        said = Text(f"{words.title(one)}: ", style="bold") + Text(_quoted(words.whole(one.claim)))
        table.add_row(Text(mark, style=style), one.claim.id, said)
        first = seen.setdefault(one.claim.topic, one.claim.id)
        if first != one.claim.id:
            table.add_row("", "", Text(f"as for {first}", style="dim"))
            continue
        bases = words.deciding(one.judgement)
        for basis in bases[:SHOWN]:
            table.add_row("", "", Text(words.said(basis), style="dim"))
        if len(bases) > SHOWN:
            table.add_row("", "", Text(f"and {len(bases) - SHOWN} more", style="dim"))
        for basis in words.notes(one.judgement)[:1]:
            table.add_row("", "", Text(f"note: {words.said(basis)}", style="dim"))
    return table


def _quoted(text: str) -> str:
    short = text if len(text) <= 120 else f"{text[:117].rstrip()}…"
    return f"“{printable(short)}”"


def _line(mark: str, style: str, text: str) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row(Text(mark, style=style), text)
    return table
