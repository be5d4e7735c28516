"""unresolved-route: a request that is known in part only, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding

REASONS = ("dynamic-route", "dynamic-method", "escaped-request", "graphql")


def check(case: Case) -> Iterator[Finding]:
    for unknown in case.facts.usage.unknowns:
        if unknown.reason not in REASONS:
            continue
        methods = "/".join(unknown.methods) or "any method"
        where = f"below {unknown.prefix}" if unknown.prefix else "any path"
        if unknown.reason == "escaped-request":
            message = f"{unknown.detail} is given the request function of {(unknown.product or 'a product').capitalize()} and is not here"
        elif unknown.reason == "graphql":
            message = f"the query of {unknown.detail} could not be read"
        else:
            product = (unknown.product or "a product").capitalize()
            message = f"the request is known only at run time: {methods} on {product}, {where}; answer it with a comment"
        yield finding("unresolved-route", message, unknown.detail or unknown.reason, unknown.site)
