"""not-available-to-forge: documented, but without scopes that a Forge app can declare."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, by_operation, finding, sites
from scopeminer.privileges.model import Use


def check(case: Case) -> Iterator[Finding]:
    for subject, uses in by_operation(use for use in case.facts.usage.uses if _closed(use)):
        places = sites(uses)
        message = f"{subject} has no scope for Forge apps: expect it to be refused"
        yield finding("not-available-to-forge", message, subject, places[0], related=places)


def _closed(use: Use) -> bool:
    exact = use.reachable and use.resolution == "exact" and use.operation is not None
    return exact and use.kind == "rest" and use.in_catalog and not use.alternatives
