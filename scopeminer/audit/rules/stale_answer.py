"""stale-answer: what a person said of a request is wrong, or nothing asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    for problem in case.facts.usage.answer_problems:
        yield finding("stale-answer", problem.message, problem.subject, problem.place)
