"""unresolved-route: a request that is known in part only, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.audit.words import listed, product, request
from scopeminer.privileges.model import Unknown

ESCAPED = "escaped-request"
FEW = 3
"""Products whose request functions are told by name."""
REASONS = ("dynamic-route", "dynamic-method", ESCAPED, "graphql")


def check(case: Case) -> Iterator[Finding]:
    """One for what is said of a place: routes of one request that begin alike are one, and so is a package that is given the request
    functions of several products."""
    groups: dict[tuple[object, ...], list[Unknown]] = {}
    for unknown in case.facts.usage.unknowns:
        if unknown.reason in REASONS:
            said = unknown.detail if unknown.reason == ESCAPED else _message(unknown, [])
            groups.setdefault((unknown.site, unknown.reason, said), []).append(unknown)
    for unknowns in groups.values():
        first, products = unknowns[0], sorted({one.product or "" for one in unknowns})
        context = (first.site.file, first.reason, *products, *first.methods)
        yield finding("unresolved-route", _message(first, products), first.detail or first.reason, first.site, context=context)


def _given(products: list[str]) -> str:
    """Who is given more than a few has got the SDK as a whole."""
    if len(products) > FEW:
        return "the SDK itself"
    return f"the request function{'s' if len(products) > 1 else ''} of {listed([*map(product, products)], FEW)}"


def _message(unknown: Unknown, products: list[str]) -> str:
    if unknown.reason == ESCAPED:
        return f"{unknown.detail} is not here and is given {_given(products)}: say what it requests"
    if unknown.reason == "graphql":
        called, _, field = unknown.detail.partition(" ")[2].partition(" ")
        if field:
            return f"{field}, which the query of {called} asks for, is in no published document: its scopes are not known"
        if unknown.product == "graph":
            return f"which scopes {called or unknown.detail} needs is not known: each type that its query reads has one"
        if unknown.product not in (None, "compass"):
            return f"a query that {called or unknown.detail} sends is not read: send it with requestGraph"
        return f"the query of {called or unknown.detail} cannot be read: write it where it is sent"
    return f"{request(unknown)}; answer it with a comment"
