"""Events, modules and SDK surfaces: complete, well-formed, and found by their paths."""

from __future__ import annotations

import re

import pytest

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.load import load
from scopeminer.catalog.model import Alternative, Surface

KINDS = {
    "authorize",
    "compass",
    "component",
    "graphql",
    "hook",
    "module",
    "none",
    "notification",
    "privacy",
    "probe",
    "properties",
    "remote",
    "request",
    "storage",
    "teamwork-graph",
}
STEP = re.compile(r"\*|(?:[A-Za-z_][A-Za-z0-9_]*)(?:\(\))*")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def rows(catalog: Catalog, package: str, path: str) -> list[Surface]:
    return [surface for surface in catalog.surfaces if (surface.package, surface.path) == (package, path)]


@pytest.mark.parametrize(
    "event, alternatives",
    [
        (
            "avi:jira:created:issue",
            [("read:jira-work",), ("read:issue-type:jira", "read:issue:jira", "read:project:jira", "read:status:jira", "read:user:jira")],
        ),
        ("avi:bitbucket:created:pullrequest", [("read:pullrequest:bitbucket",)]),
    ],
)
def test_events(catalog: Catalog, event: str, alternatives: list[Alternative]) -> None:
    assert sorted(catalog.events[event]) == sorted(alternatives)


@pytest.mark.parametrize(
    ("event", "meant"),
    [
        ("avi:app:installed", "avi:forge:installed:app"),
        ("avi:app:uninstalled", "avi:forge:uninstalled:app"),
        ("avi:jira:issue:created", "avi:jira:created:issue"),
        ("avi:confluence:page:updates", "avi:confluence:updated:page"),
        ("avi:slack:sent:message", None),
        ("avi:confluence:performed:search", None),
    ],
)
def test_what_an_event_was_meant_to_be(catalog: Catalog, event: str, meant: str | None) -> None:
    assert catalog.suggest_event(event) == meant


def test_all_events_are_there_with_scopes_that_exist(catalog: Catalog) -> None:
    assert len(catalog.events) == 155 + len(catalog.documented_events) == 179
    assert catalog.scopes.issuperset(scope for scopes in catalog.documented_events.values() for scope in scopes)
    assert catalog.scopes.issuperset(scope for sets in catalog.events.values() for one in sets for scope in one)
    assert "avi:jira:never:happens" not in catalog.events


SUMMARY = ("read:confluence-content.summary",)


@pytest.mark.parametrize(
    ("event", "alternatives"),
    [
        ("avi:bitbucket:created:commit-comment", [("read:repository:bitbucket",)]),
        ("avi:bitbucket:resolved:pullrequest-comment", [("read:pullrequest:bitbucket",)]),
        ("avi:confluence:added:label", [(*SUMMARY, "read:confluence-space.summary")]),
        (
            "avi:confluence:created:whiteboard",
            [SUMMARY, ("read:content.metadata:confluence", "read:space:confluence", "read:user:confluence", "read:whiteboard:confluence")],
        ),
        (
            "avi:confluence:permissions_updated:space:V2",
            [("read:confluence-space.summary", "write:confluence-space"), ("read:space:confluence", "write:space:confluence")],
        ),
    ],
)
def test_events_that_only_the_documentation_names(catalog: Catalog, event: str, alternatives: list[Alternative]) -> None:
    assert list(catalog.events[event]) == alternatives
    assert catalog.documented_events[event].issuperset(scope for one in alternatives for scope in one)


UI_MODIFICATIONS = (
    "read:field-configuration:jira", "read:field:jira", "read:issue-status:jira", "read:issue-type:jira", "read:issue:jira",
    "read:label:jira", "read:license:jira", "read:priority:jira", "read:project-version:jira", "read:project.component:jira",
    "read:project:jira", "read:screen-tab:jira", "read:user-configuration:jira", "read:user:jira", "write:field-configuration:jira",
    "write:field.default-value:jira", "write:field:jira", "write:screen-tab:jira",
)  # fmt: skip


