"""redundant-scope: accepted by uses that the scopes which stay cover without it."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.reasons import redundant
from scopeminer.audit.rules.removal import removable
from scopeminer.audit.rules.rule import Case
from scopeminer.audit.verdicts import accepting


def check(case: Case) -> Iterator[Finding]:
    """Of redundant scopes that can only go one at a time, the target decides which stays."""
    facts, target = case.facts, case.decision.target
    for scope, verdict in case.decision.verdicts.items():
        if verdict == "redundant" and scope not in target:
            why = redundant(accepting(facts, scope), (facts.declared & target) - {scope}, kept=False)
            yield removable(case, "redundant-scope", scope, f": {why}")
