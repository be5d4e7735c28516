"""Reach: operations that scopes allow, counted on the catalog that ships."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from scopeminer.audit.reach import Reach, weight
from tests.audit.apps import G9, GET_ISSUE, audit, bounded, catalog, dead, operation, request, storage


def allowed(scopes: Iterable[str]) -> set[str]:
    """One operation after the other, as the rule says."""
    given = frozenset(scopes)
    there = (one for one in catalog().operations if one.status not in ("removed", "undocumented"))
    return {one.name for one in there if any(way and given.issuperset(way) for way in one.alternatives)}


@pytest.mark.parametrize(
    ("scopes", "inside", "outside"),
    [
        ("read:jira-work", GET_ISSUE, "PUT /rest/api/3/issue/{issueIdOrKey}"),
        (G9, GET_ISSUE, "GET /rest/api/3/myself"),
        ("read:status:jira read:issue-status:jira", "GET /rest/api/3/statuscategory", GET_ISSUE),
        ("read:jira-work", GET_ISSUE, "GET /rest/api/3/serverInfo"),
        ("write:jira-work", "PUT /rest/api/3/issue/{issueIdOrKey}", GET_ISSUE),
    ],
)
def test_allowed(scopes: str, inside: str, outside: str) -> None:
    found = allowed(scopes.split())
    assert (inside in found, outside in found) == (True, False)
    reach, used = Reach(catalog()), frozenset({inside, outside})
    assert reach.size(scopes.split()) == len(found)
    assert reach.excess(scopes.split(), used) == len(found) - 1


def test_what_is_gone_is_not_counted() -> None:
    gone = [one for one in catalog().operations if one.status in ("removed", "undocumented") and one.alternatives]
    assert gone
    for one in gone[:20]:
        assert Reach(catalog()).size(one.alternatives[0]) == len(allowed(one.alternatives[0]))


def test_nothing_allows_nothing() -> None:
    assert (Reach(catalog()).size(()), Reach(catalog()).size(["storage:app"])) == (0, 0)


def test_more_scopes_never_allow_less() -> None:
    reach, given = Reach(catalog()), list[str]()
    sizes = []
    for scope in sorted(catalog().scopes)[::9]:
        given.append(scope)
        sizes.append(reach.size(given))
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_a_scope_counts_where_it_takes_part() -> None:
    reach, nine = Reach(catalog()), frozenset(G9.split())
    assert reach.of_scope("read:status:jira", nine) >= 1
    assert reach.of_scope("read:status:jira", nine - {"read:issue:jira"}) < reach.of_scope("read:status:jira", nine)
    assert reach.of_scope("read:jira-work", nine) == 0


@pytest.mark.parametrize(
    ("method", "alternatives", "expected"),
    [
        ("GET", (("read:jira-work",),), 1),
        ("POST", (("write:jira-work",),), 2),
        ("PUT", (("write:jira-work",), ("write:issue:jira",)), 2),
        ("DELETE", (("write:jira-work",),), 4),
        ("GET", (("manage:jira-configuration",),), 8),
        ("DELETE", ((), ("manage:jira-configuration",)), 8),
        ("GET", (("manage:jira-configuration",), ("read:group:jira",)), 1),
        ("GET", ((),), 1),
    ],
)
def test_weights_read_write_delete_administration(method: str, alternatives: tuple[tuple[str, ...], ...], expected: int) -> None:
    assert weight(method, alternatives) == expected


def test_the_weigher_agrees_with_counting() -> None:
    reach, scopes = Reach(catalog()), sorted({*G9.split(), "read:jira-work", "write:jira-work", "manage:jira-project"})
    used = frozenset({GET_ISSUE})
    base = frozenset({"read:issue:jira"})
    weigh = reach.weigher(base, frozenset(scopes) - base, used)
    already = allowed(base)
    for number in range(len(scopes)):
        chosen = base | frozenset(scopes[number:])
        beyond = allowed(chosen) - used - already
        counted = sum(weight(one.method, one.alternatives) for one in catalog().operations if one.name in beyond)
        assert weigh(chosen) == counted


@pytest.mark.parametrize(
    ("declared", "found", "expected"),
    [
        ("", (), (0, 0)),
        ("storage:app", (storage(),), (0, 0)),
        ("read:jira-work", (request(GET_ISSUE), request(GET_ISSUE, "src/b.js:1"), dead(GET_ISSUE)), (None, 1)),
        ("read:jira-work", (bounded(GET_ISSUE, "GET /rest/api/3/issue/{issueIdOrKey}/comment"),), (None, 0)),
    ],
)
def test_figures(declared: str, found: tuple[object, ...], expected: tuple[int | None, int]) -> None:
    figures = audit(declared, *found).reach  # type: ignore[arg-type]
    allowed = Reach(catalog()).size(declared.split())
    assert (figures.declared, figures.used) == (allowed if expected[0] is None else expected[0], expected[1])


def test_the_smallest_set_allows_no_more() -> None:
    figures = audit("read:jira-work write:jira-work manage:jira-configuration", request(GET_ISSUE)).reach
    assert figures.used == 1 < figures.minimal == Reach(catalog()).size(["read:jira-work"]) < figures.declared
    assert operation(GET_ISSUE).status == "current"
