"""Chains of calls that can happen: what is called as a parameter of a function is what the function's caller gave for it.

`const connect = (View) => () => <View />` calls every view that anybody connects; under one call of `connect`, it is the one given there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from scopeminer.program.callsite import CallSite
from scopeminer.program.recursion import argument
from scopeminer.program.tokens import Bound, Function, Token
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Call, Expr, Jsx, Member, Name, New
from scopeminer.values.definitions import Parameter
from scopeminer.values.lookup import Frame
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


class Realizable:
    """What is known of the chains of one program, as long as it does not change."""

    def __init__(self, a: Analysis, answers: Answers) -> None:
        self._a = a
        self._answers = answers

    def open(self, chain: Frame | None) -> tuple[Handed, ...]:
        """What a chain calls as a parameter of functions whose callers are not in it."""
        return tuple(handed for handed, frame in self._handed(chain) if frame.find(handed.parameter.function) is None)

    def can_be(self, chain: Frame | None, function: Function, site: CallSite | None) -> bool:
        """Whether a call of `function` around a chain can give what the chain calls."""
        return site is None or all(handed.parameter.function is not function or self._gives(site, handed) for handed in self.open(chain))

    def given(self, function: object, site: CallSite) -> tuple[tuple[Token, ...], ...]:
        """What tells calls of a function apart by what it calls: alike as they are, they hand over other functions."""
        tokens = (self._tokens(site, parameter, path) for parameter, path in self._called.get(function, ()))
        return tuple(found or () for found in tokens)

    def _handed(self, chain: Frame | None) -> Iterator[tuple[Handed, Frame]]:
        while chain is not None:
            called = self._by_site.get(id(chain.site))
            if called is not None:
                yield Handed(*called, chain.function), chain
            chain = chain.outer

    def _gives(self, site: CallSite, handed: Handed) -> bool:
        tokens = self._tokens(site, handed.parameter, handed.path)
        if not tokens or not all(isinstance(token, Function | Bound) for token in tokens):
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
        callee = node.tag if isinstance(node, Jsx) else node.callee if isinstance(node, Call | New) else None
        path: Path = ()
        while isinstance(callee, Member):
            path, callee = (callee.name, *path), callee.object
        definition = self._answers.definition(callee) if isinstance(callee, Name) else None
        if definition is None:
            return None
        found, path = origin(self._answers, definition, path)
        return (found, path) if isinstance(found, Parameter) and not found.rest else None
