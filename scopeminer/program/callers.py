"""The callers of functions that questions are asked under: of those that hand over the same, one stands for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from scopeminer.program.called_parameters import CalledParameters, callee_of
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import Function
from scopeminer.program.unseen_callers import is_called_outside
from scopeminer.values.lookup import Frame

if TYPE_CHECKING:
    from scopeminer.program.program import Program

FEW = 8
"""Callers for which asking costs less than finding out whether they are alike."""


class Callers:
    """Those of one program, as long as it does not change."""

    def __init__(self, program: Program, called: CalledParameters, key_of: Callable[[Frame], int]) -> None:
        """`key_of`: of everything that a call hands over (program/likeness)."""
        self._program = program
        self._called = called
        self._key_of = key_of
        self._known: dict[Function, tuple[CallSite | None, ...]] = {}
        self._representative: dict[CallSite, CallSite] = {}

    def of(self, function: Function) -> tuple[CallSite | None, ...]:
        """The calls of a function from code that runs, the first of those alike in each caller; None = a call of which nothing is known."""
        known = self._known.get(function)
        if known is None:
            edges = self._program.callers(function)
            sites = dict.fromkeys(edge.site for edge in edges if edge.site is not None)
            outside = (None,) if is_called_outside(edges) else ()
            known = self._known[function] = (*self._unlike(function, sites), *outside)
        return known

    def representative(self, function: Function, site: CallSite) -> CallSite:
        """The call of a function that stands for this one."""
        self.of(function)
        return self._representative.get(site, site)

    def _unlike(self, function: Function, sites: Iterable[CallSite]) -> Iterable[CallSite]:
        sites = tuple(sites)
        again = Counter(site.caller for site in sites) if len(sites) > FEW else {}
        unlike: dict[Hashable, CallSite] = {}
        for site in sites:
            key = self._handed_over(function, site) if again.get(site.caller, 1) > 1 else site
            self._representative[site] = unlike.setdefault(key, site)
        return unlike.values()

    def _handed_over(self, function: Function, site: CallSite) -> Hashable:
        called = self._called
        given = self._key_of(Frame(function, site, None)), called.given(function, site)
        return site.caller, called.spoken(callee_of(site.node)), given, called.around(site)
