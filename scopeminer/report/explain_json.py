"""Explanations → `scopeminer/explain/1`: for programs and agents."""

from __future__ import annotations

from scopeminer.advise.explain_line import LineExplanation
from scopeminer.advise.explain_operation import InApp, OperationExplanation
from scopeminer.advise.explain_scope import ScopeExplanation, ScopeUse
from scopeminer.report.plain import Json, finding, place, plain, strings, unknown, use

EXPLAIN = "scopeminer/explain/1"


def scope(found: ScopeExplanation) -> str:
    """JSON for `explain SCOPE`."""
    row = found.row
    return plain({
        "schema": EXPLAIN,
        "kind": "scope",
        "scope": found.scope,
        "valid": found.valid,
        "classic": found.classic,
        "product": found.product,
        "declared": bool(row and row.declared),
        "verdict": row.verdict if row else None,
        "reason": row.reason if row else None,
        "location": place(row.location) if row else None,
        "reach": sum(found.allows.values()),
        "accepted_by": [operation.name for operation in found.accepting],
        "uses": [_scope_use(each) for each in found.uses],
        "only_use": use(found.only_use) if found.only_use else None,
        "nearest": [use(each) for each in found.nearest],
        "holding": [use(each) for each in found.holding],
        "unknowns": [{**unknown(each.unknown), "could_need": each.could_need, "because": each.because} for each in found.unknowns],
        "searched": {
            "accepting": {
                "operations": found.searched.operations,
                "events": found.searched.events,
                "modules": found.searched.modules,
                "calls": found.searched.calls,
            },
            "reachable_functions": found.searched.functions,
            "operations_performed": found.searched.performed,
        },
        "findings": [finding(each) for each in found.findings],
    })  # fmt: skip


def operations(found: tuple[OperationExplanation, ...]) -> str:
    """JSON for `explain 'METHOD /path'`; `alternatives` at the top when the path is exactly one operation."""
    single = found[0].operation if len(found) == 1 else None
    return plain({
        "schema": EXPLAIN,
        "kind": "operation",
        "operation": single.name if single else None,
        "alternatives": [list(alternative) for alternative in single.alternatives] if single else None,
        "operations": [_operation(each) for each in found],
    })  # fmt: skip


def line(found: LineExplanation) -> str:
    """JSON for `explain FILE:LINE`."""
    return plain({
        "schema": EXPLAIN,
        "kind": "line",
        "file": found.file,
        "line": found.line,
        "uses": [{**use(here.use), "satisfied_by": None if here.satisfied_by is None else list(here.satisfied_by)} for here in found.uses],
        "passing": [use(each) for each in found.passing],
        "unknowns": [unknown(each) for each in found.unknowns],
        "egress": [{"side": each.side, "host": each.host, "key": each.directive} for each in found.egress],
        "scopes": [{"scope": row.scope, "verdict": row.verdict, "reason": row.reason} for row in found.rows],
        "findings": [finding(each) for each in found.findings],
        "nearest": [place(each) for each in found.nearest],
    })  # fmt: skip


def _scope_use(each: ScopeUse) -> Json:
    return {**use(each.use), "spared_by": None if each.spared_by is None else strings(each.spared_by)}


def _operation(found: OperationExplanation) -> Json:
    operation = found.operation
    return {
        "operation": operation.name,
        "product": operation.product,
        "status": operation.status,
        "certainty": operation.certainty,
        "document": found.document,
        "alternatives": [strings(alternative) for alternative in operation.alternatives],
        "announced": strings(operation.announced),
        "app": _in_app(found.app) if found.app else None,
    }


def _in_app(app: InApp) -> Json:
    return {
        "uses": [use(each) for each in app.uses],
        "dead": [use(each) for each in app.dead],
        "could_be": [use(each) for each in app.could_be],
        "satisfied_by": None if app.satisfied_by is None else strings(app.satisfied_by),
        "lacking": strings(app.lacking),
    }
