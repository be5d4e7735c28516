"""Values that a decision chooses: conditions, switches, `a || b`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Arr, Binary, Cond, Expr, Lit, Logic, Member, Name, New, Obj, Str, Tagged, Template
from scopeminer.values.decision import branch_fits, decision, positive_form
from scopeminer.values.definitions import Choice
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Absent, Joined, Node, Repeated, Spelled, under
from scopeminer.values.pattern import Conditions, join_conditions
from scopeminer.values.trace import TEXTUAL

if TYPE_CHECKING:
    from scopeminer.values.reduce import Reducer

UNDECIDED: list[tuple[str | bool | None, Conditions]] = [(None, ())]
MOST_WAYS = 12
NODES_A_STEP = 8
"""Of values to which a decision is added: choices behind choices hand on hundreds of them."""
CERTAIN = (Str, Obj, Arr, Template, Tagged, Lit, New)


def choice(reducer: Reducer, choice: Choice, frame: Frame | None) -> list[Node]:
    """Each branch that can be taken, under its decision."""
    if len(choice.parts) == 1:
        return reducer.reduce_definition(choice.parts[0][1], frame)
    ways = _ways(reducer, choice.test, frame) if choice.test is not None and choice.key is not None else UNDECIDED
    out: list[Node] = []
    for label, part in choice.parts:
        fitting = [given for decided, given in ways if decided is None or branch_fits(label, decided, choice)]
        if fitting:
            nodes = reducer.reduce_definition(part, frame)
            out += _where(nodes, fitting, () if choice.key is None else ((choice.key, label),))
    reducer.steps -= len(out) // NODES_A_STEP
    if id(choice) in reducer.cyclic:
        reducer.cyclic.discard(id(choice))
        plain = [node for node in out if not isinstance(node.value, Joined)]
        appended = tuple(node.value.expr for node in out if isinstance(node.value, Joined))
        out = plain + [Node(Repeated(node, appended), node.frame, node.conditions) for node in plain if appended]
    return out


def conditional(reducer: Reducer, expr: Cond, frame: Frame | None) -> list[Node]:
    """`test ? a : b`."""
    key, positive = decision(expr.test, reducer.lookup.definition)
    ways = _ways(reducer, positive_form(expr.test), frame)
    out: list[Node] = []
    for branch, part in ((positive, expr.then), (not positive, expr.other)):
        fitting = [given for decided, given in ways if decided is None or bool(decided) == branch]
        if fitting:
            out += _where(reducer.reduce(part, frame), fitting, ((key, branch),))
    return out


def _where(nodes: list[Node], ways: list[Conditions], label: Conditions) -> list[Node]:
    """The values of a branch, in each of the ways that lead there."""
    out: list[Node] = []
    for given in dict.fromkeys(ways):
        conditions = join_conditions(given, label)
        if conditions is not None:
            out += under(nodes, conditions)
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


def _ways(reducer: Reducer, test: Expr, frame: Frame | None) -> list[tuple[str | bool | None, Conditions]]:
    """How a condition turns out (True, False) or what a switch's subject is (its text; None = not known), and when.

    What it tests can be one of several things, each under decisions of its own: a method and the route that it decides go together.
    """
    cuts = reducer.cuts
    ways: list[tuple[str | bool | None, Conditions]] = []
    if isinstance(test, Binary) and test.op in ("===", "=="):
        for left in reducer.spelled(test.left, frame):
            for right in reducer.spelled(test.right, frame):
                conditions = join_conditions(left.conditions, right.conditions)
                if conditions is not None:
                    ways.append((_equal(_constant(left), _constant(right)), conditions))
    elif isinstance(test, Name | Member):
        ways = [(_decided(node), node.conditions) for node in reducer.spelled(test, frame)]
    partly = reducer.cuts != cuts and len(ways) > 1
    return UNDECIDED if partly or not 0 < len(ways) <= MOST_WAYS or all(decided is None for decided, _ in ways) else ways


def _equal(left: str | None, right: str | None) -> bool | None:
    return None if left is None or right is None else left == right


def _decided(node: Node) -> str | bool | None:
    value = node.value
    if isinstance(value, Absent | Lit):
        return isinstance(value, Lit) and bool(value.value)
    if isinstance(value, Obj | Arr) or (isinstance(value, Spelled) and value.what == "object"):
        return True
    return value.value if isinstance(value, Str) else None


def _constant(node: Node) -> str | None:
    value = node.value
    if isinstance(value, Str | Lit):
        return str(value.value)
    return "None" if isinstance(value, Absent) else None
