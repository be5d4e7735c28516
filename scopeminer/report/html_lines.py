"""Audit → the five lines that a reviewer would quote: what is asked, used, can go, is unknown, and as of which catalog."""

from __future__ import annotations

from collections.abc import Sequence

from scopeminer import __version__
from scopeminer.audit.model import Audit
from scopeminer.privileges.model import Unknown, Use
from scopeminer.records import dataclass
from scopeminer.report import names
from scopeminer.report.summary import open_findings
from scopeminer.report.text import counted, shown
from scopeminer.source import Place

SCOPES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """`scopes` follow the text, `more` counts those that are not shown. `tone` (excess | doubt | "") says what the words say too."""

    label: str
    text: str
    scopes: tuple[str, ...] = ()
    more: int = 0
    tone: str = ""


def lines(audit: Audit) -> tuple[Line, ...]:
    """In the order in which they are read."""
    return (_asked(audit), _used(audit), _can_go(audit), _unknown(audit), _as_of(audit))


def removable(audit: Audit) -> tuple[str, ...]:
    """What can go according to findings that nobody suppressed, in the order of the manifest."""
    going = {scope for found in open_findings(audit) if found.fix and found.fix.action == "remove-scope" for scope in found.fix.scopes}
    rows = sorted((row for row in audit.scopes if row.location and row.scope in going), key=lambda row: row.location or Place("", 0, 0))
    return tuple(dict.fromkeys(row.scope for row in rows))


def open_questions(audit: Audit) -> tuple[Unknown | Use, ...]:
    """What is not resolved: the unknowns, and the uses of which only the candidates are known."""
    bounded = [use for use in audit.usage.uses if use.reachable and use.resolution != "exact" and use.holds_back]
    return (*sorted(audit.usage.unknowns, key=lambda one: (one.site, one.reason)), *sorted(bounded, key=lambda one: (one.site, one.api)))


def _asked(audit: Audit) -> Line:
    declared = sum(row.declared for row in audit.scopes)
    if not declared:
        return Line("Asked", "No scope.")
    if not audit.reach.declared:
        return Line("Asked", f"{counted(declared, 'scope')}.")
    together = "which together allow" if declared > 1 else "which allows"
    return Line("Asked", f"{counted(declared, 'scope')}, {together} {counted(audit.reach.declared, 'REST operation')}.")


def _used(audit: Audit) -> Line:
    needed = sum(row.verdict == "needed" for row in audit.scopes)
    missing = tuple(row.scope for row in audit.scopes if row.verdict == "missing")
    used = counted(audit.reach.used, "REST operation") if audit.reach.used else "No REST operation"
    number = f"{counted(needed, 'declared scope')} {'is' if needed == 1 else 'are'}"
    scopes = f"{number if needed else 'no declared scope is surely'} needed"
    if missing:
        return _listed("Used", f"{used}; {scopes}. Needed and not asked for:", missing, "excess")
    return Line("Used", f"{used}; {scopes}.")


def _can_go(audit: Audit) -> Line:
    going = removable(audit)
    return _listed("Can go", f"{counted(len(going), 'scope')}:", going, "excess") if going else Line("Can go", "Nothing.")


def _unknown(audit: Audit) -> Line:
    figures, questions = audit.usage.coverage, open_questions(audit)
    sites = counted(figures.request_sites, "request site")
    resolved = f"{figures.request_sites_resolved} of {sites} resolved." if figures.request_sites else "There are no request sites."
    told = figures.precision == "full" or any(isinstance(one, Unknown) and one.reason == "budget" for one in questions)
    degraded = "" if told else "The analysis stopped at its work budget. "
    unread = f"{counted(figures.files_with_errors, 'file')} could not be parsed in full. " if figures.files_with_errors else ""
    if not questions:
        said = f"{degraded}{unread}"
        return Line("Unknown", f"{said or 'Nothing. '}{resolved}", tone="doubt" if said else "")
    first = questions[0]
    what = names.why_unknown(first) if isinstance(first, Unknown) else f"one of {counted(len(first.candidates), 'operation')}"
    more = f", and {len(questions) - 1} more" if len(questions) > 1 else ""
    return Line("Unknown", f"{what[0].upper()}{what[1:]} ({shown(first.site)}){more}. {degraded}{unread}{resolved}", tone="doubt")


def _as_of(audit: Audit) -> Line:
    catalog = audit.catalog
    return Line("As of", f"The catalog of {catalog.date} with {counted(catalog.operations, 'operation')}; scopeminer {__version__}.")


def _listed(label: str, text: str, scopes: Sequence[str], tone: str) -> Line:
    return Line(label, text, tuple(scopes[:SCOPES_SHOWN]), max(0, len(scopes) - SCOPES_SHOWN), tone)
