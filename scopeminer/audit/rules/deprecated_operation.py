"""deprecated-operation: marked deprecated, or gone from the newest document."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, by_operation, finding, sites

SAID = {"deprecated": "is deprecated", "removed": "is in no current document any longer"}


def check(case: Case) -> Iterator[Finding]:
    known = (use for use in case.facts.usage.uses if use.reachable and use.resolution == "exact" and use.status in SAID)
    for subject, uses in by_operation(known):
        places = sites(uses)
        yield finding(
            "deprecated-operation", f"{subject} {SAID[uses[0].status]}: move to what replaces it", subject, places[0], related=places
        )
