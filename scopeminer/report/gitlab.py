"""A run → GitLab's code quality report: a list of marks that the merge request shows.

Every fingerprint occurs once, as GitLab asks. Suppressed findings stay away.
"""

from __future__ import annotations

import json

from scopeminer.report.model import Display, Run
from scopeminer.report.notices import Notice, open_notices
from scopeminer.report.plain import Json
from scopeminer.report.text import printable

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(run: Run, display: Display) -> str:
    """`[]` when there is nothing to tell."""
    return json.dumps([_mark(notice) for notice in open_notices(run)], indent=2, ensure_ascii=False) + "\n"


def _mark(notice: Notice) -> Json:
    return {
        "description": notice.message,
        "check_name": notice.rule,
        "fingerprint": notice.identity,
        "severity": SEVERITIES[notice.level],
        "location": {"path": printable(notice.place.file), "lines": {"begin": notice.place.line}},
    }
