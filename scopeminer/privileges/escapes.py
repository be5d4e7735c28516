"""Gaps of the program → unknowns: what code could do where the analysis cannot look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Set
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
    carried = _Carried(program, surfaces, catalog)
    yield from _of_calls(program, sites, surfaces, catalog, locator, carried)
    yield from _of_given(program, locator, carried)
    if a.solver.spent:
        place = next(iter(sorted(a.modules)), "")
        yield Unknown(locator.place(place, 0), "budget", "", holds_back=everything(catalog, "backend"))


def _of_calls(
    program: Program, sites: Iterable[CallSite], surfaces: Surfaces, catalog: Catalog, locator: Locator, carried: _Carried
) -> Iterator[Unknown]:
    """Of calls that nobody can look into; most are given nothing that matters, and nobody asks where those stand."""
    tokens = program.analysis.externals.values()
    evaluating = {token for token in tokens if token.package == "(global)" and token.path in EVAL}
    computed = {token for token in tokens if token.path[-1:] == ("*",) and token.package.startswith("@forge/")}
    foreign = {token for token in tokens if not token.package.startswith(PLATFORM)}
    told = evaluating | computed | foreign
    for site in sites:
        externals = site.externals
        if not externals:
            if not site.targets and _is_unknown(site) and (rows := carried.by(site.vars)):
                yield from _handed_over(rows, locator.site(site), "an unknown function", carried, _side(program, site.caller))
            continue
        if told.isdisjoint(externals):
            continue
        side = _side(program, site.caller)
        if not evaluating.isdisjoint(externals) and not _calls_nothing(site):
            yield Unknown(locator.site(site), "eval", "", side=side, holds_back=everything(catalog, side))
        if not computed.isdisjoint(externals):
            yield from _computed(site, computed, surfaces, catalog, locator, side)
        if not foreign.isdisjoint(externals) and (rows := carried.by(site.vars)):
            package = next(token.package for token in externals if not token.package.startswith(PLATFORM))
            yield from _handed_over(rows, locator.site(site), package, carried, side)


def _of_given(program: Program, locator: Locator, carried: _Carried) -> Iterator[Unknown]:
    """Of what goes to other code and is no argument."""
    for given in program.analysis.given:
        if given.function not in program.live or given.taker.startswith(PLATFORM):
            continue
        rows, side = carried.by((given.var,)), _side(program, given.function)
        if rows and (given.taker != PAGE or side == "frontend"):
            place, taker = locator.place(given.function.path, given.at), given.taker or "an unknown object"
            yield from _handed_over(rows, place, taker, carried, side)


def _calls_nothing(site: CallSite) -> bool:
    """Whether what is evaluated is written here and has no call in it: `Function("return this")`, as libraries find the global object."""
    return all(isinstance(arg, Str) and CALLING.search(arg.value) is None for arg in site.args)


def _side(program: Program, function: Function | None) -> str:
    sides = program.sides.get(function, frozenset()) if function is not None else frozenset()
    return "frontend" if sides == {"frontend"} else "backend"


def _is_unknown(site: CallSite) -> bool:
    """Whether nothing is known of what a call calls that calls no function of the app."""
    return bool(site.vars) and not site.natives and not site.modelled and site.kind in ("call", "new")


def _handed_over(rows: Set[Surface], place: Place, taker: str, carried: _Carried, side: str) -> Iterator[Unknown]:
    """A function of Forge, or an object it can be taken from, given to code that is not here."""
    held: dict[str, frozenset[str]] = {}
    for row in rows:
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
GIVING = frozenset({Function, Bound, ClassToken})
"""What can lead to a surface, whichever it is."""


class _Carried:
    """What can be done with what a call is given."""

    def __init__(self, program: Program, surfaces: Surfaces, catalog: Catalog) -> None:
        self._analysis = program.analysis
        self._solver = program.analysis.solver
        self._tokens = program.analysis.externals.values()
        self._surfaces = surfaces
        self._catalog = catalog
        self._scopes: dict[tuple[Surface, str], frozenset[str]] = {}
        self._known: dict[Token, Near] = {token: (0, rows) for token, rows in self._rows.items()}
        """As far as somebody has looked into them."""

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
        found: set[Surface] = set()
        for token in self._leading(variables) if self._rows else ():
            found.update(self._nearest(token, DEEPEST)[1])
        return found

    def _leading(self, variables: Iterable[int]) -> dict[Token, None]:
        """What is one or can lead to one of what variables hold."""
        of, objects = self._solver.of, self._objects
        return {token: None for var in variables for token in of(var) if type(token) in GIVING or token in objects}

    def _nearest(self, token: Token, deepest: int) -> Near:
        """The surfaces that are the fewest steps inside a token, and how many these are; none where they are more than `deepest`."""
        known = self._known.get(token)
        if known is None or (known[0] < deepest and not known[1]):
            known = self._known[token] = self._inside(token, deepest)
        return known if known[0] <= deepest else (deepest, ())

    def _inside(self, token: Token, deepest: int) -> Near:
        """By the properties of an object, and what a function gives."""
        if not deepest:
            return 0, ()
        held = self._leading(self._variables(token))
        found = [near for one in held if (near := self._nearest(one, deepest - 1))[1]]
        if not found:
            return deepest if held else DEEPEST, ()
        steps = min([steps for steps, _ in found])
        return steps + 1, tuple(dict.fromkeys(row for near in found if near[0] == steps for row in near[1]))

    def _variables(self, token: Token) -> Collection[int]:
        match token:
            case Function():
                return (token.result,)
            case Holder():
                parent = token.parent if token.kind == "copy" else 0
                getters = [getter.result for getter in token.getters.values()]
                return (*token.given.values(), *token.fields.values(), token.rest, parent, *getters)
            case ClassToken():
                return [var for _, var in made_outside(self._analysis, token).variables()]
            case Bound():
                return (token.target.result,)
        return ()

    @cached_property
    def _objects(self) -> frozenset[Token]:
        """What means something, and the objects of the app."""
        a = self._analysis
        return frozenset(chain(self._rows, a.holders.values(), a.arrays.values(), [loaded.namespace for loaded in a.modules.values()]))
