"""no-analytics: no analytics package, host or script."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.outside import customer_managed, unknown_hosts

HOW = {
    "package": "its package is called",
    "host": "requests go there",
    "script": "its script is loaded",
    "manifest": "its host is declared",
}


def judge(facts: Facts) -> Judgement:
    return settle(
        _against(facts),
        (*_open(facts), *unknown_hosts(facts), *customer_managed(facts), *blind(facts)),
        (supports("no analytics package is called, and no analytics host stands in code, pages or manifest"),),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for vendor in facts.disclosure.vendors:
        if vendor.kind == "analytics":
            yield against(f"{vendor.name}: {HOW[vendor.means]}", vendor.site)
    for grant in facts.manifest.egress:
        if grant.category == "analytics":
            yield against(f"{grant.address} is declared as analytics", facts.place(grant.span))


def _open(facts: Facts) -> Iterator[Basis]:
    for vendor in facts.disclosure.vendors:
        if vendor.kind == "error-reporting" and vendor.means != "manifest":
            yield unresolved(f"{vendor.name} collects errors: no analytics in the narrow sense", vendor.site)
