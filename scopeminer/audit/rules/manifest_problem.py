"""manifest-problem: one wrong section is said and hides nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    for problem in case.facts.manifest.problems:
        yield finding("manifest-problem", problem.message, problem.message, case.facts.place(problem.span))
