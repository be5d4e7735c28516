"""Route text → operations: spelling, versions, holes, remainders."""

from __future__ import annotations

import pytest

from scopeminer.catalog.load import load

ISSUE = "GET /rest/api/3/issue/{issueIdOrKey}"
PAGE = "GET /wiki/api/v2/pages/{id}"
CONTENT = "GET /wiki/rest/api/content/{id}"
SOURCE = "GET /repositories/{workspace}/{repo_slug}/src/{commit}/{path}"
REPOSITORY = "GET /repositories/{workspace}/{repo_slug}"


def names(product: str, methods: str, route: str) -> tuple[str, list[str]]:
    wanted = frozenset(methods.split("|")) if methods else None
    match = load().match(product, wanted, route)
    return match.kind, [operation.name for operation in match.operations]


@pytest.mark.parametrize(
    "product, method, route, operation",
    [
        ("jira", "GET", "/rest/api/3/issue/PROJ-1", ISSUE),
        ("jira", "GET", "rest/api/3/issue/PROJ-1", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/PROJ-1/", ISSUE),
        ("jira", "GET", "//rest//api/3/issue//PROJ-1", ISSUE),
        ("jira", "GET", "/rest/api/3/./issue/PROJ-1", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/{}", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/PROJ-{}", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/{}-{}", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/{}{}", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/{}?expand={}&fields={*}", ISSUE),
        ("jira", "GET", "/rest/api/3/issue/{}#top", ISSUE),
        ("jira", "GET", "https://example.atlassian.net/rest/api/3/issue/{}", ISSUE),
        ("jira", "GET", "https://{}.atlassian.net/rest/api/3/issue/{}", ISSUE),
        ("jira", "GET", "https://api.atlassian.com/ex/jira/{}/rest/api/3/issue/{}", ISSUE),
        ("jira", "HEAD", "/rest/api/3/issue/{}", ISSUE),
        ("jira", "GET", "/rest/api/2/issue/{}", ISSUE),
        ("jira", "GET", "/rest/api/latest/issue/{}", ISSUE),
        ("jira", "GET", "/rest/api/{}/issue/{}", ISSUE),
        ("jira", "GET", "/rest/api/3/issue%2Fpicker", None),
        ("jira", "GET", "/rest/api/3/issue/%70icker", "GET /rest/api/3/issue/picker"),
        ("jira", "GET", "/rest/api/3/issue/picker", "GET /rest/api/3/issue/picker"),
        ("jira", "PUT", "/rest/api/3/issue/picker", "PUT /rest/api/3/issue/{issueIdOrKey}"),
        ("jira", "GET", "/rest/api/3/issue/{*}/comment", "GET /rest/api/3/issue/{issueIdOrKey}/comment"),
        ("jira", "POST", "/rest/api/3/search{*}", None),
        ("jira", "GET", "/jsm/ops/api/v1/alerts/{}", "GET /jsm/ops/api/v1/alerts/{id}"),
        ("jira", "GET", "/jsm/ops/api/{}/v1/alerts/{}", "GET /jsm/ops/api/v1/alerts/{id}"),
        ("jira", "GET", "/jsm/ops/api/v1/schedules/{}.ics", "GET /jsm/ops/api/v1/schedules/{scheduleId}.ics"),
        ("jira", "POST", "/rest/servicedeskapi/request", "POST /rest/servicedeskapi/request"),
        ("confluence", "GET", "/wiki/api/v2/pages/{}", PAGE),
        ("confluence", "GET", "/api/v2/pages/{}", PAGE),
        ("confluence", "GET", "api/v2/pages/{}", PAGE),
        ("confluence", "GET", "/wiki/rest/api/content/{}?expand=body.storage", CONTENT),
        ("confluence", "GET", "/rest/api/content/{}", CONTENT),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}", REPOSITORY),
        ("bitbucket", "GET", "/repositories/{}/{}", REPOSITORY),
        ("bitbucket", "GET", "/!api/2.0/repositories/{}/{}", REPOSITORY),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/src/main/docs/a.md", SOURCE),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/src/main/", SOURCE),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/src/{}/?max_depth=2", SOURCE),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/src/", "GET /repositories/{workspace}/{repo_slug}/src"),
        ("atlassian", "GET", "/ex/jira/{}/rest/api/3/issue/{}", ISSUE),
        ("jira", "GET", "/forms/issue/{}/form", "GET /forms/issue/{issueIdOrKey}/form"),
        ("jira", "PUT", "/forms/project/{}/form/{}", "PUT /forms/project/{projectIdOrKey}/form/{formId}"),
        ("jira", "POST", "/jsm/incidents/cloudId/{}/v1/incident/{}/major", "POST /jsm/incidents/cloudId/{cloudId}/v1/{remainder...}"),
        ("atlassian", "GET", "/forge/app/v1/license?appId={}", "GET /forge/app/v1/license"),
        ("atlassian", "DELETE", "/forge/installation/v2/dynamic/module/{}", "DELETE /forge/installation/v2/dynamic/module/{key}"),
        ("atlassian", "POST", "/jira/devinfo/0.1/cloud/{}/bulk", "POST /jira/devinfo/{version}/{remainder...}"),
        (
            "jira",
            "POST",
            "/jsm/assets/workspace/{}/v1/importsource/{}/executions",
            "POST /jsm/assets/workspace/{workspaceId}/v1/importsource/{remainder...}",
        ),
    ],
)
def test_one_operation(product: str, method: str, route: str, operation: str | None) -> None:
    kind, operations = names(product, method, route)
    if operation is None:
        assert kind != "exact" or len(operations) != 1 or method != "GET"
    else:
        assert (kind, operations) == ("exact", [operation])