@pytest.mark.parametrize(
    "module, condition, alternatives, optional",
    [
        ("bitbucket:mergeCheck", "", [("read:pullrequest:bitbucket",)], ()),
        ("rovo:agentConnector", "productContexts=jira", [("read:jira-work",)], ()),
        ("rovo:agentConnector", "productContexts=confluence", [("read:confluence-content.all",)], ()),
        ("jira:workflowPostFunction", "", [("manage:jira-configuration", "read:jira-work")], ()),
        ("jira:workflowValidator", "", [], ("manage:jira-configuration", "read:jira-work")),
        ("jira:workflowCondition", "", [], ("manage:jira-configuration",)),
        (
            "jira:uiModifications",
            "unlicensedAccess",
            [
                ("manage:jira-configuration", "read:jira-user", "read:jira-work", "write:jira-work"),
                tuple(scope for scope in UI_MODIFICATIONS if "screen-tab" not in scope),
            ],
            (
                "manage:jira-project",
                "read:issue-field-values:jira",
                "read:issue.transition:jira",
                "read:screen-tab:jira",
                "write:issue:jira",
                "write:screen-tab:jira",
            ),
        ),
        (
            "jira:uiModifications",
            "!unlicensedAccess",
            [("manage:jira-configuration", "manage:jira-project", "read:jira-user", "read:jira-work", "write:jira-work"), UI_MODIFICATIONS],
            ("read:issue-field-values:jira", "read:issue.transition:jira", "write:issue:jira"),
        ),
        ("compass:dataProvider", "", [], ("write:component:compass", "write:event:compass", "write:metric:compass")),
        ("jira:entityPropertySet", "", [("read:jira-work", "write:jira-work")], ()),
        ("graph:connector", "", [("delete:object:jira", "read:object:jira", "write:object:jira")], ()),
        ("action", "", [], ("read:chat:rovo",)),
        ("rovo:agent", "", [], ("read:chat:rovo",)),
        ("jiraServiceManagement:assetsImportType", "", [("import:import-configuration:cmdb",)], ()),
        ("automation:action", "", [], ()),
    ],
)
def test_modules(catalog: Catalog, module: str, condition: str, alternatives: list[Alternative], optional: Alternative) -> None:
    found = [row for row in catalog.modules if (row.type, row.condition) == (module, condition)]
    assert [(list(row.alternatives), row.optional) for row in found] == [(alternatives, optional)]


@pytest.mark.parametrize(
    "package, path, kind, product, principal, side",
    [
        ("@forge/api", "asApp().requestJira", "request", "jira", "app", "backend"),
        ("@forge/api", "asUser().requestJira", "request", "jira", "user", "backend"),
        ("@forge/api", "asUser().withContext().requestConfluence", "request", "confluence", "user", "backend"),
        ("@forge/api", "requestBitbucket", "request", "bitbucket", "", "backend"),
        ("@forge/api", "asApp().requestAtlassian", "request", "atlassian", "app", "backend"),
        ("@forge/api", "__requestAtlassianAsUser", "request", "atlassian", "user", "backend"),
        ("(global)", "api.asApp().__requestAtlassian", "request", "atlassian", "app", "backend"),
        ("@forge/bridge", "requestConfluence", "request", "confluence", "user", "frontend"),
        ("@forge/bridge", "requestTeamworkGraph", "teamwork-graph", "graph", "user", "frontend"),
        ("@forge/api", "asUser().requestTeamworkGraph", "teamwork-graph", "graph", "user", "backend"),
        ("@forge/api", "asApp().requestGraph", "graphql", "compass", "app", "backend"),
        ("@forge/api", "invokeRemote", "remote", "", "", "backend"),
        ("@forge/bridge", "requestRemote", "remote", "", "", "frontend"),
        ("@forge/api", "asUser().withProvider.*", "none", "", "", "backend"),
        ("@forge/jira-bridge", "*", "none", "", "", "frontend"),
        ("@forge/react", "usePermissions", "probe", "", "", "frontend"),
    ],
)
def test_surfaces_without_scopes_of_their_own(
    catalog: Catalog, package: str, path: str, kind: str, product: str, principal: str, side: str
) -> None:
    (row,) = rows(catalog, package, path)
    assert (row.kind, row.product, row.principal, row.side) == (kind, product, principal, side)
    assert (row.alternatives, row.module, row.operations) == ((), "", ())


@pytest.mark.parametrize(
    "package, path, alternatives",
    [
        ("@forge/api", "storage.*", [("storage:app",)]),
        ("@forge/storage", "*", [("storage:app",)]),
        ("@forge/kvs", "*", [("storage:app",)]),
        ("@forge/kvs", "WhereConditions.*", []),
        ("@forge/api", "privacy.reportPersonalData", [("report:personal-data",)]),
        ("@forge/react", "useContentProperty", [("read:page:confluence", "write:page:confluence")]),
        ("@forge/react", "useSpaceProperty", [("read:space:confluence", "write:space:confluence")]),
        (
            "@forge/react",
            "useIssueProperty",
            [
                ("read:jira-work", "write:jira-work"),
                ("delete:issue.property:jira", "read:issue.property:jira", "write:issue.property:jira"),
            ],
        ),
        ("@forge/api", "NotificationApi.*", [("send:app-notification:confluence",), ("send:app-notification:jira",)]),
        ("@atlassian/forge-graphql", "compass.asApp().createComponent", [("write:component:compass",)]),
        ("@atlassian/forge-graphql", "compass.asUser().getComponent", [("read:component:compass",)]),
        ("@atlassian/forge-graphql", "compass.asApp().updateComponent", [("write:component:compass", "write:event:compass")]),
    ],
)
def test_surfaces_with_scopes(catalog: Catalog, package: str, path: str, alternatives: list[Alternative]) -> None:
    found = [row for row in rows(catalog, package, path) if row.on != "import"]
    assert [list(row.alternatives) for row in found] == [alternatives]


