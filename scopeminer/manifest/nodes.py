"""A YAML document as a tree of frozen nodes, and reading them as what they should be.

Whatever is not what it should be becomes a Problem with its place and is read as far as it can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from scopeminer.manifest.model import Problem, Value
from scopeminer.records import dataclass, field
from scopeminer.source import Span

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One node; aliases are expanded.

    `text` and `value` of a scalar (YAML 1.2 core schema); `items` of a list; `pairs` of a map as written, `entries` with merge
    keys resolved and duplicates kept. `hole`: its value is not known (it holds a placeholder, or had to be left out). `alias`:
    where this occurrence is only a reference to a node that lies at `span`. `size` and `depth` count with aliases expanded.
    """

    kind: Literal["scalar", "list", "map"]
    span: Span
    text: str = ""
    value: Scalar = None
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()
    flow: bool = False
    hole: bool = False
    alias: Span | None = None
    anchor: str | None = None
    size: int = 1
    depth: int = 1

    @property
    def here(self) -> Span:
        """Where this occurrence stands."""
        return self.alias or self.span

    def get(self, key: str) -> Node | None:
        """The value under a key, the last one where the key is repeated; None for what is no map."""
        found = None
        for name, value in self.entries:
            if name.text == key:
                found = value
        return found


@dataclass(slots=True)
class Problems:
    """Collects what is wrong while reading goes on."""

    found: dict[Problem, None] = field(default_factory=dict)

    def note(self, message: str, span: Span) -> None:
        self.found[Problem(message, span)] = None

    def wrong(self, node: Node, expected: str) -> None:
        """Not what it should be; what is not known may be right."""
        if not node.hole:
            self.note(f"expected {expected}, found {describe(node)}", node.span)

    def entries(self, node: Node | None, expected: str) -> Iterator[tuple[str, Node, Node]]:
        """(key, key's node, value) of what should be a map; nothing for an absent one."""
        if node is not None and node.kind == "map":
            for name, value in node.entries:
                yield name.text, name, value
        elif node is not None:
            self.wrong(node, expected)

    def elements(self, node: Node | None, expected: str) -> Iterator[Node]:
        """The items of what should be a list; nothing for an absent one."""
        if node is not None and node.kind == "list":
            yield from node.items
        elif node is not None:
            self.wrong(node, expected)

    def maps(self, node: Node | None, expected: str, each: str) -> Iterator[Node]:
        """The maps in what should be a list of maps. One map where the list should be is reported, and read as its only item."""
        if node is not None and node.kind == "map":
            self.wrong(node, expected)
            yield node
            return
        for item in self.elements(node, expected):
            if item.kind == "map":
                yield item
            else:
                self.wrong(item, each)

    def text(self, node: Node | None, expected: str) -> str | None:
        """A string; a number or boolean is reported and taken as written."""
        if node is None:
            return None
        if node.kind != "scalar" or not isinstance(node.value, str):
            self.wrong(node, expected)
        return node.text if node.kind == "scalar" and node.value is not None else None

    def required(self, node: Node, key: str, what: str) -> str:
        """The string under `key`; "" after a problem."""
        value = node.get(key)
        if value is None:
            self.note(f"expected {what}, found none", node.span)
        return self.text(value, what) or ""

    def flag(self, node: Node | None, expected: str, unknown: bool = False) -> bool:
        """A boolean; `unknown` for a placeholder, False for what is none."""
        if node is None:
            return False
        if not isinstance(node.value, bool):
            self.wrong(node, expected)
            return unknown and node.hole
        return node.value


def describe(node: Node) -> str:
    """What a node is, for people."""
    if node.kind != "scalar":
        return "a list" if node.kind == "list" else "a mapping"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return "a boolean"
    return "a string" if isinstance(node.value, str) else "a number"


def plain(node: Node) -> Value:
    """A node as data: dicts (the last of repeated keys counts), tuples, scalars."""
    if node.kind == "list":
        return tuple(map(plain, node.items))
    if node.kind == "map":
        return {name.text: plain(value) for name, value in node.entries}
    return node.value


def texts(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The strings among some nodes."""
    return tuple(node.value for node in nodes if isinstance(node.value, str))
