"""Counts of operations → a field of squares, one an operation: what is used, what even the smallest set allows, what is beyond it."""

from __future__ import annotations

import math

from scopeminer.audit.model import Audit
from scopeminer.records import dataclass
from scopeminer.report.phrases import POLICY

CELL, SQUARE = 10, 8
NARROWEST, WIDEST = 24, 64
STRETCH = 3.0
"""How much wider than tall the field is, where the bounds above let it."""


@dataclass(frozen=True, slots=True)
class Area:
    """Squares of one kind; `path` is SVG path data."""

    kind: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Field:
    """`smallest`: how many scopes the smallest set has, None when no set is known to do."""

    width: int
    height: int
    areas: tuple[Area, ...]
    used: int
    minimal: int
    declared: int
    excess: int
    smallest: int | None


def field(audit: Audit) -> Field | None:
    """None for an app that is allowed no operation and uses none."""
    smallest = audit.minimal_sets.get(POLICY)
    used, declared = audit.reach.used, audit.reach.declared
    minimal = audit.reach.minimal if smallest is not None else max(used, declared)
    counts = (("used", used), ("spare", max(0, minimal - used)), ("excess", max(0, declared - max(minimal, used))))
    total = sum(count for _, count in counts)
    if not total:
        return None
    columns = min(max(math.ceil(math.sqrt(total * STRETCH)), NARROWEST), WIDEST)
    areas, first = [], 0
    for kind, count in counts:
        areas.append(Area(kind, count, _squares(first, count, columns)))
        first += count
    return Field(
        columns * CELL,
        math.ceil(total / columns) * CELL,
        tuple(areas),
        used,
        minimal,
        declared,
        counts[-1][1],
        None if smallest is None else len(smallest),
    )


def _squares(first: int, count: int, columns: int) -> str:
    places = (divmod(number, columns) for number in range(first, first + count))
    return "".join(f"M{column * CELL + 1} {row * CELL + 1}h{SQUARE}v{SQUARE}h-{SQUARE}z" for row, column in places)
