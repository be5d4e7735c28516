"""Handmade audits that the report tests render."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.audit.model import AppInfo, Audit, CatalogInfo, Finding, Fix, Reach, ScopeVerdict
from scopeminer.privileges.model import Coverage, Egress, Step, Unknown, Unparsed, Usage, Use
from scopeminer.source import Place

CATALOG = CatalogInfo("2026.08", "2026-08-04", 1432)
REMOVE = "remove-scope"


def place(text: str, column: int = 1) -> Place:
    file, _, line = text.rpartition(":")
    return Place(file, int(line), column)


def verdict(
    scope: str, what: str, reason: str, location: str, nearest: str = "", uses: tuple[str, ...] = (), reach: int = 0
) -> ScopeVerdict:
    return ScopeVerdict(scope, True, None, what, reason, place(location, 7), place(nearest) if nearest else None, uses, reach)


def get_issue(line: int = 42) -> Use:
    site = Place("src/api/issues.ts", line, 22)
    return Use(
        kind="rest",
        api="requestJira",
        site=site,
        product="jira",
        method="GET",
        route="/rest/api/3/issue/{}",
        operation="/rest/api/3/issue/{issueIdOrKey}",
        principal=("user",),
        alternatives=(("read:jira-work",), ("read:issue:jira", "read:status:jira")),
        evidence=(Step(place("manifest.yml:8", 5), 'jira:issuePanel "Insights"'), Step(site, "getIssue")),
        function="getIssue",
    )


def storage() -> Use:
    return Use("storage", "kvs.get", place("src/settings.ts:12", 9), alternatives=(("storage:app",),), function="load")


def proxied() -> Use:
    return Use(
        kind="rest",
        api="requestJira",
        site=place("src/proxy.ts:18", 10),
        product="jira",
        route="/rest/api/3/{*}",
        in_catalog=False,
        resolution="bounded",
        candidates=("GET /rest/api/3/user", "GET /rest/api/3/field"),
        holds_back=frozenset({"read:jira-user"}),
        principal=("user", "app"),
    )


def issue_insights() -> Audit:
    impact = "major"
    return Audit(
        app=AppInfo(".", "manifest.yml", "ari:cloud:ecosystem::app/1", "Issue Insights"),
        catalog=CATALOG,
        scopes=(
            verdict(
                "read:jira-work", "needed", "GET issue/{issueIdOrKey}, 3 more", "manifest.yml:25", "src/api/issues.ts:42", ("u1",), 161
            ),
            verdict("storage:app", "needed", "kvs.get, kvs.set", "manifest.yml:26", "src/settings.ts:12", ("u2",), 0),
            verdict(
                "write:jira-work",
                "unused",
                "no reachable write to Jira; nearest: dead helper updateIssue",
                "manifest.yml:27",
                "src/legacy.ts:9",
            ),
            verdict("read:jira-user", "cannot-tell", "1 request could not be resolved", "manifest.yml:28", "src/proxy.ts:18"),
            ScopeVerdict("read:project:jira", False, None, "missing", "GET project/search", None, place("src/api/projects.ts:12"), (), 3),
        ),
        usage=Usage(
            uses=(get_issue(), storage(), proxied()),
            unknowns=(
                Unknown(
                    place("src/proxy.ts:18", 10),
                    "dynamic-route",
                    "the path comes from storage",
                    "jira",
                    "/rest/api/3/",
                    ("GET",),
                    holds_back=frozenset({"read:jira-user"}),
                ),
            ),
            egress=(
                Egress(
                    "backend", "collect.example.com", "https://collect.example.com/t?key=secret", "fetch.backend", place("src/proxy.ts:30")
                ),
                Egress("client", None, "", "fetch.client", place("static/ui/src/App.tsx:3")),
            ),
            coverage=Coverage(21, 61_000, 0, (("dist/app.js", "ignored"),), 3, 40, 14, 7, 6),
        ),
        use_ids=("u1", "u2", "u3"),
        satisfied_by=(("read:jira-work",), ("storage:app",), None),
        minimal_sets={"as-declared": ("read:jira-user", "read:jira-work", "storage:app")},
        findings=(
            Finding(
                "unresolved-route",
                "warning",
                "the path comes from storage; GET on Jira, any path",
                "GET /rest/api/3/{*}",
                place("src/proxy.ts:18", 10),
                confidence="medium",
                fingerprint="f3",
            ),
            Finding(
                "over-privilege",
                "error",
                "write:jira-work can be removed",
                "write:jira-work",
                place("manifest.yml:27", 7),
                ("write:jira-work",),
                related=(place("src/legacy.ts:9"),),
                fix=Fix(REMOVE, ("write:jira-work",), impact),
                fingerprint="f1",
            ),
            Finding(
                "under-privilege",
                "error",
                "GET project/search needs read:project:jira",
                "GET /rest/api/3/project/search",
                place("src/api/projects.ts:12"),
                ("read:project:jira",),
                (("read:project:jira",), ("read:avatar:jira", "read:user:jira")),
                fix=Fix("add-scopes", ("read:project:jira",), impact),
                fingerprint="f2",
            ),
            Finding("over-privilege", "error", "kept on purpose", "read:me", None, ("read:me",), fingerprint="f4", suppressed=True),
        ),
        reach=Reach(248, 6, 161),
        declared_egress=(("images", "*.example.com"), ("fetch.backend", "api.example.com")),
    )


def page_facts() -> Audit:
    """A clean app."""
    return Audit(
        app=AppInfo("apps/page-facts", "manifest.yml", None, "Page Facts"),
        catalog=CATALOG,
        scopes=(verdict("storage:app", "needed", "kvs.get", "manifest.yml:9", "src/settings.ts:12", ("u1",)),),
        usage=Usage(uses=(storage(),), coverage=Coverage(4, 900, 0, (), 1, 3, 3, 0, 0)),
        use_ids=("u1",),
        satisfied_by=(("storage:app",),),
        minimal_sets={"as-declared": ("storage:app",)},
        findings=(),
        reach=Reach(0, 0, 0),
    )


def hostile() -> Audit:
    """Markup, escape sequences, bidirectional overrides and a file name that is no UTF-8."""
    scope = "[red]read:\x1b[31mjira[/red]\u202e"
    file = "src/[link=file:x]\udcff\r\n.ts"
    return Audit(
        app=AppInfo(".", "mani\x07fest.yml", None, "[bold]App[/] \x1b]0;title\x07"),
        catalog=CATALOG,
        scopes=(ScopeVerdict(scope, True, True, "unused", "[blink]" + "x" * 200, Place(file, 1, 1), Place(file, 2, 1), (), 0),),
        usage=Usage(
            unknowns=(Unknown(Place(file, 3, 1), "eval", ":smile: [/]"),),
            unparsed=(Unparsed(file, 3, Place(file, 4, 1)),),
            coverage=Coverage(1, 1, 1, ((file, "too large"),), 0, 0, 0, 0, 0, "degraded"),
        ),
        use_ids=(),
        satisfied_by=(),
        minimal_sets={},
        findings=(Finding("invalid-scope", "error", f"[i]{scope} is no scope", scope, Place(file, 1, 1), (scope,)),),
        reach=Reach(0, 0, 0),
    )


def empty() -> Audit:
    return Audit(AppInfo(".", "manifest.yml", None, None), CATALOG, (), Usage(), (), (), {"as-declared": ()}, (), Reach(0, 0, 0))


AUDITS: dict[str, Callable[[], Audit]] = {
    "Issue Insights": issue_insights,
    "Page Facts": page_facts,
    "hostile": hostile,
    "empty": empty,
}


@pytest.fixture
def audits() -> dict[str, Audit]:
    return {name: make() for name, make in AUDITS.items()}


@pytest.fixture(params=sorted(AUDITS))
def any_audit(request: pytest.FixtureRequest) -> Audit:
    return AUDITS[request.param]()
