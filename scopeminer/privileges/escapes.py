"""Gaps of the program → unknowns: what code could do where the analysis cannot look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scopeminer.catalog.catalog import Catalog
from scopeminer.privileges.declared import everything
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Unknown
from scopeminer.privileges.surfaces import SurfaceIndex
from scopeminer.program.callsite import CallSite
from scopeminer.program.program import Program
from scopeminer.program.tokens import External, Function, Holder, Token

PLATFORM = ("(global)", "react", "react-dom", "@forge/")
"""Who never calls a request function that it is handed."""
EVAL = {("eval",), ("Function",)}


def unknowns(program: Program, sites: Iterable[CallSite], index: SurfaceIndex, catalog: Catalog, locator: Locator) -> Iterator[Unknown]:
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
    for site in sites:
        if not site.externals:
            continue
        side = _side(program, site.caller)
        if any(token.package == "(global)" and token.path in EVAL for token in site.externals):
            yield Unknown(locator.site(site), "eval", "", side=side, holds_back=everything(catalog, side))
        yield from _computed(site, index, catalog, locator, side)
        if any(not token.package.startswith(PLATFORM) for token in site.externals):
            yield from _handed_over(program, site, index, catalog, locator, side)
    if a.solver.spent:
        place = next(iter(sorted(a.modules)), "")
        yield Unknown(locator.place(place, 0), "budget", "", holds_back=everything(catalog, "backend"))


def _side(program: Program, function: Function | None) -> str:
    sides = program.sides.get(function, frozenset()) if function is not None else frozenset()
    return "frontend" if sides == {"frontend"} else "backend"


def _handed_over(program: Program, site: CallSite, index: SurfaceIndex, catalog: Catalog, locator: Locator, side: str) -> Iterator[Unknown]:
    """A request function, or an object it can be taken from, given to a package that is not here."""
    products: set[str] = set()
    for var in site.vars:
        for token in _contents(program, var):
            if isinstance(token, External) and token.package.startswith("@forge/"):
                rows = index.of(token) or index.below(token)
                products |= {row.product for row in rows if row.kind == "request" and row.product}
    for product in sorted(products):
        held = catalog.held_back(product, None, None, side)
        package = next(token.package for token in site.externals if not token.package.startswith(PLATFORM))
        yield Unknown(locator.site(site), "escaped-request", package, product=product, side=side, holds_back=held)


def _computed(site: CallSite, index: SurfaceIndex, catalog: Catalog, locator: Locator, side: str) -> Iterator[Unknown]:
    """`api.asApp()[name](…)`: a call of whatever request function the name turns out to mean."""
    clients = [token for token in site.externals if token.path[-1:] == ("*",) and token.package.startswith("@forge/")]
    rows = [row for token in clients for row in index.below(External(token.package, token.path[:-1]))]
    for product in sorted({row.product for row in rows if row.kind == "request" and row.product}):
        held = catalog.held_back(product, None, None, side)
        yield Unknown(locator.site(site), "dynamic-route", "a computed request function", product=product, side=side, holds_back=held)


def _contents(program: Program, var: int) -> Iterator[Token]:
    """The tokens of an argument, and of the properties of an object literal given."""
    solver = program.analysis.solver
    for token in solver.of(var):
        yield token
        if isinstance(token, Holder) and token.kind == "object":
            for field_var in token.fields.values():
                yield from solver.of(field_var)
