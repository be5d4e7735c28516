"""unresolved-route: a request that is known in part only, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.audit.words import product, request
from scopeminer.privileges.model import Unknown

REASONS = ("dynamic-route", "dynamic-method", "escaped-request", "graphql")


def check(case: Case) -> Iterator[Finding]:
    for unknown in case.facts.usage.unknowns:
        if unknown.reason in REASONS:
            context = (unknown.site.file, unknown.reason, unknown.product or "", *unknown.methods)
            yield finding("unresolved-route", _message(unknown), unknown.detail or unknown.reason, unknown.site, context=context)


def _message(unknown: Unknown) -> str:
    if unknown.reason == "escaped-request":
        return f"{unknown.detail} is not here and is given the request function of {product(unknown.product)}: say what it requests"
    if unknown.reason == "graphql":
        return f"the query of {unknown.detail.split(' ')[-1]} cannot be read: write it where it is sent"
    return f"{request(unknown)}; answer it with a comment"
