"""announced-scope: an operation that needs nothing now has announced that it will."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.reasons import spoken
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    facts, said = case.facts, set()
    for use in facts.needs:
        lacking = tuple(scope for scope in use.announced if scope not in facts.declared)
        if lacking and not any(facts.declared.issuperset(one) and one for one in use.alternatives) and (use.operation, lacking) not in said:
            said.add((use.operation, lacking))
            message = f"{spoken(use)} will need {', '.join(lacking)}"
            yield finding("announced-scope", message, f"{use.method} {use.operation}", use.site, lacking)
