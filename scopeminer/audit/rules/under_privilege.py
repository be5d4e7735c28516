"""under-privilege: one finding a need that no alternative inside the declared scopes covers; only additions are offered."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.facts import Facts
from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.needs import Need
from scopeminer.audit.rules.rule import MAJOR, Case, finding, sites
from scopeminer.audit.satisfaction import additions
from scopeminer.audit.words import listed, spoken
from scopeminer.privileges.model import Use


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    groups: dict[tuple[str, str, str], list[Need]] = {}
    for need in facts.missing:
        groups.setdefault((need.use.kind, need.use.product, _subject(need.use)), []).append(need)
    for (kind, product, subject), needs in groups.items():
        first, advised = needs[0].use, case.decision.advised[needs[0]]
        offered = (advised, *(one for one in additions(needs[0].alternatives, facts.declared) if one != advised))
        yield finding(
            "under-privilege",
            f"{spoken(first)} needs {listed(advised)}{_others(len(offered) - 1)}",
            subject,
            first.site,
            scopes=advised,
            alternatives=offered,
            related=sites(need.use for need in needs),
            confidence="low" if facts.open_grants else "medium" if _may_cover(facts, product) else _confidence(needs[0]),
            fix=Fix("add-scopes", advised, MAJOR),
            context=(kind, product),
        )
    yield from _undecided(facts)


def _undecided(facts: Facts) -> Iterator[Finding]:
    """Something has to be added, and only who wrote the query knows what."""
    groups: dict[str, list[Need]] = {}
    for need in facts.undecided:
        groups.setdefault(need.use.api, []).append(need)
    for api, needs in groups.items():
        first, alternatives = needs[0].use, needs[0].alternatives
        kind = ":".join(alternatives[0][0].split(":")[:2])
        message = f"{spoken(first)} needs scopes that begin with {kind}:, one for each type that its query reads; none is declared"
        yield finding(
            "under-privilege",
            message,
            api,
            first.site,
            alternatives=alternatives,
            related=sites(need.use for need in needs),
            confidence="low" if facts.open_grants else _confidence(needs[0]),
            fix=Fix("choose-scopes", (), MAJOR),
            context=(first.kind, first.product),
        )


def _may_cover(facts: Facts, product: str) -> bool:
    """Whether a whole-product scope of which nobody publishes what it allows (`manage:jira-data-provider`) is declared."""
    catalog = facts.catalog
    return any(catalog.is_classic(one) and catalog.product_of(one) == product for one in facts.declared & catalog.unpublished)


def _confidence(need: Need) -> str:
    use = need.use
    return "medium" if use.resolution != "exact" or use.certainty != "certain" or use.guarded else "high"


def _others(number: int) -> str:
    return f", or {number} other alternative{'s' if number > 1 else ''}" if number else ""


def _subject(use: Use) -> str:
    path = use.operation or use.route
    return f"{use.method or 'any method'} {path}" if path else use.api
