"""`+` of numbers adds, `+` of anything with a text puts one behind the other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Binary, Call, Expr, Lit, Member, Name, Str, Tagged, Template, Unary
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import MAX_DEPTH, Joined, Node, Repeated, Spelled
from scopeminer.values.pattern import Alternative, Conditions, Hole, join_conditions

if TYPE_CHECKING:
    from scopeminer.values.evaluate import Evaluator

Numbers = list[tuple[float, Conditions]]
ARITHMETIC = frozenset({"-", "*", "/", "%", "**"})
NUMERIC = frozenset({"Number", "parseInt", "parseFloat"})
MOST = 24
"""Sums of one expression."""


def addends(expr: Binary) -> list[Expr]:
    """`a + b + c` → a, b, c; what stands in brackets behind a `+` is one of them."""
    out: list[Expr] = []
    left: Expr = expr
    while isinstance(left, Binary) and left.op == "+":
        out.append(left.right)
        left = left.left
    return [left, *reversed(out)]


def numeric_head(self: Evaluator, parts: list[Expr], frame: Frame | None) -> tuple[list[Alternative], int]:
    """What the first of several addends come to where they are numbers, and how many these are; ([], 0) where they are none.

    A number and something that nobody knows is something that nobody knows, not one behind the other.
    """
    sums: Numbers | None = None
    taken, numeric = 0, False
    unknown: list[Expr] = []
    for part in parts:
        numbers = numbers_of(self, part, frame)
        if numbers is None:
            if _is_text(self, part, frame):
                break
            unknown.append(part)
        numeric = numeric or numbers is not None or _is_number(part)
        sums = numbers if not taken else _added(sums, numbers)
        taken += 1
    if taken < 2 or not numeric:
        return [], 0
    if sums is not None and not unknown:
        return [Alternative((_shown(value),), conditions) for value, conditions in sums], taken
    texts = chain.from_iterable(self.text(part, frame) for part in unknown)
    sources = dict.fromkeys(hole.source for text in texts for hole in text.pattern if isinstance(hole, Hole) and hole.source is not None)
    return [Alternative((Hole("segment", next(iter(sources), None)),))], taken


def numbers_of(self: Evaluator, expr: Expr, frame: Frame | None) -> Numbers | None:
    """The numbers that an expression can be; None when it can be anything else."""
    if self.depth >= MAX_DEPTH:
        self.cuts += 1
        return None
    self.depth += 1
    try:
        return _all(self, self.spelled(expr, frame)) or None
    finally:
        self.depth -= 1


def _all(self: Evaluator, nodes: Iterable[Node]) -> Numbers | None:
    """The first that is no number decides: sums of sums of branches would take an exponential time otherwise."""
    out: Numbers = []
    for node in nodes:
        numbers = _numbers(self, node)
        if numbers is None:
            return None
        out += numbers
    return out if len(out) <= MOST else None


def _numbers(self: Evaluator, node: Node) -> Numbers | None:
    value = node.value
    if isinstance(value, Lit) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return [(value.value, node.conditions)]
    if isinstance(value, Binary) and value.op == "+":
        return _under(_plus(self, numbers_of(self, value.left, node.frame), value.right, node.frame), node.conditions)
    if isinstance(value, Joined) and value.op == "+" and value.before:
        return _under(_plus(self, _all(self, value.before), value.expr, node.frame), node.conditions)
    return None


def _plus(self: Evaluator, left: Numbers | None, right: Expr, frame: Frame | None) -> Numbers | None:
    return _added(left, numbers_of(self, right, frame)) if left is not None else None


def _under(numbers: Numbers | None, conditions: Conditions) -> Numbers | None:
    return _added([(0, conditions)], numbers)


def _added(left: Numbers | None, right: Numbers | None) -> Numbers | None:
    if left is None or right is None or len(left) * len(right) > MOST:
        return None
    out: Numbers = []
    for one, given in left:
        for other, also in right:
            conditions = join_conditions(given, also)
            if conditions is not None:
                out.append((one + other, conditions))
    return out or None


def _is_number(expr: Expr) -> bool:
    """Whether an expression is a number by its form, whatever it is."""
    if isinstance(expr, Call):
        callee = expr.callee
        return callee.id in NUMERIC if isinstance(callee, Name) else isinstance(callee, Member) and _is_math(callee)
    if isinstance(expr, Member):
        return expr.name == "length"
    return (isinstance(expr, Binary) and expr.op in ARITHMETIC) or (isinstance(expr, Unary) and expr.op in ("-", "+"))


def _is_math(callee: Member) -> bool:
    return isinstance(callee.object, Name) and callee.object.id == "Math"


def _is_text(self: Evaluator, expr: Expr, frame: Frame | None) -> bool:
    nodes = self.spelled(expr, frame)
    return any(isinstance(node.value, Str | Template | Tagged) or (isinstance(node.value, Spelled) and node.value.what) for node in nodes)


def is_count(self: Evaluator, first: Node, appended: tuple[Expr, ...], frame: Frame | None) -> bool:
    """Whether `first += …` counts: it begins with a number, and no text is added."""
    if isinstance(first.value, Repeated):
        first = first.value.first
    return _numbers(self, first) is not None and not any(_is_text(self, expr, frame) for expr in appended)


def _shown(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)
