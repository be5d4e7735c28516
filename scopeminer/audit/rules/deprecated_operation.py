"""deprecated-operation: marked deprecated, or gone from the newest document."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding

SAID = {"deprecated": "is deprecated", "removed": "is in no current document any longer"}


def check(case: Case) -> Iterator[Finding]:
    said = set()
    for use in case.facts.usage.uses:
        if use.reachable and use.resolution == "exact" and use.status in SAID and (use.method, use.operation) not in said:
            said.add((use.method, use.operation))
            subject = f"{use.method} {use.operation}"
            yield finding("deprecated-operation", f"{subject} {SAID[use.status]}", subject, use.site)
