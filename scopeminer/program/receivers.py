"""What `this` and `super` mean inside a function."""

from __future__ import annotations

from scopeminer.program.analysis import Analysis
from scopeminer.program.tokens import Function


def this_of(function: Function) -> Function:
    """The function whose `this` is meant inside `function` (arrows have none of their own)."""
    while function.func.is_arrow and function.outer is not None:
        function = function.outer
    return function


def super_prototype(a: Analysis, function: Function) -> int:
    """The variable of what `super` means inside `function`."""
    method = this_of(function)
    cls = method.owner
    if cls is None or not cls.base:
        return 0
    return cls.base if cls in a.solver.of(method.this) else a.base_prototype(cls)
