"""REST requests → uses and unknowns, by the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Operation
from scopeminer.privileges.effects import Request
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Unknown, Use
from scopeminer.records import replace
from scopeminer.values.pattern import Pattern, prefix, route_text

EXPANDING = re.compile(r"\{\*\}|\?(?:.*&)?\s*expand=|\?(?:.*&)?\s*\{")
"""A query that asks for expansions, or one that is not known: the `.summary` scopes may not be enough then."""

VALUE = re.compile(r"[?&](?!(?:expand|fields)=)[\w.-]+=$")
"""What stands in front of the value of a parameter that is not one which says what is asked for."""
BASE_SEGMENTS = 2
"""`/rest/api`: what follows can be a version, or anything."""


def matters(product: str, catalog: Catalog | None, route: Pattern, at: int) -> bool:
    """Whether what stands encoded in hole `at` of a route can make another request of it: what is searched for does not.

    Nor does an id where all operations have one. No catalog: routes stand inside routes, which are more than an id and not encoded again.
    """
    if any(isinstance(part, str) and "?" in part for part in route[:at]):
        before = route[at - 1]
        return not isinstance(before, str) or not VALUE.search(before)
    return catalog is None or not catalog.has_parameters(product, route_text(route))


def outcome(request: Request, site: Use, catalog: Catalog, locator: Locator) -> Iterator[Use | Unknown]:
    """What one request of `site` needs: a use for each operation, or an unknown with its bounds."""
    product, route = site.product, possible(site.product, route_text(request.route), catalog)
    for methods in _split(request.methods):
        match = catalog.match(product, methods, route)
        method = next(iter(methods)) if methods is not None and len(methods) == 1 else None
        label = f"{method or 'any method'} {route}"
        evidence = locator.evidence(request.site, label, request.frame) if site.reachable else ()
        base = replace(site, method=method, route=route, evidence=evidence)
        if match.kind == "any" or not route.partition("?")[0].strip("/"):  # nothing is a route that was not followed
            yield _unknown(base, "dynamic-route", methods, None, catalog)
        elif match.kind == "unknown":
            yield from _unknown_operation(base, route, methods, request, catalog)
        elif match.kind == "exact" and len({operation.name for operation in match.operations}) == 1:
            yield _exact(base, match.operations[0], route)
        else:
            yield from _bounded(base, match.operations, methods, request, catalog)


def possible(product: str, route: str, catalog: Catalog) -> str:
    """The route; where no operation has a segment for what is not known, but some have more than one, it is a remainder.

    That is so at the end, and in front of an API's version: `/issue/{}/sub` is no more than an operation that is not known.
    """
    path, mark, query = route.partition("?")
    begins = len(path.partition("{}")[0].strip("/").split("/")) <= BASE_SEGMENTS
    if not (path.endswith("/{}") or ("{}" in path and begins)) or catalog.match(product, None, route).kind != "unknown":
        return route
    other = path.replace("{}", "{*}", 1) if begins else path.removesuffix("{}") + "{*}"
    return other + mark + query if catalog.match(product, None, other).kind != "unknown" else route


def _split(methods: frozenset[str] | None) -> Iterator[frozenset[str] | None]:
    if methods is None:
        yield None
    else:
        for method in sorted(methods):
            yield frozenset({method})


def _exact(base: Use, operation: Operation, route: str) -> Use:
    return replace(
        base,
        method=operation.method,
        operation=operation.path,
        status=operation.status,
        certainty=operation.certainty,
        alternatives=operation.alternatives,
        announced=operation.announced,
        holds_back=frozenset(operation.beside).union(operation.expand if EXPANDING.search(route) else ()),
    )


def _bounded(
    base: Use, operations: tuple[Operation, ...], methods: frozenset[str] | None, request: Request, catalog: Catalog
) -> Iterator[Use | Unknown]:
    head = prefix(request.route)
    held = frozenset(
        scope
        for operation in operations
        for alternative in (*operation.alternatives, operation.announced, operation.expand, operation.beside)
        for scope in alternative
    )
    held |= catalog.held_back_family(base.product, base.route or "")
    if "{*}" in (base.route or "").partition("?")[0]:
        held |= catalog.held_back(base.product or None, head or None, methods, base.side)
    yield replace(
        base,
        resolution="bounded",
        candidates=tuple(sorted(operation.name for operation in operations)),
        candidate_alternatives=tuple(operation.alternatives for operation in sorted(operations, key=lambda o: o.name)),
        holds_back=held,
    )
    reason = "dynamic-method" if methods is None and "{*}" not in (base.route or "") else "dynamic-route"
    yield Unknown(
        site=base.site,
        reason=reason,
        detail=base.route or "",
        product=base.product or None,
        prefix=head or None,
        methods=tuple(sorted(methods or ())),
        side=base.side,
        holds_back=held,
        evidence=base.evidence,
    )


def _unknown_operation(
    base: Use, route: str, methods: frozenset[str] | None, request: Request, catalog: Catalog
) -> Iterator[Use | Unknown]:
    if "{*}" in route.partition("?")[0]:
        yield _unknown(base, "dynamic-route", methods, prefix(request.route) or None, catalog)
        return
    if catalog.is_graphql(base.product, route):
        held = catalog.held_back_unknown_operation(base.product, route)
        yield replace(_unknown(base, "graphql", methods, route, catalog), detail=base.api, holds_back=held)
        return
    yield replace(
        base,
        in_catalog=False,
        status="undocumented",
        holds_back=catalog.held_back_unknown_operation(base.product, route),
    )


def _unknown(base: Use, reason: str, methods: frozenset[str] | None, head: str | None, catalog: Catalog) -> Unknown:
    return Unknown(
        site=base.site,
        reason=reason,
        detail=base.route or "",
        product=base.product or None,
        prefix=head,
        methods=tuple(sorted(methods or ())),
        side=base.side,
        holds_back=catalog.held_back(base.product or None, head, methods, base.side),
        evidence=base.evidence,
    )
