"""What operations need: alternatives, announcements, removal, availability; and what an unknown could need."""

from __future__ import annotations

import pytest

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.load import load
from scopeminer.catalog.model import Alternative, Operation


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def operation(catalog: Catalog, name: str) -> Operation:
    found = catalog.operation(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    "name, alternatives, announced",
    [
        (
            "GET /rest/api/3/myself",
            [["read:jira-user"], ["read:application-role:jira", "read:avatar:jira", "read:group:jira", "read:user:jira"]],
            [],
        ),
        ("GET /rest/api/3/serverInfo", [[]], []),
        ("GET /rest/servicedeskapi/info", [[]], []),
        ("GET /rest/api/3/task/{taskId}", [["read:jira-work"], []], []),
        ("POST /rest/api/3/permissions/check", [[], ["read:permission:jira"]], ["read:jira-work", "read:permission:jira"]),
        ("POST /rest/api/3/app/field/value", [[], ["write:app-data:jira"]], ["write:app-data:jira"]),
        ("PUT /rest/api/3/app/field/{fieldIdOrKey}/value", [[], ["write:app-data:jira"]], ["write:app-data:jira"]),
        ("GET /rest/api/3/jql/function/computation", [[], ["read:app-data:jira"]], ["read:app-data:jira"]),
        ("POST /rest/api/3/jql/function/computation", [[], ["write:app-data:jira"]], ["write:app-data:jira"]),
        ("POST /rest/api/3/jql/function/computation/search", [[], ["read:app-data:jira"]], ["read:app-data:jira"]),
        ("DELETE /rest/api/3/uiModifications/{uiModificationId}", [[], ["write:app-data:jira"]], ["write:app-data:jira"]),
        ("GET /rest/forge/1/app/properties", [[], ["read:app-data:jira"]], ["read:app-data:jira"]),
        ("GET /rest/forge/1/app/properties/{propertyKey}", [[], ["read:app-data:jira"]], ["read:app-data:jira"]),
        ("PUT /rest/forge/1/app/properties/{propertyKey}", [[], ["write:app-data:jira"]], ["write:app-data:jira"]),
        ("DELETE /rest/forge/1/app/properties/{propertyKey}", [[], ["write:app-data:jira"]], ["write:app-data:jira"]),
        # anonymous access in `security` is no empty alternative
        ("GET /rest/api/3/attachment/content/{id}", [["read:jira-work"], ["read:attachment:jira"]], []),
        # no scope information at all
        ("PUT /rest/api/3/mypreferences/locale", [], []),
        ("GET /rest/atlassian-connect/1/app/module/dynamic", [], []),
        ("GET /wiki/api/v2/admin-key", [], []),
        ("POST /jsm/ops/api/v1/alerts/{alertId}/attachments", [], []),
        ("DELETE /addon", [], []),
    ],
)
def test_alternatives(catalog: Catalog, name: str, alternatives: list[list[str]], announced: list[str]) -> None:
    found = operation(catalog, name)
    assert [list(one) for one in found.alternatives] == alternatives
    assert list(found.announced) == announced


@pytest.mark.parametrize(
    "name, ungrantable",
    [
        ("GET /snippets/{workspace}/{encoded_id}", [("read:snippet:bitbucket",)]),
        ("GET /user/emails", []),
        ("GET /rest/api/3/myself", []),
    ],
)
def test_alternatives_that_no_manifest_can_declare(catalog: Catalog, name: str, ungrantable: list[Alternative]) -> None:
    assert list(operation(catalog, name).ungrantable) == ungrantable


def test_every_alternative_can_be_declared(catalog: Catalog) -> None:
    for one in catalog.operations:
        assert catalog.scopes.issuperset(scope for alternative in one.alternatives for scope in alternative), one.name
        assert all(not catalog.scopes.issuperset(alternative) for alternative in one.ungrantable), one.name
        assert all(list(alternative) == sorted(set(alternative)) for alternative in (*one.alternatives, *one.ungrantable)), one.name


@pytest.mark.parametrize(
    "name, status, certainty",
    [
        ("GET /rest/api/3/workflow", "removed", "certain"),
        ("GET /wiki/rest/api/content/{id}", "removed", "certain"),
        ("GET /wiki/rest/api/content/{id}/descendant", "deprecated", "certain"),
        ("GET /rest/api/3/issue/{issueIdOrKey}", "current", "certain"),
        ("POST /jira/devinfo/{version}/{remainder...}", "undocumented", "derived"),
        ("POST /rest/operations/1.0/bulk", "current", "derived"),
    ],
)
def test_status_and_certainty(catalog: Catalog, name: str, status: str, certainty: str) -> None:
    found = operation(catalog, name)
    assert (found.status, found.certainty) == (status, certainty)


