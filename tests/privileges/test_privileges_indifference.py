"""Callers are not asked for what makes no other request: an id that is encoded, a value that is searched for."""

from __future__ import annotations

from functools import partial

import pytest

from scopeminer.catalog.load import load
from scopeminer.privileges import rest
from scopeminer.privileges.effects import requests
from scopeminer.program.nested_routes import has_nested_routes
from scopeminer.values.pattern import route_text
from tests.program.conftest import API, solve

PARAMETERS = [
    ("jira", "/rest/api/3/issue/{}/comment", True),
    ("jira", "/rest/api/2/issue/{}/comment", True),
    ("jira", "/rest/api/3/issue/{}/properties/{}", True),
    ("jira", "/rest/api/3/issue/{}", False),  # picker
    ("jira", "/rest/api/3/{}/PROJ-1/comment", False),
    ("jira", "/rest/api/3/issue/PROJ-{}/comment", False),
    ("jira", "/rest/api/3/issue/{}/nothing", False),
    ("jira", "/rest/api/3/issue/{*}", False),
    ("jira", "/rest/api/3/project/{}/role/{}", True),
    ("jira", "/rest/api/3/field/{}/context/{}", False),  # defaultValue, mapping
    ("jira", "/jsm/ops/api/v1/schedules/{}", False),  # {id}.ics
    ("confluence", "/wiki/api/v2/pages/{}", True),
    ("confluence", "/rest/api/content/{}/child/{}", False),
    ("bitbucket", "/2.0/repositories/{}/{}", True),
    ("bitbucket", "/2.0/repositories/{}/{}/src/{}/{}", False),  # a path
    ("compass", "/anything/{}", False),
    ("atlassian", "/ex/jira/{}/rest/api/3/issue/{}/comment", True),
    ("atlassian", "/ex/jira/{}/rest/api/3/issue/{}", False),
]
ASKED = [
    ("issue/${x}/comment", "A-1", "issue/{}/comment"),
    ("issue/${x}", "A-1", "issue/A-1"),
    ("issue/${x}", "picker", "issue/picker"),
    ("search?jql=${x}", "a=b", "search?jql={}"),
    ("search?fields=a&startAt=${x}", "0", "search?fields=a&startAt={}"),
    ("search?expand=${x}", "names", "search?expand=names"),
    ("search?fields=${x}", "summary", "search?fields=summary"),
    ("search?a=b-${x}", "c", "search?a=b-c"),
    ("search?${x}=1", "expand", "search?expand=1"),
    ("search${x}", "?expand=names", "search?expand=names"),
    ("${x}/A-1/comment", "issue", "issue/A-1/comment"),
]


@pytest.mark.parametrize(("product", "route", "expected"), PARAMETERS, ids=[route for _, route, _ in PARAMETERS])
def test_routes_with_parameters_only(product: str, route: str, expected: bool) -> None:
    assert load().has_parameters(product, route) is expected


@pytest.mark.parametrize(("route", "given", "expected"), ASKED, ids=[f"{route} {given}" for route, given, _ in ASKED])
def test_what_a_caller_decides(route: str, given: str, expected: str) -> None:
    assert _performed(f"route`/rest/api/3/{route}`", f"f('{given}'); f('{given}');") == {f"/rest/api/3/{expected}"}


@pytest.mark.parametrize(("route", "given", "expected"), ASKED, ids=[f"{route} {given}" for route, given, _ in ASKED])
def test_what_is_not_encoded_can_be_anything(route: str, given: str, expected: str) -> None:
    assert _performed(f"`/rest/api/3/{route}`", f"f('{given}');") == {f"/rest/api/3/{route.replace('${x}', given)}"}


def test_some_callers_turn_a_route_into_another_operation() -> None:
    assert _performed("route`/rest/api/3/issue/${x}`", "f(e.key); f('picker');") == {"/rest/api/3/issue/{}", "/rest/api/3/issue/picker"}


def test_a_route_inside_a_route_is_not_encoded() -> None:
    assert _performed("route`/rest/api/3/issue/${x}`", "f(route`A-1/comment`); f(e.id);") == {
        "/rest/api/3/issue/{}",
        "/rest/api/3/issue/A-1/comment",
    }


NESTED = [
    ("f(route`A-1/comment`)", True),
    ("f(assumeTrustedRoute('A-1/comment'))", True),
    ("f(e.flag ? route`A-1/comment` : e.id)", True),
    ("f(e.id)", False),
    ("f('A-1')", False),
    ("const make = () => route`A-1/comment`; f(make())", True),
    ("const o = { r: route`A-1/comment` }; const g = ({ r }) => f(r); g(o)", True),
    ("let kept; const keep = (r) => { kept = r; }; keep(route`A-1/comment`); f(kept)", True),
    ("Promise.resolve(route`A-1/comment`).then(f)", True),
]


@pytest.mark.parametrize(("call", "expected"), NESTED, ids=[call for call, _ in NESTED])
def test_a_route_in_a_route_is_seen(call: str, expected: bool) -> None:
    code = (
        f"{API} const f = (x) => api.asApp().requestJira(route`/rest/api/3/issue/${{x}}/comment`); export const run = (e) => {{ {call}; }};"
    )
    assert has_nested_routes(solve(code)) is expected


def test_string_raw_encodes_nothing() -> None:
    assert _performed("assumeTrustedRoute(String.raw`/rest/api/3/issue/${x}`)", "f('A-1/comment'); f('A-2');") == {
        "/rest/api/3/issue/A-1/comment",
        "/rest/api/3/issue/A-2",
    }


def _performed(route: str, calls: str) -> set[str]:
    program = solve(f"{API} const f = (x) => api.asApp().requestJira({route}); export const run = (e) => {{ {calls} }};")
    (site,) = (site for site in program.sites() if any(token.path[-1:] == ("requestJira",) for token in site.externals))
    catalog = None if has_nested_routes(program) else load()
    return {route_text(request.route) for request in requests(program, site, None, partial(rest.matters, "jira", catalog))}