@pytest.mark.parametrize(
    "product, methods, route, kind, some, none",
    [
        ("jira", "", "/rest/api/3/component/{}", "several", ["PUT /rest/api/3/component/{id}"], [ISSUE]),
        ("jira", "GET", "/rest/api/3/issue/{}/{}", "several", ["GET /rest/api/3/issue/{issueIdOrKey}/comment"], [ISSUE]),
        ("jira", "GET", "/rest/api/3/issue/{*}", "several", [ISSUE, "GET /rest/api/3/issue/picker"], ["GET /rest/api/3/myself"]),
        ("jira", "GET", "/rest/api/3/iss{*}", "several", [ISSUE, "GET /rest/api/3/issuetype"], ["GET /rest/api/3/myself"]),
        ("jira", "GET", "/rest/api/3/search{*}", "several", ["GET /rest/api/3/search/jql"], ["POST /rest/api/3/search/jql"]),
        ("jira", "POST", "/rest/agile/1.0/{*}", "several", ["POST /rest/agile/1.0/board"], ["POST /rest/api/3/issue"]),
        ("jira", "GET|PUT", "/rest/api/3/issue/{}", "several", [ISSUE, "PUT /rest/api/3/issue/{issueIdOrKey}"], []),
        ("confluence", "GET", "/wiki/api/v2/{}/{}", "several", [PAGE, "GET /wiki/api/v2/blogposts/{id}"], ["GET /wiki/api/v2/pages"]),
        ("confluence", "GET", "/wiki/api/v2/{}s/{}", "several", [PAGE], ["GET /wiki/api/v2/app/properties"]),
    ],
)
def test_several_operations(product: str, methods: str, route: str, kind: str, some: list[str], none: list[str]) -> None:
    found, operations = names(product, methods, route)
    assert found == kind
    assert set(some) <= set(operations)
    assert not set(none) & set(operations)


@pytest.mark.parametrize(
    "product, methods, route, kind",
    [
        ("jira", "GET", "{*}", "any"),
        ("jira", "", "/{*}", "any"),
        ("jira", "GET", "https://example.atlassian.net/{*}", "any"),
        ("jira", "GET", "/rest/api/3/nothing/here", "unknown"),
        ("jira", "GET", "/secure/attachment/{}/{}", "unknown"),
        ("jira", "GET", "/rest/api/3/field/{}", "unknown"),
        ("jira", "DELETE", "/rest/api/3/myself", "unknown"),
        ("jira", "GET", "", "unknown"),
        ("confluence", "GET", "/rest/api/3/issue/{}", "unknown"),
        ("nowhere", "GET", "/rest/api/3/issue/{}", "unknown"),
        ("atlassian", "POST", "/graphql", "unknown"),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/src/main", "unknown"),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/diff/", "unknown"),
        ("bitbucket", "GET", "/2.0/repositories/{}/{}/commit/", "unknown"),
    ],
)
def test_no_operation(product: str, methods: str, route: str, kind: str) -> None:
    assert names(product, methods, route) == (kind, [])


@pytest.mark.parametrize(
    "route, certainty",
    [("/rest/api/3/myself", "certain"), ("/rest/api/2/myself", "derived"), ("/rest/api/latest/myself", "derived")],
)
def test_other_versions_are_derived(route: str, certainty: str) -> None:
    (operation,) = load().match("jira", frozenset({"GET"}), route).operations
    assert (operation.name, operation.certainty) == ("GET /rest/api/3/myself", certainty)
