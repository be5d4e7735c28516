"""impersonation-unused: `allowImpersonation` where no request acts for an absent user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MINOR, Case, finding
from scopeminer.audit.satisfaction import accepts


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    for scope, grant in sorted(facts.grants.items()):
        if not grant.allow_impersonation or scope in facts.holding:
            continue
        if not any(use.impersonates and accepts(use, scope) for use in facts.needs):
            message = f"allowImpersonation of {scope} can go: no request acts for a user who is not present"
            found = finding("impersonation-unused", message, scope, facts.place(grant.span), (scope,))
            yield replace(found, fix=Fix("drop-impersonation", (scope,), MINOR))
