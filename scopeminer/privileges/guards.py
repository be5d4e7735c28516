"""Calls that are made only after a check of what was granted (`permissions.hasScope`, `usePermissions`) or of what the user may
(`authorize()`): design.md section 2, Guards.

A guard never makes a need optional: an app whose scopes are app-managed asks first, and needs the scope all the same once it is granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scopeminer.program.callsite import CallSite
from scopeminer.program.constituents import passed_on
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import (
    Await,
    Binary,
    Call,
    Class,
    Cond,
    Expr,
    Func,
    If,
    Index,
    Jump,
    Logic,
    Member,
    Name,
    Return,
    Stmt,
    Tagged,
    Throw,
    Unary,
)  # fmt: skip
from scopeminer.syntax.record import HOLDING
from scopeminer.values.definitions import Definition, FieldOf

DECIDING, GUARDED, APART = frozenset({If, Cond, Logic}), frozenset({Call, Tagged, Func}), frozenset({Func, Class})
MOST_STEPS = 12
"""From a name back to the check that it holds the answer of."""


class Guards:
    """The guarded calls of one program, found function by function when one is asked about."""

    def __init__(self, program: Program, probes: Iterable[CallSite]) -> None:
        """`probes`: the calls that check."""
        self._program = program
        self._probes = {id(site.node) for site in probes if site.node is not None}
        self._known: dict[Function, set[int]] = {}

    def __call__(self, site: CallSite) -> bool:
        """Whether the call is made only where a check said yes, in its own function or around it."""
        function: Function | None = site.caller if self._probes else None
        node: object = site.node
        while function is not None:
            if id(node) in self._of(function):
                return True
            node, function = function.func, function.outer
        return False

    def _of(self, function: Function) -> set[int]:
        known = self._known.get(function)
        if known is None:
            known = self._known[function] = set()
            self._block(function.func.body, False, known)
        return known

    def _block(self, body: tuple[Stmt, ...], guarded: bool, found: set[int]) -> None:
        """Identities of guarded calls and functions; behind `if (!granted) return;` the rest of a block is guarded."""
        for statement in body:
            self._inside(statement, guarded, found)
            if isinstance(statement, If) and not statement.other and _leaves(statement.then) and self._denies(statement.test):
                guarded = True

    def _inside(self, part: Any, guarded: bool, found: set[int]) -> None:
        stack: list[Any] = [part]
        while stack:
            node = stack.pop()
            kind = type(node)
            if kind in DECIDING:
                self._decided(node, guarded, found)
                continue
            if guarded and kind in GUARDED:
                found.add(id(node))
            if kind not in APART:
                stack += [item for item in node if isinstance(item, HOLDING)]

    def _decided(self, node: If | Cond | Logic, guarded: bool, found: set[int]) -> None:
        match node:
            case If():
                self._inside(node.test, guarded, found)
                self._block(node.then, guarded or self._grants(node.test), found)
                self._block(node.other, guarded or self._denies(node.test), found)
            case Cond():
                self._inside(node.test, guarded, found)
                self._inside(node.then, guarded or self._grants(node.test), found)
                self._inside(node.other, guarded or self._denies(node.test), found)
            case Logic():
                holds = {"&&": self._grants, "||": self._denies}.get(node.op)
                self._inside(node.left, guarded, found)
                self._inside(node.right, guarded or (holds is not None and holds(node.left)), found)

    def _grants(self, test: Expr) -> bool:
        """Whether a condition holds only where a check said yes."""
        if isinstance(test, Logic) and test.op == "&&":
            return self._grants(test.left) or self._grants(test.right)
        if isinstance(test, Unary) and test.op == "!":
            return self._denies(test.value)
        return not isinstance(test, Logic | Binary) and self._asks(test)

    def _denies(self, test: Expr) -> bool:
        """Whether a condition holds wherever a check said no."""
        if isinstance(test, Logic) and test.op == "||":
            return self._denies(test.left) or self._denies(test.right)
        return isinstance(test, Unary) and test.op == "!" and self._grants(test.value)

    def _asks(self, expr: Expr) -> bool:
        """Whether a value is the answer of a check."""
        pending: list[Expr | Definition] = [expr]
        for _ in range(MOST_STEPS):
            if not pending:
                break
            value = pending.pop()
            if isinstance(value, Call) and id(value) in self._probes:
                return True
            pending += self._behind(value)
        return False

    def _behind(self, value: Expr | Definition) -> Iterator[Expr | Definition]:
        match value:
            case Name():
                found = self._program.answers.definition(value)
                yield from () if found is None else (found,)
            case Await():
                yield value.value
            case Member() | Index():
                yield value.object
            case Call():
                yield value.callee
            case FieldOf():
                yield value.base
            case Definition():
                yield from passed_on(value)


def _leaves(body: tuple[Stmt, ...]) -> bool:
    return bool(body) and isinstance(body[-1], Return | Throw | Jump)
