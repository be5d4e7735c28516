"""Audit → the counts that open every report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scopeminer.audit.model import Audit, Finding
from scopeminer.records import dataclass

VERDICTS = ("needed", "redundant", "dead-code-only", "unused", "cannot-tell", "missing")
LEVELS = ("error", "warning", "note")
IMPACTS = ("none", "minor", "major")


@dataclass(frozen=True, slots=True)
class Summary:
    """`verdicts` and `findings` count by name, zeros included; suppressed findings are counted apart.

    `release_impact`: what the proposed changes to the manifest would mean, the gravest of them.
    """

    verdicts: Mapping[str, int]
    findings: Mapping[str, int]
    suppressed: int
    unknowns: int
    release_impact: str
    complete: bool


def summarize(audit: Audit) -> Summary:
    verdicts = Counter(row.verdict for row in audit.scopes)
    levels = Counter(finding.level for finding in open_findings(audit))
    return Summary(
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS},
        findings={level: levels[level] for level in LEVELS},
        suppressed=sum(finding.suppressed for finding in audit.findings),
        unknowns=len(audit.usage.unknowns),
        release_impact=release_impact(audit),
        complete=complete(audit),
    )


def open_findings(audit: Audit) -> tuple[Finding, ...]:
    return tuple(finding for finding in audit.findings if not finding.suppressed)


def release_impact(audit: Audit) -> str:
    impacts = (finding.fix.release_impact for finding in open_findings(audit) if finding.fix)
    return max(impacts, key=IMPACTS.index, default="none")


def complete(audit: Audit) -> bool:
    """True when nothing was left unresolved that could need a scope."""
    usage = audit.usage
    bounded = any(use.reachable and use.resolution != "exact" and use.holds_back for use in usage.uses)
    return not (usage.unknowns or usage.unparsed or bounded) and usage.coverage.precision == "full"
