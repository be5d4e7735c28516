"""Callers are not asked for what makes no other request: a value that is searched for."""

from __future__ import annotations

import pytest

from scopeminer.privileges import rest
from scopeminer.privileges.effects import requests
from scopeminer.values.pattern import route_text
from tests.program.conftest import API, solve

ASKED = [
    ("issue/${x}/comment", "A-1", "issue/A-1/comment"),
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


def _performed(route: str, calls: str) -> set[str]:
    program = solve(f"{API} const f = (x) => api.asApp().requestJira({route}); export const run = (e) => {{ {calls} }};")
    (site,) = (site for site in program.sites() if any(token.path[-1:] == ("requestJira",) for token in site.externals))
    return {route_text(request.route) for request in requests(program, site, None, rest.matters)}
