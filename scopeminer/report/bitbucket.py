"""A run → Bitbucket Code Insights: the body of a report, and the bodies of the requests that add its annotations.

The limits are those of Bitbucket Cloud's reports API: 100 annotations a request, 1000 a report, 450 characters a summary, 2000 characters
of details, 10 figures. Where they cut something off, the report's details say how much.
"""

from __future__ import annotations

import json

from scopeminer.report import phrases
from scopeminer.report.model import Display, Run
from scopeminer.report.notices import Notice, open_notices
from scopeminer.report.plain import Json
from scopeminer.report.summary import LEVELS
from scopeminer.report.text import counted, printable

BATCH = 100
MOST = 1000
SUMMARY = 450
DETAILS = 2000
SEVERITIES = {"error": "HIGH", "warning": "MEDIUM", "note": "LOW"}
TYPES = {"error": "VULNERABILITY", "warning": "CODE_SMELL", "note": "CODE_SMELL"}


def render(run: Run, display: Display) -> str:
    """`{"report": body of the PUT, "annotations": [body of a POST, …]}`."""
    found = open_notices(run)
    marks = [_annotation(notice) for notice in found[:MOST]]
    batches: list[Json] = [marks[start : start + BATCH] for start in range(0, len(marks), BATCH)]
    return json.dumps({"report": _report(run, found), "annotations": batches}, indent=2, ensure_ascii=False) + "\n"


def _report(run: Run, found: tuple[Notice, ...]) -> Json:
    counts = {level: sum(notice.level == level for notice in found) for level in LEVELS}
    figures = {
        "Scopes declared": sum(row.declared for audit in run.audits for row in audit.scopes),
        "Scopes needed": sum(row.declared and row.verdict == "needed" for audit in run.audits for row in audit.scopes),
        "Operations allowed": sum(audit.reach.declared for audit in run.audits),
        "Operations used": sum(audit.reach.used for audit in run.audits),
        **{f"{level.capitalize()}s": number for level, number in counts.items()},
    }
    return {
        "title": "Scopes (scopeminer)",
        "details": _cut(" ".join(_details(run, len(found))), DETAILS),
        "report_type": "SECURITY",
        "reporter": "scopeminer",
        "result": "FAILED" if counts["error"] or run.failures else "PASSED",
        "data": [{"title": title, "type": "NUMBER", "value": value} for title, value in figures.items()],
    }


def _details(run: Run, number: int) -> list[str]:
    said = [f"{counted(number - MOST, 'annotation')} left out: Bitbucket takes {MOST}."] if number > MOST else []
    said += [f"{printable(failure.app)}: {printable(failure.message)}" for failure in run.failures]
    for audit in run.audits:
        what = f"{phrases.clean(audit)}." if phrases.is_clean(audit) else " ".join([*phrases.reach(audit), *phrases.release(audit)])
        said.append(what if run.single else f"{phrases.title(audit)}: {what}")
    return said


def _annotation(notice: Notice) -> Json:
    return {
        "external_id": notice.identity,
        "title": notice.rule,
        "annotation_type": TYPES[notice.level],
        "summary": _cut(notice.message, SUMMARY),
        "severity": SEVERITIES[notice.level],
        "path": printable(notice.place.file),
        "line": notice.place.line,
    }


def _cut(text: str, most: int) -> str:
    """Counted in UTF-16 units, as the other side counts; never half a character."""
    if len(text.encode("utf-16-le", "surrogatepass")) <= 2 * most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"
