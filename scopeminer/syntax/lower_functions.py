"""Functions, arrows and methods, with their parameters."""

from __future__ import annotations

import re

from tree_sitter import Node

from scopeminer.syntax.ir import (
    Assign,
    Do,
    Expr,
    Func,
    Member,
    Name,
    NamePattern,
    ObjPattern,
    Param,
    Pattern,
    Return,
    Stmt,
    This,
)
from scopeminer.syntax.lower_literals import key_of
from scopeminer.syntax.lower_patterns import DEFAULTS, names_between, rest_of
from scopeminer.syntax.lower_types import annotated, type_names
from scopeminer.syntax.lowering import ExprRule, Lowering

PARAMETERS = frozenset({"required_parameter", "optional_parameter"})
MODIFIERS = frozenset({"accessibility_modifier", "override_modifier", "decorator"})
SHORT = 60
PLAIN = re.compile(r"\((?!this\b)[A-Za-z_$][\w$]*(?:,\s*(?!this\b)[A-Za-z_$][\w$]*)*\)", re.ASCII)
"""Parameters that are names and nothing else: the nodes of such need not be made."""
NAMES = frozenset({"identifier", "type_identifier"})


def function(c: Lowering, node: Node) -> Func:
    """A function declaration or expression."""
    name = ""
    kids = c.kids(node)
    if kids and kids[0].type in NAMES:
        name = c.text(kids[0])
        kids = kids[1:]
    return build(c, node, kids, name, c.words[node.children[0].kind_id] == "async", "generator" in node.type, False)


def arrow(c: Lowering, node: Node) -> Func:
    count = node.child_count
    first, last = (node.child(0), node.child(2)) if count == 3 else (None, None)
    if first is not None and last is not None:
        parts = [first, last]
    else:
        parts = c.tokens(node) if count > 3 else node.children
    return build(c, node, parts, "", c.words[parts[0].kind_id] == "async", False, True)


def build(c: Lowering, node: Node, parts: list[Node], name: str, is_async: bool, is_generator: bool, is_arrow: bool) -> Func:
    """A function out of its parts: type parameters, parameters, types, body (in this order, the last may miss)."""
    around = c.opened()
    c.depth += 1
    outer_types = c.type_parameters
    params: tuple[Param | NamePattern, ...] = ()
    head: list[Stmt] = []
    body: tuple[Stmt, ...] = ()
    for part in parts[:-1]:
        kind = part.kind_id
        if kind == c.parameters:
            params = _parameters(c, part, head)
        elif kind == c.identifier:
            params = (_parameter(c, part, None, None, part.start_byte),)
        elif part.type == "type_parameters":
            c.type_parameters |= type_names(c, part)
    if parts:
        last = parts[-1]
        if last.kind_id == c.block:
            body = c.body(last)
        elif is_arrow:
            body = (Return(c.expr(last), last.start_byte),)
    c.depth -= 1
    names = c.closed(around)
    c.type_parameters = outer_types
    if head:
        body = (*head, *body)
    return Func(name, params, body, node.start_byte, node.end_byte, is_async, is_generator, is_arrow, *names)


def _parameters(c: Lowering, node: Node, head: list[Stmt]) -> tuple[Param | NamePattern, ...]:
    at, end = node.start_byte, node.end_byte
    if end - at == 2:
        return ()
    if end - at < SHORT and PLAIN.fullmatch(c.letters, at, end):
        return tuple(names_between(c, at, end))
    params: list[Param | NamePattern] = []
    for child in c.kids(node):
        if child.type in PARAMETERS:
            param = _typed_parameter(c, child, head)
        else:
            param = _parameter(c, child, None, None, child.start_byte)
        if param is not None:
            params.append(param)
    return tuple(params)


def _typed_parameter(c: Lowering, node: Node, head: list[Stmt]) -> Param | NamePattern | None:
    parts = [kid for kid in c.kids(node) if kid.type not in MODIFIERS]
    if not parts or parts[0].type == "this":
        return None
    annotation = next((part for part in parts[1:] if part.type == "type_annotation"), None)
    default = parts[-1] if len(parts) > 1 and not parts[-1].type.endswith("annotation") else None
    param = _parameter(c, parts[0], annotation, default, node.start_byte)
    at = parts[0].start_byte
    if isinstance(param.pattern, NamePattern) and _is_property(c.source[node.start_byte : at]):
        name = param.pattern.id
        head.append(Do(Assign(Member(This(at), name, at), "=", Name(name, at), at), at))
    return param


def _is_property(modifiers: bytes) -> bool:
    words = modifiers.split()
    return any(word in words for word in (b"private", b"public", b"protected", b"readonly", b"override"))


def _parameter(c: Lowering, node: Node, annotation: Node | None, default: Node | None, at: int) -> Param | NamePattern:
    rest = node.type == "rest_pattern"
    pattern: Pattern | None
    if rest:
        pattern = rest_of(c, node)
    elif node.type in DEFAULTS:
        kids = c.kids(node)
        pattern = c.pattern(kids[0]) if kids else None
        default = kids[-1] if len(kids) > 1 else None
    else:
        pattern = c.pattern(node)
    if pattern is None:
        pattern = ObjPattern((), None, at)
    elif annotation is not None and not rest:
        pattern = annotated(c, pattern, annotation)
    if isinstance(pattern, NamePattern) and default is None and not rest:
        return pattern
    return Param(pattern, c.expr(default) if default is not None else None, rest, at)


def method(c: Lowering, node: Node) -> tuple[str | Expr, Func, str]:
    """A method of a class or an object literal: its key, the function, and `method`, `get` or `set`.

    The function has no name of its own: inside a method its key is not a variable.
    """
    kids = [kid for kid in c.kids(node) if kid.type not in MODIFIERS]
    words = {child.type for child in node.children if not child.is_named}
    key: str | Expr = key_of(c, kids[0]) if kids else ""
    func = build(c, node, kids[1:], "", "async" in words, "*" in words, False)
    return key, func, "get" if "get" in words else "set" if "set" in words else "method"


EXPRESSIONS: dict[str, ExprRule] = {
    "arrow_function": arrow,
    "function_expression": function,
    "generator_function": function,
    "function_declaration": function,
    "generator_function_declaration": function,
}
