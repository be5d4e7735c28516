"""Lexical scopes: names → bindings, with the definitions that reach a reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scopeminer.syntax.ir import (
    ArrPattern,
    Class,
    Declare,
    Func,
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
    """One declared name, with every definition it ever has: nearly always one."""

    __slots__ = ("_others", "_union", "first", "function", "is_constant", "name", "shared")

    def __init__(self, name: str, function: Function, shared: bool | None, is_constant: bool) -> None:
        self.name = name
        self.function = function
        self.shared = shared
        """Assigned inside a nested function: then no order of assignments is known. None = not looked for yet."""
        self.is_constant = is_constant
        """Whether nothing but its declaration says what it is: `first`, wherever its function reads it."""
        self.first: Definition | None = None
        self._others: list[Definition] | None = None
        self._union: Choice | None = None

    @property
    def constant(self) -> Definition | None:
        """What it is at every point, if nothing but its declaration says that."""
        return self.first if self.is_constant else None

    def define(self, definition: Definition, solver: Solver) -> None:
        """Add a definition."""
        if self.first is None:
            self.first = definition
        elif self._others is None:
            self._others = [definition]
        else:
            self._others.append(definition)
        if self._union is not None:
            self._union.add(None, definition)
            solver.edge(definition.var, self._union.var)

    def union(self, solver: Solver) -> Choice:
        """Any of the definitions: what a closure may see. Most names are read by none: it is made here."""
        if self._union is None:
            self._union = self._any(solver.var())
            for _, definition in self._union.parts:
                solver.edge(definition.var, self._union.var)
        return self._union

    def _any(self, var: int) -> Choice:
        parts = () if self.first is None else (self.first, *(self._others or ()))
        return Choice(var, None, None, tuple([(None, definition) for definition in parts]))

    def finished(self, solver: Solver) -> Choice:
        """Any of the definitions, when there will be no more of them: whoever declares a name is done before a closure runs.

        What is imported from elsewhere in the app keeps a variable of its own in each file: each hands it to unknown code for itself.
        """
        if self._union is None and self.first is not None and self._others is None and not isinstance(self.first, Stored):
            self._union = self._any(self.first.var)
        return self.union(solver)


NOTHING: dict[str, Binding] = {}
"""The names of a scope that declares none; not to be written to."""


class Scope:
    """A block's or function's names and the enclosing scope."""

    __slots__ = ("names", "outer")

    def __init__(self, outer: Scope | None) -> None:
        self.outer = outer
        self.names = NOTHING

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


def block_names(body: Iterable[Stmt]) -> tuple[list[str], list[str], list[Func | Class]]:
    """Names that the statements of a block declare for that block: those that stay (const, imports), the others; the functions and classes
    among these."""
    constants: list[str] = []
    others: list[str] = []
    code: list[Func | Class] = []
    for stmt in body:
        if type(stmt) is Let:
            if stmt.kind != "var":
                pattern, names = stmt.pattern, constants if stmt.kind == "const" else others
                if type(pattern) is NamePattern:
                    names.append(pattern.id)
                else:
                    names += _inner_names(pattern)
        elif type(stmt) is Declare:
            others.append(stmt.value.name)
            code.append(stmt.value)
        elif type(stmt) is Import:
            constants += [name.local for name in stmt.names]
    return constants, others, code
