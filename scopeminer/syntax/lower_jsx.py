"""JSX elements and fragments."""

from __future__ import annotations

import re
from sys import intern

from tree_sitter import Node

from scopeminer.syntax.ir import Arr, Expr, Jsx, Lit, Name, Opaque, Prop, Spread, Str
from scopeminer.syntax.lowering import ChildRule, ExprRule, Lowering

PLAIN = re.compile(r"([A-Za-z][\w-]*)=([\"'])([^\"'&\x80-\xff]*)\2", re.ASCII)
"""An attribute that is a text, nothing to be resolved in it."""
QUOTES = frozenset("\"'")
LINES = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
DIRECTIVE = "use:"
"""Of Solid: the name behind it is that of a function in scope."""


def _element(c: Lowering, node: Node) -> Expr:
    tag: Expr = Str("", node.start_byte)
    attributes: tuple[Prop | Spread, ...] = ()
    children: list[Expr] = []
    opening, rules = c.opening, c.children
    for kid in c.each(node):
        kind = kid.kind_id
        if kind == opening:
            tag, attributes = _opening(c, kid)
            continue
        rule = rules.get(kind)
        child = c.expr(kid, kind) if rule is None else rule(c, kid)
        if child is not None:
            children.append(child)
    return Jsx(tag, attributes, tuple(children), node.start_byte, node.end_byte)


def _closed(c: Lowering, node: Node) -> Expr:
    tag, attributes = _opening(c, node)
    return Jsx(tag, attributes, (), node.start_byte, node.end_byte)


def _opening(c: Lowering, node: Node) -> tuple[Expr, tuple[Prop | Spread, ...]]:
    kids = c.kids(node)
    if len(kids) > 1 and kids[1].kind_id != c.attribute and kids[1].type == "type_arguments":
        del kids[1]
    if not kids or kids[0].type in ("jsx_attribute", "jsx_expression"):
        return Str("", node.start_byte), tuple([_attribute(c, kid) for kid in kids])
    return _tag(c, kids[0]), tuple([_attribute(c, kid) for kid in kids[1:]]) if len(kids) > 1 else ()


def _tag(c: Lowering, node: Node) -> Expr:
    if node.kind_id != c.identifier:
        return c.expr(node) if node.type != "jsx_namespace_name" else Str(c.text(node), node.start_byte)
    text, at = c.text(node), node.start_byte
    return Str(text, at) if text[:1].islower() or "-" in text else Name(text, at)


def _attribute(c: Lowering, node: Node) -> Prop | Spread:
    at, end = node.start_byte, node.end_byte
    if c.letters[end - 1] in QUOTES:
        plain = PLAIN.fullmatch(c.letters, at, end)
        if plain is not None:
            name, _, text = plain.groups()
            return Prop(intern(name), Str(text, plain.start(2)), at, "init")
    value: Expr | None
    if node.kind_id != c.attribute:
        value = c.inside(node)
        return value if isinstance(value, Spread) else Spread(value or Opaque((), at), at)
    kids = c.exactly(3, node)
    if not kids:
        return Spread(Opaque((), at), at)
    name = c.text(kids[0])
    value = Lit(True, at)
    if len(kids) > 1:
        last = kids[-1]
        rule = c.children.get(last.kind_id)
        value = c.expr(last) if rule is None else rule(c, last)
    if name.startswith(DIRECTIVE):
        value = Arr((Name(name.removeprefix(DIRECTIVE), at), *([value] if value is not None else [])), at)
    return Prop(name, Opaque((), at) if value is None else value, at, "init")


def _text(c: Lowering, node: Node) -> Expr | None:
    """Lines of text are joined as React does; white space alone is nothing."""
    text = c.read(node.start_byte, node.end_byte)
    if text.isspace():
        return None
    if "\n" in text:
        lines = LINES.split(text) if "\r" in text else _lines(text)
        text = " ".join(filter(None, lines))
    return Str(text, node.start_byte)


def _lines(text: str) -> list[str]:
    """What LINES makes of a text that has no carriage return, in a third of the time."""
    first, *lines = text.split("\n")
    last = lines.pop()
    return [first.rstrip(" \t"), *[line.strip(" \t") for line in lines], last.lstrip(" \t")]


def _reference(c: Lowering, node: Node) -> Expr:
    return Str(_unescaped(c.text(node)), node.start_byte)


def _string(c: Lowering, node: Node) -> Expr:
    raw = c.text(node)
    return Str(_unescaped(raw[1:-1] if len(raw) > 1 and raw[0] == raw[-1] else raw[1:]), node.start_byte)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # its table of 2000 names is rarely needed

    return unescape(text)


def _nothing(c: Lowering, node: Node) -> Expr | None:
    return None


CHILDREN: dict[str, ChildRule] = {
    "jsx_expression": Lowering.inside,
    "jsx_text": _text,
    "html_character_reference": _reference,
    "string": _string,
    "jsx_closing_element": _nothing,
}

EXPRESSIONS: dict[str, ExprRule] = {
    "jsx_element": _element,
    "jsx_self_closing_element": _closed,
    "jsx_expression": lambda c, node: c.inside(node) or Opaque((), node.start_byte),
    "jsx_text": lambda c, node: Str(c.text(node), node.start_byte),
    "html_character_reference": _reference,
}
