"""Known gaps of the grammars, closed before the tree is read: the text that a grammar misreads is blanked and parsed again.

The worst gap makes no error at all: ``tag<T>`…` `` is read as two comparisons, and an `await` before it as part of the first one.
Type arguments mean nothing at run time, so they are blanked, once the tree has confirmed that the backtick opens a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from scopeminer.syntax.grammars import Parsed, parse
from scopeminer.syntax.text import blanked

ROUNDS = 4
SPACE = frozenset(b" \t\n\r\f\v")
NAME_END = re.compile(rb"[\w$\x80-\xff)\]]")
SPACED = re.compile(rb"[\w$\x80-\xff)\]] <\s*\{")
"""A space before the type of an object: no comparison, for it would always be false."""
LONGEST = 4000  # bytes of type arguments looked through
CLOSING = {b")": b"(", b"]": b"[", b"}": b"{"}
ATTRIBUTES = re.compile(rb"(\bfrom\s*(?:\"[^\"\n]*\"|'[^'\n]*')\s*)((?:with|assert)\s*\{[^{}]*\})")
PHASE = re.compile(rb"(\bimport\s+)((?:defer|source)\s)(?=\s*[*\w])")
ABSTRACT = re.compile(rb"(\bexport\s+default\s+)(abstract\b)(?=\s+class\b)")
USING = re.compile(rb"\busing\b(?!\s+[\w$])")
"""The name: to the grammars of TypeScript it is a word of the language only."""
STRAY = re.compile(rb"(?<!&)&(?!&)|(?<=\s)>(?=[=\s\d])")
"""Signs that the text of JSX may hold."""


def parse_repaired(text: bytes, grammars: tuple[str, ...]) -> Parsed:
    """The best tree of `text`, after the repairs; its offsets are those of `text`. The last of the grammars for files that can have JSX is
    for what no repair helps: it has none, and takes ten times as long to find out that a file is not for it."""
    likely = grammars[:-1] if len(grammars) > 1 and grammars[-1] == "typescript" else grammars
    parsed = _parse_repaired(text, likely)
    if parsed.error_bytes and likely != grammars:
        other = _parse_repaired(text, grammars[-1:])
        if other.error_bytes < parsed.error_bytes:
            return other
    return parsed


def _parse_repaired(text: bytes, grammars: tuple[str, ...]) -> Parsed:
    parsed = parse(text, grammars)
    for _ in range(ROUNDS):
        repaired = _without_tag_arguments(text, parsed.tree.root_node)
        if repaired == text:
            break
        text, parsed = repaired, parse(repaired, grammars)
    if parsed.error_bytes:
        for attempt in (_without_gaps(text), _without_strays(text, parsed.tree.root_node)):
            if attempt != text:
                again = parse(attempt, grammars)
                if again.error_bytes < parsed.error_bytes:
                    text, parsed = attempt, again
                    if not parsed.error_bytes:
                        break
    return parsed


def needs_no_repair(text: bytes) -> bool:
    """Whether nothing in it can be what a grammar misreads without an error."""
    return all(_start_of_arguments(text, end) is None for end, _ in _ends_of_tags(text))


def _without_tag_arguments(text: bytes, root: Node) -> bytes:
    pieces, at = [], 0
    for end, tick in _ends_of_tags(text):
        start = _start_of_arguments(text, end)
        if start is not None and start >= at and _opens_template(root, tick):
            pieces += [text[at:start], blanked(text[start:tick])]
            at = tick
    return b"".join((*pieces, text[at:])) if pieces else text


def _ends_of_tags(text: bytes) -> Iterator[tuple[int, int]]:
    """Where a `>` stands before a backtick, and where that stands."""
    tick = text.find(b"`")
    while tick >= 0:
        at = tick - 1
        while at > 0 and text[at] in SPACE:
            at -= 1
        if at > 0 and text[at] == 0x3E:
            yield at, tick
        tick = text.find(b"`", tick + 1)


def _opens_template(root: Node, tick: int) -> bool:
    node = root.descendant_for_byte_range(tick, tick + 1)
    while node is not None and node.start_byte == tick:
        if node.type == "template_string":
            return True
        node = node.parent
    return False


def _start_of_arguments(text: bytes, end: int) -> int | None:
    """The `<` that the `>` at `end` closes, when it follows a name and what is between can be types."""
    open_brackets: list[bytes] = []
    angles = 0
    at = end
    while at > max(0, end - LONGEST):
        char = text[at : at + 1]
        if char == b">":
            if text[at - 1 : at] == b"=":
                if at == end:
                    return None
                at -= 1
            else:
                angles += 1
        elif char == b"<":
            angles -= 1
            if angles == 0:
                return at if not open_brackets and (NAME_END.match(text, at - 1) or SPACED.match(text, at - 2)) else None
        elif char in CLOSING:
            open_brackets.append(CLOSING[char])
        elif char in (b"(", b"[", b"{"):
            if not open_brackets or open_brackets.pop() != char:
                return None
        elif char in (b"'", b'"'):
            at = text.rfind(char, 0, at)
        elif char == b"`" or (char in (b";", b"=") and not open_brackets) or text[at - 1 : at + 1] in (b"&&", b"||"):
            return None
        at -= 1
    return None


def _without_gaps(text: bytes) -> bytes:
    for gap in (ATTRIBUTES, PHASE, ABSTRACT):
        text = gap.sub(lambda match: match[1] + blanked(match[2]), text)
    return USING.sub(b"Using", text)


def _without_strays(text: bytes, root: Node) -> bytes:
    """A bare `&` in the text or an attribute of JSX is an error to the grammar only, as is `x >= 80` in a text to all but most bundlers."""
    out = bytearray(text)
    for start, end in _damaged(root):
        for match in STRAY.finditer(text, start, end):
            out[match.start()] = 0x78
    return bytes(out)


def _damaged(root: Node) -> Iterator[tuple[int, int]]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "ERROR":
            yield node.start_byte, node.end_byte
        elif node.has_error:
            stack += node.children
