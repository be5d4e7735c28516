"""The outcome of a run → the exit code of design.md: 2 before 3 before 1 before 0."""

from __future__ import annotations

from scopeminer.audit.model import Audit
from scopeminer.cli.exit_code import ERROR, FINDINGS, INCOMPLETE, OK
from scopeminer.report.model import Run
from scopeminer.report.summary import LEVELS, complete, open_findings

NEVER = "never"


def exit_code(run: Run, fail_on: str, strict: bool) -> int:
    if run.failures or not run.audits:
        return ERROR
    if strict and not all(complete(audit) for audit in run.audits):
        return INCOMPLETE
    return FINDINGS if any(_fails(audit, fail_on) for audit in run.audits) else OK


def _fails(audit: Audit, fail_on: str) -> bool:
    if fail_on == NEVER:
        return False
    return any(LEVELS.index(finding.level) <= LEVELS.index(fail_on) for finding in open_findings(audit))
