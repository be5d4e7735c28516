"""Lexical scopes: names → bindings, with the definitions that reach a reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scopeminer.syntax.ir import (
    ArrPattern,
    Declare,
    Import,
    Let,
    NamePattern,
    ObjPattern,
    Pattern,
    Stmt,
)
from scopeminer.values.definitions import Choice, Definition, Stored

if TYPE_CHECKING:
    from scopeminer.program.solver import Solver
    from scopeminer.program.tokens import Function


class Binding:
    """One declared name, with every definition it ever has."""

    __slots__ = ("_parts", "_union", "function", "name", "shared")

    def __init__(self, name: str, function: Function, shared: bool | None) -> None:
        self.name = name
        self.function = function
        self.shared = shared
        """Assigned inside a nested function: then no order of assignments is known. None = not looked for yet."""
        self._parts: list[tuple[object, Definition]] = []
        self._union: Choice | None = None

    def define(self, definition: Definition, solver: Solver) -> None:
        """Add a definition."""
        self._parts.append((None, definition))
        if self._union is not None:
            solver.edge(definition.var, self._union.var)

    def union(self, solver: Solver) -> Choice:
        """Any of the definitions: what a closure may see. Most names are read by none: it is made here."""
        if self._union is None:
            self._union = Choice(solver.var(), None, None, self._parts)
            for _, definition in self._parts:
                solver.edge(definition.var, self._union.var)
        return self._union

    def finished(self, solver: Solver) -> Choice:
        """Any of the definitions, when there will be no more of them: whoever declares a name is done before a closure runs.

        What is imported from elsewhere in the app keeps a variable of its own in each file: each hands it to unknown code for itself.
        """
        if self._union is None and len(self._parts) == 1 and not isinstance(self._parts[0][1], Stored):
            self._union = Choice(self._parts[0][1].var, None, None, self._parts)
        return self.union(solver)


class Scope:
    """A block's or function's names and the enclosing scope."""

    __slots__ = ("names", "outer")

    def __init__(self, outer: Scope | None) -> None:
        self.outer = outer
        self.names: dict[str, Binding] = {}

    def lookup(self, name: str) -> Binding | None:
        """The binding that `name` means here, or None for a global."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None


def pattern_names(pattern: Pattern | None) -> Iterable[str]:
    """Every variable that a pattern declares."""
    return (pattern.id,) if isinstance(pattern, NamePattern) else _inner_names(pattern)


def _inner_names(pattern: Pattern | None) -> Iterable[str]:
    match pattern:
        case ObjPattern():
            for prop in pattern.props:
                yield from pattern_names(prop.pattern)
            yield from pattern_names(pattern.rest)
        case ArrPattern():
            for item in pattern.items:
                yield from pattern_names(item.pattern)
            yield from pattern_names(pattern.rest)


def block_names(body: Iterable[Stmt]) -> tuple[list[str], list[str]]:
    """Names that the statements of a block declare for that block: those that stay (const, imports), the others."""
    constants: list[str] = []
    others: list[str] = []
    for stmt in body:
        if isinstance(stmt, Let):
            if stmt.kind == "const":
                constants += pattern_names(stmt.pattern)
            elif stmt.kind != "var":
                others += pattern_names(stmt.pattern)
        elif isinstance(stmt, Declare):
            others.append(stmt.value.name)
        elif isinstance(stmt, Import):
            constants += [name.local for name in stmt.names]
    return constants, others
