"""What `this` and `super` mean inside a function."""

from __future__ import annotations

from typing import TypeGuard

from scopeminer.program.analysis import Analysis
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Function, Holder
from scopeminer.syntax.ir import Expr, Member, Super

SUPER = "*super"
"""In the place of a property: what is inherited."""


def is_method(callee: Expr) -> TypeGuard[Member]:
    """Whether what is called is read of an object, which is then what `this` means."""
    return type(callee) is Member and type(callee.object) is not Super


def this_of(function: Function) -> Function:
    """The function whose `this` is meant inside `function` (arrows have none of their own)."""
    while function.func.is_arrow and function.outer is not None:
        function = function.outer
    return function


def super_prototype(a: Analysis, function: Function) -> int:
    """The variable of what `super` means inside `function`."""
    method = this_of(function)
    cls = method.owner
    if cls is None:
        return _prototypes_of(a, method)
    if not cls.base:
        return 0
    return cls.base if cls in a.solver.of(method.this) else a.base_prototype(cls)


def _prototypes_of(a: Analysis, method: Function) -> int:
    """The variable of what the objects inherit from that a method of an object literal is called on."""
    known = a.loads[SUPER]
    var = known.get(method.this)
    if var is None and method.this:
        var = known[method.this] = a.solver.var()
        target = var

        def inherit(tokens: Tokens) -> None:
            for token in tokens:
                if isinstance(token, Holder):
                    a.solver.edge(token.inherited(a.solver), target)

        a.solver.on(method.this, inherit)
    return var or 0
