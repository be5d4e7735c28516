"""invalid-scope: a name that no manifest may declare (the list of @forge/manifest)."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    for scope, grant in facts.grants.items():
        if scope not in facts.catalog.scopes:
            meant = facts.catalog.suggest(scope)
            message = f"{scope} is no scope that Forge knows" + (f": did you mean {meant}?" if meant else "")
            place = facts.place(grant.span)
            yield finding("invalid-scope", message, scope, place, scopes=(scope,), confidence="high" if meant else "medium")
