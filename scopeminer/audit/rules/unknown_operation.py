"""unknown-operation: a literal path that no published document lists."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    said = set()
    for use in case.facts.usage.uses:
        subject = f"{use.method or '?'} {use.route}"
        if use.kind == "rest" and use.reachable and not use.in_catalog and not use.alternatives and (subject, use.site) not in said:
            said.add((subject, use.site))
            yield finding("unknown-operation", f"{subject} is in no published document: its scopes are not known", subject, use.site)
