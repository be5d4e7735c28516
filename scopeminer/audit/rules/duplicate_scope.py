"""duplicate-scope: the same scope declared twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    for scope, first in sorted(facts.grants.items()):
        again = [facts.place(grant.span) for grant in facts.manifest.grants if grant.scope == scope and grant is not first]
        if again:
            found = finding("duplicate-scope", f"{scope} is declared {len(again) + 1} times", scope, again[0], (scope,))
            yield replace(found, related=(facts.place(first.span),))
