"""A very large file is parsed in pieces, between statements of its top level, since its tree takes up to a hundred times its bytes.

A cut is made where brackets are balanced, behind a `;`, or behind a `}` at the end of a line or with nothing behind it (as minifiers leave
it), and before a word that begins a statement.
Counting brackets can go wrong (in a regular expression, say), so the tree has the last word: a piece that ends in such a sign and is
without any damage is a list of whole statements. Otherwise the file is parsed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from scopeminer.syntax.grammars import parse_piece
from scopeminer.syntax.repairs import needs_no_repair

LARGE = 200_000  # bytes; hardly any file that a person wrote has more
PIECE = 60_000
COMPLETE = frozenset({"function_declaration", "generator_function_declaration", "class_declaration"})
TOKEN = re.compile(
    rb"""//[^\n]*|/\*.*?(?:\*/|\Z)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\.|[^`\\])*`?|"""
    rb"[({\[]|[)}\]](?=(?:[^\S\n]*\n\s*)?(export|import|const|let|var|function|class)\b)?|;\s*(?:export|import|const|let|var|function|class)\b",
    re.DOTALL,
)


def pieces(text: bytes, grammar: str) -> Iterator[Node | None]:
    """The root of the tree of each piece, one after the other, None in place of the first that cannot stand alone."""
    start = 0
    for end in (*_cuts(text), len(text)):
        root = parse_piece(text, grammar, start, end)
        if root.has_error or not _ends_a_statement(root, text, end):
            yield None
            return
        yield root
        start = end


def can_be_cut(text: bytes) -> bool:
    """Whether it is worth trying."""
    return len(text) > LARGE and needs_no_repair(text)


def _cuts(text: bytes) -> Iterator[int]:
    depth, last = 0, 0
    for match in TOKEN.finditer(text):
        sign = text[match.start()]
        if sign in b"({[":
            depth += 1
        elif sign in b")}]":
            depth -= 1
            if depth == 0 and match[1] and sign == 0x7D and match.end() - last > PIECE:
                last = match.end()
                yield last
        elif sign == 0x3B and depth == 0 and match.start() - last > PIECE:
            last = match.start() + 1
            yield last


def _ends_a_statement(root: Node, text: bytes, end: int) -> bool:
    """The last byte is a sign of its own, not one in a comment, a string or a regular expression, and what it ends needs no line end."""
    if end == len(text):
        return True
    node = root.descendant_for_byte_range(end - 1, end)
    if node is None or node.type not in (";", "}"):
        return False
    return node.type == ";" or text[end : end + 1].isspace() or root.children[-1].type in COMPLETE
