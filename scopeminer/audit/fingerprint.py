"""Fingerprints: what a finding is about, without the line it stands on; and the order of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from scopeminer.audit.model import Finding
from scopeminer.records import replace
from scopeminer.source import Place

NOWHERE = Place("", 0, 0)


def fingerprint(rule: str, subject: str, *context: str) -> str:
    """Stays when lines move and code is formatted anew; `context` tells findings of one rule on one subject apart."""
    return sha256("\0".join((rule, subject, *context)).encode(errors="surrogatepass")).hexdigest()[:32]


def arranged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By place; findings alike in rule, subject and context are told apart by their number."""
    return tuple(_distinct(sorted(findings, key=_order)))


def _order(finding: Finding) -> tuple[Place, str, str, str]:
    return finding.location or NOWHERE, finding.rule, finding.subject, finding.message


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        number = seen[finding.fingerprint]
        yield finding if number == 1 else replace(finding, fingerprint=fingerprint(finding.fingerprint, str(number)))
