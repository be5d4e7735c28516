"""The text of a GraphQL document → the root fields it performs, with the scopes of each.

What the schema states of a root field is a need, and so is what it states of the fields selected below a query. Below a
mutation's payload, and where `@include` or `@skip` decides at run time, it is only held back: Atlassian's own SDK selects
such fields without asking for their scopes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from scopeminer.catalog.graphql import ELSEWHERE, PRODUCT_FIELD, GraphSchema
from scopeminer.catalog.model import Alternative
from scopeminer.records import dataclass, field

if TYPE_CHECKING:
    from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode

HOLE = "scopeminer_hole"
"""Stands in a document for what is only known at run time: it parses as a value and as a name."""
MAX_CHARACTERS = 100_000
MAX_DEPTH = 60
MAX_FIELDS = 20_000
TYPENAME = "__typename"


@dataclass(frozen=True, slots=True)
class RootField:
    """`path` is "mutation compass.createComponent". `holds_back`: scopes that parts of its selection might need.

    `stated`: everything needed is stated of the root field itself.
    """

    path: str
    alternatives: tuple[Alternative, ...]
    holds_back: frozenset[str] = frozenset()
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """What was read. `unknown`: paths of fields that nothing is known of; `names`: of all selected fields."""

    fields: tuple[RootField, ...]
    unknown: tuple[str, ...]
    names: frozenset[str]


@dataclass(slots=True)
class _Selection:
    """Collects one root field. `sure` False: only held back."""

    needs: list[tuple[Alternative, ...]] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    seen: set[tuple[str, str, bool]] = field(default_factory=set)


class _UnreadableError(Exception):
    """Too deep or too large."""


def read(text: str, schema: GraphSchema) -> Document | None:
    """The document, or None when it cannot be read. Never raises; HOLE may stand anywhere in `text`."""
    from graphql import GraphQLError, parse

    if len(text) > MAX_CHARACTERS:
        return None
    whole = HOLE not in text
    for candidate in (text,) if whole else (text, text.replace(HOLE, " ")):
        try:
            return _Reader(parse(candidate, no_location=True), schema, lossy=candidate is not text).document()
        except (GraphQLError, RecursionError, _UnreadableError):
            continue
    return None


class _Reader:
    """Walks one parsed document. `lossy`: parts of it were left out so that it parses."""

    def __init__(self, document: DocumentNode, schema: GraphSchema, lossy: bool) -> None:
        from graphql import FragmentDefinitionNode, OperationDefinitionNode

        self.schema = schema
        self.operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        self.fragments: dict[str, FragmentDefinitionNode] = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self.unknown: dict[str, None] = {_shown(HOLE): None} if lossy else {}
        self.names: set[str] = set()
        self.steps = 0

    def document(self) -> Document | None:
        """None when it performs no operation."""
        fields: list[RootField] = []
        for operation in self.operations:
            kind = operation.operation.value
            for node in self._flat(operation.selection_set, 0, set()):
                name = node.name.value
                self.names.add(name)
                if name == PRODUCT_FIELD and kind in self.schema.roots and node.selection_set is not None:
                    fields += self._product(node.selection_set, kind)
                elif name != TYPENAME:
                    self.unknown[_shown(name)] = None
                    self._name_all(node.selection_set, 0, set())
        if not self.operations:
            return None
        return Document(tuple(fields), tuple(self.unknown), frozenset(self.names))

    def _product(self, selection: SelectionSetNode, kind: str) -> Iterator[RootField]:
        type_ = self.schema.roots[kind]
        for node in self._flat(selection, 0, set()):
            name = node.name.value
            self.names.add(name)
            if name == TYPENAME:
                continue
            path = f"{PRODUCT_FIELD}.{_shown(name)}"
            known = self.schema.field(type_, name)
            if known is None or known.alternatives is None:
                self.unknown[path] = None
                self._name_all(node.selection_set, 0, set())
                continue
            below = _Selection()
            if node.selection_set is not None:
                self._below(node.selection_set, known.value, path, below, kind == "query", 0)
            needed = _together([known.alternatives, *below.needs])
            stated = set(needed) == set(known.alternatives)
            yield RootField(f"{kind} {path}", needed, frozenset(below.held), stated)

    def _flat(self, selection: SelectionSetNode, depth: int, spread: set[str]) -> Iterator[FieldNode]:
        """The fields of a selection at the top, fragments opened."""
        from graphql import FieldNode

        for node in selection.selections:
            self._step(depth)
            if _never(node):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            opened = self._opened(node)
            name = _spread_name(node)
            if opened is not None and name not in spread:
                yield from self._flat(opened[1], depth + 1, spread | {name} if name else spread)

    def _below(self, selection: SelectionSetNode, type_: str, path: str, into: _Selection, sure: bool, depth: int) -> None:
        """What the selected fields of `type_` state."""
        from graphql import FieldNode

        for node in selection.selections:
            self._step(depth)
            if _never(node):
                continue
            certain = sure and not _decided_later(node)
            if not isinstance(node, FieldNode):
                self._fragment(node, type_, path, into, certain, depth)
                continue
            name = node.name.value
            self.names.add(name)
            if name == TYPENAME:
                continue
            if type_ == ELSEWHERE:
                into.held |= self.schema.stated((name,))
                if node.selection_set is not None:
                    self._below(node.selection_set, ELSEWHERE, path, into, certain, depth + 1)
                continue
            known = self.schema.field(type_, name)
            if known is None or known.alternatives is None:
                self.unknown[f"{path}.{_shown(name)}"] = None
                self._name_all(node.selection_set, depth + 1, set())
                continue
            if () in known.alternatives:
                pass
            elif certain:
                into.needs.append(known.alternatives)
            else:
                into.held.update(scope for one in known.alternatives for scope in one)
            if node.selection_set is not None:
                self._below(node.selection_set, known.value, f"{path}.{name}", into, certain, depth + 1)

    def _fragment(self, node: SelectionNode, type_: str, path: str, into: _Selection, sure: bool, depth: int) -> None:
        opened = self._opened(node)
        if opened is None:
            return
        condition, selection = opened
        inside = self._narrowed(type_, condition, path)
        key = (_spread_name(node), inside, sure)
        if not key[0] or key not in into.seen:
            into.seen.add(key)
            self._below(selection, inside, path, into, sure, depth + 1)

    def _narrowed(self, type_: str, condition: str, path: str) -> str:
        """The type that a fragment speaks of. A type of Compass that came after the schema is something unknown."""
        if not condition or self.schema.is_type(condition):
            return condition or type_
        if "Compass" in condition or HOLE in condition:
            self.unknown[f"{path}.{_shown(condition)}"] = None
        return ELSEWHERE

    def _opened(self, node: SelectionNode) -> tuple[str, SelectionSetNode] | None:
        """Type condition and selection of a fragment; one that is not there is something unknown."""
        from graphql import FragmentSpreadNode, InlineFragmentNode

        if isinstance(node, InlineFragmentNode):
            return (node.type_condition.name.value if node.type_condition else ""), node.selection_set
        if isinstance(node, FragmentSpreadNode):
            fragment = self.fragments.get(node.name.value)
            if fragment is not None:
                return fragment.type_condition.name.value, fragment.selection_set
            self.unknown[f"...{_shown(node.name.value)}"] = None
        return None

    def _name_all(self, selection: SelectionSetNode | None, depth: int, spread: set[str]) -> None:
        """Notes the names of everything selected below something unknown."""
        if selection is None:
            return
        for node in self._flat(selection, depth, spread):
            self.names.add(node.name.value)
            self._name_all(node.selection_set, depth + 1, spread)

    def _step(self, depth: int) -> None:
        self.steps += 1
        if depth > MAX_DEPTH or self.steps > MAX_FIELDS:
            raise _UnreadableError


def _together(needs: list[tuple[Alternative, ...]]) -> tuple[Alternative, ...]:
    """Every way to satisfy all needs, the ones that hold another left out."""
    ways = {tuple(sorted({scope for one in chosen for scope in one})) for chosen in product(*dict.fromkeys(needs))}
    return tuple(sorted(way for way in ways if not any(set(other) < set(way) for other in ways)))


def _decision(node: SelectionNode) -> Iterator[bool | None]:
    """What `@include` and `@skip` say: True = selected, False = not, None = known at run time."""
    from graphql import BooleanValueNode

    for directive in node.directives or ():
        if directive.name.value in ("include", "skip"):
            values = [argument.value for argument in directive.arguments or () if argument.name.value == "if"]
            literal = values[0].value if len(values) == 1 and isinstance(values[0], BooleanValueNode) else None
            yield None if literal is None else literal == (directive.name.value == "include")


def _never(node: SelectionNode) -> bool:
    return False in _decision(node)


def _decided_later(node: SelectionNode) -> bool:
    return None in _decision(node)


def _spread_name(node: SelectionNode) -> str:
    from graphql import FragmentSpreadNode

    return node.name.value if isinstance(node, FragmentSpreadNode) else ""


def _shown(name: str) -> str:
    return name.replace(HOLE, "{}")
