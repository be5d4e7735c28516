"""Promises that settle by others: one of many, all of them, or with an error. Promises are transparent, so what is rejected is thrown."""

from __future__ import annotations

from scopeminer.program.analysis import Analysis
from scopeminer.program.callbacks import invoke
from scopeminer.program.callsite import CallSite
from scopeminer.program.elements import iterate
from scopeminer.program.method_models import fresh_array
from scopeminer.program.tokens import Native
from scopeminer.syntax.ir import Opaque


def _first(site: CallSite) -> int:
    return site.vars[0] if site.vars else 0


def made(a: Analysis, site: CallSite) -> None:
    """`new Promise((resolve, reject) => …)`."""
    resolve = a.solver.constant(Native("resolve", lambda call: a.solver.edge(_first(call), site.result)))
    reject = a.solver.constant(Native("reject", lambda call: _reject(a, call)))
    none = Opaque((), site.at)
    invoke(a, site, _first(site), (none, none), (resolve, reject), 0)


def _race(a: Analysis, site: CallSite) -> None:
    a.solver.edge(iterate(a, _first(site)), site.result)


def _any(a: Analysis, site: CallSite) -> None:
    """One of them, or an error that has all their errors."""
    _race(a, site)
    error, errors = (a.array((site, part), site.caller.label) for part in ("error", "errors"))
    error.kind = "object"
    a.solver.edge(a.thrown(), errors.unknown(a.solver))
    a.solver.add(error.field("errors", a.solver), errors)
    a.solver.add(a.thrown(), error)


def _all_settled(a: Analysis, site: CallSite) -> None:
    outcome = a.array((site, "outcome"), site.caller.label)
    outcome.kind = "object"
    a.solver.edge(iterate(a, _first(site)), outcome.field("value", a.solver))
    a.solver.edge(a.thrown(), outcome.field("reason", a.solver))
    a.solver.add(fresh_array(a, site).unknown(a.solver), outcome)


def _reject(a: Analysis, site: CallSite) -> None:
    a.solver.edge(_first(site), a.thrown())


MODELS = {"Promise.allSettled": _all_settled, "Promise.any": _any, "Promise.race": _race, "Promise.reject": _reject}
