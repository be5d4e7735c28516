"""Lexical scopes: names → bindings, with the definitions that reach a reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scopeminer.syntax.ir import (
    ArrPattern,
    Block,
    Declare,
    ForEach,
    If,
    Import,
    Let,
    Loop,
    NamePattern,
    ObjPattern,
    Pattern,
    Stmt,
    Switch,
    Try,
)
from scopeminer.values.definitions import Choice, Definition

if TYPE_CHECKING:
    from scopeminer.program.solver import Solver
    from scopeminer.program.tokens import Function


class Binding:
    """One declared name. `union` stands for every definition it ever has: what a closure may see."""

    __slots__ = ("function", "name", "shared", "union")

    def __init__(self, name: str, function: Function, shared: bool, solver: Solver) -> None:
        self.name = name
        self.function = function
        self.shared = shared
        """Assigned inside a nested function: then no order of assignments is known."""
        self.union = Choice(solver.var())

    def define(self, definition: Definition, solver: Solver) -> None:
        """Add a definition."""
        self.union.parts.append((None, definition))
        solver.edge(definition.var, self.union.var)


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
            binding = scope.names.get(name)
            if binding is not None:
                return binding
            scope = scope.outer
        return None


def pattern_names(pattern: Pattern | None) -> Iterable[str]:
    """Every variable that a pattern declares."""
    match pattern:
        case NamePattern(id=name):
            yield name
        case ObjPattern():
            for prop in pattern.props:
                yield from pattern_names(prop.pattern)
            yield from pattern_names(pattern.rest)
        case ArrPattern():
            for item in pattern.items:
                yield from pattern_names(item.pattern)
            yield from pattern_names(pattern.rest)


def block_names(body: Iterable[Stmt]) -> Iterable[str]:
    """Names that the statements of a block declare for that block: let, const, functions, classes, imports."""
    for stmt in body:
        if isinstance(stmt, Let):
            if stmt.kind != "var":
                yield from pattern_names(stmt.pattern)
        elif isinstance(stmt, Declare):
            yield stmt.value.name
        elif isinstance(stmt, Import):
            yield from (name.local for name in stmt.names)


def hoisted_names(body: Iterable[Stmt]) -> Iterable[str]:
    """Names that `var` declares anywhere in a function's own statements."""
    for stmt in body:
        match stmt:
            case Let(kind="var"):
                yield from pattern_names(stmt.pattern)
            case If():
                yield from hoisted_names(stmt.then)
                yield from hoisted_names(stmt.other)
            case Loop():
                yield from hoisted_names(stmt.head)
                yield from hoisted_names(stmt.body)
            case ForEach():
                if stmt.declares == "var":
                    yield from pattern_names(stmt.target)
                yield from hoisted_names(stmt.body)
            case Try():
                yield from hoisted_names(stmt.body)
                yield from hoisted_names(stmt.handler)
                yield from hoisted_names(stmt.final)
            case Switch():
                for case_ in stmt.cases:
                    yield from hoisted_names(case_.body)
            case Block():
                yield from hoisted_names(stmt.body)
