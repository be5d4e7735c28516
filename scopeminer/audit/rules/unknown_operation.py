"""unknown-operation: a literal path that no published document lists."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, by_operation, finding, sites
from scopeminer.privileges.model import Use


def check(case: Case) -> Iterator[Finding]:
    for subject, uses in by_operation(use for use in case.facts.usage.uses if _undocumented(use)):
        places = sites(uses)
        message = f"{subject} is in no published document: its scopes are not known"
        yield finding("unknown-operation", message, subject, places[0], related=places)


def _undocumented(use: Use) -> bool:
    return use.kind == "rest" and use.reachable and use.resolution == "exact" and not use.in_catalog and not use.alternatives
