"""The catalog: what Atlassian publishes, with the questions that an analysis asks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from scopeminer.catalog.families import MANIFEST, Families
from scopeminer.catalog.graphql import GraphSchema
from scopeminer.catalog.match import Templates
from scopeminer.catalog.model import GONE, Alternative, Demand, Document, Match, ModuleRow, Operation, Surface
from scopeminer.catalog.route import BASES, GATEWAY_PRODUCT, Route, opened, parse, redirect, resource
from scopeminer.catalog.scopes import BACKEND_ONLY, IDENTITY_SCOPES, TOKEN_SCOPES, is_classic, product_of
from scopeminer.catalog.unpack import Unpacker

GATEWAYS = frozenset({GATEWAY_PRODUCT, "connected-data"})
"""What stands for a product in the surfaces of the gateway, where any scope can be asked for."""
GRAPHQL = frozenset({"compass", "graph"})
GRAPHQL_PATH = ("gateway", "api", "graphql")
OF_A_PRODUCT = frozenset({"rest", "wiki", "2.0"})
"""Where routes of products begin: something else than the route says which one is asked (`__fetchProduct({ remote })`)."""
LIFECYCLE = ("avi:forge:installed:app", "avi:forge:upgraded:app", "avi:forge:uninstalled:app")
"""Events of the app itself, which need no scope (Forge documentation on life cycle events)."""

Key = tuple[str, int]
"""Product and row number."""


class Catalog:
    """Facts as loaded from a data folder. Indexes are made when they are asked for."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        """`tables`: file name without `.json` → content; see store.py and load.py."""
        self._tables = tables
        self._rows: dict[str, list[list[Any]]] = tables["operations"]["operations"]
        self._unpack = Unpacker(tables["operations"])
        self._made: dict[Key, Operation] = {}
        self._templates: dict[str, Templates] = {}
        self._matches: dict[tuple[str, frozenset[str] | None, str], Match] = {}
        self._parameters: dict[tuple[str, str], bool] = {}
        self._neighbours: dict[tuple[str, Route | None], frozenset[str]] = {}
        self._of_products: dict[tuple[str, frozenset[str] | None], frozenset[str]] = {}
        self._answers: dict[tuple[str, bool, tuple[int, ...]], Match] = {}  # by what was found: few for many routes
        self.version: str = tables["operations"]["version"]
        self.date: str = tables["operations"]["date"]
        self.scopes: frozenset[str] = frozenset(tables["scopes"]["scopes"])

    @property
    def size(self) -> int:
        """Number of operations, removed and undocumented ones included."""
        return sum(map(len, self._rows.values()))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents behind the operations."""
        return tuple(Document(*entry) for entry in self._tables["operations"]["documents"])

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, by product, path and method."""
        return tuple(self._operation((product, number)) for product, rows in self._rows.items() for number in range(len(rows)))

    @property
    def overrides(self) -> Sequence[Mapping[str, Any]]:
        """Where the catalog says something else than the documents: operations, what is set, reason, date, evidence."""
        entries: Sequence[Mapping[str, Any]] = self._tables["overrides"]["overrides"]
        return entries

    @cached_property
    def events(self) -> Mapping[str, tuple[Alternative, ...]]:
        """Product event → alternatives; an event that is not in it is unknown."""
        return {name: tuple(tuple(sorted(one)) for one in sets) for name, sets in self._tables["events"]["events"].items()}

    @cached_property
    def documented_events(self) -> Mapping[str, frozenset[str]]:
        """Event that only the documentation names → all scopes that it may take."""
        return {name: frozenset(scopes) for name, scopes in self._tables["events"].get("documented", {}).items()}

    @cached_property
    def modules(self) -> tuple[ModuleRow, ...]:
        """What manifest modules need by being there."""
        return tuple(
            ModuleRow(
                row["type"],
                row.get("condition", ""),
                _sets(row.get("alternatives", ())),
                tuple(sorted(row.get("optional", ()))),
                row.get("certainty", "certain"),
                row["evidence"],
                row.get("purpose", ""),
            )
            for row in self._tables["modules"]["modules"]
        )

    @cached_property
    def surfaces(self) -> tuple[Surface, ...]:
        """SDK access paths that mean something."""
        groups = self._tables["surfaces"]["surfaces"]
        return tuple(_surface(group, package, path) for group in groups for package in group["packages"] for path in group["paths"])

    @cached_property
    def graphql(self) -> GraphSchema:
        """What GraphQL fields need."""
        return GraphSchema(self._tables["graphql"])

    def operation(self, name: str) -> Operation | None:
        """By "METHOD /path"."""
        keys = self._names.get(name)
        return self._operation(keys[0]) if keys else None

    def replacements(self, name: str) -> tuple[str, ...]:
        """What is known to replace an operation; several where it depends on what it is asked for (pages or blog posts)."""
        return tuple(self._tables["replacements"]["replacements"].get(name, ()))

    def accepting(self, scope: str) -> tuple[Operation, ...]:
        """The operations with an alternative (or an announcement) that names `scope`."""
        return tuple(self._operation(key) for key in self._by_scope.get(scope, ()))

    def demands(self, scope: str) -> tuple[Demand, ...]:
        """The demands with an alternative that names `scope`."""
        return self._demands.get(scope, ())

    def demands_of(self, name: str) -> tuple[Demand, ...]:
        """What the operations of this name ("METHOD /path") demand."""
        keys = self._names.get(name, ())
        return tuple(self._demand_of[key] for key in keys if key in self._demand_of)

    def match(self, product: str, methods: frozenset[str] | None, route: str) -> Match:
        """What a request of `product` with this route text can be (see model.Match); `methods` None: any."""
        product, route = redirect(product, route)
        key = (product, methods, route)
        if key not in self._matches:
            self._matches[key] = self._match(product, methods, parse(product, route))
        return self._matches[key]

    def _match(self, product: str, methods: frozenset[str] | None, route: Route) -> Match:
        if route.empty or product not in self._rows:
            return Match("any" if route.empty else "unknown", ())
        answer = (product, route.derived, tuple(self._find(product, route, methods)))
        if answer not in self._answers:
            self._answers[answer] = self._told(*answer)
        return self._answers[answer]

    def _told(self, product: str, derived: bool, numbers: tuple[int, ...]) -> Match:
        found = tuple(self._operation((product, number)) for number in numbers)
        if derived:
            found = tuple(replace(operation, certainty="derived") for operation in found)
        return Match("unknown" if not found else "exact" if len(found) == 1 else "several", found)

    def has_parameters(self, product: str, route: str) -> bool:
        """Whether operations have parameters, and nothing else, where a route has `{}`: then it does not matter what stands there."""
        key = redirect(product, route)
        if key not in self._parameters:
            parsed = parse(*key)
            known = key[0] in self._rows and not parsed.open
            self._parameters[key] = known and self._templates_of(key[0]).has_parameters(parsed.segments)
        return self._parameters[key]

    def held_back(self, product: str | None, prefix: str | None, methods: frozenset[str] | None, side: str) -> frozenset[str]:
        """What a request that cannot be resolved could need inside these bounds.

        `product` None: everything that code of that `side` can use. `prefix` None: every route.
        """
        product, prefix = (product, prefix) if product is None or prefix is None else redirect(product, prefix)
        if product is None or product in GATEWAYS:
            return self._everything(side)
        if product not in self._rows:
            return frozenset(scope for scope in self.scopes if product_of(scope) == product)
        route = opened(parse(product, prefix)) if prefix else Route((), True)
        if len(route.segments) < 2 and not route.start:
            return self._of_product(product, methods)
        found = self._find(product, route, methods)
        if not found:
            return self.held_back_unknown_operation(product, prefix or "")
        return self._of_families(product, route).union(*(self._scopes_of(product, number) for number in found))

    def held_back_unknown_operation(self, product: str, route: str) -> frozenset[str]:
        """What an operation that nobody publishes could need: scopes without a published use, those of its neighbours and of its family.

        A route without the base of an API could have lost it on the way: then also what it needs behind one.
        """
        product, route = redirect(product, route)
        return self._beside(product, route) | self.held_back_family(product, route)

    def is_graphql(self, product: str, route: str) -> bool:
        """Whether a route is that of Atlassian's GraphQL: a query, and no operation."""
        segments = parse(*redirect(product, route)).segments
        return segments[:3] == GRAPHQL_PATH or (product in GATEWAYS and segments[:1] == GRAPHQL_PATH[-1:])

    def held_back_family(self, product: str, route: str) -> frozenset[str]:
        """What an operation could need that is not published, of a family that has some which are."""
        return self._of_families(product, parse(product, route))

    def _of_families(self, product: str, route: Route) -> frozenset[str]:
        scopes = self._families.scopes(product, route)
        return self._declared if MANIFEST in scopes else scopes

    @cached_property
    def _declared(self) -> frozenset[str]:
        """What the events and the modules of manifests need."""
        sets = [one for alternatives in self.events.values() for one in alternatives]
        sets += [one for row in self.modules for one in (*row.alternatives, row.optional)]
        return frozenset(scope for one in sets for scope in one)

    @cached_property
    def _families(self) -> Families:
        return Families(self._tables["families"])

    def _beside(self, product: str, route: str) -> frozenset[str]:
        if self.is_graphql(product, route):
            stated = self.graphql.scopes_elsewhere | {scope for scope in self.scopes if product_of(scope) in GRAPHQL}
            return self.unpublished | stated
        if product in GATEWAYS:
            return self._behind_gateway(route)
        shared = resource(product, route)
        if shared is None:
            found = [self.match(product, None, base + route).operations for base in BASES.get(product, ())]
            return self._unpublished_of(product).union(*(_scopes(operation) for operations in found for operation in operations))
        key = (product, shared)
        if key not in self._neighbours:
            numbers = self._find(product, shared, None) if product in self._rows else ()
            self._neighbours[key] = self._unpublished_of(product).union(*(self._scopes_of(product, one) for one in numbers))
        return self._neighbours[key]

    def _unpublished_of(self, product: str) -> frozenset[str]:
        return frozenset(scope for scope in self.unpublished if product_of(scope) == product)

    @cached_property
    def unpublished(self) -> frozenset[str]:
        """Valid scopes for which no operation, event, module or SDK surface is known: nobody can prove that they are unused.

        That a feature of one module may need a scope, as a page mentions, does not tell what else does.
        """
        known = {scope for sets in self.events.values() for one in sets for scope in one}
        known |= {scope for row in self.modules for one in row.alternatives for scope in one}
        known |= {scope for row in self.modules if row.certainty == "certain" for scope in row.optional}
        known |= {scope for surface in self.surfaces for one in surface.alternatives for scope in one}
        known |= self.graphql.scopes | TOKEN_SCOPES | IDENTITY_SCOPES
        return frozenset(self.scopes - known - self._by_scope.keys())

    def product_of(self, scope: str) -> str:
        """jira | confluence | bitbucket | compass | graph | ""."""
        return product_of(scope)

    def is_classic(self, scope: str) -> bool:
        """By name, never by state."""
        return is_classic(scope)

    def suggest(self, scope: str) -> str | None:
        """The accepted name that `scope` was probably meant to be."""
        return _closest(scope, self.scopes, 0.75)

    def suggest_event(self, name: str) -> str | None:
        """The event that `name` was probably meant to be: few people remember in which order its parts stand."""
        known = {_sorted(event): event for event in (*self.events, *LIFECYCLE)}
        closest = _closest(_sorted(name), frozenset(known), 0.85)
        return known[closest] if closest else None

    def _behind_gateway(self, route: str) -> frozenset[str]:
        """By the first segment of a route of the gateway: a product, or something that nobody publishes."""
        segments = parse(GATEWAY_PRODUCT, route).segments
        first = segments[0] if segments else ""
        if first in OF_A_PRODUCT:
            return self._everything("backend")
        return self.unpublished | {scope for scope in self.scopes if product_of(scope) == first and product_of(scope)}

    def _everything(self, side: str) -> frozenset[str]:
        scopes = self.scopes - TOKEN_SCOPES
        return scopes - BACKEND_ONLY if side == "frontend" else scopes

    def _of_product(self, product: str, methods: frozenset[str] | None) -> frozenset[str]:
        """Every scope of a product but those that only operations with other methods use."""
        key = (product, methods)
        if key not in self._of_products:
            rows = self._rows[product]
            wanted = {scope for row in rows if methods is None or row[0] in methods for scope in self._unpack.scopes(row)}
            elsewhere = {scope for row in rows for scope in self._unpack.scopes(row)} - wanted
            others = {scope for scope in self.scopes if product_of(scope) == product}
            self._of_products[key] = frozenset(wanted | others - elsewhere)
        return self._of_products[key]

    def _scopes_of(self, product: str, number: int) -> frozenset[str]:
        return self._unpack.scopes(self._rows[product][number])

    def _find(self, product: str, route: Route, methods: frozenset[str] | None) -> list[int]:
        return self._templates_of(product).find(route, methods)

    def _templates_of(self, product: str) -> Templates:
        if product not in self._templates:
            rows = self._rows[product]
            self._templates[product] = Templates(((row[0], row[1]) for row in rows), product == "bitbucket")
        return self._templates[product]

    def _operation(self, key: Key) -> Operation:
        if key not in self._made:
            product, number = key
            self._made[key] = self._unpack(product, self._rows[product][number])
        return self._made[key]

    @cached_property
    def _demand_of(self) -> dict[Key, Demand]:
        """Operations that are published and still there → what they demand: few demands for many operations, so it is a quick index."""
        made: dict[tuple[int, ...], Demand] = {}
        out: dict[Key, Demand] = {}
        for product, rows in self._rows.items():
            for number, (method, _, _, usual, more) in enumerate(rows):
                if more.get("status") not in GONE:
                    sets = tuple(usual)
                    demand = made.get(sets)
                    if demand is None:
                        demand = made[sets] = Demand(tuple(frozenset(self._unpack.sets[index]) for index in usual))
                    demand.methods[method] += 1
                    out[product, number] = demand
        return out

    @cached_property
    def _demands(self) -> dict[str, tuple[Demand, ...]]:
        index: dict[str, dict[int, Demand]] = {}
        for demand in self._demand_of.values():
            for scope in demand.scopes:
                index.setdefault(scope, {})[id(demand)] = demand
        return {scope: tuple(found.values()) for scope, found in index.items()}

    @cached_property
    def _names(self) -> dict[str, list[Key]]:
        names: dict[str, list[Key]] = {}
        for product, rows in self._rows.items():
            for number, row in enumerate(rows):
                names.setdefault(f"{row[0]} {row[1]}", []).append((product, number))
        return names

    @cached_property
    def _by_scope(self) -> dict[str, list[Key]]:
        index: dict[str, list[Key]] = {}
        for product, rows in self._rows.items():
            for number, row in enumerate(rows):
                for scope in self._unpack.scopes(row):
                    index.setdefault(scope, []).append((product, number))
        return index


@lru_cache(maxsize=64)
def _closest(name: str, known: frozenset[str], alike: float) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=alike)), None)


def _sorted(event: str) -> str:
    return ":".join(sorted(event.split(":")))


def _scopes(operation: Operation) -> frozenset[str]:
    return frozenset(scope for one in (*operation.alternatives, operation.announced, operation.expand, operation.beside) for scope in one)


def _sets(value: Any) -> tuple[Alternative, ...]:
    return tuple(tuple(sorted(one)) for one in value)


def _surface(group: Mapping[str, Any], package: str, path: str) -> Surface:
    return Surface(
        package,
        path,
        group.get("on", "call"),
        group["kind"],
        group.get("product", ""),
        group.get("principal", ""),
        group.get("side", ""),
        _sets(group.get("alternatives", ())),
        group.get("module", ""),
        tuple(group.get("operations", ())),
        group.get("certainty", "certain"),
        group.get("evidence", ""),
    )
