"""Patterns: what a declaration, a parameter or an assignment binds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from tree_sitter import Node

from scopeminer.syntax.ir import ArrPattern, Expr, Index, ItemPattern, Member, NamePattern, ObjPattern, Pattern, PropPattern
from scopeminer.syntax.lower_literals import items, key_of
from scopeminer.syntax.lowering import Lowering, PatternRule

SHORT = 100
PLAIN = re.compile(r"\{\s*[A-Za-z_$][\w$]*\s*(?:,\s*[A-Za-z_$][\w$]*\s*)*\}", re.ASCII)
"""`{ a, b }`: the nodes of such names need not be made."""
DEFAULTS = frozenset({"assignment_pattern", "object_assignment_pattern", "assignment_expression"})


def bound_names(pattern: Pattern | None) -> Iterator[str]:
    """The plain names in a pattern."""
    if isinstance(pattern, NamePattern):
        yield pattern.id
    elif isinstance(pattern, ObjPattern):
        for prop in pattern.props:
            yield from bound_names(prop.pattern)
        yield from bound_names(pattern.rest)
    elif isinstance(pattern, ArrPattern):
        for item in pattern.items:
            yield from bound_names(item.pattern)
        yield from bound_names(pattern.rest)


def with_default(c: Lowering, node: Node) -> tuple[Pattern, Expr | None]:
    """`a` or `a = 1`."""
    if node.type in DEFAULTS:
        kids = c.kids(node)
        if len(kids) > 1:
            return c.pattern(kids[0]), c.expr(kids[-1])
    return c.pattern(node), None


def _name(c: Lowering, node: Node) -> Pattern:
    at = node.start_byte
    return NamePattern(c.name(c.letters[at : node.end_byte]), at, None)


def _object(c: Lowering, node: Node) -> Pattern:
    at, end = node.start_byte, node.end_byte
    if end - at < SHORT and PLAIN.fullmatch(c.letters, at, end):
        return ObjPattern(tuple([PropPattern(name.id, name, None) for name in names_between(c, at, end)]), None, at)
    props: list[PropPattern] = []
    rest: Pattern | None = None
    for child in c.kids(node):
        if child.type == "pair_pattern":
            kids = c.kids(child)
            if len(kids) > 1:
                key = key_of(c, kids[0])
                props.append(PropPattern(key, *with_default(c, kids[-1])))
        elif child.type == "rest_pattern":
            rest = rest_of(c, child)
        else:
            pattern, default = with_default(c, child)
            if isinstance(pattern, NamePattern):
                props.append(PropPattern(pattern.id, pattern, default))
    return ObjPattern(tuple(props), rest, at)


def names_between(c: Lowering, at: int, end: int) -> list[NamePattern]:
    """The names in a bracket that holds nothing else."""
    names: list[NamePattern] = []
    at += 1
    for item in c.letters[at : end - 1].split(","):
        name = item.lstrip()
        names.append(NamePattern(intern(name.rstrip()), at + len(item) - len(name), None))
        at += len(item) + 1
    return names


def _array(c: Lowering, node: Node) -> Pattern:
    out: list[ItemPattern] = []
    rest: Pattern | None = None
    for item in items(c, node):
        if item is None:
            out.append(ItemPattern(None, None))
        elif item.type in ("rest_pattern", "spread_element"):
            rest = rest_of(c, item)
        else:
            out.append(ItemPattern(*with_default(c, item)))
    return ArrPattern(tuple(out), rest, node.start_byte)


def rest_of(c: Lowering, node: Node) -> Pattern | None:
    """What `...rest` binds."""
    kids = c.kids(node)
    return c.pattern(kids[0]) if kids else None


def _target(c: Lowering, node: Node) -> Pattern:
    """`a.b`, `(a as T).b`, `(a)`, `a!`: an expression that can be assigned to."""
    while node.type in WRAPPERS:
        kids = c.kids(node)
        if not kids:
            break
        node = kids[-1 if node.type == "type_assertion" else 0]
    if node.type not in ("member_expression", "subscript_expression"):
        return c.pattern(node) if node.type not in WRAPPERS else ObjPattern((), None, node.start_byte)
    return _place(c, node)


def _place(c: Lowering, node: Node) -> Pattern:
    value = c.expr(node)
    return value if isinstance(value, Member | Index) else ObjPattern((), None, node.start_byte)


WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion"})

PATTERNS: dict[str, PatternRule] = {
    "identifier": _name,
    "shorthand_property_identifier_pattern": _name,
    "shorthand_property_identifier": _name,
    "undefined": _name,
    "object_pattern": _object,
    "object": _object,
    "array_pattern": _array,
    "array": _array,
    "member_expression": _place,
    "subscript_expression": _place,
    **dict.fromkeys(WRAPPERS, _target),
}
