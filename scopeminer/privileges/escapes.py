"""Gaps of the program → unknowns: what code could do where the analysis cannot look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from itertools import chain

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Surface
from scopeminer.privileges.declared import everything
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Unknown
from scopeminer.privileges.surfaces import Surfaces, first_step
from scopeminer.program.analysis import PAGE
from scopeminer.program.callsite import CallSite
from scopeminer.program.escape import made_outside
from scopeminer.program.program import Program
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Token
from scopeminer.source import Place
from scopeminer.syntax.ir import Str

PLATFORM = ("(global)", "react", "react-dom", "@forge/")
"""Who never calls a function of Forge that it is handed."""
DEEPEST = 4
"""Objects in objects, and functions that give them, in which somebody looks for a client."""
EVAL = {("eval",), ("Function",)}
CALLING = re.compile(r"[(`]|\bnew\b")
"""In every text that calls something."""


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
    carried = _Carried(program, surfaces, catalog)
    for site in sites:
        if not site.externals:
            if _is_unknown(site):
                yield from _handed_over(locator.site(site), site.vars, "an unknown function", carried, _side(program, site.caller))
            continue
        side = _side(program, site.caller)
        if evaluating and not evaluating.isdisjoint(site.externals) and not _calls_nothing(site):
            yield Unknown(locator.site(site), "eval", "", side=side, holds_back=everything(catalog, side))
        if computed and not computed.isdisjoint(site.externals):
            yield from _computed(site, computed, surfaces, catalog, locator, side)
        if foreign and not foreign.isdisjoint(site.externals):
            package = next(token.package for token in site.externals if not token.package.startswith(PLATFORM))
            yield from _handed_over(locator.site(site), site.vars, package, carried, side)
    for given in a.given:
        side = _side(program, given.function)
        if given.function in program.live and not given.taker.startswith(PLATFORM) and (given.taker != PAGE or side == "frontend"):
            where, taker = locator.place(given.function.path, given.at), given.taker or "an unknown object"
            yield from _handed_over(where, (given.var,), taker, carried, side)
    if a.solver.spent:
        place = next(iter(sorted(a.modules)), "")
        yield Unknown(locator.place(place, 0), "budget", "", holds_back=everything(catalog, "backend"))


def _calls_nothing(site: CallSite) -> bool:
    """Whether what is evaluated is written here and has no call in it: `Function("return this")`, as libraries find the global object."""
    return all(isinstance(arg, Str) and CALLING.search(arg.value) is None for arg in site.args)


def _side(program: Program, function: Function | None) -> str:
    sides = program.sides.get(function, frozenset()) if function is not None else frozenset()
    return "frontend" if sides == {"frontend"} else "backend"


def _is_unknown(site: CallSite) -> bool:
    """Whether nothing is known of what a call calls."""
    return bool(site.vars) and not site.targets and not site.natives and not site.modelled and site.kind in ("call", "new")


def _handed_over(place: Place, variables: Iterable[int], taker: str, carried: _Carried, side: str) -> Iterator[Unknown]:
    """A function of Forge, or an object it can be taken from, given to code that is not here."""
    held: dict[str, frozenset[str]] = {}
    for row in carried.by(variables):
        if row.package == taker:  # it gets back what is its own
            continue
        held[row.product] = held.get(row.product, frozenset()) | carried.scopes(row, side)
    for product, scopes in sorted(held.items()):
        yield Unknown(place, "escaped-request", taker, product=product or None, side=side, holds_back=scopes)


def _computed(
    site: CallSite, computed: Set[External], surfaces: Surfaces, catalog: Catalog, locator: Locator, side: str
) -> Iterator[Unknown]:
    """`api.asApp()[name](…)`: a call of whatever request function the name turns out to mean."""
    rows = [row for token in site.externals if token in computed for row in surfaces.below(External(token.package, token.path[:-1]))]
    for product in sorted({row.product for row in rows if row.kind == "request" and row.product}):
        held = catalog.held_back(product, None, None, side)
        yield Unknown(locator.site(site), "dynamic-route", "a computed request function", product=product, side=side, holds_back=held)


Near = tuple[int, tuple[Surface, ...]]
"""Surfaces, and the steps to them; no surfaces: there are none within so many steps."""
ASKING = frozenset({"request", "graphql", "teamwork-graph"})
"""Kinds of surfaces that can be asked for anything of a product."""


class _Carried:
    """What can be done with what a call is given."""

    def __init__(self, program: Program, surfaces: Surfaces, catalog: Catalog) -> None:
        self._analysis = program.analysis
        self._solver = program.analysis.solver
        self._tokens = program.analysis.externals.values()
        self._surfaces = surfaces
        self._catalog = catalog
        self._scopes: dict[tuple[Surface, str], frozenset[str]] = {}
        self._known: dict[Token, Near] = {}
        """As far as somebody has looked into them."""
        self._holding: dict[Token, tuple[Token, ...]] = {}

    @cached_property
    def _rows(self) -> dict[Token, tuple[Surface, ...]]:
        """The surfaces that mean something, by what is one or leads to one. What a call of one gave is data."""
        found = {token: tuple(filter(self._means_something, self._of_token(token))) for token in self._tokens}
        return {token: rows for token, rows in found.items() if rows}

    def _of_token(self, token: External) -> Iterable[Surface]:
        if token.package.startswith("(global)"):
            return ()
        exact = [row for row in self._surfaces[token] if first_step(token, row)]
        return exact or ([] if self._surfaces[token] else self._surfaces.below(token))

    def _means_something(self, row: Surface) -> bool:
        return bool((row.product if row.kind in ASKING else row.operations) or row.alternatives)

    def scopes(self, row: Surface, side: str) -> frozenset[str]:
        """What code of a side could need with a surface."""
        found = self._scopes.get((row, side))
        if found is None:
            found = self._catalog.held_back(row.product, None, None, side) if row.kind in ASKING else frozenset()
            operations = filter(None, map(self._catalog.operation, row.operations))
            sets = (*row.alternatives, *(one for operation in operations for one in operation.alternatives))
            found = self._scopes[row, side] = found.union(*sets)
        return found

    def by(self, variables: Iterable[int]) -> set[Surface]:
        """By what variables hold that are given away, the properties of objects in them, and what functions in them give."""
        if not self._rows:
            return set()
        return {row for var in variables for token in self._solver.of(var) for row in self._nearest(token, DEEPEST)[1]}

    def _nearest(self, token: Token, deepest: int) -> Near:
        """The surfaces that are the fewest steps inside a token, and how many these are; none where they are more than `deepest`."""
        known = self._known.get(token)
        if known is None or (known[0] < deepest and not known[1]):
            rows = self._rows.get(token)
            known = self._known[token] = (0, rows) if rows else self._inside(token, deepest)
        return known if known[0] <= deepest else (deepest, ())

    def _inside(self, token: Token, deepest: int) -> Near:
        if not deepest:
            return 0, ()
        held = self._held(token)
        found = [near for one in held if (near := self._nearest(one, deepest - 1))[1]]
        if not found:
            return deepest if held else DEEPEST, ()
        steps = min([steps for steps, _ in found])
        return steps + 1, tuple(dict.fromkeys(row for near in found if near[0] == steps for row in near[1]))

    def _held(self, token: Token) -> tuple[Token, ...]:
        """What is one or can lead to one of what the properties of an object hold, and of what a function gives."""
        known = self._holding.get(token)
        if known is None:
            variables = self._variables(token) if token in self._ways else ()
            known = self._holding[token] = tuple({one: None for var in variables for one in self._solver.of(var) if one in self._ways})
        return known

    def _variables(self, token: Token) -> Iterator[int]:
        if isinstance(token, Function | Bound):
            yield (token.target if isinstance(token, Bound) else token).result
        elif isinstance(token, Holder):
            for _, var in token.variables():
                yield var
            yield token.rest
            if token.kind == "copy":
                yield token.parent
            for getter in token.getters.values():
                yield getter.result
        elif isinstance(token, ClassToken):
            for _, var in made_outside(self._analysis, token).variables():
                yield var

    @cached_property
    def _ways(self) -> frozenset[Token]:
        """What means something, and the functions and objects of the app."""
        a = self._analysis
        namespaces = [loaded.namespace for loaded in a.modules.values()]
        return frozenset(
            chain(self._rows, a.functions.values(), a.classes.values(), a.bound.values(), a.holders.values(), a.arrays.values(), namespaces)
        )