def test_what_expand_may_need(catalog: Catalog) -> None:
    assert operation(catalog, "GET /wiki/rest/api/content/{id}").expand == ("read:confluence-content.all",)
    assert operation(catalog, "GET /wiki/api/v2/pages/{id}").expand == ()


@pytest.mark.parametrize("what", ["diff", "diffstat", "patch"])
def test_what_a_redirect_may_need(catalog: Catalog, what: str) -> None:
    found = operation(catalog, f"GET /repositories/{{workspace}}/{{repo_slug}}/pullrequests/{{pull_request_id}}/{what}")
    assert (found.alternatives, found.beside) == ((("read:pullrequest:bitbucket",),), ("read:repository:bitbucket",))
    assert "read:repository:bitbucket" in catalog.held_back("bitbucket", found.path, frozenset({"GET"}), "backend")


def test_operation_by_unknown_name(catalog: Catalog) -> None:
    assert catalog.operation("GET /nothing") is None
    assert "POST /rest/api/3/issue" in {one.name for one in catalog.accepting("write:jira-work")}
    assert catalog.accepting("no:scope") == ()


@pytest.mark.parametrize(
    "product, prefix, methods, side, held, free",
    [
        (
            "jira",
            None,
            None,
            "backend",
            ["write:jira-work", "read:servicedesk-request", "read:cmdb-object:jira"],
            ["read:confluence-user", "storage:app"],
        ),
        ("jira", "/", None, "backend", ["write:jira-work"], ["storage:app"]),
        ("jira", None, "GET", "backend", ["read:jira-work", "read:cmdb-object:jira"], ["delete:issue:jira"]),
        (
            "jira",
            "/rest/agile/1.0/",
            None,
            "backend",
            ["read:sprint:jira-software", "read:issue-details:jira"],
            ["write:jira-work", "read:servicedesk-request"],
        ),
        ("jira", "/rest/api/3/component/", "DELETE", "backend", ["manage:jira-project"], ["read:jira-work", "write:jira-work"]),
        (
            "confluence",
            "/wiki/api/v2/pages/",
            "GET",
            "frontend",
            ["read:page:confluence"],
            ["write:comment:confluence", "read:space:confluence"],
        ),
        ("jira", "/jsm/assets/workspace/", None, "backend", ["import:import-configuration:cmdb"], ["write:jira-work"]),
        ("jira", "/plugins/servlet/", None, "backend", ["read:cmdb-object:jira"], ["write:jira-work", "read:confluence-props"]),
        ("compass", None, None, "backend", ["write:component:compass"], ["read:jira-work", "read:graph:component:compass"]),
        ("graph", None, None, "backend", ["read:graph:component:compass"], ["read:component:compass"]),
        ("atlassian", None, None, "backend", ["write:jira-work", "search:confluence"], ["read:app-user-token"]),
        (
            None,
            None,
            None,
            "backend",
            ["write:jira-work", "storage:app", "report:personal-data"],
            ["read:app-system-token", "read:app-user-token"],
        ),
        (
            None,
            None,
            None,
            "frontend",
            ["write:jira-work", "search:confluence"],
            ["storage:app", "report:personal-data", "read:app-system-token"],
        ),
    ],
)
def test_held_back(
    catalog: Catalog, product: str | None, prefix: str | None, methods: str | None, side: str, held: list[str], free: list[str]
) -> None:
    scopes = catalog.held_back(product, prefix, frozenset({methods}) if methods else None, side)
    assert set(held) <= scopes
    assert not set(free) & scopes


