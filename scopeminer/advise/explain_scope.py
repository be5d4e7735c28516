"""Why a scope has its verdict: the uses that rest on it, or the proof of the search that found none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scopeminer.advise.what_if import declared_scopes, reasons
from scopeminer.audit.model import Audit, Finding, ScopeVerdict
from scopeminer.audit.reach import Reach
from scopeminer.audit.satisfaction import accepts, satisfying
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Alternative, Operation
from scopeminer.privileges.model import Unknown, Use
from scopeminer.records import dataclass

NEAREST = 3


@dataclass(frozen=True, slots=True)
class ScopeUse:
    """A reachable use that accepts the scope. `spared_by`: declared scopes that allow it without this one; None when there are none."""

    use: Use
    spared_by: Alternative | None


@dataclass(frozen=True, slots=True)
class Open:
    """Something unknown, whether it could need the scope, and why or why not."""

    unknown: Unknown
    could_need: bool
    because: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked for (how many operations, events, modules and SDK calls accept the scope), and among what: the reachable
    `functions`, which perform `performed` different operations."""

    operations: int
    events: int
    modules: int
    calls: int
    functions: int
    performed: int


@dataclass(frozen=True, slots=True)
class ScopeExplanation:
    """`row`: the verdict, None when the app neither declares nor lacks it. `accepting`: operations of the catalog that name it.

    `allows`: method → how many operations it takes part in allowing, together with what the app declares and lacks: a row's reach.

    `nearest`: dead uses that accept it first, then reachable ones on the same resource. `only_use`: set when one use is the only
    reason for the scope. `findings`: what is reported on it. `held_back`: whether something that is not known could need it.
    `holding`: the reachable uses that could, beside the `unknowns`.
    """

    scope: str
    valid: bool
    classic: bool
    product: str
    row: ScopeVerdict | None
    accepting: tuple[Operation, ...]
    allows: Mapping[str, int]
    uses: tuple[ScopeUse, ...]
    nearest: tuple[Use, ...]
    unknowns: tuple[Open, ...]
    searched: Searched
    only_use: Use | None
    findings: tuple[Finding, ...]
    held_back: bool
    holding: tuple[Use, ...] = ()


def explain_scope(audit: Audit, catalog: Catalog, scope: str) -> ScopeExplanation:
    """Everything that is known about one scope of one app."""
    accepting = catalog.accepting(scope)
    row = next((row for row in audit.scopes if row.scope == scope), None)
    reason = next((reason for reason in reasons(audit) if reason.scope == scope), None)
    others = declared_scopes(audit) - {scope}
    unknowns = {unknown.site for unknown in audit.usage.unknowns if scope in unknown.holds_back}
    holding = tuple(use for use in audit.uses if use.reachable and scope in use.holds_back and use.site not in unknowns)
    uses = tuple(ScopeUse(use, satisfying(use.alternatives, others)) for use in audit.uses if use.reachable and accepts(use, scope))
    return ScopeExplanation(
        scope=scope,
        valid=scope in catalog.scopes,
        classic=catalog.is_classic(scope),
        product=catalog.product_of(scope),
        row=row,
        accepting=accepting,
        allows=Reach(catalog).methods_of_scope(scope, frozenset({scope, *(row.scope for row in audit.scopes)})),
        uses=tuple(sorted(uses, key=lambda each: each.spared_by is not None)),
        nearest=() if uses else _nearest(audit.uses, scope, accepting),
        unknowns=tuple(_open(unknown, scope, catalog.product_of(scope), accepting) for unknown in audit.usage.unknowns),
        searched=_searched(audit, catalog, scope),
        only_use=reason.only_use if reason else None,
        findings=tuple(finding for finding in audit.findings if finding.subject == scope or scope in finding.scopes),
        held_back=bool(holding or unknowns),
        holding=holding,
    )


def _searched(audit: Audit, catalog: Catalog, scope: str) -> Searched:
    def accept(alternatives: Iterable[Alternative]) -> bool:
        return any(scope in one for one in alternatives)

    return Searched(
        operations=len(catalog.accepting(scope)),
        events=sum(accept(alternatives) for alternatives in catalog.events.values()),
        modules=len({row.type for row in catalog.modules if accept((*row.alternatives, row.optional))}),
        calls=len({surface.path for surface in catalog.surfaces if accept(surface.alternatives)}),
        functions=audit.usage.coverage.reachable_functions,
        performed=len({(use.method, use.operation) for use in audit.uses if use.reachable and use.operation}),
    )


def _nearest(uses: Iterable[Use], scope: str, accepting: Iterable[Operation]) -> tuple[Use, ...]:
    """What a reader would look at to believe that nothing needs the scope."""
    resources = {_resource(operation.path) for operation in accepting}
    ranked: list[tuple[bool, str, Use]] = []
    for use in uses:
        dead = not use.reachable and accepts(use, scope)
        same = use.reachable and use.operation is not None and _resource(use.operation) in resources
        if dead or same:
            ranked.append((not dead, f"{use.site.file}:{use.site.line:06}", use))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple({(use.method, use.operation, use.site): use for _, _, use in ranked}.values())[:NEAREST]


def _resource(path: str) -> str:
    """The path up to its first parameter: `/rest/api/3/issue`."""
    return path.partition("/{")[0]


def _open(unknown: Unknown, scope: str, product: str, accepting: tuple[Operation, ...]) -> Open:
    could = scope in unknown.holds_back
    return Open(unknown, could, "it could need it" if could else _why_not(unknown, scope, product, accepting))


def _why_not(unknown: Unknown, scope: str, product: str, accepting: tuple[Operation, ...]) -> str:
    """The bound that keeps an unknown away from a scope."""
    if unknown.product and unknown.product != product:
        return f"it stays inside {unknown.product}"
    methods = frozenset(unknown.methods)
    if methods and not any(operation.method in methods for operation in accepting):
        return f"no {' or '.join(sorted(methods))} operation accepts {scope}"
    if unknown.prefix:
        listed = f"no {' or '.join(sorted(methods))} operation" if methods else "no operation"
        return f"{listed} below {unknown.prefix} accepts {scope}"
    if unknown.side == "frontend":
        return f"a frontend cannot use {scope}"
    return f"what it could be does not accept {scope}"
