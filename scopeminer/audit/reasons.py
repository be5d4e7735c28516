"""The sentences behind verdicts: one each, true, short, naming the thing."""

from __future__ import annotations

from collections.abc import Sequence

from scopeminer.audit.facts import Facts, Source, is_identity
from scopeminer.audit.needs import Need
from scopeminer.audit.satisfaction import satisfying
from scopeminer.audit.words import distinct, listed, product, request, several, spoken
from scopeminer.privileges.model import Egress, Unknown, Use

NOT_USED = {
    "storage:app": "nothing reachable uses Forge storage",
    "report:personal-data": "nothing reachable reports personal data",
    "read:me": "nothing reachable calls the User identity API",
    "read:account": "nothing reachable calls the User identity API",
    "read:app-user-token": "no remote is given the user token",
    "read:app-system-token": "no remote is given the system token",
}
"""Scopes with one purpose."""
UNKNOWN = {
    "escaped-request": "{detail} can call Forge with what it is given, and its code is not here: say at the call what it requests",
    "missing-source": "the source of {detail} is not here: scan with it",
    "bundled-only": "{detail} is there as a built bundle only: scan with its source",
    "unresolved-import": "{detail} cannot be found: scan with it",
    "syntax-error": "a part of the file cannot be parsed",
    "eval": "code that is made at run time could need it",
    "remote": "remote {detail} is given a token and calls out of our sight: its server decides",
    "container": "container {detail} runs code that is not here: its image decides",
    "graphql": "a GraphQL query that is not known in full could need it",
    "budget": "the analysis stopped at its work budget",
    "unmapped-event": "no scopes are published for event {detail}",
    "package-call": "package {detail}, is not here and may need it",
}
SETTLED = "; a comment settles it"


def needed(uses: Sequence[Use], scope: str) -> str:
    """What needs it."""
    if all(scope in use.announced for use in uses):
        return f"announced as mandatory for {several(uses)}"
    return several(uses)


def completing(uses: Sequence[Use], lacking: Sequence[str]) -> str:
    """For a scope that is declared and useless until another one is."""
    return f"{several(uses)}, together with {listed(lacking)}, which {'is' if len(lacking) == 1 else 'are'} missing"


def redundant(needs: Sequence[Need], others: frozenset[str], kept: bool) -> str:
    """Which `others` cover the uses that accept it. `kept`: it stays, and the others go."""
    found = [satisfying(need.alternatives, others) for need in needs]
    covering = sorted({scope for one in found for scope in one or ()})
    uses = several(need.use for need in needs)
    if not covering:
        return f"alone it is not enough for {uses}" if None in found else f"no scope is needed for {uses}"
    if kept:
        return f"either this or {listed(covering)} for {uses}: this one stays"
    return f"{listed(covering)} {'covers' if len(covering) == 1 else 'cover'} {uses}"


def dead(uses: Sequence[Use]) -> str:
    """What needs it, and where that is."""
    functions = sorted({use.function or use.site.file for use in uses})
    return f"{several(uses)} only in {listed(functions)}, which nothing reaches"


def unused(facts: Facts, scope: str, near: Use | None) -> str:
    """What was looked for and not found, and what comes nearest."""
    if scope in NOT_USED:
        return NOT_USED[scope]
    home = facts.catalog.product_of(scope)
    if not home:
        return "nothing in the app needs it"
    undocumented = (use for use in facts.usage.uses if use.reachable and use.product == home)  # in no document
    performed = facts.about.get(home) or list(undocumented)
    if not performed:
        started = facts.usage.coverage.entry_points or any(use.reachable for use in facts.usage.uses)
        return f"nothing reachable uses {product(home)}" + ("" if started else ": no module of the manifest starts any code here")
    only_writes = all(operation.method != "GET" for operation in facts.catalog.accepting(scope)) and not scope.startswith("read:")
    only_reads = all(use.kind == "rest" and use.method == "GET" for use in performed)
    what = f"no reachable write to {product(home)}" if only_writes and only_reads else _none_of(performed, product(home))
    return what + (f"; the nearest use is {near.method} {near.operation}" if near is not None else "")


def _none_of(uses: Sequence[Use], home: str) -> str:
    number = len(distinct(uses))
    return f"none of {number} reachable uses of {home} needs it" if number > 1 else f"the one reachable use of {home} does not need it"


def nearest(facts: Facts, scope: str) -> Use | None:
    """The first reachable use on a resource that some operation with this scope is about, too."""
    resources = {_resource(operation.path) for operation in facts.catalog.accepting(scope)}
    return next((need.use for need in facts.needs if need.use.operation and _resource(need.use.operation) in resources), None)


def _resource(path: str) -> str:
    return path.partition("/{")[0]


def cannot_tell(facts: Facts, scope: str) -> str:
    """What holds it back, and what would settle it; where several things do, settling one is not enough."""
    sources = facts.holding.get(scope, ())
    if sources:
        more = len({source.site for source in sources}) - 1
        return _source(facts, sources[0], scope) + (f"; {more} more unknown" if more else SETTLED if _answerable(sources[0]) else "")
    if scope not in facts.catalog.scopes:
        meant = facts.catalog.suggest(scope)
        return "Forge knows no scope of this name" + (f": did you mean {meant}?" if meant else "")
    if scope in facts.catalog.graphql.scopes_elsewhere:
        return "only fields of GraphQL are known to need it: ask who declared it"
    return "nothing published says what needs it: ask who declared it"


def _answerable(source: Source) -> bool:
    """Whether a comment at the request can say what it is."""
    if isinstance(source, Unknown):
        return source.reason not in UNKNOWN
    return isinstance(source, Use) and source.in_catalog and source.resolution != "exact"


def _source(facts: Facts, source: Source, scope: str) -> str:
    if isinstance(source, Egress):
        return "the User identity API is called and may need it" if is_identity(source) else "an address of run-time data could need it"
    if isinstance(source, Unknown):
        meant = facts.catalog.suggest_event(source.detail) if source.reason == "unmapped-event" else None
        if meant:
            return f"{source.detail} is no event that is known: did you mean {meant}?"
        if source.reason == "graphql" and source.product == "graph":
            return "a query of the Teamwork Graph needs the scope of each type that it reads: which those are is not known"
        known = UNKNOWN.get(source.reason)
        return known.format(detail=source.detail or "it") if known else request(source)
    if not source.in_catalog:
        return f"{spoken(source)} is in no document and could need it"
    if source.kind == "event":
        return f"{spoken(source)} may take it: only its documentation says what it needs"
    if source.kind == "module":
        return f"{spoken(source)} {_purpose(facts, source.api, scope)}"
    if source.resolution == "exact":
        operation = facts.catalog.operation(f"{source.method} {source.operation}")
        leads = operation is not None and scope in operation.beside
        return f"{spoken(source)} may need it for {'what it is redirected to' if leads else 'what its query expands'}"
    return f"{spoken(source)} can be one of {len(source.candidates)} operations"


def _purpose(facts: Facts, module: str, scope: str) -> str:
    """What a module may need a scope for; what is no feature of its type is a condition under which it is shown."""
    row = next((row for row in facts.catalog.modules if row.type == module and scope in row.optional), None)
    return "is shown only with it" if row is None else f"may need it {row.purpose}"


def missing(uses: Sequence[Use]) -> str:
    """What needs it."""
    return f"not declared, and needed for {several(uses)}"
