"""What the fields of Atlassian's GraphQL schema need: Compass field by field, everything else by the names of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scopeminer.catalog.model import Alternative
from scopeminer.records import dataclass

PRODUCT_FIELD = "compass"
"""The root field below which every field is known."""
ELSEWHERE = "*"
"""Stands for a type of another product."""


@dataclass(frozen=True, slots=True)
class GraphField:
    """One field of a type. `value`: the type of its value, "" for a scalar, ELSEWHERE for a type of another product.

    `alternatives`: complete scope sets; None: the schema states none that a Forge app can have.
    """

    value: str
    alternatives: tuple[Alternative, ...] | None


class GraphSchema:
    """The rows of data/graphql.json; the file says where they come from."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.roots: Mapping[str, str] = table["roots"]
        """query | mutation → the type behind `compass`."""
        self.methods: Mapping[str, tuple[str, ...]] = {name: tuple(paths) for name, paths in table["methods"].items()}
        """Methods of @atlassian/forge-graphql that state no scopes → the root fields they perform ("query compass.metricDefinition")."""
        self._types: dict[str, dict[str, GraphField]] = {}
        for type_, field, value, sets in table["fields"]:
            alternatives = None if sets is None else tuple(tuple(sorted(one)) for one in sets)
            self._types.setdefault(type_, {})[field] = GraphField(value, alternatives)
        self._names = self._types.keys() | {field.value for fields in self._types.values() for field in fields.values()} - {"", ELSEWHERE}
        self._elsewhere: Mapping[str, list[str]] = table["elsewhere"]

    @property
    def scopes(self) -> frozenset[str]:
        """Every scope that a field of Compass states."""
        fields = (field for found in self._types.values() for field in found.values())
        return frozenset(scope for field in fields for one in field.alternatives or () for scope in one)

    @property
    def scopes_elsewhere(self) -> frozenset[str]:
        """Every scope that a field outside Compass states."""
        return frozenset(scope for scopes in self._elsewhere.values() for scope in scopes)

    def is_type(self, name: str) -> bool:
        """Whether `name` is a type of Compass; a union has no fields of its own."""
        return name in self._names

    def field(self, type_: str, name: str) -> GraphField | None:
        """None: not a field that is known."""
        return self._types.get(type_, {}).get(name)

    def stated(self, names: Iterable[str]) -> frozenset[str]:
        """The scopes that any field with one of these names states somewhere outside Compass."""
        return frozenset(scope for name in names for scope in self._elsewhere.get(name, ()))
