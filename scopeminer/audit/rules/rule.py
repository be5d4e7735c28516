"""What a rule is, what it is given, and how it says something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from scopeminer.audit.facts import Facts
from scopeminer.audit.fingerprint import fingerprint
from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.reach import Reach
from scopeminer.audit.verdicts import Decision
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Use
from scopeminer.records import dataclass
from scopeminer.source import Place

MAJOR, MINOR = "major", "minor"
"""Documented release impact (Forge documentation on app versions, 2026)."""


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one app and what was decided on them."""

    facts: Facts
    decision: Decision
    reach: Reach


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` gives findings whose level is filled in from here; None where somebody else finds (audit/suppress)."""

    id: str
    level: str
    summary: str
    check: Callable[[Case], Iterator[Finding]] | None


def finding(
    rule: str,
    message: str,
    subject: str,
    location: Place | None,
    *,
    scopes: Alternative = (),
    alternatives: Sequence[Alternative] = (),
    related: Iterable[Place] = (),
    confidence: str = "high",
    fix: Fix | None = None,
    context: Sequence[str] = (),
) -> Finding:
    """A finding without level. `context`: what tells it from others of the same rule on the same subject, lines apart."""
    return Finding(
        rule=rule,
        level="",
        message=message,
        subject=subject,
        location=location,
        scopes=scopes,
        alternatives=tuple(alternatives),
        related=tuple(dict.fromkeys(place for place in related if place != location)),
        confidence=confidence,
        fix=fix,
        fingerprint=fingerprint(rule, subject, *context),
    )


def by_operation(uses: Iterable[Use]) -> Iterator[tuple[str, list[Use]]]:
    """`GET /rest/…` → its uses, in the order of the first of each. What is in no document goes by its route, the query apart."""
    groups: dict[str, list[Use]] = {}
    for use in uses:
        path = use.operation or (use.route or "").partition("?")[0] or "(an empty path)"
        groups.setdefault(f"{use.method or 'any method'} {path}", []).append(use)
    yield from groups.items()


def sites(uses: Iterable[Use]) -> list[Place]:
    """Where they are, each place once."""
    return list(dict.fromkeys(use.site for use in uses))
