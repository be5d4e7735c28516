"""impersonation-missing: `asUser(accountId)` satisfied only by scopes that do not allow impersonation."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding, sites
from scopeminer.audit.satisfaction import satisfied
from scopeminer.audit.words import several
from scopeminer.privileges.model import Use


def check(case: Case) -> Iterator[Finding]:
    """One a scope. What is not satisfied at all is another rule's matter."""
    facts = case.facts
    allowing = frozenset(scope for scope, grant in facts.grants.items() if grant.allow_impersonation)
    lacking: dict[str, list[Use]] = {}
    for need in facts.needs:
        inside = [one for one in need.alternatives if facts.declared.issuperset(one)]
        if need.use.impersonates and inside and not satisfied(inside, allowing):
            nearest = min(inside, key=lambda one: (len(set(one) - allowing), one))
            for scope in sorted(set(nearest) - allowing):
                lacking.setdefault(scope, []).append(need.use)
    for scope, uses in sorted(lacking.items()):
        message = f"{scope} needs allowImpersonation: true, because {several(uses)} acts for a user who is not present"
        yield finding("impersonation-missing", message, scope, uses[0].site, scopes=(scope,), related=sites(uses))
