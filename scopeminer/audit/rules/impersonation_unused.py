"""impersonation-unused: `allowImpersonation` where no request acts for an absent user."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MINOR, Case, finding
from scopeminer.audit.verdicts import accepting

STAYS = ("needed", "redundant")


def check(case: Case) -> Iterator[Finding]:
    """Where the scope itself can go the flag goes with it; what holds a scope back may impersonate."""
    facts = case.facts
    for scope, grant in facts.grants.items():
        stays = case.decision.verdicts[scope] in STAYS and scope in case.decision.target and scope not in facts.holding
        if grant.allow_impersonation and stays and not any(need.use.impersonates for need in accepting(facts, scope)):
            message = f"allowImpersonation of {scope} can go: no request acts for a user who is not present"
            fix = Fix("drop-impersonation", (scope,), MINOR)
            yield finding("impersonation-unused", message, scope, facts.place(grant.span), scopes=(scope,), fix=fix)
