"""What stands for more than a path segment where the code only shows a text with something unknown in it: nothing, or it is unknown."""

from __future__ import annotations

import pytest

from scopeminer.catalog import load
from scopeminer.privileges import rest
from tests.program.conftest import API, performed

PLAIN = [
    ("`/rest/api/3/issue/${e.key}`", "/rest/api/3/issue/{}"),
    ("`/rest/api/3/issue/${e.keys[0]}`", "/rest/api/3/issue/{}"),
    ("`/rest/api/3/issue/${getKey(e)}`", "/rest/api/3/issue/{}"),
    ("`/rest/api/3/issue/${e.key.trim()}`", "/rest/api/3/issue/{}"),
    ("`/rest/api/3/issue/${String(e.x)}`", "/rest/api/3/issue/{}"),
    ("`/rest/api/3/issue/${encodeURIComponent(clean(e.x))}`", "/rest/api/3/issue/{}"),
    ("`/rest/api/3/issue/${e.x.slice(1)}`", "/rest/api/3/issue/{*}"),
    ("`/rest/api/3/issue/${e.x.replace('/proxy/', '')}`", "/rest/api/3/issue/{*}"),
    ("`/rest/api/3/issue/${e.x.split('/').slice(2).join('/')}`", "/rest/api/3/issue/{*}"),
    ("`/rest/api/3/issue/${await getPath(e)}`", "/rest/api/3/issue/{*}"),
    ("`/rest/api/3/issue/${clean(e.x)}`", "/rest/api/3/issue/{*}"),
    ("`/rest/api/3/issue/${e.paths[0]}`", "/rest/api/3/issue/{*}"),
]
ROUTES = [
    ("jira", "/rest/{}", "/rest/{*}"),
    ("jira", "/{}", "/{*}"),
    ("jira", "/rest/api/3/issue/{}", "/rest/api/3/issue/{}"),
    ("jira", "/rest/api/3/issue/{}/watchers2", "/rest/api/3/issue/{}/watchers2"),
    ("jira", "/rest/internal/1/{}", "/rest/internal/1/{}"),
    ("confluence", "/wiki/{}/pages", "/wiki/{*}/pages"),
    ("confluence", "/wiki/api/v2/pages/{}/body", "/wiki/api/v2/pages/{}/body"),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[text for text, _ in PLAIN])
def test_in_a_plain_template(text: str, expected: str) -> None:
    code = f"import {{ getKey, getPath, clean }} from 'x'; export const run = async e => {{ api.asApp().requestJira({text}); }};"
    assert performed(API + code) == [f"GET {expected} app"]


@pytest.mark.parametrize(("product", "route", "expected"), ROUTES, ids=[route for _, route, _ in ROUTES])
def test_a_segment_that_no_operation_has(product: str, route: str, expected: str) -> None:
    assert rest.possible(product, route, load.load()) == expected
