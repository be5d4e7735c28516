"""JSX elements and fragments."""

from __future__ import annotations

import re

from tree_sitter import Node

from scopeminer.syntax.ir import Expr, Jsx, Lit, Name, Opaque, Prop, Spread, Str
from scopeminer.syntax.lowering import ExprRule, Lowering
from scopeminer.syntax.record import make

LINES = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")


def _element(c: Lowering, node: Node) -> Expr:
    tag: Expr = Str("", node.start_byte)
    attributes: tuple[Prop | Spread, ...] = ()
    children: list[Expr] = []
    for kid in c.each(node):
        kind = kid.type
        if kind == "jsx_opening_element":
            tag, attributes = _opening(c, kid)
        elif kind != "jsx_closing_element":
            child = _child(c, kid)
            if child is not None:
                children.append(child)
    return make(Jsx, (tag, attributes, tuple(children), node.start_byte, node.end_byte))


def _closed(c: Lowering, node: Node) -> Expr:
    tag, attributes = _opening(c, node)
    return Jsx(tag, attributes, (), node.start_byte, node.end_byte)


def _opening(c: Lowering, node: Node) -> tuple[Expr, tuple[Prop | Spread, ...]]:
    kids = c.kids(node)
    if len(kids) > 1 and kids[1].type == "type_arguments":
        del kids[1]
    if not kids or kids[0].type in ("jsx_attribute", "jsx_expression"):
        return Str("", node.start_byte), tuple([_attribute(c, kid) for kid in kids])
    return _tag(c, kids[0]), tuple([_attribute(c, kid) for kid in kids[1:]])


def _tag(c: Lowering, node: Node) -> Expr:
    kind, text, at = node.type, c.text(node), node.start_byte
    if kind == "jsx_namespace_name" or (kind == "identifier" and (text[:1].islower() or "-" in text)):
        return Str(text, at)
    return Name(text, at) if kind == "identifier" else c.expr(node)


def _attribute(c: Lowering, node: Node) -> Prop | Spread:
    at = node.start_byte
    if node.type != "jsx_attribute":
        value = _expression(c, node)
        return value if isinstance(value, Spread) else Spread(value or Opaque((), at), at)
    kids = c.exactly(3, node)
    if not kids:
        return Spread(Opaque((), at), at)
    name = c.text(kids[0])
    if len(kids) < 2:
        return Prop(name, Lit(True, at), at)
    value = _child(c, kids[-1])
    return make(Prop, (name, Opaque((), at) if value is None else value, at, "init"))


def _child(c: Lowering, node: Node) -> Expr | None:
    """A child or an attribute's value; None for white space and comments. Lines of text are joined as React does."""
    kind = node.type
    if kind == "jsx_expression":
        return _expression(c, node)
    if kind == "jsx_text":
        text = " ".join(filter(None, LINES.split(c.text(node))))
        return Str(text, node.start_byte) if text.strip() else None
    if kind == "html_character_reference":
        return Str(_unescaped(c.text(node)), node.start_byte)
    if kind == "string":
        raw = c.text(node)
        return Str(_unescaped(raw[1:-1] if len(raw) > 1 and raw[0] == raw[-1] else raw[1:]), node.start_byte)
    return c.expr(node)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # its table of 2000 names is rarely needed

    return unescape(text)


def _expression(c: Lowering, node: Node) -> Expr | None:
    kids = c.kids(node)
    return c.expr(kids[0]) if kids else None


EXPRESSIONS: dict[str, ExprRule] = {
    "jsx_element": _element,
    "jsx_self_closing_element": _closed,
    "jsx_expression": lambda c, node: _expression(c, node) or Opaque((), node.start_byte),
    "jsx_text": lambda c, node: Str(c.text(node), node.start_byte),
    "html_character_reference": lambda c, node: Str(_unescaped(c.text(node)), node.start_byte),
}
