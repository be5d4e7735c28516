"""Constraints of expressions of which a part may not be evaluated: what that assigns is assigned on one way only."""

from __future__ import annotations

from scopeminer.program.body import Body, Environment
from scopeminer.syntax.ir import LITERALS, Cond, Expr, Logic
from scopeminer.values.decision import positive_form


def conditional(body: Body, expr: Cond) -> int:
    """`test ? a : b`."""
    body.value(expr.test)
    before = body.env
    first, then, assigned = _branch(body, expr.then)
    second, other, assigned_too = _branch(body, expr.other)
    if assigned or assigned_too:
        key, positive = body.decision(expr.test)
        body.env = before
        body.merge([(positive, then), (not positive, other)], key, positive_form(expr.test))
    return _either(body, first, second)


def logic(body: Body, expr: Logic) -> int:
    """`a && b`, `a || b`, `a ?? b`."""
    first = body.value(expr.left)
    second, after, assigned = _branch(body, expr.right)
    if assigned and expr.op == "??":
        body.merge([(None, body.env), (None, after)], None, None)
    elif assigned:
        key, positive = body.decision(expr.left)
        taken = positive if expr.op == "&&" else not positive
        body.merge([(taken, after), (not taken, body.env)], key, positive_form(expr.left))
    return _either(body, first, second)


def _branch(body: Body, expr: Expr) -> tuple[int, Environment | None, bool]:
    """An expression that may not be evaluated: its variable, what reaches its end, and whether it assigns; nothing has happened yet."""
    before = body.env
    if expr.__class__ in LITERALS:
        return 0, before, False
    var = body.apart(expr)
    after, body.env = body.env, before
    return var, after, after is not before


def _either(body: Body, first: int, second: int) -> int:
    if not first or not second:
        return first or second
    var = body.a.solver.var()
    body.a.solver.edge(first, var)
    body.a.solver.edge(second, var)
    return var
