"""over-privilege: declared and needed by nothing, known or unknown."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.removal import removable
from scopeminer.audit.rules.rule import Case


def check(case: Case) -> Iterator[Finding]:
    for scope, verdict in case.decision.verdicts.items():
        if verdict == "unused":
            yield removable(case, "over-privilege", scope)
