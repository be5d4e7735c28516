"""Literals: strings and templates with their escapes resolved, numbers, regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from sys import intern

from tree_sitter import Node

from scopeminer.syntax.grammars import ERROR
from scopeminer.syntax.ir import Arr, Expr, Lit, Member, Name, Opaque, Str, Template
from scopeminer.syntax.lowering import ExprRule, Leaf, Lowering, children

ESCAPE = re.compile(r"\\(u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-3][0-7]{0,2}|[4-7][0-7]?)|\r\n|[\s\S])")
SURROGATES = re.compile("[\ud800-\udfff]")
SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r": "", "\r\n": "", "\u2028": "", "\u2029": "",
}  # fmt: skip
SAFE_INTEGER = 2**53
CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}
QUOTES = frozenset("\"'")


def cooked(text: str) -> str:
    """`text` with its escapes resolved; a half of a surrogate pair becomes U+FFFD, because no file can hold it."""
    if "\\" not in text:
        return text
    text = ESCAPE.sub(_escape, text)
    if SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _escape(match: re.Match[str]) -> str:
    whole, braced, four, two, octal = match.groups()
    digits = braced or four or two
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    if octal:
        return chr(int(octal, 8))
    return SIMPLE.get(whole, whole)


def string_text(c: Lowering, node: Node) -> str:
    """The value of a string literal."""
    return string_value(c.read(node.start_byte, node.end_byte))


def string_value(text: str) -> str:
    """What a string literal means, also one without its closing quote."""
    quote = text[:1]
    if quote in QUOTES:
        text = text[1:-1] if len(text) > 1 and text[-1] == quote else text[1:]
    return cooked(text)


def template(c: Lowering, node: Node) -> Template:
    quasis: list[str] = []
    holes: list[Expr] = []
    start = node.start_byte + 1
    for child in node.named_children:
        if child.type == "template_substitution":
            quasis.append(_quasi(c, start, child.start_byte))
            holes.append(c.inside(child) or Lit(None, child.start_byte))
            start = child.end_byte
    end = node.end_byte
    if end > start and c.letters[end - 1] == "`":
        end -= 1
    quasis.append(_quasi(c, start, end))
    return Template(tuple(quasis), tuple(holes), node.start_byte)


def _quasi(c: Lowering, start: int, end: int) -> str:
    text = c.read(start, end)
    return cooked(text.replace("\r\n", "\n") if "\r" in text else text)


def number_value(text: str) -> float | str:
    """A number as JavaScript holds it, whole ones as int; a bigint is its source text."""
    if text.isdecimal() and text[0] != "0" and len(text) < 16:
        return int(text)
    text = text.replace("_", "")
    if text.endswith("n"):
        return text
    try:
        if text[:2].lower() in ("0x", "0o", "0b"):
            whole = int(text, 0)
            return whole if whole < SAFE_INTEGER else float(whole)
        if len(text) > 1 and text[0] == "0" and set(text) <= set("01234567"):
            return int(text, 8)
        value = float(text)
    except (ValueError, OverflowError):
        return text
    return int(value) if abs(value) < SAFE_INTEGER and value.is_integer() else value


def key_of(c: Lowering, node: Node) -> str | Expr:
    """A property's name (`@@iterator` for `Symbol.iterator`), or the expression that computes it."""
    kind = node.type
    if kind == "string":
        return string_text(c, node)
    if kind == "number":
        return str(number_value(c.text(node)))
    if kind != "computed_property_name":
        return c.text(node)
    kids = c.kids(node)
    key = c.expr(kids[0]) if kids else Opaque((), node.start_byte)
    if isinstance(key, Str):
        return key.value
    if isinstance(key, Template) and not key.holes:
        return key.quasis[0]
    if isinstance(key, Member) and isinstance(key.object, Name) and key.object.id == "Symbol":
        return f"@@{key.name}"
    return key


def array(c: Lowering, node: Node) -> Expr:
    if node.child_count <= 2 * node.named_child_count + 1:
        return Arr(c.listed(node), node.start_byte)
    return Arr(tuple([Lit(None, node.start_byte) if item is None else c.expr(item) for item in items(c, node)]), node.start_byte)


def items(c: Lowering, node: Node) -> Iterable[Node | None]:
    """Items of an array or array pattern; None stands for a hole (`[a, , b]`)."""
    found = _items(c, node)
    return list(found) if node.has_error else found  # all ERROR nodes are put aside before any item is lowered


def _items(c: Lowering, node: Node) -> Iterator[Node | None]:
    filled = False
    for child in children(node):
        if child.kind_id == ERROR:
            c.strays.append(child)
        if child.is_named and child.kind_id not in c.skipped:
            yield child
            filled = True
        elif child.type == ",":
            if not filled:
                yield None
            filled = False


LEAVES: dict[str, Leaf] = {
    "identifier": (Name, intern),
    "private_property_identifier": (Str, intern),
    "string": (Str, string_value),
    "number": (Lit, number_value),
    "regex": (Lit, intern),
    **dict.fromkeys(CONSTANTS, (Lit, CONSTANTS.get)),
}

EXPRESSIONS: dict[str, ExprRule] = {"template_string": template, "array": array}