@pytest.mark.parametrize(
    "product, route, held, free",
    [
        (
            "jira",
            "/jsm/assets/workspace/{}/v1/object/{}",
            ["read:cmdb-object:jira", "write:cmdb-object:jira"],
            ["read:servicedesk-request", "read:jira-work"],
        ),
        (
            "jira",
            "/rest/api/3/issue/{}/unheard-of",
            ["write:jira-work", "read:cmdb-object:jira"],
            ["manage:jira-webhook", "read:servicedesk-request"],
        ),
        ("jira", "/rest/api/2/issue/{}/unheard-of", ["write:jira-work"], ["read:servicedesk-request"]),
        ("jira", "/rest/servicedeskapi/request/{}/unheard-of", ["read:servicedesk-request"], ["manage:jira-project"]),
        ("jira", "/secure/Dashboard.jspa", ["read:cmdb-object:jira"], ["read:jira-work"]),
        # families of which no document lists all operations
        ("jira", "/forms/issue/{}/unheard-of", ["read:jira-work", "write:jira-work", "manage:jira-project"], ["read:jira-user"]),
        ("jira", "/jsm/csm/api/v1/organization/profile/{}", ["read:organization:jira-service-management"], ["read:jira-work"]),
        ("jira", "/gateway/api/jsm/csm/api/v1/customer/{}", ["write:customer:jira-service-management"], ["read:jira-work"]),
        ("jira", "/jsm/ops/api/v1/unheard-of", ["read:ops-alert:jira-service-management"], ["read:jira-work"]),
        ("jira", "/jsm/incidents/unheard-of", ["write:incident:jira-service-management"], ["read:jira-work"]),
        ("jira", "/jsm/unheard-of", ["read:design:jira"], ["read:ops-alert:jira-service-management"]),
        ("jira", "/secure/attachment/{}/{}", ["read:jira-work", "read:attachment:jira"], ["write:jira-work"]),
        ("confluence", "/download/attachments/{}/{}", ["readonly:content.attachment:confluence"], ["write:confluence-content"]),
        ("confluence", "/wiki/{}/attachments/{}/{}", ["read:attachment:confluence"], ["write:confluence-content"]),
        ("atlassian", "/jira/forms/cloud/{}/project/{}/form", ["manage:jira-project"], ["search:confluence"]),
        ("atlassian", "/forge/installation/v2/dynamic/module", ["read:jira-work", "read:page:confluence"], ["storage:app"]),
        ("confluence", "/wiki/api/v2/pages/{}/unheard-of", ["read:page:confluence"], ["read:space:confluence", "read:cmdb-object:jira"]),
        ("bitbucket", "/2.0/repositories/{}/{}/unheard-of", ["read:repository:bitbucket"], ["read:page:confluence"]),
        ("atlassian", "/graphql", ["write:component:compass", "read:graph:page:confluence", "write:jira-work"], ["manage:jira-webhook"]),
        ("jira", "/gateway/api/graphql", ["view:team:teams", "write:jira-work", "read:servicedesk-request"], ["manage:jira-webhook"]),
        ("confluence", "/gateway/api/graphql?q=x", ["read:page:confluence", "read:jira-work"], ["write:confluence-groups"]),
        ("atlassian", "/jira/unheard-of", ["write:jira-work"], ["search:confluence"]),
        ("atlassian", "/ex/confluence/{}/wiki/api/v2/pages/unheard/of", ["read:page:confluence"], ["write:jira-work"]),
    ],
)
def test_held_back_by_an_operation_that_nobody_publishes(
    catalog: Catalog, product: str, route: str, held: list[str], free: list[str]
) -> None:
    scopes = catalog.held_back_unknown_operation(product, route)
    assert set(held) <= scopes
    assert not set(free) & scopes


@pytest.mark.parametrize(
    "scope, product, classic",
    [
        ("read:jira-work", "jira", True),
        ("manage:servicedesk-customer", "jira", True),
        ("read:servicemanagement-insight-objects", "jira", True),
        ("read:sprint:jira-software", "jira", False),
        ("read:request:jira-service-management", "jira", False),
        ("import:import-configuration:cmdb", "jira", False),
        ("act-as-user:connect-jira", "jira", True),
        ("read:confluence-content.all", "confluence", True),
        ("search:confluence", "confluence", True),
        ("readonly:content.attachment:confluence", "confluence", True),
        ("read:page:confluence", "confluence", False),
        ("read:pullrequest:bitbucket", "bitbucket", False),
        ("read:component:compass", "compass", False),
        ("read:graph:component:compass", "graph", False),
        ("read:graph:issue:jira", "graph", False),
        ("storage:app", "", True),
        ("read:me", "", True),
        ("read:app-user-token", "", True),
        ("read:jira:agent-interface", "", False),
        ("nonsense", "", False),
    ],
)
def test_scope_names(catalog: Catalog, scope: str, product: str, classic: bool) -> None:
    assert (catalog.product_of(scope), catalog.is_classic(scope)) == (product, classic)


@pytest.mark.parametrize(
    "scope, published",
    [
        ("read:cmdb-object:jira", False),
        ("read:graph:issue:jira", False),
        ("act-as-user:connect-jira", False),
        ("view:team:teams", False),
        ("read:jira-work", True),
        ("storage:app", True),
        ("read:me", True),
        ("read:account", True),
        ("read:app-system-token", True),
        ("read:app-user-token", True),
        ("send:app-notification:jira", True),
        ("report:personal-data", True),
        ("write:metric:compass", True),
        ("read:object:jira", True),
        ("read:chat:rovo", True),
    ],
)
def test_scopes_that_nothing_published_uses(catalog: Catalog, scope: str, published: bool) -> None:
    assert scope in catalog.scopes
    assert (scope not in catalog.unpublished) == published


@pytest.mark.parametrize(
    "written, meant",
    [("read:jira-works", "read:jira-work"), ("read:page:conflunce", "read:page:confluence"), ("storage", "storage:app"), ("zzz", None)],
)
def test_did_you_mean(catalog: Catalog, written: str, meant: str | None) -> None:
    assert catalog.suggest(written) == meant
