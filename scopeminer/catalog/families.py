"""Families of paths of which no document lists all operations → the scopes that one of them could need (data/families.json)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scopeminer.catalog.route import HOLE, Mixed, Route, Segment
from scopeminer.records import NamedTuple

MANIFEST = "*"
"""Stands for what events and modules need: a call there declares some."""
GATEWAY = ("gateway", "api")
"""In front of the same paths, where a browser asks for them."""


class Family(NamedTuple):
    """What begins with `prefix` in requests of `products`; `scopes`: what its pages name, or MANIFEST."""

    products: tuple[str, ...]
    prefix: tuple[str, ...]
    scopes: frozenset[str]


class Families:
    """The rows of data/families.json."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.rows = tuple(
            Family(tuple(row["products"]), tuple(filter(None, prefix.split("/"))), frozenset(row["scopes"]))
            for row in table["families"]
            for prefix in row["prefixes"]
        )

    def scopes(self, product: str, route: Route) -> frozenset[str]:
        """What the families need that a route can be of; none where it is of none."""
        segments = route.segments[len(GATEWAY) :] if route.segments[: len(GATEWAY)] == GATEWAY else route.segments
        found = (row.scopes for row in self.rows if product in row.products and _within(segments, row.prefix))
        return frozenset().union(*found)


def _within(segments: Iterable[Segment], prefix: tuple[str, ...]) -> bool:
    given = tuple(segments)[: len(prefix)]
    return len(given) == len(prefix) and all(_can_be(one, text) for one, text in zip(given, prefix, strict=True))


def _can_be(segment: Segment, text: str) -> bool:
    return segment.fits(text) if isinstance(segment, Mixed) else segment in (HOLE, text)
