"""Gaps of the program → unknowns: what code could do where the analysis cannot look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cached_property

from scopeminer.catalog.catalog import Catalog
from scopeminer.privileges.declared import everything
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Unknown
from scopeminer.privileges.surfaces import Surfaces
from scopeminer.program.callsite import CallSite
from scopeminer.program.program import Program
from scopeminer.program.tokens import External, Function, Holder, Token

PLATFORM = ("(global)", "react", "react-dom", "@forge/")
"""Who never calls a request function that it is handed."""
EVAL = {("eval",), ("Function",)}


def unknowns(program: Program, sites: Iterable[CallSite], surfaces: Surfaces, catalog: Catalog, locator: Locator) -> Iterator[Unknown]:
    """Everything that limits what can be said of the live code."""
    a = program.analysis
    for gap in a.gaps:
        if gap.function is None or gap.function in program.live:
            side = _side(program, gap.function)
            yield Unknown(locator.place(gap.path, gap.at), gap.reason, gap.detail, side=side, holds_back=everything(catalog, side))
    for path, loaded in sorted(a.modules.items()):
        if loaded.ir.error_bytes and loaded.top in program.live:
            side = _side(program, loaded.top)
            yield Unknown(locator.place(path, 0), "syntax-error", path, side=side, holds_back=everything(catalog, side))
    tokens = a.externals.values()
    evaluating = {token for token in tokens if token.package == "(global)" and token.path in EVAL}
    computed = {token for token in tokens if token.path[-1:] == ("*",) and token.package.startswith("@forge/")}
    foreign = {token for token in tokens if not token.package.startswith(PLATFORM)}
    carried = _Carried(program, surfaces)
    for site in sites:
        if not site.externals:
            continue
        side = _side(program, site.caller)
        if evaluating and not evaluating.isdisjoint(site.externals):
            yield Unknown(locator.site(site), "eval", "", side=side, holds_back=everything(catalog, side))
        if computed and not computed.isdisjoint(site.externals):
            yield from _computed(site, computed, surfaces, catalog, locator, side)
        if foreign and not foreign.isdisjoint(site.externals):
            yield from _handed_over(site, carried, catalog, locator, side)
    if a.solver.spent:
        place = next(iter(sorted(a.modules)), "")
        yield Unknown(locator.place(place, 0), "budget", "", holds_back=everything(catalog, "backend"))


def _side(program: Program, function: Function | None) -> str:
    sides = program.sides.get(function, frozenset()) if function is not None else frozenset()
    return "frontend" if sides == {"frontend"} else "backend"


def _products(token: External, surfaces: Surfaces) -> frozenset[str]:
    """The products that can be asked with what a request function, or an object it can be taken from, stands for."""
    rows = (surfaces[token] or surfaces.below(token)) if token.package.startswith("@forge/") else []
    return frozenset(row.product for row in rows if row.kind == "request" and row.product)


def _handed_over(site: CallSite, carried: _Carried, catalog: Catalog, locator: Locator, side: str) -> Iterator[Unknown]:
    """A request function, or an object it can be taken from, given to a package that is not here."""
    for product in sorted(carried.by(site)):
        held = catalog.held_back(product, None, None, side)
        package = next(token.package for token in site.externals if not token.package.startswith(PLATFORM))
        yield Unknown(locator.site(site), "escaped-request", package, product=product, side=side, holds_back=held)


def _computed(
    site: CallSite, computed: Set[External], surfaces: Surfaces, catalog: Catalog, locator: Locator, side: str
) -> Iterator[Unknown]:
    """`api.asApp()[name](…)`: a call of whatever request function the name turns out to mean."""
    rows = [row for token in site.externals if token in computed for row in surfaces.below(External(token.package, token.path[:-1]))]
    for product in sorted({row.product for row in rows if row.kind == "request" and row.product}):
        held = catalog.held_back(product, None, None, side)
        yield Unknown(locator.site(site), "dynamic-route", "a computed request function", product=product, side=side, holds_back=held)


class _Carried:
    """The products that can be asked with what a variable holds, each variable looked at once."""

    def __init__(self, program: Program, surfaces: Surfaces) -> None:
        self._solver = program.analysis.solver
        self._tokens = program.analysis.externals.values()
        self._surfaces = surfaces
        self._held: dict[int, frozenset[str]] = {}

    @cached_property
    def _products(self) -> dict[Token, frozenset[str]]:
        return {token: found for token in self._tokens if (found := _products(token, self._surfaces))}

    def by(self, site: CallSite) -> set[str]:
        """By the arguments of a call, and by the properties of an object literal that is given."""
        return {product for var in site.vars for product in self._inside(var)} if self._products else set()

    def _inside(self, var: int) -> Iterator[str]:
        yield from self._of(var)
        for token in self._solver.of(var):
            if type(token) is Holder and token.kind == "object":
                for _, field_var in token.variables():
                    yield from self._of(field_var)

    def _of(self, var: int) -> frozenset[str]:
        held = self._held.get(var)
        if held is None:
            tokens = self._solver.of(var)
            carrying = () if self._products.keys().isdisjoint(tokens) else (self._products.get(token, ()) for token in tokens)
            held = self._held[var] = frozenset(product for found in carrying for product in found)
        return held
