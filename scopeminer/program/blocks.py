"""Statements in order, each handed to whoever makes its constraints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scopeminer.program.bindings import Scope
from scopeminer.program.body import Body
from scopeminer.program.expressions import function_value
from scopeminer.syntax import ir
from scopeminer.values.definitions import ValueOf

UNDECLARING = frozenset({ir.Return, ir.Do, ir.Throw, ir.Jump})
"""Statements that declare nothing: what many functions and branches are one of."""
STATEMENTS: dict[type, Callable[[Body, Any], None]] = {}
"""Statement → its constraints; filled by program/statements."""


def block(body: Body, stmts: tuple[ir.Stmt, ...]) -> None:
    """Statements in order; function and class names are visible from the start."""
    if len(stmts) == 1 and type(stmts[0]) in UNDECLARING and body.env is not None:
        STATEMENTS[type(stmts[0])](body, stmts[0])
        return
    for declared in body.enter(stmts):
        if isinstance(declared, ir.Func):
            body.define(declared.name, ValueOf(function_value(body, declared), declared))
    a, dead = body.a, False
    for stmt in stmts:
        if body.env is None:
            dead = True
            body.env = {}
        if a.is_full:
            break
        STATEMENTS[stmt.__class__](body, stmt)
    if dead:
        body.env = None


def nested(body: Body, stmts: tuple[ir.Stmt, ...]) -> None:
    """A block with a scope of its own, if it can declare something."""
    if len(stmts) == 1 and type(stmts[0]) in UNDECLARING:
        block(body, stmts)
    elif stmts:
        outer = body.scope
        body.scope = Scope(outer)
        block(body, stmts)
        body.scope = outer
