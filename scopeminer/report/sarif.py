"""A run → SARIF 2.1.0, for code scanning (OASIS standard, errata 01).

Columns are UTF-16 code units, as the log says itself. Placeholders are not used: without `arguments` no viewer looks for them, so the
braces of `/issue/{issueIdOrKey}` stay as they are.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from scopeminer import __version__
from scopeminer.audit.model import Finding
from scopeminer.audit.rules import RULES
from scopeminer.privileges.model import Step
from scopeminer.report.model import Display, Failure, Run
from scopeminer.report.notices import UNKNOWN, UNKNOWN_SUMMARY, Notice, notices
from scopeminer.report.plain import Json, strings
from scopeminer.report.text import printable
from scopeminer.source import Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "scopeminer/v1"
SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}
DESCRIBED = (*((rule.id, rule.level, rule.summary) for rule in RULES), (UNKNOWN, "note", UNKNOWN_SUMMARY))
INDEX = {rule: index for index, (rule, _, _) in enumerate(DESCRIBED)}


def render(run: Run, display: Display) -> str:
    """One log with one run, whatever the number of apps: hosts limit the runs of a file."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run)]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _run(run: Run) -> Json:
    return {
        "tool": {
            "driver": {
                "name": "scopeminer",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(*described) for described in DESCRIBED],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not run.failures,
                "toolExecutionNotifications": [_failure(failure) for failure in run.failures],
            }
        ],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "utf16CodeUnits",
        "results": [_result(notice) for notice in notices(run)],
        "properties": {"catalogs": strings({f"{audit.catalog.version} ({audit.catalog.date})" for audit in run.audits})},
    }


def _rule(identifier: str, level: str, summary: str) -> Json:
    more = "See 'scopeminer rules'." if identifier == UNKNOWN else f"See 'scopeminer rules {identifier}'."
    return {
        "id": identifier,
        "shortDescription": {"text": summary},
        "help": {"text": f"{summary} {more}", "markdown": f"{summary} {more.replace(chr(39), '`')}"},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["least-privilege", "forge"], "problem.severity": SEVERITIES[level]},
    }


def _failure(failure: Failure) -> Json:
    return {"level": "error", "message": message(f"{failure.app}: {failure.message}")}


def _result(notice: Notice) -> Json:
    result: dict[str, Json] = {
        "ruleId": notice.rule,
        "level": notice.level,
        "message": message(notice.message),
        "locations": [{"physicalLocation": physical(notice.place)}],
        "partialFingerprints": {FINGERPRINT: notice.fingerprint or notice.identity},
        "suppressions": [_suppression(notice.finding)] if notice.finding and notice.finding.suppressed else [],
        "properties": _properties(notice),
    }
    if notice.rule in INDEX:
        result["ruleIndex"] = INDEX[notice.rule]
    if notice.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": physical(place)} for number, place in enumerate(notice.related, start=1)
        ]
    if notice.flows:
        result["codeFlows"] = [{"threadFlows": [{"locations": [_step(step) for step in flow]}]} for flow in notice.flows]
    return result


def _suppression(finding: Finding) -> Json:
    """A comment stands in the source, a baseline and scopeminer.toml beside it."""
    kind = "external" if finding.suppressed_by in ("baseline", "configuration") else "inSource"
    reason: dict[str, Json] = {"justification": printable(finding.kept_because)} if finding.kept_because else {}
    return {"kind": kind, "status": "accepted", **reason}


def _properties(notice: Notice) -> Json:
    properties: dict[str, Json] = {"subject": printable(notice.subject), "confidence": notice.confidence}
    if notice.finding is not None:
        properties["scopes"] = strings(map(printable, notice.finding.scopes))
        properties["alternatives"] = [strings(alternative) for alternative in notice.finding.alternatives]
        if notice.finding.fix is not None:
            properties["releaseImpact"] = notice.finding.fix.release_impact
    return properties


def _step(step: Step) -> Json:
    return {"location": {"physicalLocation": physical(step.place), "message": message(step.label)}}


def physical(place: Place) -> Json:
    return {
        "artifactLocation": {"uri": uri(place.file), "uriBaseId": ROOT},
        "region": {"startLine": place.line, "startColumn": place.utf16_column},
    }


def uri(path: str) -> str:
    """A path of a repository → a relative reference (RFC 3986); a name that is no UTF-8 keeps its bytes."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"))


def message(text: str) -> Json:
    """A message; what would be a link in it (section 3.11.6) stays text."""
    safe = printable(text)
    return {"text": safe.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]") if "](" in safe else safe}
