"""not-available-to-forge: documented, but without scopes that a Forge app can declare."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    said = set()
    for use in case.facts.usage.uses:
        exact = use.reachable and use.resolution == "exact" and use.operation
        if use.kind == "rest" and exact and use.in_catalog and not use.alternatives and (use.operation, use.site) not in said:
            said.add((use.operation, use.site))
            subject = f"{use.method} {use.operation}"
            yield finding("not-available-to-forge", f"{subject} has no scope for Forge apps: expect it to be refused", subject, use.site)
