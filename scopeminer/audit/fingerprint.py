"""Fingerprints: what a finding is about, without the line it stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from scopeminer.audit.model import Finding


def fingerprinted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Rule, subject and file decide; findings alike in all of them are numbered in their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        key = (finding.rule, finding.subject, finding.location.file if finding.location else "")
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        yield replace(finding, fingerprint=sha256(text.encode(errors="surrogatepass")).hexdigest()[:32])
