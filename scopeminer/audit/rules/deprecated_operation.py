"""deprecated-operation: marked deprecated, or gone from the newest document."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, by_operation, finding, sites

SAID = {"deprecated": "is deprecated", "removed": "is in no current document any longer"}
WHERE = {"deprecated": "its documentation names what replaces it", "removed": "it may stop working"}
"""What is left to say where no replacement is known."""


def check(case: Case) -> Iterator[Finding]:
    known = (use for use in case.facts.usage.uses if use.reachable and use.resolution == "exact" and use.status in SAID)
    for subject, uses in by_operation(known):
        places, status = sites(uses), uses[0].status
        better = " or ".join(case.facts.catalog.replacements(subject))
        message = f"{subject} {SAID[status]}: {f'move to {better}' if better else WHERE[status]}"
        yield finding("deprecated-operation", message, subject, places[0], related=places)
