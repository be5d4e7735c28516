"""What is declared and what code does → one verdict a scope."""

from __future__ import annotations

import pytest

from scopeminer.privileges.model import Egress, Unknown, Use
from scopeminer.source import Place
from tests.audit.apps import (
    CHECK,
    G9,
    GET_ISSUE,
    PUT_ISSUE,
    audit,
    bounded,
    dead,
    egress,
    manifest,
    need,
    request,
    storage,
    unknown,
    verdicts,
)
from tests.audit.apps import line as on_line

COMMENTS = "GET /rest/api/3/issue/{issueIdOrKey}/comment"
GET_PROJECT, DELETE_PROJECT = "GET /rest/api/3/project/{projectIdOrKey}", "DELETE /rest/api/3/project/{projectIdOrKey}"
Found = Use | Unknown | Egress

TABLE: dict[str, tuple[str, tuple[Found, ...], str]] = {
    "a request needs its only scope": ("read:jira-work", (request(GET_ISSUE),), "needed"),
    "nothing at all": ("write:jira-work storage:app", (request(GET_ISSUE),), "unused unused missing"),
    "all of a granular set": (G9, (request(GET_ISSUE),), " ".join(["needed"] * 9)),
    "halves do not add up": ("read:issue:jira read:jira-work", (request(GET_ISSUE),), "redundant needed"),
    "either of two": ("write:jira-work write:issue:jira", (request(PUT_ISSUE),), "redundant redundant"),
    "one of the two has another use": (
        "read:jira-work read:issue:jira write:issue:jira write:jira-work",
        (request(GET_ISSUE), request(PUT_ISSUE)),
        "needed redundant redundant redundant",
    ),
    "only dead code": ("read:jira-work write:jira-work", (request(GET_ISSUE), dead(PUT_ISSUE)), "needed dead-code-only"),
    "dead and reachable": ("write:jira-work", (request(PUT_ISSUE), dead(PUT_ISSUE)), "needed"),
    "dead code that another scope covers": ("read:jira-work read:issue:jira", (request(GET_ISSUE), dead(GET_ISSUE)), "needed redundant"),
    "dead code holds nothing back": ("write:jira-work", (bounded(PUT_ISSUE, COMMENTS, reachable=False),), "dead-code-only"),
    "storage": ("storage:app", (storage(),), "needed"),
    "an event": ("read:jira-work", (need("event", "avi:jira:updated:issue", "read:jira-work", G9, product="jira"),), "needed"),
    "an unknown holds back what it could need": (
        "read:jira-work write:jira-work storage:app",
        (request(GET_ISSUE), unknown("dynamic-route", "write:jira-work read:jira-work", product="jira")),
        "needed cannot-tell unused",
    ),
    "an unknown holds back what is redundant": (
        "read:jira-work read:issue:jira",
        (request(GET_ISSUE), unknown("dynamic-route", "read:issue:jira", product="jira")),
        "needed cannot-tell",
    ),
    "an unknown holds back what dead code needs": (
        "write:jira-work", (dead(PUT_ISSUE), unknown("eval", "write:jira-work")), "cannot-tell",
    ),
    "an undocumented operation holds back": (
        "write:jira-work", (request(GET_ISSUE, in_catalog=False, alternatives=(), holds_back=frozenset(["write:jira-work"])),),
        "cannot-tell",
    ),
    "an exact request that may expand": (
        "read:jira-work read:issue:jira", (request(GET_ISSUE, holds_back=frozenset({"read:issue:jira"})),), "needed cannot-tell",
    ),
    "every reading needs it": ("read:jira-work", (bounded(GET_ISSUE, COMMENTS),), "needed"),
    "one reading needs it": ("read:jira-work write:jira-work", (bounded(GET_ISSUE, PUT_ISSUE),), "cannot-tell cannot-tell"),
    "one reading needs more than is declared": ("read:jira-work", (bounded(GET_PROJECT, DELETE_PROJECT),), "cannot-tell"),
    "an open end can be anything": ("read:jira-work", (bounded(GET_ISSUE, COMMENTS, route="/rest/api/3/issue/{*}"),), "cannot-tell"),
    "every reading is missing": ("storage:app", (storage(), bounded(GET_ISSUE, COMMENTS)), "needed missing"),
    "each reading is missing in its own way": ("storage:app", (storage(), bounded(GET_ISSUE, PUT_ISSUE)), "needed"),
    "optional now, announced and declared": ("read:permission:jira", (request(CHECK),), "needed"),
    "optional now, announced and not declared": ("storage:app", (storage(), request(CHECK)), "needed"),
    "an empty alternative needs nothing": (
        "read:jira-work", (request("GET /rest/api/3/task/{taskId}", alternatives=((), ("read:jira-work",))),), "redundant",
    ),
    "nothing published says what it is for": ("read:cmdb-object:jira", (), "cannot-tell"),
    "no scope at all": ("read:jira-wrok", (request(GET_ISSUE),), "cannot-tell missing"),
    "identity, and every address is known": ("read:me", (egress("https://example.com/me"),), "unused"),
    "identity, and an address is not": ("read:me", (egress("{*}"),), "cannot-tell"),
    "identity, and the rest of an address is another": ("read:me", (egress("{*}/api"),), "unused"),
    "identity, and no address in the backend": ("read:me", (egress("{*}", "fetch.client"),), "unused"),
    "identity itself": ("read:me read:account", (egress("https://api.atlassian.com/me"),), "cannot-tell cannot-tell"),
    "completed by what is advised": (
        G9.replace("read:status:jira ", ""), (request(GET_ISSUE),), " ".join(["needed"] * 8 + ["missing"]),
    ),
    "what completes nothing may go": (
        "read:issue:jira read:jira-user", (request(GET_ISSUE), request("GET /rest/api/3/myself")), "redundant needed missing",
    ),
    "nothing is declared and nothing needed": ("", (), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_verdicts(name: str) -> None:
    declared, found, expected = TABLE[name]
    result = audit(declared, *found)
    rows = {row.scope: row.verdict for row in result.scopes if row.declared}
    missing = sorted(row.verdict for row in result.scopes if not row.declared)
    assert [*(rows[scope] for scope in declared.split()), *missing] == expected.split()


def test_a_duplicate_is_one_row() -> None:
    assert verdicts(audit("storage:app storage:app", storage())) == {"storage:app": "needed"}


def test_a_placeholder_is_compared_with_nothing() -> None:
    result = audit(manifest("${EXTRA} read:jira-work", holes=(on_line(20),)), request(GET_ISSUE))
    assert verdicts(result) == {"read:jira-work": "needed"}
    assert result.findings == ()


def test_a_row_says_where_and_by_what() -> None:
    result = audit(manifest("read:jira-work", impersonating="read:jira-work"), request(GET_ISSUE, "src/a.js:3"))
    (row,) = result.scopes
    assert (row.location, row.nearest) == (Place("manifest.yml", 20, 7), Place("src/a.js", 3, 1))
    assert row.allow_impersonation
    assert row.uses == result.use_ids
    assert row.reach > 50


def test_a_bounded_use_has_no_alternative_that_satisfies_it() -> None:
    assert audit("read:jira-work", bounded(GET_ISSUE, COMMENTS)).satisfied_by == (None,)
    assert audit("read:jira-work", request(GET_ISSUE)).satisfied_by == (("read:jira-work",),)
