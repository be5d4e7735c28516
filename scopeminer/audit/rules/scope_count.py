"""scope-count: more scopes than the documentation advises."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.policies import MOST_SCOPES
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    count = len(case.facts.declared)
    if count > MOST_SCOPES:
        message = f"{count} scopes are declared; Atlassian advises against more than {MOST_SCOPES}"
        yield finding("scope-count", message, "scopes", case.facts.scopes_place)
