"""Suppressions: what somebody decided to keep is not reported, as long as that holds and is about something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from scopeminer.audit.fingerprint import arranged
from scopeminer.audit.model import Audit, Finding
from scopeminer.audit.rules import RULES, STALE_SUPPRESSION
from scopeminer.audit.rules.rule import finding
from scopeminer.manifest.model import Suppression
from scopeminer.records import replace
from scopeminer.source import Place, Span

KEPT = frozenset(
    {
        "over-privilege",
        "redundant-scope",
        "dead-code-scope",
        "invalid-scope",
        "unused-egress",
        "broad-egress",
    }
)
"""Rules that would have something declared go: keeping it answers them. By its id, any rule can be suppressed."""
ASKING = frozenset({"unresolved-egress"})
"""Rules that ask, among other things, whether something declared is used: keeping it answers that, too."""


def suppressed(audit: Audit, suppressions: Iterable[Suppression], today: date, place: Callable[[Span], Place]) -> Audit:
    """The audit with what the suppressions name marked, and a `stale-suppression` for each that is over or names nothing.

    `place`: where a span of the manifest begins. Malformed suppressions are the reader's matter (manifest/suppressions).
    """
    known = tuple(suppressions)
    holding = [one for one in known if not one.expired(today)]
    findings = (_marked(found, holding) for found in audit.findings)
    return replace(audit, findings=arranged((*findings, *_stale(audit, known, today, place))))


def _marked(found: Finding, holding: list[Suppression]) -> Finding:
    kept = next((one for one in holding if _covers(one, found)), None)
    return replace(found, suppressed=True, suppressed_by="comment", kept_because=kept.reason) if kept is not None else found


def _covers(suppression: Suppression, found: Finding) -> bool:
    return found.rule == suppression.scope or (found.rule in KEPT | ASKING and found.subject == suppression.scope)


def _stale(audit: Audit, suppressions: tuple[Suppression, ...], today: date, place: Callable[[Span], Place]) -> Iterator[Finding]:
    level = next(rule.level for rule in RULES if rule.id == STALE_SUPPRESSION)
    for one in suppressions:
        message = _why_stale(audit, one, today)
        if message:
            yield replace(finding(STALE_SUPPRESSION, message, one.scope, place(one.span)), level=level)


def _why_stale(audit: Audit, suppression: Suppression, today: date) -> str:
    """A suppression waits where a finding may come back: what cannot be told, and of redundant scopes the one that stays."""
    name = suppression.scope
    if suppression.until is not None and suppression.expired(today):
        return f"the reason to keep {name} held until {suppression.until.isoformat()}: decide again"
    if any(_covers(suppression, found) for found in audit.findings):
        return ""
    row = next((row for row in audit.scopes if row.scope == name and row.declared), None)
    if row is None:
        return f"nothing is found about {name}: remove this comment"
    return f"{name} is needed: remove this comment" if row.verdict == "needed" else ""
