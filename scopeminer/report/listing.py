"""Rows of (lead cells, message, place) → a rich table that stays readable at 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

MARGIN = 2
GAP = 2
WIDEST_LEAD = 34
MESSAGE_ROOM = 44
"""With less room than this beside a column of places, the place follows the message instead."""


@dataclass(frozen=True, slots=True)
class Row:
    lead: tuple[Text, ...]
    message: Text
    place: str = ""


def listing(rows: Sequence[Row], width: int, heads: tuple[str, ...] = ()) -> Table:
    """`heads` names the lead columns and the message."""
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
        table.add_row("", *row.lead, *_message(row, apart))
    return table


def _table(leads: Sequence[int], places: int, message: int) -> Table:
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column(width=0)
    for width in leads:
        table.add_column(width=width, overflow="fold")
    table.add_column(width=message, overflow="fold")
    if places:
        table.add_column(width=places, overflow="fold")
    return table


def _message(row: Row, apart: bool) -> tuple[Text, ...]:
    place = Text(row.place, style="cyan")
    if apart:
        return row.message, place
    return (Text("  ").join([row.message, place]) if row.place else row.message,)
