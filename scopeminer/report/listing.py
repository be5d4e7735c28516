"""Rows of (lead cells, message, place) → a rich table that stays readable at 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scopeminer.records import dataclass

MARGIN = 2
GAP = 2
WIDEST_LEAD = 34
LEAST_ROOM = 36
"""With less room than this beside the leads, messages stand below them."""
INDENT = 4
MESSAGE_ROOM = 44
"""With less room than this beside a column of places, the place follows the message instead."""


@dataclass(frozen=True, slots=True)
class Row:
    lead: tuple[Text, ...]
    message: Text
    place: str = ""


def listing(rows: Sequence[Row], width: int, heads: tuple[str, ...] = ()) -> RenderableType:
    """`heads` names the lead columns and the message. Where the leads leave too little room, the messages stand below them."""
    full = [max(cell.cell_len for cell in column) for column in zip(*(row.lead for row in rows), strict=True)]
    if width - MARGIN - sum(full) - GAP * len(full) < LEAST_ROOM:
        return _stacked(rows, full, heads, width)
    leads = [min(WIDEST_LEAD, max(cell.cell_len for cell in column)) for column in zip(*(row.lead for row in rows), strict=True)]
    if heads:
        leads = [max(room, len(head)) for room, head in zip(leads, heads, strict=False)]
    places = max(len(row.place) for row in rows)
    room = width - MARGIN - sum(leads) - GAP * len(leads)
    apart = bool(places) and room - places - GAP >= MESSAGE_ROOM
    table = _table(leads, places if apart else 0, room - (places + GAP if apart else 0))
    if heads:
        table.add_row("", *(Text(head, style="dim") for head in heads), *([""] if apart else []))
    for row in rows:
        table.add_row("", *row.lead, *_message(row, apart, room))
    return table


def _stacked(rows: Sequence[Row], leads: Sequence[int], heads: tuple[str, ...], width: int) -> RenderableType:
    """The lead on one line, message and place under it; beside it what is a few words without a place."""
    room = width - MARGIN - sum(leads) - GAP * len(leads)
    parts: list[RenderableType] = []
    if heads:
        parts.append(_lead(tuple(Text(head, style="dim") for head in heads[:-1]), leads))
    for row in rows:
        beside = not row.place and row.message.cell_len <= room
        parts.append(_lead(row.lead, leads).append_text(row.message) if beside else _lead(row.lead, leads))
        text = Text("  ").join([row.message, Text(row.place, style="cyan")]) if row.place else row.message
        if text.plain and not beside:
            parts.append(Padding(text, (0, 0, 0, MARGIN + INDENT)))
    return Group(*parts)


def _lead(cells: tuple[Text, ...], leads: Sequence[int]) -> Text:
    line = Text(" " * MARGIN)
    for cell, room in zip(cells, leads, strict=True):
        line.append_text(cell).append(" " * (room - cell.cell_len + GAP))
    return line


def _table(leads: Sequence[int], places: int, message: int) -> Table:
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column(width=0)
    for width in leads:
        table.add_column(width=width, overflow="fold")
    table.add_column(width=message, overflow="fold")
    if places:
        table.add_column(width=places, overflow="fold")
    return table


def _message(row: Row, apart: bool, room: int) -> tuple[Text, ...]:
    """A place is never broken in two where it fits on a line: it follows the message, or begins a line below it."""
    place = Text(row.place, style="cyan")
    if apart:
        return row.message, place
    if not row.place:
        return (row.message,)
    last = len(row.message.wrap(Console(width=room), room)[-1]) if row.message.plain else 0
    return (Text("  " if last + GAP + len(row.place) <= room else "\n").join([row.message, place]),)
