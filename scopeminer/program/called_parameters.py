"""What functions call as their parameters: `const call = (f, x) => f(x)`."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING

from scopeminer.program.callsite import CallSite
from scopeminer.program.given import Given
from scopeminer.program.recursion import argument
from scopeminer.program.tokens import Bound, ClassToken, Token
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Call, Expr, Jsx, Member, Name, New
from scopeminer.values.definitions import Parameter
from scopeminer.values.origin import origin

if TYPE_CHECKING:
    from scopeminer.program.analysis import Analysis
    from scopeminer.program.answers import Answers

Path = tuple[str, ...]


class Handed(NamedTuple):
    """`called`, the property `path` of a parameter, is called in a chain."""

    parameter: Parameter
    path: Path
    called: object


class CalledParameters:
    """Those of one program, as long as it does not change."""

    def __init__(self, a: Analysis, answers: Answers) -> None:
        self._a = a
        self._answers = answers

    def at(self, site: object) -> tuple[Parameter, Path] | None:
        """The parameter that a call site calls, or the property of one."""
        return self._by_site.get(id(site))

    def site_of(self, node: Expr) -> CallSite | None:
        """Where an expression calls."""
        return self._a.sites.get(id(node))

    def spoken(self, callee: Expr | None) -> Hashable:
        """What is called, as it is written: the same function can be what two calls of its maker made (`o.get('/a')`, `o.put('/a')`)."""
        if isinstance(callee, Member):
            return self.spoken(callee.object), callee.name
        definition = self._answers.definition(callee) if isinstance(callee, Name) else None
        return id(definition or callee)

    def around(self, site: CallSite) -> tuple[Given, ...]:
        """What holds where a call stands."""
        return self._a.given.get(id(site.node), ())

    def given(self, function: object, site: CallSite) -> tuple[tuple[Token, ...], ...]:
        """What tells calls of a function apart by what it calls: alike as they are, they hand over other functions."""
        tokens = (self._tokens(site, parameter, path) for parameter, path in self._called.get(function, ()))
        return tuple(found or () for found in tokens)

    def gives(self, site: CallSite | None, handed: Handed) -> bool:
        """Whether a call can give a function what is called as its parameter."""
        tokens = self._tokens(site, handed.parameter, handed.path) if site is not None else None
        if not tokens or any(isinstance(token, ClassToken) for token in tokens):
            return True
        return any(handed.called is (token.target if isinstance(token, Bound) else token) for token in tokens)

    def _tokens(self, site: CallSite, parameter: Parameter, path: Path) -> tuple[Token, ...] | None:
        """What a call gives for a property of a parameter; None where that does not stand there."""
        found = argument(site, parameter, path)
        if found is None:
            return None
        expr, rest = found
        var = self._a.variable(expr)
        for name in rest:
            var = self._a.loads.get((var, name), 0)
        return self._a.solver.of(var)

    @cached_property
    def _by_site(self) -> dict[int, tuple[Parameter, Path]]:
        """Call site, by identity → the parameter that it calls, or a property of one."""
        out = {}
        for site in self._a.all_sites:
            if site.targets and site.node is not None:
                called = self._parameter(site.node)
                if called is not None:
                    out[id(site)] = called
        return out

    @cached_property
    def _called(self) -> dict[object, dict[tuple[Parameter, Path], None]]:
        """Function → what is called of its parameters, in it or in functions that it makes."""
        out: dict[object, dict[tuple[Parameter, Path], None]] = {}
        for parameter, path in self._by_site.values():
            out.setdefault(parameter.function, {})[parameter, path] = None
        return out

    def _parameter(self, node: Expr) -> tuple[Parameter, Path] | None:
        callee = callee_of(node)
        path: Path = ()
        while isinstance(callee, Member):
            path, callee = (callee.name, *path), callee.object
        definition = self._answers.definition(callee) if isinstance(callee, Name) else None
        if definition is None:
            return None
        found, path = origin(self._answers, definition, path)
        return (found, path) if isinstance(found, Parameter) and not found.rest else None


def callee_of(node: Expr | None) -> Expr | None:
    """What a call, a construction or an element calls."""
    return node.tag if isinstance(node, Jsx) else node.callee if isinstance(node, Call | New) else None
