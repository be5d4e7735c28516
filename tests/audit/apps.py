"""Apps in a few words: what their manifests declare and what their code does, as facts for an audit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from scopeminer.audit.audit import audit as audited
from scopeminer.audit.facts import Facts
from scopeminer.audit.model import AppInfo, Audit, Finding
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.load import load
from scopeminer.catalog.model import Operation
from scopeminer.manifest.model import EgressGrant, Grant, Manifest
from scopeminer.privileges.model import Egress, Outsider, Step, Unknown, Usage, Use
from scopeminer.source import Place, Span

GET_ISSUE = "GET /rest/api/3/issue/{issueIdOrKey}"
PUT_ISSUE = "PUT /rest/api/3/issue/{issueIdOrKey}"
CHECK = "POST /rest/api/3/permissions/check"
G9 = (
    "read:issue-meta:jira read:issue-security-level:jira read:issue.vote:jira read:issue.changelog:jira read:avatar:jira read:issue:jira "
    "read:status:jira read:user:jira read:field-configuration:jira"
)
"""The granular alternative of GET_ISSUE."""
CATALOG = cache(load)
SCOPES_LINE, EGRESS_LINE = 20, 60


def at(text: str) -> Place:
    """`src/a.js:3` as a place."""
    file, _, line = text.rpartition(":")
    return Place(file, int(line), 1)


def line(number: int) -> Span:
    """The span that `place_of` puts on a line of the manifest."""
    return Span("manifest.yml", number, number + 1)


def place_of(span: Span) -> Place:
    return Place(span.file, span.start, 7)


def catalog() -> Catalog:
    """The one that ships."""
    return CATALOG()


def operation(name: str) -> Operation:
    found = catalog().operation(name)
    assert found is not None, name
    return found


def request(name: str, site: str = "src/index.js:1", **more: object) -> Use:
    """A request that is known exactly: `request("GET /rest/…")`, with what the catalog says of the operation."""
    known = operation(name)
    values: dict[str, object] = {
        "kind": "rest", "api": "@forge/api asUser().requestJira", "site": at(site), "product": known.product, "method": known.method,
        "route": known.path.replace("{", "").replace("}", ""), "operation": known.path, "status": known.status,
        "certainty": known.certainty, "alternatives": known.alternatives, "announced": known.announced, "principal": ("user",),
        "function": "handle",
    } | more  # fmt: skip
    return Use(**values)  # type: ignore[arg-type]


def dead(name: str, site: str = "src/legacy.js:9", **more: object) -> Use:
    """A request that nothing reaches."""
    return request(name, site, reachable=False, **{"function": "legacy", **more})


def bounded(*names: str, route: str = "/rest/api/3/issue/{}/{}", site: str = "src/proxy.js:4", **more: object) -> Use:
    """A request that can be any of some operations."""
    known = [operation(name) for name in sorted(names)]
    held = frozenset(scope for one in known for alternative in one.alternatives for scope in alternative)
    values: dict[str, object] = {
        "kind": "rest", "api": "@forge/api asUser().requestJira", "site": at(site), "product": known[0].product, "route": route,
        "resolution": "bounded", "candidates": tuple(one.name for one in known),
        "candidate_alternatives": tuple(one.alternatives for one in known), "holds_back": held, "principal": ("user",),
    } | more  # fmt: skip
    return Use(**values)  # type: ignore[arg-type]


def need(kind: str, api: str, *alternatives: str, site: str = "manifest.yml:5", **more: object) -> Use:
    """A need without a request: `need("event", "avi:…", "read:jira-work", "a b")`."""
    sets = tuple(tuple(sorted(one.split())) for one in alternatives)
    return Use(kind, api, at(site), alternatives=sets, **more)  # type: ignore[arg-type]


def storage(site: str = "src/index.js:2", **more: object) -> Use:
    return need("storage", "@forge/kvs kvs.get", "storage:app", site=site, **more)


def unknown(reason: str, holds: str = "", site: str = "src/proxy.js:8", **more: object) -> Unknown:
    """`holds`: the scopes it could need."""
    return Unknown(at(site), reason, holds_back=frozenset(holds.split()), **more)  # type: ignore[arg-type]


def egress(url: str, directive: str = "fetch.backend", site: str = "src/index.js:7") -> Egress:
    """A use of an address as the disclosure room reports it; `{*}/x` has no host that is known."""
    rest = url.partition("://")[2] or url
    host = rest.partition("/")[0].partition(":")[0]
    known = None if host.startswith("{") and "}." not in host else "*." + host.partition("}.")[2] if host.startswith("{") else host
    return Egress("backend" if directive == "fetch.backend" else "client", known, url, directive, at(site))


def steps(*labels: str) -> tuple[Step, ...]:
    return tuple(Step(Place("manifest.yml", number, 1), label) for number, label in enumerate(labels, 2))


def manifest(
    scopes: str = "", *, impersonating: str = "", mapped: bool = False, external: Iterable[tuple[str, str]] = (), **more: object
) -> Manifest:
    """`scopes`, `impersonating`: names; one grant a line from SCOPES_LINE on. `external`: (directive, address) from EGRESS_LINE on."""
    flagged = impersonating.split()
    grants = tuple(
        Grant(scope, line(SCOPES_LINE + number), scope in flagged if mapped or flagged else None)
        for number, scope in enumerate(scopes.split())
    )
    entries = tuple(EgressGrant(key, address, None, None, None, line(EGRESS_LINE + n)) for n, (key, address) in enumerate(external))
    values: dict[str, object] = {"scopes_span": Span("manifest.yml", SCOPES_LINE - 1, EGRESS_LINE), "grants": grants, "egress": entries}
    return Manifest("manifest.yml", **(values | more))  # type: ignore[arg-type]


def outsider(package: str, *domains: str, side: str = "backend") -> Outsider:
    """A package that is not here; without domains, one that may talk to any host."""
    return Outsider(f"package {package}", side, domains or ("*",), at("src/index.js:2"))


def usage(*found: Use | Unknown | Egress | Outsider, **more: object) -> Usage:
    return Usage(
        uses=tuple(one for one in found if isinstance(one, Use)),
        unknowns=tuple(one for one in found if isinstance(one, Unknown)),
        egress=tuple(one for one in found if isinstance(one, Egress)),
        outsiders=tuple(one for one in found if isinstance(one, Outsider)),
        **more,  # type: ignore[arg-type]
    )


def facts(declared: str | Manifest, *found: Use | Unknown | Egress | Outsider) -> Facts:
    known = declared if isinstance(declared, Manifest) else manifest(declared)
    return Facts(known, usage(*found), catalog(), place_of)


def audit(declared: str | Manifest, *found: Use | Unknown | Egress | Outsider, policy: str = "as-declared", **more: object) -> Audit:
    """The audit of an app that declares this and does that; `more`: other facts of its usage."""
    known = declared if isinstance(declared, Manifest) else manifest(declared)
    return audited(AppInfo(".", "manifest.yml", None, None), known, usage(*found, **more), catalog(), place_of, policy)


def verdicts(result: Audit) -> dict[str, str]:
    return {row.scope: row.verdict for row in result.scopes}


def said(result: Audit, *rules: str) -> list[tuple[str, str]]:
    """(rule, subject) of the findings, of some rules if they are named."""
    return [(found.rule, found.subject) for found in result.findings if not rules or found.rule in rules]


def only(result: Audit, rule: str) -> Finding:
    """The one finding of a rule."""
    (found,) = (found for found in result.findings if found.rule == rule)
    return found
