"""Rules about requests, handlers, modules and files: facts in, findings out; half of each table is what must not be said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scopeminer.audit.model import Audit
from scopeminer.manifest.model import EgressGrant, Endpoint, Manifest, Module, Problem, Remote
from scopeminer.privileges.model import AnswerProblem, MissingHandler, ModuleNeed, RemoteUse, Unknown, Unparsed, Use
from scopeminer.source import Place
from tests.audit.apps import (
    GET_ISSUE,
    PUT_ISSUE,
    audit,
    bounded,
    dead,
    line,
    manifest,
    need,
    only,
    request,
    said,
    steps,
    unknown,
)

SITE = Place("src/a.js", 3, 1)
CLOSED = "DELETE /addon"


def undocumented(site: str = "src/index.js:1", **more: object) -> Use:
    """A literal path that no document lists."""
    facts: dict[str, object] = {"operation": None, "route": "/rest/internal/1/x", "in_catalog": False, "alternatives": ()}
    return request(GET_ISSUE, site, status="undocumented", **(facts | more))


@pytest.mark.parametrize(
    ("found", "subjects"),
    [
        ((unknown("dynamic-route", detail="{*}", product="jira"),), ["{*}"]),
        (
            (unknown("dynamic-method", detail="/x/{}"), unknown("dynamic-method", detail="/y", site="a.js:1")),
            ["/y", "/x/{}"],
        ),
        (
            tuple(unknown("dynamic-route", detail=detail, product="bitbucket", prefix="/2.0/") for detail in ("/2.0/{}/a", "/2.0/{}/b")),
            ["/2.0/{}/a"],
        ),
        ((unknown("dynamic-route", detail="/2.0/{}"), unknown("dynamic-route", detail="/1/{}", prefix="/1/")), ["/1/{}", "/2.0/{}"]),
        ((unknown("graphql", detail="@forge/api asUser().requestGraph"),), ["@forge/api asUser().requestGraph"]),
        ((unknown("escaped-request", detail="left-pad", product="jira"),), ["left-pad"]),
        ((unknown("escaped-request", detail="vm", product="jira"), unknown("escaped-request", detail="vm", product="confluence")), ["vm"]),
        ((unknown("eval"), unknown("remote", detail="server"), unknown("missing-source", detail="main"), unknown("budget")), []),
        ((unknown("unmapped-event", detail="avi:x"), unknown("bundled-only"), unknown("unresolved-import"), unknown("module")), []),
        ((request(GET_ISSUE),), []),
    ],
)
def test_unresolved_route(found: tuple[Unknown | Use, ...], subjects: list[str]) -> None:
    assert [subject for _, subject in said(audit("read:jira-work", *found), "unresolved-route")] == subjects


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (
            unknown("escaped-request", detail="left-pad", product="jira"),
            "left-pad is not here and is given the request function of Jira: say what it requests",
        ),
        (
            unknown("dynamic-route", product="jira", methods=("GET",), prefix="/rest/api/3/"),
            "the route is known only at run time: GET on Jira below /rest/api/3/; answer it with a comment",
        ),
        (
            unknown("dynamic-route", product="confluence", methods=("POST", "PUT")),
            "the route is known only at run time: POST or PUT on Confluence, any path; answer it with a comment",
        ),
        (
            unknown("dynamic-route"),
            "the route is known only at run time: a request on a product, any path; answer it with a comment",
        ),
        (
            unknown("dynamic-method", detail="/rest/api/3/issue/{}", product="jira"),
            "the method for /rest/api/3/issue/{} is known only at run time; answer it with a comment",
        ),
        (
            unknown("graphql", detail="@forge/api asUser().requestGraph"),
            "the query of asUser().requestGraph cannot be read: write it where it is sent",
        ),
        (
            unknown("graphql", detail="@forge/api asUser().requestGraph team"),
            "team, which the query of asUser().requestGraph asks for, is in no published document: its scopes are not known",
        ),
    ],
)  # fmt: skip
def test_what_is_known_of_an_unresolved_route(found: Unknown, message: str) -> None:
    assert only(audit("", found), "unresolved-route").message == message


@pytest.mark.parametrize(
    ("products", "given"),
    [
        (("jira", "confluence"), "the request functions of Confluence and Jira"),
        (("jira", "confluence", "bitbucket"), "the request functions of Bitbucket, Confluence and Jira"),
        (("jira", "confluence", "bitbucket", None), "the SDK itself"),
    ],
)
def test_what_a_package_is_given(products: tuple[str | None, ...], given: str) -> None:
    found = [unknown("escaped-request", detail="vm", product=product) for product in products]
    assert only(audit("", *found), "unresolved-route").message == f"vm is not here and is given {given}: say what it requests"


@pytest.mark.parametrize(
    ("found", "subjects"),
    [
        ((undocumented(),), ["GET /rest/internal/1/x"]),
        ((undocumented(), undocumented("src/b.js:1")), ["GET /rest/internal/1/x"]),
        ((undocumented(reachable=False),), []),
        ((request(GET_ISSUE), bounded(GET_ISSUE, PUT_ISSUE)), []),
        ((undocumented(method=None),), ["any method /rest/internal/1/x"]),
        ((undocumented(route="/x?a={}"), undocumented("src/b.js:1", route="/x?b={}")), ["GET /x"]),
        ((undocumented(route=""),), ["GET (an empty path)"]),
    ],
)
def test_unknown_operation_once_an_operation(found: tuple[Use, ...], subjects: list[str]) -> None:
    result = audit("read:jira-work", *found)
    assert [subject for _, subject in said(result, "unknown-operation")] == subjects
    assert said(result, "not-available-to-forge") == []


@pytest.mark.parametrize(
    ("found", "subjects"),
    [
        ((request(CLOSED, alternatives=()), request(CLOSED, "src/b.js:1", alternatives=())), [CLOSED]),
        ((request(CLOSED, alternatives=(), reachable=False),), []),
        ((request(GET_ISSUE),), []),
        ((need("storage", "@forge/kvs kvs.get"),), []),
    ],
)
def test_not_available_to_forge_is_not_a_missing_scope(found: tuple[Use, ...], subjects: list[str]) -> None:
    result = audit("read:jira-work", *found)
    assert said(result, "not-available-to-forge", "under-privilege") == [("not-available-to-forge", one) for one in subjects]


@pytest.mark.parametrize(
    ("found", "messages"),
    [
        ((request(GET_ISSUE, status="deprecated"),), [f"{GET_ISSUE} is deprecated: its documentation names what replaces it"]),
        ((request(GET_ISSUE, status="removed"),), [f"{GET_ISSUE} is in no current document any longer: it may stop working"]),
        ((request("GET /rest/api/3/search"),), ["GET /rest/api/3/search is deprecated: move to GET /rest/api/3/search/jql"]),
        (
            (request("GET /wiki/rest/api/content/{id}"),),
            [
                "GET /wiki/rest/api/content/{id} is in no current document any longer: "
                "move to GET /wiki/api/v2/pages/{id} or GET /wiki/api/v2/blogposts/{id}"
            ],
        ),
        ((request(GET_ISSUE, status="experimental"), request(PUT_ISSUE)), []),
        ((dead(GET_ISSUE, status="deprecated"),), []),
    ],
)
def test_deprecated_operation(found: tuple[Use, ...], messages: list[str]) -> None:
    assert [one.message for one in audit("read:jira-work", *found).findings if one.rule == "deprecated-operation"] == messages


def test_other_sites_are_related() -> None:
    result = audit("read:jira-work", *(request(GET_ISSUE, f"src/{name}.js:2", status="deprecated") for name in "abb"))
    found = only(result, "deprecated-operation")
    assert (found.location, found.related) == (Place("src/a.js", 2, 1), (Place("src/b.js", 2, 1),))


@pytest.mark.parametrize(
    ("principal", "labels", "told"),
    [
        (("app",), ('jira:issuePanel "Insights"', "resolver"), True),
        (("app",), ('scheduledTrigger "tick"',), False),
        (("app",), ('jira:issuePanel "Insights"', 'consumer "queue"'), False),
        (("app",), ('jira:workflowPostFunction "done"',), False),
        (("app",), (), False),
        (("user",), ('jira:issuePanel "Insights"',), False),
        (("app", "user"), ('jira:issuePanel "Insights"',), False),
    ],
)
def test_app_principal_in_user_context(principal: tuple[str, ...], labels: tuple[str, ...], told: bool) -> None:
    use = request(GET_ISSUE, principal=principal, features=steps(*labels))
    result = audit("read:jira-work", use, request(GET_ISSUE, "src/b.js:1", principal=principal, features=steps(*labels)))
    assert said(result) == ([("app-principal-in-user-context", GET_ISSUE)] if told else [])


@pytest.mark.parametrize(
    "more",
    [{"authorized": True}, {"alternatives": ((),)}, {"alternatives": ((), ("read:jira-work",))}],
    ids=["after authorize()", "no scope", "a scope is only announced"],
)
def test_the_app_may_act_where_the_user_was_asked_for_and_where_all_are_answered_alike(more: dict[str, Any]) -> None:
    use = request(GET_ISSUE, principal=("app",), features=steps('jira:issuePanel "Insights"'), **more)
    assert "app-principal-in-user-context" not in {one.rule for one in audit("read:jira-work", use).findings}


def modules(*types: str) -> Manifest:
    return manifest(modules=tuple(Module(one, "key", None, {}, line(5)) for one in types))


@pytest.mark.parametrize(
    ("declared", "needs", "subjects"),
    [
        ((), ["sql", "sql", "objectStore"], ["objectStore", "sql"]),
        (("sql",), ["sql"], []),
        (("sql",), ["llm"], ["llm"]),
        (("sql", "llm"), [], []),
    ],
)
def test_missing_module_once_a_type(declared: tuple[str, ...], needs: list[str], subjects: list[str]) -> None:
    sites = tuple(ModuleNeed(one, f"@forge/{one}", Place("src/a.js", number, 1)) for number, one in enumerate(needs, 1))
    assert sorted(subject for _, subject in said(audit(modules(*declared), module_needs=sites))) == subjects


def test_missing_handler_is_the_export() -> None:
    missing = (
        MissingHandler("main", "index.run", "run", "src/index.js does not export run", SITE),
        MissingHandler("other", "lib.run", "run", "there is no src/lib.js", SITE),
    )
    result = audit("", missing_handlers=missing)
    assert said(result) == [("missing-handler", "run"), ("missing-handler", "run")]
    assert len({found.fingerprint for found in result.findings}) == 2
    assert result.findings[0].message == "function main: src/index.js does not export run"


def remotes(*keys: str, **more: object) -> Manifest:
    known = tuple(Remote(key, ("https://example.com",), (), False, False, line(70)) for key in keys)
    return replace(manifest(), remotes=known, **more)  # type: ignore[arg-type]


def called(*keys: str | None) -> Audit:
    declared = remotes("server", endpoints=(Endpoint("hook", "server", False, False, line(71)),))
    return audit(declared, remotes=tuple(RemoteUse(key, SITE, "backend") for key in keys))


@pytest.mark.parametrize(("keys", "subjects"), [(("server",), []), (("hook",), []), ((None,), []), (("x", "x", "y"), ["x", "y"]), ((), [])])
def test_unknown_remote_that_code_calls(keys: tuple[str | None, ...], subjects: list[str]) -> None:
    assert [subject for _, subject in said(called(*keys), "unknown-remote")] == subjects


@pytest.mark.parametrize(
    ("more", "subjects"),
    [
        ({"endpoints": (Endpoint("hook", "gone", False, False, line(71)),)}, ["gone"]),
        ({"endpoints": (Endpoint("hook", "server", False, False, line(71)),)}, []),
        ({"endpoints": (Endpoint("hook", "", False, False, line(71), service="box"),)}, []),
        ({"egress": (EgressGrant("fetch.backend", None, "gone", None, None, line(72)),)}, ["gone"]),
        ({"egress": (EgressGrant("fetch.backend", None, "server", None, None, line(72)),)}, []),
        ({"endpoints": (Endpoint("hook", "${REMOTE}", False, False, line(71)),), "holes": (line(71),)}, []),
    ],
)
def test_unknown_remote_that_the_manifest_names(more: dict[str, object], subjects: list[str]) -> None:
    assert [subject for _, subject in said(audit(remotes("server", **more)), "unknown-remote")] == subjects


def test_what_other_rooms_found_is_passed_on() -> None:
    result = audit(
        manifest(problems=(Problem("expected a list of modules, found text", line(2)),)),
        unparsed=(Unparsed("src/a.js", 12, SITE),),
        answer_problems=(AnswerProblem("no operation is DELETE /x", "DELETE /x", Place("src/b.js", 1, 1)),),
    )
    assert [(found.rule, found.level, found.subject) for found in result.findings] == [
        ("manifest-problem", "warning", "expected a list of modules, found text"),
        ("unparsed-file", "warning", "src/a.js"),
        ("stale-answer", "warning", "DELETE /x"),
    ]
    assert said(audit("")) == []
