"""Packed rows of the catalog's data → operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scopeminer.catalog.model import Operation


def rows_of(table: dict[str, Any]) -> Iterator[Operation]:
    """Every operation of an operations.json, in its order."""
    unpack = Unpacker(table)
    for product, rows in table["operations"].items():
        for row in rows:
            yield unpack(product, row)


class Unpacker:
    """Makes operations of packed rows: [method, path, document, sets, what is not usual about it]."""

    def __init__(self, table: dict[str, Any]) -> None:
        scopes = table["scopes"]
        self.sets = [tuple(scopes[index] for index in one) for one in table["sets"]]
        self.documents = [document[0] for document in table["documents"]]
        self._scopes: dict[tuple[int, ...], frozenset[str]] = {}

    def scopes(self, row: list[Any]) -> frozenset[str]:
        """Every scope that stands in a row, whatever for: without making the operation."""
        _, _, _, usual, more = row
        key = (*usual, *(more[name] for name in ("announced", "expand", "beside") if name in more))
        found = self._scopes.get(key)
        if found is None:
            found = self._scopes[key] = frozenset(scope for index in key for scope in self.sets[index])
        return found

    def __call__(self, product: str, row: list[Any]) -> Operation:
        method, path, document, usual, more = row
        sets = self.sets
        return Operation(
            product,
            method,
            path,
            tuple(sets[index] for index in usual),
            sets[more["announced"]] if "announced" in more else (),
            more.get("status", "current"),
            more.get("certainty", "certain"),
            self.documents[document],
            more.get("seen", ""),
            tuple(sets[index] for index in more.get("ungrantable", ())),
            sets[more["expand"]] if "expand" in more else (),
            sets[more["beside"]] if "beside" in more else (),
        )
