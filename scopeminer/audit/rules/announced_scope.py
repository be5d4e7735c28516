"""announced-scope: an operation that works without a scope now has announced that it will not."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, by_operation, finding, sites
from scopeminer.audit.words import spoken


def check(case: Case) -> Iterator[Finding]:
    """Where several scopes are announced, each is an alternative."""
    facts = case.facts
    lacking = (need.use for need in facts.needs if need.use.announced and not facts.declared.intersection(need.use.announced))
    for subject, uses in by_operation(lacking):
        announced = uses[0].announced
        message = (
            f"{spoken(uses[0])} works without {' or '.join(announced)} now and will need {'it' if len(announced) == 1 else 'one of them'}"
        )
        alternatives = [(scope,) for scope in announced]
        related = sites(uses)
        yield finding("announced-scope", message, subject, related[0], scopes=announced[:1], alternatives=alternatives, related=related)
