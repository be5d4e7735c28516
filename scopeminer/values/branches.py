"""Values that a decision chooses: conditions, switches, `a || b`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Arr, Binary, Cond, Expr, Lit, Logic, Member, Name, New, Obj, Str, Tagged, Template
from scopeminer.values.decision import branch_fits, decision, positive_form
from scopeminer.values.definitions import Choice
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Absent, Joined, Node, Repeated, Spelled, under
from scopeminer.values.trace import TEXTUAL

if TYPE_CHECKING:
    from scopeminer.values.reduce import Reducer

CERTAIN = (Str, Obj, Arr, Template, Tagged, Lit, New)


def choice(reducer: Reducer, choice: Choice, frame: Frame | None) -> list[Node]:
    """Each branch that can be taken, under its decision."""
    if len(choice.parts) == 1:
        return reducer.reduce_definition(choice.parts[0][1], frame)
    decided = _decided(reducer, choice.test, frame) if choice.test is not None else None
    out: list[Node] = []
    for label, part in choice.parts:
        if decided is not None and choice.key is not None and not branch_fits(label, decided, choice):
            continue
        conditions = () if choice.key is None else ((choice.key, label),)
        out += under(reducer.reduce_definition(part, frame), conditions)
    if id(choice) in reducer.cyclic:
        reducer.cyclic.discard(id(choice))
        plain = [node for node in out if not isinstance(node.value, Joined)]
        appended = tuple(node.value.expr for node in out if isinstance(node.value, Joined))
        out = plain + [Node(Repeated(node, appended), node.frame, node.conditions) for node in plain if appended]
    return out


def conditional(reducer: Reducer, expr: Cond, frame: Frame | None) -> list[Node]:
    """`test ? a : b`."""
    key, positive = decision(expr.test, reducer.lookup.definition)
    decided = _decided(reducer, positive_form(expr.test), frame)
    if isinstance(decided, str):
        decided = bool(decided)
    out: list[Node] = []
    for branch, part in ((positive, expr.then), (not positive, expr.other)):
        if decided is None or decided == branch:
            out += under(reducer.reduce(part, frame), ((key, branch),))
    return out


def logic(reducer: Reducer, expr: Logic, frame: Frame | None) -> list[Node]:
    """`a && b`, `a || b`, `a ?? b`."""
    right = reducer.reduce(expr.right, frame)
    if expr.op == "&&":
        return [*right, Node(Absent(), frame)]
    out: list[Node] = []
    certain = True
    for node in reducer.reduce(expr.left, frame) if reducer.taken == TEXTUAL else reducer.whole(expr.left, frame):
        value = node.value
        falsy = isinstance(value, Absent) or (isinstance(value, Lit) and not value.value and (expr.op == "||" or value.value is None))
        falsy = falsy or (isinstance(value, Str) and not value.value and expr.op == "||")
        known = value.what != "" if isinstance(value, Spelled) else isinstance(value, CERTAIN)
        certain = certain and not falsy and known
        if not falsy:
            out.append(node)
    return out if out and certain else [*out, *right]


def _decided(reducer: Reducer, test: Expr, frame: Frame | None) -> str | bool | None:
    """The value of a condition (True, False) or of a switch's subject (its text); None when it is not known."""
    if isinstance(test, Binary) and test.op in ("===", "=="):
        left, right = _constant(reducer, test.left, frame), _constant(reducer, test.right, frame)
        return None if left is None or right is None else left == right
    if isinstance(test, Name | Member):
        value = _only(reducer, test, frame)
        if isinstance(value, Absent | Lit):
            return isinstance(value, Lit) and bool(value.value)
        if isinstance(value, Obj | Arr) or (isinstance(value, Spelled) and value.what == "object"):
            return True
        return value.value if isinstance(value, Str) else None
    return None


def _constant(reducer: Reducer, expr: Expr, frame: Frame | None) -> str | None:
    value = _only(reducer, expr, frame)
    if isinstance(value, Str | Lit):
        return str(value.value)
    return "None" if isinstance(value, Absent) else None


def _only(reducer: Reducer, expr: Expr, frame: Frame | None) -> object:
    """What an expression stands for where that is one thing."""
    nodes = reducer.spelled(expr, frame)
    return nodes[0].value if len(nodes) == 1 else None
