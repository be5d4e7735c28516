"""A very large statement is parsed in slices: what stands between two of its brackets, some of it at a time, with all that is around them.

Bundles are one call of one function, and generated tables one literal. The brackets are those that can be cut into most slices; a cut is
made behind a `,` of a list, or where a file would be cut (see pieces). Again the tree has the last word: each slice must be without
damage, and end in such a sign of these brackets; otherwise the file is parsed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tree_sitter import Node

from scopeminer.records import NamedTuple, dataclass
from scopeminer.syntax.density import is_too_dense
from scopeminer.syntax.directives import directives
from scopeminer.syntax.grammars import parse_piece
from scopeminer.syntax.ir import Arr, Expr, Obj, Stmt
from scopeminer.syntax.lowering import Lowering, Rules
from scopeminer.syntax.pieces import LARGE, PIECE, SKIPPED, STARTS, ends_a_statement

TOKEN = re.compile(
    SKIPPED + rb"|[({\[,]|;(?=\s*(?:" + STARTS + rb")\b|[^\S\n]*\n)|[)}\]](?=(?:[^\S\n]*\n\s*)?(" + STARTS + rb")\b)?", re.DOTALL
)


class Brackets(NamedTuple):
    """The statement from `start` to `end` has brackets from `at` to `close` (behind it), and where their content can be cut."""

    start: int
    end: int
    at: int
    close: int
    lists: tuple[int, ...]
    blocks: tuple[int, ...]

    def frame(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """What is around the content, the brackets included."""
        return (self.start, self.at + 1), (self.close - 1, self.end)


@dataclass(slots=True)
class _Open:
    """A bracket that was opened, and where what follows it can be cut."""

    at: int
    is_curly: bool
    lists: tuple[int, ...] = ()
    blocks: tuple[int, ...] = ()

    def note_comma(self, place: int) -> None:
        if place - (self.lists[-1] if self.lists else self.at) > PIECE:
            self.lists += (place,)

    def note_end(self, place: int) -> None:
        """A statement may end here."""
        if self.is_curly and place - (self.blocks[-1] if self.blocks else self.at) > PIECE:
            self.blocks += (place,)


def brackets(text: bytes, start: int, end: int) -> Brackets | None:
    """Those of a statement that can be cut into most slices."""
    best, most, open_ones = None, 0, list[_Open]()
    for match in TOKEN.finditer(text, start, end):
        at = match.start()
        sign = text[at : at + 1]
        if sign in b"({[":
            open_ones.append(_Open(at, sign == b"{"))
        elif not open_ones:
            if sign in b")}]":
                return None
        elif sign == b",":
            open_ones[-1].note_comma(at + 1)
        elif sign == b";":
            open_ones[-1].note_end(at + 1)
        elif sign in b")}]":
            closed = open_ones.pop()
            cuts = max(len(closed.lists), len(closed.blocks))
            if cuts > most:
                best, most = Brackets(start, end, closed.at, at + 1, closed.lists, closed.blocks), cuts
            if open_ones and match[1] and sign == b"}":
                open_ones[-1].note_end(at + 1)
    return best


class SlicedLowering(Lowering):
    """One file of which some statements are sliced. `failed`: one cannot be, and what was lowered is worth nothing."""

    __slots__ = ("content", "directives", "failed", "grammar", "literals_of", "nodes", "readable")

    def __init__(self, source: bytes, rules: Rules, readable: bytes, grammar: str) -> None:
        super().__init__(source, rules)
        self.readable = readable
        self.grammar = grammar
        self.content: Brackets | None = None
        """What the tree at hand leaves out."""
        self.failed = False
        self.directives: list[tuple[int, str]] = []
        self.nodes = 0
        self.literals_of = {kind: rule for kind, rule in rules.expressions.items() if rules.words[kind] in ("object", "array")}
        self.expressions = {**rules.expressions, **dict.fromkeys(self.literals_of, _literal)}

    def parts_of(self, start: int, end: int) -> tuple[tuple[int, int], ...] | None:
        """What the tree at hand is made of, of a piece of the file; None where that would take too much room."""
        self.content = brackets(self.readable, start, end) if end - start > LARGE else None
        if self.content is not None:
            return self.content.frame()
        return None if self.is_too_dense(start, end) else ((start, end),)

    def is_too_dense(self, start: int, end: int) -> bool:
        """Whether the tree of a part of the file would take too much room."""
        return is_too_dense(self.readable[start:end], self.grammar, len(self.readable))

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the tree at hand was left out in the end."""
        return not self.failed and self.content is None

    def body(self, node: Node) -> tuple[Stmt, ...]:
        if not self.is_left_out(node):
            return super().body(node)
        return tuple([stmt for part in self.slices(node) for stmt in super(SlicedLowering, self).body(part)])

    def listed(self, node: Node) -> tuple[Expr, ...]:
        if not self.is_left_out(node):
            return super().listed(node)
        return tuple([value for part in self.slices(node) for value in super(SlicedLowering, self).listed(part)])

    def is_left_out(self, node: Node) -> bool:
        content = self.content
        return content is not None and node.start_byte == content.at and node.end_byte == content.close

    def slices(self, node: Node) -> Iterator[Node]:
        """A node of the tree at hand as it is in the tree of each slice."""
        content, self.content = self.content, None
        assert content is not None, "who asks has looked"
        is_block = node.type == "statement_block"
        cuts = content.blocks if is_block else content.lists
        for start, end in pairwise((content.at + 1, *cuts, content.close - 1)):
            if self.is_too_dense(start, end):
                self.failed = True
                return
            around, behind = content.frame()
            root = parse_piece(self.readable, self.grammar, around, (start, end), behind)
            part = _same(root, node)
            if root.has_error or part is None or not (end == content.close - 1 or _ends(part, self.readable, end, is_block)):
                self.failed = True
                return
            self.directives += directives(self.source, part)
            self.nodes += part.descendant_count
            yield part


def _literal(c: Lowering, node: Node) -> Expr:
    assert isinstance(c, SlicedLowering), "no other has this rule"
    rule = c.literals_of[node.kind_id]
    if not c.is_left_out(node):
        return rule(c, node)
    made = [rule(c, part) for part in c.slices(node)]
    if isinstance(made[0], Obj):
        return Obj(tuple([prop for one in made if isinstance(one, Obj) for prop in one.props]), node.start_byte)
    return Arr(tuple([item for one in made if isinstance(one, Arr) for item in one.items]), node.start_byte)


def _same(root: Node, node: Node) -> Node | None:
    found = root.descendant_for_byte_range(node.start_byte, node.end_byte)
    while found is not None and (found.kind_id != node.kind_id or found.start_byte != node.start_byte or found.end_byte != node.end_byte):
        found = found.parent
    return found


def _ends(part: Node, text: bytes, end: int, is_block: bool) -> bool:
    """Whether the slice of `part` that ends there ends in a sign that stands between its parts, or behind its last statement."""
    if is_block:
        last = part.children[-2] if part.child_count > 2 else None
        return last is not None and last.end_byte == end and ends_a_statement(part, text, end)
    sign = part.descendant_for_byte_range(end - 1, end)
    return sign is not None and sign.type == "," and sign.parent == part
