"""minimum-scopes: every declared scope is needed by code that runs, and nothing unresolved could need more."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, counted, note, settle, supports, unresolved

EXCESS = {
    "unused": "is not needed",
    "redundant": "is covered by other declared scopes",
    "dead-code-only": "is needed by unreachable code only",
}


def judge(facts: Facts) -> Judgement:
    declared = [row for row in facts.audit.scopes if row.declared]
    good = f"each of the {counted(len(declared), 'declared scope')} is needed by code that runs" if declared else "no scope is declared"
    return settle(_against(facts), _open(facts), (supports(good, declared[0].location if declared else None),), _notes(facts))


def _against(facts: Facts) -> Iterator[Basis]:
    for row in facts.audit.scopes:
        if row.declared and row.verdict in EXCESS:
            yield against(f"{row.scope} {EXCESS[row.verdict]}", row.location)
    for finding in facts.audit.findings:
        if finding.rule == "impersonation-unused":
            yield against(f"{finding.subject} allows impersonation, which nothing uses", finding.location)


def _open(facts: Facts) -> Iterator[Basis]:
    for row in facts.audit.scopes:
        if row.declared and row.verdict == "cannot-tell":
            yield unresolved(f"{row.scope}: {row.reason}", row.nearest or row.location)


def _notes(facts: Facts) -> Iterator[Basis]:
    for row in facts.audit.scopes:
        if row.verdict == "missing":
            yield note(f"{row.scope} is needed and not declared", row.nearest)
