"""Questions of people about the catalog → answers as plain JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.diff import Difference
from scopeminer.catalog.model import Alternative, Operation

Answer = dict[str, Any]
PRODUCTS = ("jira", "confluence", "bitbucket", "atlassian")


def operation(one: Operation) -> Answer:
    """What the catalog knows of one operation."""
    return {
        "operation": one.name,
        "product": one.product,
        "status": one.status,
        "certainty": one.certainty,
        "document": one.document,
        "seen": one.seen,
        "alternatives": _lists(one.alternatives),
        "announced": list(one.announced),
        "not_in_manifests": _lists(one.ungrantable),
        "with_expand": list(one.expand),
        "with_redirect": list(one.beside),
    }


def show(catalog: Catalog, words: Iterable[str]) -> Answer:
    """The operations that `METHOD /path` is: the name of one, or a route as an app writes it. Without a method: every method."""
    parts = [part for word in words for part in word.split()]
    method = parts[0].upper() if len(parts) > 1 else None
    route = parts[-1] if parts else ""
    named = catalog.operation(f"{method} {route}")
    if named is not None:
        return {"catalog": catalog.version, "route": route, "operations": [operation(named)]}
    text = "".join("{}" if part == "{" else part for part in _holes(route))
    methods = frozenset({method}) if method else None
    found = [one for product in PRODUCTS for one in catalog.match(product, methods, text).operations]
    return {"catalog": catalog.version, "route": route, "operations": [operation(one) for one in found]}


def _holes(route: str) -> Iterable[str]:
    """`{issueIdOrKey}` of a template → a hole."""
    inside = False
    for character in route:
        if character == "{":
            inside = True
            yield "{"
        elif character == "}":
            inside = False
        elif not inside:
            yield character


def scope(catalog: Catalog, name: str) -> Answer:
    """What a scope is for: everything published that accepts it."""
    return {
        "catalog": catalog.version,
        "scope": name,
        "valid": name in catalog.scopes,
        "suggestion": None if name in catalog.scopes else catalog.suggest(name),
        "product": catalog.product_of(name),
        "kind": "classic" if catalog.is_classic(name) else "granular",
        "published_use": name not in catalog.unpublished,
        "graphql": name in catalog.graphql.scopes | catalog.graphql.scopes_elsewhere,
        "operations": sorted(one.name for one in catalog.accepting(name) if one.status != "removed"),
        "removed_operations": sorted(one.name for one in catalog.accepting(name) if one.status == "removed"),
        "events": sorted(event for event, sets in catalog.events.items() if any(name in one for one in sets)),
        "modules": sorted({row.type for row in catalog.modules if any(name in one for one in (*row.alternatives, row.optional))}),
        "sdk": sorted(f"{row.package} {row.path}" for row in catalog.surfaces if any(name in one for one in row.alternatives)),
    }


def search(catalog: Catalog, words: Iterable[str]) -> Answer:
    """The operations, scopes, events and modules whose text holds every word."""
    wanted = [word.lower() for given in words for word in given.split()]

    def holds(text: str) -> bool:
        return all(word in text.lower() for word in wanted)

    def text(one: Operation) -> str:
        return " ".join((one.name, one.product, one.status, *(name for names in one.alternatives for name in names)))

    return {
        "catalog": catalog.version,
        "operations": [one.name for one in catalog.operations if holds(text(one))],
        "scopes": sorted(filter(holds, catalog.scopes)),
        "events": sorted(filter(holds, catalog.events)),
        "modules": sorted({row.type for row in catalog.modules if holds(row.type)}),
        "sdk": sorted({f"{row.package} {row.path}" for row in catalog.surfaces if holds(f"{row.package} {row.path}")}),
    }


def stats(catalog: Catalog) -> Answer:
    """How much the catalog holds, and how old it is."""
    operations = catalog.operations
    by_document = Counter(one.document for one in operations if one.status not in ("removed", "undocumented"))
    return {
        "catalog": catalog.version,
        "date": catalog.date,
        "operations": len(operations),
        "products": dict(sorted(Counter(one.product for one in operations).items())),
        "status": dict(sorted(Counter(one.status for one in operations).items())),
        "without_scope_information": sum(not one.alternatives and not one.ungrantable for one in operations),
        "optional_now": sum(bool(one.announced) for one in operations),
        "documents": [
            {"name": one.name, "date": one.date, "version": one.version, "operations": by_document[one.name]} for one in catalog.documents
        ],
        "scopes": len(catalog.scopes),
        "scopes_without_published_use": len(catalog.unpublished),
        "events": len(catalog.events),
        "modules": len(catalog.modules),
        "sdk": len(catalog.surfaces),
    }


def difference(old: Catalog, new: Catalog, found: Difference) -> Answer:
    """What changed from `old` to `new`."""
    return {
        "old": old.version,
        "new": new.version,
        "added": [operation(one) for one in found.added],
        "removed": [operation(one) for one in found.removed],
        "needs": [
            {"operation": one.new.name, "old": _lists(one.old.alternatives), "new": _lists(one.new.alternatives)} for one in found.needs
        ],
        "status": [{"operation": one.new.name, "old": one.old.status, "new": one.new.status} for one in found.status],
    }


def _lists(alternatives: Iterable[Alternative]) -> list[list[str]]:
    return [list(one) for one in alternatives]
