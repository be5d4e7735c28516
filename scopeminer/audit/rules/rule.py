"""What a rule is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scopeminer.audit.facts import Facts
from scopeminer.audit.model import Finding
from scopeminer.audit.reach import Reach
from scopeminer.audit.verdicts import Decision
from scopeminer.source import Place

MAJOR, MINOR, NONE = "major", "minor", "none"
"""Documented release impact (Forge documentation on app versions)."""


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one app and what was decided on them."""

    facts: Facts
    decision: Decision
    reach: Reach


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` gives findings whose level is filled in from here."""

    id: str
    level: str
    summary: str
    check: Callable[[Case], Iterator[Finding]] | None


def finding(
    rule: str, message: str, subject: str, location: Place | None, scopes: tuple[str, ...] = (), confidence: str = "high"
) -> Finding:
    """A finding without level, which the registry fills in."""
    return Finding(rule, "", message, subject, location, scopes, confidence=confidence)
