"""impersonation-missing: `asUser(accountId)` satisfied only by scopes that do not allow impersonation."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.reasons import spoken
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.audit.satisfaction import satisfied, satisfying


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    said: set[str] = set()
    allowing = frozenset(scope for scope, grant in facts.grants.items() if grant.allow_impersonation)
    for use in facts.needs:
        covering = satisfying(use.alternatives, facts.declared)
        if not use.impersonates or not covering or satisfied(use.alternatives, allowing):
            continue
        for scope in sorted(set(covering) - allowing - said):
            said.add(scope)
            message = f"{spoken(use)} acts for a user who is not present: {scope} needs allowImpersonation: true"
            yield finding("impersonation-missing", message, scope, use.site, (scope,))
