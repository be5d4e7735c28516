"""What a function leaves behind in names and objects that outlive its call: another call may have left something else there."""

from __future__ import annotations

from scopeminer.program.receivers import this_of
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Arr, Expr, Func, Lit, New, Obj, Str
from scopeminer.values.definitions import Definition, LeftBy, Parameter, ValueOf

NOT_GIVEN = 1_000_000
"""A parameter that no call gives anything."""


def left_by(function: Function, definition: Definition) -> Definition:
    """What `function` stores where it stays when it is done: what is the same for each call is left as it is."""
    same = isinstance(definition, ValueOf) and isinstance(definition.expr, Str | Lit | Func)
    return definition if same else LeftBy(definition.var, definition, Parameter(0, function, NOT_GIVEN))


def is_made(definition: Definition | None) -> bool:
    """Whether a value is a new object wherever it is evaluated."""
    return isinstance(definition, ValueOf) and is_making(definition.expr)


def is_making(expr: Expr) -> bool:
    """The same of an expression."""
    return isinstance(expr, Arr | New | Obj)


def is_under_construction(function: Function) -> bool:
    """Whether `this` is a new object for each call of the function."""
    owner = this_of(function)
    return owner.owner is not None and owner.original in (owner.owner.constructor, owner.owner.initializer)