@pytest.mark.parametrize(
    "package, path, module",
    [
        ("@forge/sql", "*", "sql"),
        ("@forge/object-store", "*", "objectStore"),
        ("@forge/os", "*", "objectStore"),
        ("@forge/bridge", "objectStore.*", "objectStore"),
        ("@forge/react", "useObjectStore", "objectStore"),
        ("@forge/llm", "*", "llm"),
    ],
)
def test_surfaces_that_need_a_module(catalog: Catalog, package: str, path: str, module: str) -> None:
    assert [row.module for row in rows(catalog, package, path)] == [module]


@pytest.mark.parametrize(
    "package, path, operations",
    [
        ("@forge/api", "authorize().onJira", ["POST /rest/api/3/permissions/check"]),
        ("@forge/api", "authorize().onJiraIssue().*", ["POST /rest/api/3/permissions/check"]),
        ("@forge/api", "authorize().onConfluenceContent().*", ["POST /wiki/rest/api/content/{id}/permission/check"]),
        ("@forge/auth", "authorizeJiraWithFetch().onJira", ["POST /rest/api/3/permissions/check"]),
        ("@forge/auth", "authorizeJiraWithFetch().onJiraProject().*", ["POST /rest/api/3/permissions/check"]),
        ("@forge/auth", "authorizeConfluenceWithFetch().onConfluenceContent().*", ["POST /wiki/rest/api/content/{id}/permission/check"]),
        ("@forge/api", "properties.onJiraIssue().get", ["GET /rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}"]),
        ("@forge/api", "properties.onJiraIssue().set", ["PUT /rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}"]),
        ("@forge/api", "store.onJiraProject().delete", ["DELETE /rest/api/3/project/{projectIdOrKey}/properties/{propertyKey}"]),
        (
            "@forge/api",
            "properties.onConfluencePage().set",
            [f"{method} /wiki/rest/api/content/{{id}}/property/{{key}}" for method in ("GET", "POST", "PUT")],
        ),
        ("@forge/api", "properties.onConfluenceSpace().get", ["GET /wiki/rest/api/space/{spaceKey}/property/{key}"]),
    ],
)
def test_surfaces_that_perform_operations(catalog: Catalog, package: str, path: str, operations: list[str]) -> None:
    assert [list(row.operations) for row in rows(catalog, package, path)] == [operations]


def test_every_row_is_well_formed(catalog: Catalog) -> None:
    keys = [(row.package, row.path, row.on) for row in catalog.surfaces]
    assert len(keys) == len(set(keys))
    for row in catalog.surfaces:
        assert row.kind in KINDS
        assert row.on in ("call", "access", "import")
        assert row.principal in ("app", "user", "")
        assert row.side in ("backend", "frontend", "")
        assert row.certainty in ("certain", "derived")
        assert row.evidence
        assert all(STEP.fullmatch(step) for step in row.path.split(".")), row.path
        assert "*" not in row.path.removesuffix("*")
        assert catalog.scopes.issuperset(scope for one in row.alternatives for scope in one)
        assert all(catalog.operation(name) for name in row.operations), row.operations
    for module in catalog.modules:
        assert module.evidence
        assert catalog.scopes.issuperset(scope for one in (*module.alternatives, module.optional) for scope in one)


def test_overrides_state_reason_date_and_evidence(catalog: Catalog) -> None:
    entries = catalog.overrides
    assert entries
    assert all(entry[part] for entry in entries for part in ("reason", "date", "evidence"))


def test_what_is_replaced_is_gone_or_going_and_what_replaces_it_stays(catalog: Catalog) -> None:
    old = [one.name for one in catalog.operations if one.status in ("deprecated", "removed")]
    found = {name: catalog.replacements(name) for name in old if catalog.replacements(name)}
    assert len(found) > 40
    assert found["GET /rest/api/3/search"] == ("GET /rest/api/3/search/jql",)
    new = {one.name for one in catalog.operations if one.status in ("current", "experimental")}
    assert new.issuperset(name for names in found.values() for name in names)
    assert not any(catalog.replacements(name) for name in new)
