"""Comments addressed to this program: `scopeminer:` and what follows on the line."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.lowering import COMMENTS

MARK = b"scopeminer:"


def directives(source: bytes, root: Node) -> tuple[tuple[int, str], ...]:
    """(offset of the mark, the text from there to the end of the line or comment), in file order; the mark in a string is none."""
    if MARK not in source:
        return ()
    found: list[tuple[int, str]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in COMMENTS:
            found += _in_comment(source, node.start_byte, node.end_byte)
        elif source.find(MARK, node.start_byte, node.end_byte) >= 0:
            stack += reversed(node.children)
    return tuple(found)


def _in_comment(source: bytes, start: int, end: int) -> list[tuple[int, str]]:
    found = []
    at = source.find(MARK, start, end)
    while at >= 0:
        stop = source.find(b"\n", at, end)
        line = source[at : end if stop < 0 else stop]
        found.append((at, line.decode("utf-8", "replace").strip().removesuffix("*/").removesuffix("-->").strip()))
        at = source.find(MARK, at + len(line), end)
    return found
