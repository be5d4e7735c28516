"""The sentences behind verdicts: one each, true, short, naming the thing."""

from __future__ import annotations

from collections.abc import Sequence

from scopeminer.audit.facts import Facts
from scopeminer.audit.satisfaction import accepts, satisfying
from scopeminer.privileges.model import Unknown, Use

PREFIXES = ("/rest/api/3/", "/wiki/api/v2/", "/wiki/rest/api/", "/")
KINDS = {"event": "event ", "module": "module "}


def spoken(use: Use) -> str:
    """`GET issue/{issueIdOrKey}`, `event avi:jira:updated:issue`, `kvs.get`: a use as people name it."""
    if use.kind == "rest" and (use.operation or use.route):
        path = use.operation or use.route or ""
        prefix = next((prefix for prefix in PREFIXES if path.startswith(prefix)), "")
        return f"{use.method or 'a request to'} {path[len(prefix) :] or path}"
    return KINDS.get(use.kind, "") + use.api.split(" ")[-1]


def several(uses: Sequence[Use]) -> str:
    """The first, and how many more different ones."""
    names = list(dict.fromkeys(spoken(use) for use in uses))
    return names[0] + (f", {len(names) - 1} more" if len(names) > 1 else "")


def needed(uses: Sequence[Use], scope: str) -> str:
    announced = [use for use in uses if scope in use.announced]
    if announced and len(announced) == len(uses):
        return f"announced as mandatory for {several(uses)}"
    return several(uses)


def redundant(uses: Sequence[Use], scope: str, declared: frozenset[str]) -> str:
    """Which other scopes cover the uses that accept it."""
    others: set[str] = set()
    for use in uses:
        others.update(satisfying(use.alternatives, declared - {scope}) or ())
    by = f"{min(others)} covers" if len(others) == 1 else f"{len(others)} other declared scopes cover" if others else "nothing needs it for"
    return f"{by} {several(uses)}"


def dead(uses: Sequence[Use]) -> str:
    first = uses[0]
    return f"{several(uses)} in {first.function or 'a function'}, which nothing reaches"


def unused(facts: Facts, scope: str) -> str:
    product = facts.catalog.product_of(scope)
    verb = scope.partition(":")[0]
    performed = [use for use in facts.needs if use.product == product]
    if not product:
        return "nothing in the app needs it"
    if not performed:
        return f"no reachable code uses {product.capitalize()}"
    return f"none of {len(performed)} reachable {product.capitalize()} uses needs {verb} here" if verb else "nothing needs it"


def cannot_tell(facts: Facts, scope: str) -> str:
    """What would settle it."""
    source = facts.holding.get(scope)
    if source is None and scope not in facts.catalog.scopes:
        return "Forge knows no scope of this name"
    if source is None:
        return "no operation, event or module is published for it: nobody can prove it unused"
    if isinstance(source, Use):
        return f"{spoken(source)} is in no document and could need it" if not source.in_catalog else f"{spoken(source)} could need it"
    return unknown(source)


UNKNOWN = {
    "dynamic-route": "a request whose route is known only at run time could need it",
    "dynamic-method": "a request whose method is known only at run time could need it",
    "escaped-request": "a package that is not here is given the request function: {detail}",
    "missing-source": "the source of {detail} is not here",
    "bundled-only": "{detail} is only there as a built bundle",
    "unresolved-import": "{detail} cannot be found",
    "syntax-error": "a file could not be parsed in full",
    "eval": "code that is made at run time could need it",
    "remote": "remote {detail} is given a token and calls out of our sight",
    "graphql": "a GraphQL query that could not be read may need it",
    "budget": "the analysis ran out of its budget",
    "unmapped-event": "no scopes are published for {detail}",
    "module": "{detail} may need it",
}


def unknown(source: Unknown) -> str:
    return UNKNOWN.get(source.reason, source.reason).format(detail=source.detail or "it")


def missing(uses: Sequence[Use]) -> str:
    return f"{several(uses)} needs it and it is not declared"


def nearest(uses: Sequence[Use], scope: str) -> Use | None:
    """The first use that accepts the scope."""
    return next((use for use in uses if accepts(use, scope)), None)
