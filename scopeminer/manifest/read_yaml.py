"""Manifest text → a tree of nodes, from the events of PyYAML's parser. The only module that knows PyYAML.

Composing from events and not with `yaml.compose`: its C form recurses without a limit, and it gives up on an unknown alias.
Aliases are expanded up to a bound; what lies beyond is a problem and reads as nothing.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable

import yaml

from scopeminer.manifest.model import ManifestError
from scopeminer.manifest.nodes import Node, Problems, Scalar
from scopeminer.manifest.text import Text
from scopeminer.records import dataclass, field, replace
from scopeminer.source import Span

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

DEEPEST = 60
EXPANDED = 50_000
"""How many nodes aliases may add; a manifest that people write needs a few hundred."""

# YAML 1.2 core schema, which Forge's own parser follows: `yes` and `on` are strings.
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(slots=True)
class _Open:
    """A collection whose end is still to come."""

    start: int
    flow: bool
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    end: int = 0


def compose(text: Text, problems: Problems) -> Node | None:
    """The first document of a text, None when it is empty.

    Raises ManifestError for what is no YAML.
    """
    try:
        return _Composer(text, problems).document(yaml.parse(text.readable, Loader=Loader))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        what = " ".join(str(getattr(error, "problem", None) or getattr(error, "reason", None) or "no text").split())
        raise ManifestError(f"{text.path}:{line}: expected YAML, found an error in it: {what}.") from error


class _Composer:
    def __init__(self, text: Text, problems: Problems) -> None:
        self.text = text
        self.problems = problems
        self.anchors: dict[str, Node | None] = {}
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.added = 0
        self.lines = [text.byte(hole.start) for hole in text.holes if hole.line]

    def document(self, events: Iterable[yaml.Event]) -> Node | None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self.problems.note("expected one document, found another one", self._span(event))
                break
            if isinstance(event, yaml.AliasEvent):
                self._add(self._alias(event), event)
            elif isinstance(event, yaml.ScalarEvent):
                self._add(self._anchored(event.anchor, self._scalar(event)), event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)
        return None if self.root is None or (self.root.kind == "scalar" and self.root.text == "") else self.root

    def _span(self, event: yaml.Event) -> Span:
        return self.text.span(*_range(event))

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        start, end = _range(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(start, bool(event.flow_style), event.anchor, end=end))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        opened = self.stack.pop()
        end = _range(event)[1] if opened.flow else opened.end
        span = self.text.span(opened.start, end)
        if len(self.stack) >= DEEPEST:
            self.problems.note("expected fewer levels, found a value nested too deeply", span)
            node = Node("scalar", span, hole=True)
        elif isinstance(event, yaml.SequenceEndEvent):
            node = self._list(opened, span)
        else:
            node = self._map(opened, span)
        self._add(self._anchored(opened.anchor, node), event, end)

    def _add(self, node: Node, event: yaml.Event, end: int | None = None) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.children.append(node)
        parent.end = max(parent.end, _range(event)[1] if end is None else end)

    def _anchored(self, anchor: str | None, node: Node) -> Node:
        if anchor is None:
            return node
        node = replace(node, anchor=anchor)
        self.anchors[anchor] = node
        return node

    def _alias(self, event: yaml.AliasEvent) -> Node:
        here = self._span(event)
        node = self.anchors.get(event.anchor or "")
        if node is None:
            why = "an alias inside its own anchor" if event.anchor in self.anchors else f"the alias *{event.anchor} without an anchor"
            self.problems.note(f"expected a value, found {why}", here)
            return Node("scalar", here, hole=True, alias=here)
        if self.added + node.size > EXPANDED or len(self.stack) + node.depth > DEEPEST:
            self.problems.note(f"expected a value of sensible size, found the alias *{event.anchor}, which expands to too many", here)
            return Node("scalar", here, hole=True, alias=here)
        self.added += node.size
        return replace(node, alias=here)

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        start, end = _range(event)
        value, hole = self.text.restored(event.value, start, end)
        if event.style in ("|", ">"):
            end = start + len(self.text.readable[start:end].rstrip())
        span = self.text.span(start, end)
        if hole or event.style or not event.implicit[0]:
            return Node("scalar", span, _unicode(value), _unicode(value), hole=hole)
        return Node("scalar", span, _unicode(value), _resolved(_unicode(value)), hole=not value and self.text.hole_follows(end))

    def _list(self, opened: _Open, span: Span) -> Node:
        items = tuple(opened.children)
        size, depth = _measure(items)
        return Node("list", span, items=items, flow=opened.flow, size=size, depth=depth)

    def _map(self, opened: _Open, span: Span) -> Node:
        children = opened.children
        pairs = tuple(zip(children[::2], children[1::2], strict=True))
        size, depth = _measure(children)
        return Node("map", span, pairs=pairs, entries=self._entries(pairs), flow=opened.flow, size=size, depth=depth)

    def _entries(self, pairs: tuple[tuple[Node, Node], ...]) -> tuple[tuple[Node, Node], ...]:
        own: list[tuple[Node, Node]] = []
        merged: list[tuple[Node, Node]] = []
        seen: dict[str, Node] = {}
        for key, value in pairs:
            if key.kind != "scalar":
                self.problems.wrong(key, "a key")
            elif key.text == "<<" and (value.kind == "map" or (value.kind == "list" and all(item.kind == "map" for item in value.items))):
                for source in value.items or (value,):
                    merged += source.entries
            else:
                if key.text in seen and not self._branches(seen[key.text], key):
                    self.problems.note(f"expected {key.text} once, found it again", key.span)
                seen[key.text] = key
                own.append((key, value))
        for key, value in merged:
            if key.text not in seen:
                seen[key.text] = key
                own.append((key, value))
        return tuple(own)

    def _branches(self, first: Node, second: Node) -> bool:
        """Whether a template's own line stands between two keys: then they are likely two branches of which one remains."""
        after = bisect_left(self.lines, first.span.end)
        return after < len(self.lines) and self.lines[after] <= second.span.start


def _range(event: yaml.Event) -> tuple[int, int]:
    """The code points of an event."""
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0), (end.index if end else 0)


def _measure(children: Iterable[Node]) -> tuple[int, int]:
    size, depth = 1, 0
    for child in children:
        size += child.size
        depth = max(depth, child.depth)
    return size, depth + 1


def _unicode(value: str) -> str:
    """Without lone surrogates, which an escape can write."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def _resolved(value: str) -> Scalar:
    """A plain scalar's value by the core schema; numbers that no JSON can hold stay strings."""
    if value in _NULL:
        return None
    if value in _BOOLEAN:
        return _BOOLEAN[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if len(value) < 400 and _FLOAT.fullmatch(value):
        number = float(value)
        return number if math.isfinite(number) else value
    return value
