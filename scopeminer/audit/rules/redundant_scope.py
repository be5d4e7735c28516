"""redundant-scope: accepted by uses that the scopes of the minimal set cover without it."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.reasons import redundant
from scopeminer.audit.rules.over_privilege import removable
from scopeminer.audit.rules.rule import Case
from scopeminer.audit.satisfaction import accepts


def check(case: Case) -> Iterator[Finding]:
    facts, kept = case.facts, case.decision.minimal_sets["as-declared"]
    for scope, verdict in sorted(case.decision.verdicts.items()):
        if verdict == "redundant" and scope not in kept:
            uses = [use for use in facts.needs if accepts(use, scope)]
            why = redundant(uses, scope, facts.declared & frozenset(kept) | {scope})
            yield removable(case, "redundant-scope", scope, f"{scope} can be removed: {why}")
