"""Impersonation per scope, both ways."""

from __future__ import annotations

import pytest

from scopeminer.audit.model import Fix
from scopeminer.privileges.model import Unknown, Use
from scopeminer.source import Place
from tests.audit.apps import G9, GET_ISSUE, PUT_ISSUE, audit, dead, manifest, only, request, said, unknown

RULES = ("impersonation-missing", "impersonation-unused")


def absent(name: str, site: str = "src/index.js:1") -> Use:
    """A request that acts for a user who is not present."""
    return request(name, site, impersonates=True)


@pytest.mark.parametrize(
    ("declared", "allowing", "found", "findings"),
    [
        ("read:jira-work", "", (absent(GET_ISSUE),), [("impersonation-missing", "read:jira-work")]),
        ("read:jira-work", "read:jira-work", (absent(GET_ISSUE),), []),
        ("read:jira-work", "read:jira-work", (request(GET_ISSUE),), [("impersonation-unused", "read:jira-work")]),
        ("read:jira-work", "", (request(GET_ISSUE),), []),
        ("read:jira-work", "", (dead(GET_ISSUE, impersonates=True),), []),
        (
            "read:jira-work",
            "read:jira-work",
            (dead(GET_ISSUE, impersonates=True), request(GET_ISSUE)),
            [("impersonation-unused", "read:jira-work")],
        ),
        ("storage:app", "", (absent(GET_ISSUE),), []),
        (
            "read:jira-work write:jira-work",
            "",
            (absent(GET_ISSUE), absent(PUT_ISSUE)),
            [("impersonation-missing", "read:jira-work"), ("impersonation-missing", "write:jira-work")],
        ),
        (
            "read:jira-work write:jira-work",
            "read:jira-work write:jira-work",
            (absent(GET_ISSUE), request(PUT_ISSUE)),
            [("impersonation-unused", "write:jira-work")],
        ),
        (f"read:jira-work {G9}", "read:jira-work", (absent(GET_ISSUE),), []),
        (
            f"read:jira-work {G9}",
            G9.replace("read:issue:jira", ""),
            (absent(GET_ISSUE),),
            [("impersonation-missing", "read:issue:jira")],
        ),
        ("write:jira-work", "write:jira-work", (), []),
        ("read:jira-work write:jira-work", "write:jira-work", (dead(PUT_ISSUE), request(GET_ISSUE)), []),
        ("write:jira-work", "write:jira-work", (unknown("dynamic-route", "write:jira-work"),), []),
        ("read:jira-work", "read:jira-work", (request(GET_ISSUE), unknown("eval", "read:jira-work")), []),
    ],
)
def test_impersonation(declared: str, allowing: str, found: tuple[Use | Unknown, ...], findings: list[tuple[str, str]]) -> None:
    """Nothing is said of the flag where the scope itself can go, or where something unknown could impersonate."""
    assert sorted(said(audit(manifest(declared, impersonating=allowing, mapped=True), *found), *RULES)) == sorted(findings)


def test_a_list_allows_no_impersonation() -> None:
    found = only(audit("read:jira-work", absent(GET_ISSUE, "src/a.js:4"), absent(GET_ISSUE, "src/b.js:4")), RULES[0])
    assert (found.level, found.location, found.related) == ("error", Place("src/a.js", 4, 1), (Place("src/b.js", 4, 1),))
    assert found.message == (
        "read:jira-work needs allowImpersonation: true, because GET issue/{issueIdOrKey} acts for a user who is not present"
    )


def test_the_flag_alone_is_taken_away() -> None:
    found = only(audit(manifest("read:jira-work", impersonating="read:jira-work"), request(GET_ISSUE)), RULES[1])
    assert (found.level, found.location) == ("warning", Place("manifest.yml", 20, 7))
    assert found.fix == Fix("drop-impersonation", ("read:jira-work",), "minor")
