"""Object literals and spread values."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.ir import Expr, Lit, Name, Obj, Opaque, Prop, Spread
from scopeminer.syntax.lower_functions import method
from scopeminer.syntax.lower_literals import key_of
from scopeminer.syntax.lowering import ExprRule, Lowering, PropertyRule, children


def _object(c: Lowering, node: Node) -> Expr:
    props: list[Prop | Spread] = []
    rules = c.properties
    for child in children(node):
        rule = rules.get(child.kind_id)
        if rule is not None:
            rule(c, child, props)
    return Obj(tuple(props), node.start_byte)


def _pair(c: Lowering, node: Node, props: list[Prop | Spread]) -> None:
    kids = c.exactly(3, node)
    if len(kids) > 1:
        name, at = kids[0], node.start_byte
        key = c.name(c.letters[at : name.end_byte]) if name.kind_id == c.property else key_of(c, name)
        props.append(Prop(key, c.expr(kids[-1]), at, "init"))
    else:
        _unknown(c, node, props)


def _shorthand(c: Lowering, node: Node, props: list[Prop | Spread]) -> None:
    name, at = c.text(node), node.start_byte
    value = Lit(None, at) if name == "undefined" else Name(name, at)
    props.append(Prop(name, value, at, "init"))


def _method(c: Lowering, node: Node, props: list[Prop | Spread]) -> None:
    key, func, kind = method(c, node)
    props.append(Prop(key, func, node.start_byte, kind if kind in ("get", "set") else "init"))


def _copied(c: Lowering, node: Node, props: list[Prop | Spread]) -> None:
    props.append(spread(c, node))


def _unknown(c: Lowering, node: Node, props: list[Prop | Spread]) -> None:
    """Text that did not parse may have held any property."""
    props.append(Spread(Opaque(c.exprs(c.kids(node)), node.start_byte), node.start_byte))


def _error(c: Lowering, node: Node, props: list[Prop | Spread]) -> None:
    c.strays.append(node)
    props.append(Spread(Opaque((), node.start_byte), node.start_byte))


def spread(c: Lowering, node: Node) -> Spread:
    """`...value`."""
    kids = c.kids(node)
    return Spread(c.expr(kids[0]) if kids else Opaque((), node.start_byte), node.start_byte)


PROPERTIES: dict[str, PropertyRule] = {
    "pair": _pair,
    "shorthand_property_identifier": _shorthand,
    "method_definition": _method,
    "spread_element": _copied,
    "object_assignment_pattern": _unknown,
    "ERROR": _error,
}

EXPRESSIONS: dict[str, ExprRule] = {"object": _object, "spread_element": spread}
