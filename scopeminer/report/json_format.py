"""Audit → `scopeminer/report/1`: the stable JSON that everything else is derived from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from scopeminer import __version__
from scopeminer.audit.model import Audit, Finding, Fix, MinimalCost, ScopeVerdict
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Egress, Unknown, Use
from scopeminer.report.json_stream import Streamed
from scopeminer.report.json_stream import pieces as pieces_of
from scopeminer.report.model import Display, Failure, Run
from scopeminer.report.plain import Json, coverage, place, steps, strings
from scopeminer.report.summary import summarize
from scopeminer.source import Place

REPORT = "scopeminer/report/1"
REPORTS = "scopeminer/reports/1"


def render(run: Run, display: Display) -> str:
    """One app: a report; several: the list of them. `display` is for people; the same input gives the same bytes."""
    return "".join(pieces(run, display))


def pieces(run: Run, display: Display) -> Iterator[str]:
    """What `render` gives, piece by piece."""
    yield from pieces_of(_report(run.audits[0]) if run.single else _reports(run))
    yield "\n"


def _reports(run: Run) -> Streamed:
    return {
        "schema": REPORTS,
        "reports": (_report(audit) for audit in sorted(run.audits, key=lambda audit: (audit.app.path, audit.app.manifest))),
        "errors": [_failure(failure) for failure in sorted(run.failures, key=lambda failure: (failure.app, failure.message))],
    }


def _failure(failure: Failure) -> Json:
    return {"app": failure.app, "message": failure.message}


def _report(audit: Audit) -> Streamed:
    usage = audit.usage
    return {
        "schema": REPORT,
        "tool": {
            "name": "scopeminer",
            "version": __version__,
            "catalog": {"version": audit.catalog.version, "date": audit.catalog.date, "operations": audit.catalog.operations},
        },
        "app": {"path": audit.app.path, "manifest": audit.app.manifest, "id": audit.app.id, "name": audit.app.name},
        "summary": _summary(audit),
        "scopes": [_scope(row) for row in sorted(audit.scopes, key=lambda row: (row.scope, not row.declared, _order(row.location)))],
        "uses": _uses(audit),
        "minimal_sets": {policy: strings(audit.minimal_sets[policy]) for policy in sorted(audit.minimal_sets)},
        "minimal_costs": {policy: _cost(audit.minimal_costs[policy]) for policy in sorted(audit.minimal_costs)},
        "egress": {"used": _egress_used(usage.egress), "declared": _egress_declared(audit.declared_egress)},
        "unknowns": (_unknown(unknown) for unknown in sorted(usage.unknowns, key=_unknown_order)),
        "findings": (_finding(finding) for finding in sorted(audit.findings, key=_finding_order)),
        "coverage": coverage(usage.coverage),
    }


def _cost(cost: MinimalCost) -> Json:
    figures: Mapping[str, Json] = asdict(cost)
    return {**figures, "families": strings(cost.families), "runner_up": strings(cost.runner_up) or None}


def _summary(audit: Audit) -> Json:
    summary = summarize(audit)
    return {
        "verdicts": dict(summary.verdicts),
        "findings": {**summary.findings, "suppressed": summary.suppressed},
        "unknowns": summary.unknowns,
        "reach": {"declared": audit.reach.declared, "used": audit.reach.used, "minimal": audit.reach.minimal},
        "release_impact": summary.release_impact,
        "complete": summary.complete,
    }


def _scope(row: ScopeVerdict) -> Json:
    return {
        "scope": row.scope,
        "declared": row.declared,
        "allow_impersonation": row.allow_impersonation,
        "verdict": row.verdict,
        "reason": row.reason,
        "location": place(row.location),
        "nearest": place(row.nearest),
        "uses": strings(row.uses),
        "reach": row.reach,
    }


def _uses(audit: Audit) -> Iterator[Json]:
    rows = zip(audit.use_ids, audit.usage.uses, audit.satisfied_by, strict=True)
    ordered = sorted(rows, key=lambda row: (_order(row[1].site), row[1].kind, row[1].operation or row[1].route or "", row[0]))
    return (_use(identifier, use, satisfied_by) for identifier, use, satisfied_by in ordered)


def _use(identifier: str, use: Use, satisfied_by: Alternative | None) -> Json:
    return {
        "id": identifier,
        "kind": use.kind,
        "api": use.api,
        "product": use.product,
        "method": use.method,
        "route": use.route,
        "operation": use.operation,
        "in_catalog": use.in_catalog,
        "status": use.status,
        "certainty": use.certainty,
        "resolution": use.resolution,
        "candidates": strings(use.candidates),
        "principal": strings(use.principal),
        "impersonates": use.impersonates,
        "side": use.side,
        "reachable": use.reachable,
        "guarded": use.guarded,
        "answered": use.answered,
        "site": place(use.site),
        "function": use.function,
        "alternatives": _alternatives(use.alternatives),
        "satisfied_by": None if satisfied_by is None else strings(satisfied_by),
        "announced": strings(use.announced),
        "holds_back": strings(use.holds_back),
        "evidence": steps(use.evidence),
    }


def _unknown(unknown: Unknown) -> Json:
    return {
        "site": place(unknown.site),
        "reason": unknown.reason,
        "detail": unknown.detail,
        "bounds": {"product": unknown.product, "prefix": unknown.prefix, "methods": strings(unknown.methods)},
        "side": unknown.side,
        "holds_back": strings(unknown.holds_back),
        "evidence": steps(unknown.evidence),
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "subject": finding.subject,
        "scopes": strings(finding.scopes),
        "alternatives": _alternatives(finding.alternatives),
        "location": place(finding.location),
        "related": [place(one) for one in finding.related],
        "confidence": finding.confidence,
        "fix": _fix(finding.fix),
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        "suppressed_by": finding.suppressed_by or None,
        "kept_because": finding.kept_because or None,
    }


def _fix(fix: Fix | None) -> Json:
    if fix is None:
        return None
    scopes = {"scopes": strings(fix.scopes), "with_scopes": strings(fix.with_scopes)}
    return {"action": fix.action, **scopes, "release_impact": fix.release_impact}


def _egress_used(egress: Iterable[Egress]) -> list[Json]:
    """The URL itself stays out: its path and query can hold a secret. So do links: following one is the user's doing."""
    rows = {(entry.host or "", entry.side, entry.site, entry.directive) for entry in egress if entry.directive != "navigation"}
    return [{"side": side, "host": host or None, "site": place(site), "key": key} for host, side, site, key in sorted(rows)]


def _egress_declared(declared: Iterable[tuple[str, str]]) -> list[Json]:
    return [
        {"side": "backend" if directive == "fetch.backend" else "client", "host": host, "site": None, "key": directive}
        for directive, host in sorted(declared)
    ]


def _alternatives(alternatives: Iterable[Alternative]) -> list[Json]:
    """The order is the record's: cheapest first in findings, the catalog's in uses."""
    return [strings(alternative) for alternative in alternatives]


def _order(place: Place | None) -> Place:
    return place or Place("", 0, 0)


def _unknown_order(unknown: Unknown) -> tuple[Place, str, str, str]:
    return unknown.site, unknown.reason, unknown.detail, unknown.prefix or ""


def _finding_order(finding: Finding) -> tuple[Place, str, str, tuple[str, ...], str]:
    return _order(finding.location), finding.rule, finding.subject, finding.scopes, finding.message
