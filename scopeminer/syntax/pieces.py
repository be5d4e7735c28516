"""A very large file is parsed in pieces, between statements of its top level, since its tree takes up to a hundred times its bytes.

A cut is made where brackets are balanced, behind a `;`, or behind a `}` at the end of a line or with nothing behind it (as minifiers leave
it), and before a word that begins a statement.
Counting brackets can go wrong (in a regular expression, say), so the tree has the last word: a piece that ends in such a sign and is
without any damage is a list of whole statements. Otherwise the file is parsed as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from tree_sitter import Node

from scopeminer.syntax.grammars import parse_piece
from scopeminer.syntax.repairs import needs_no_repair

LARGE = 200_000  # bytes; hardly any file that a person wrote has more
PIECE = 60_000
STARTS = rb"export|import|const|let|var|function|class|if|for|switch|try|throw|return"
"""Words that a statement begins with, and nothing goes on with."""
QUOTED = rb"""'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?|`[^`\\]*+(?:\\.[^`\\]*+)*+`?"""
EXPRESSION = rb"(?:(?<=[(,=:\[!&|?{};])|(?<=[(,=:\[!&|?{};]\s)|(?<=return))/(?:\\.|\[(?:\\.|[^\]\\\n])*+\]|[^/\\\n\[])++/"
SKIPPED = rb"//[^\n]*|/\*.*?(?:\*/|\Z)|" + EXPRESSION + rb"|" + QUOTED
"""Comments, regular expressions and quoted text: no sign in them counts. None of them is tried twice, for they can be long."""
COMPLETE = frozenset({
    "function_declaration", "generator_function_declaration", "class_declaration", "class_body", "statement_block", "if_statement",
    "else_clause", "for_statement", "for_in_statement", "while_statement", "switch_statement", "switch_body", "try_statement",
    "catch_clause", "finally_clause", "export_statement",
})  # fmt: skip
"""What a `}` ends, whatever stands behind it."""
TOKEN = re.compile(
    SKIPPED + rb"|[({\[]|[)}\]](?=(?:[^\S\n]*\n\s*)?(" + STARTS + rb")\b)?|;\s*(?:" + STARTS + rb")\b",
    re.DOTALL,
)


def pieces(text: bytes, grammar: str, parts: Callable[[int, int], Iterable[tuple[int, int]] | None]) -> Iterator[Node | None]:
    """The root of the tree of each piece, one after the other, None in place of the first that cannot stand alone.

    `parts`: which parts are parsed of a piece from one offset to another; None where it cannot be parsed.
    """
    start = 0
    for end in (*_cuts(text), len(text)):
        wanted = parts(start, end)
        if wanted is None:
            yield None
            return
        root = parse_piece(text, grammar, *wanted)
        if root.has_error or not (end == len(text) or ends_a_statement(root, text, end)):
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


def ends_a_statement(block: Node, text: bytes, end: int) -> bool:
    """The byte before `end` is a sign of its own, not one in a comment, a string or a regular expression, and the statement of `block` that
    it ends needs no line end."""
    node = block.descendant_for_byte_range(end - 1, end)
    if node is None or node.type not in (";", "}"):
        return False
    if node.type == ";" or text[end : end + 1].isspace():
        return True
    around = node.parent
    while around is not None and around != block and around.type in COMPLETE:
        around = around.parent
    return around == block
