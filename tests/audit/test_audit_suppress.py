"""Comments that keep a scope: what they mark, and when they are stale themselves."""

from __future__ import annotations

from datetime import date

import pytest

from scopeminer.audit.model import Audit
from scopeminer.audit.suppress import suppressed
from scopeminer.manifest.model import Suppression
from tests.audit.apps import GET_ISSUE, PUT_ISSUE, audit, dead, egress, manifest, outsider, place_of, request, unknown
from tests.audit.apps import line as on_line

TODAY = date(2026, 11, 25)
COMMENT_LINE = 12


def keep(audited: Audit, *scopes: str, until: date | None = None) -> Audit:
    comments = [Suppression(scope, until, f"because of {scope}", on_line(COMMENT_LINE + n)) for n, scope in enumerate(scopes)]
    return suppressed(audited, comments, TODAY, place_of)


def marks(result: Audit) -> dict[tuple[str, str], bool]:
    return {(found.rule, found.subject): found.suppressed for found in result.findings}


KEPT = {
    "unused": (audit("write:jira-work"), "over-privilege"),
    "redundant": (audit("read:jira-work write:jira-work write:issue:jira", request(GET_ISSUE), request(PUT_ISSUE)), "redundant-scope"),
    "dead code": (audit("write:jira-work", dead(PUT_ISSUE)), "dead-code-scope"),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_a_comment_keeps(name: str) -> None:
    audited, rule = KEPT[name]
    (found,) = (one for one in audited.findings if one.rule == rule)
    (kept,) = (one for one in keep(audited, found.subject).findings if one.rule == rule)
    assert (found.suppressed, kept.suppressed, kept.suppressed_by) == (False, True, "comment")
    assert kept.kept_because == f"because of {found.subject}"
    assert kept.fingerprint == found.fingerprint


@pytest.mark.parametrize(
    ("audited", "comment", "open_rules"),
    [
        (audit("write:jira-work storage:app"), "storage:app", ["over-privilege write:jira-work"]),
        (audit("", request(GET_ISSUE)), "read:jira-work", [f"under-privilege {GET_ISSUE}", "stale-suppression read:jira-work"]),
        (audit("", egress("https://a.example")), "undeclared-egress", []),
        (audit(manifest(external=[("images", "a.example")])), "a.example", []),
        (audit(manifest(external=[("fetch.backend", "a.example")]), outsider("@acme/sdk")), "a.example", []),
    ],
    ids=["another scope", "what is missing cannot be kept", "a rule by its id", "an address", "an address that a package may use"],
)
def test_what_stays_open(audited: Audit, comment: str, open_rules: list[str]) -> None:
    still = [f"{one.rule} {one.subject}" for one in keep(audited, comment).findings if not one.suppressed]
    assert sorted(still) == sorted(open_rules)


@pytest.mark.parametrize(
    ("until", "holds"),
    [(None, True), (date(2026, 11, 25), True), (date(2027, 3, 31), True), (date(2026, 11, 24), False), (date(2020, 1, 31), False)],
)
def test_until_a_day(until: date | None, holds: bool) -> None:
    result = keep(audit("write:jira-work"), "write:jira-work", until=until)
    assert marks(result)["over-privilege", "write:jira-work"] is holds
    assert (("stale-suppression", "write:jira-work") in marks(result)) is not holds


@pytest.mark.parametrize(
    ("audited", "stale"),
    [
        (audit("read:jira-work", request(GET_ISSUE)), "read:jira-work is needed: remove this comment"),
        (audit("storage:app"), "nothing is found about read:jira-work: remove this comment"),
        (audit("read:jira-work"), None),
        (audit("read:jira-work", unknown("eval", "read:jira-work")), None),
        (audit("read:jira-work", dead(GET_ISSUE)), None),
    ],
    ids=["needed", "not declared", "unused", "cannot be told", "dead code"],
)
def test_a_comment_that_keeps_nothing_is_stale(audited: Audit, stale: str | None) -> None:
    found = [one for one in keep(audited, "read:jira-work").findings if one.rule == "stale-suppression"]
    assert [one.message for one in found] == ([stale] if stale else [])
    assert all((one.level, one.subject, one.location and one.location.line) == ("warning", "read:jira-work", COMMENT_LINE) for one in found)


def test_of_two_that_cover_each_other_keeping_the_one_that_stays_is_not_stale() -> None:
    audited = audit("read:jira-work write:jira-work write:issue:jira", request(GET_ISSUE), request(PUT_ISSUE))
    (gone,) = (one.subject for one in audited.findings if one.rule == "redundant-scope")
    (stays,) = {"write:jira-work", "write:issue:jira"} - {gone}
    assert marks(keep(audited, stays)) == marks(audited)


def test_two_comments_on_one_scope_are_told_apart() -> None:
    found = keep(audit("storage:app"), "read:me", "read:me").findings
    stale = [one.fingerprint for one in found if one.rule == "stale-suppression"]
    assert len(set(stale)) == len(stale) == 2
