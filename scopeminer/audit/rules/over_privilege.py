"""over-privilege: declared and needed by nothing, known or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MAJOR, Case, finding


def check(case: Case) -> Iterator[Finding]:
    for scope, verdict in sorted(case.decision.verdicts.items()):
        if verdict == "unused":
            yield removable(case, "over-privilege", scope, f"{scope} can be removed")


def removable(case: Case, rule: str, scope: str, message: str) -> Finding:
    """A finding about a scope that can go; where another need of its product is open, it says that both changes belong together."""
    facts = case.facts
    product = facts.catalog.product_of(scope)
    added = sorted({one for use, extra in case.decision.advised.items() if use.product == product for one in extra})
    if product and added:
        message += f" together with adding {', '.join(added)}"
    found = finding(rule, message, scope, facts.place(facts.grants[scope].span), (scope,))
    return replace(found, fix=Fix("remove-scope", (scope,), MAJOR))
