"""Rules about declared and missing scopes: facts in, findings out; half of each table is what must not be said."""

from __future__ import annotations

import pytest

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules import RULES
from scopeminer.manifest.model import Manifest
from scopeminer.privileges.model import Coverage, Unparsed
from scopeminer.source import Place
from tests.audit.apps import (
    CHECK,
    G9,
    GET_ISSUE,
    PUT_ISSUE,
    audit,
    bounded,
    catalog,
    dead,
    line,
    manifest,
    need,
    only,
    request,
    said,
    storage,
    unknown,
)

EVENT = "avi:jira:updated:issue"
COMMENTS = "GET /rest/api/3/issue/{issueIdOrKey}/comment"
SPACES = "GET /wiki/api/v2/spaces"


def test_levels_are_those_of_the_design() -> None:
    by_level: dict[str, set[str]] = {}
    for rule in RULES:
        by_level.setdefault(rule.level, set()).add(rule.id)
    assert by_level == {
        "error": {
            "over-privilege", "redundant-scope", "dead-code-scope", "under-privilege", "invalid-scope", "impersonation-missing",
            "undeclared-egress", "missing-module", "missing-handler", "unknown-remote", "insecure-egress", "hardcoded-credential",
        },
        "warning": {
            "duplicate-scope", "impersonation-unused", "unresolved-route", "unresolved-egress", "unknown-operation", "deprecated-operation",
            "not-available-to-forge", "unused-egress", "broad-egress", "manifest-problem", "unparsed-file", "stale-suppression",
            "stale-answer",
        },
        "note": {"non-minimal", "announced-scope", "scope-count", "app-principal-in-user-context"},
    }  # fmt: skip


REMOVALS = ("over-privilege", "redundant-scope", "dead-code-scope")


@pytest.mark.parametrize(
    ("declared", "found", "findings"),
    [
        ("write:jira-work", (), [("over-privilege", "write:jira-work")]),
        ("storage:app", (), [("over-privilege", "storage:app")]),
        ("storage:app", (storage(),), []),
        ("write:jira-work", (unknown("eval", "write:jira-work"),), []),
        ("read:cmdb-object:jira", (), []),
        ("write:jira-work", (dead(PUT_ISSUE),), [("dead-code-scope", "write:jira-work")]),
        ("write:jira-work", (dead(PUT_ISSUE), request(PUT_ISSUE)), []),
        ("read:jira-work read:issue:jira", (request(GET_ISSUE),), [("redundant-scope", "read:issue:jira")]),
        ("write:jira-work write:issue:jira", (request(PUT_ISSUE),), [("redundant-scope", "write:jira-work")]),
        (f"read:jira-work {G9}", (request(GET_ISSUE),), [("redundant-scope", scope) for scope in G9.split()]),
        (G9, (request(GET_ISSUE),), []),
        ("read:jira-wrok", (), []),
        ("", (), []),
    ],
)
def test_removals(declared: str, found: tuple[object, ...], findings: list[tuple[str, str]]) -> None:
    assert sorted(said(audit(declared, *found), *REMOVALS)) == sorted(findings)  # type: ignore[arg-type]


def test_a_removal_has_a_place_a_fix_and_its_impact() -> None:
    found = only(audit("read:jira-work write:jira-work", request(GET_ISSUE)), "over-privilege")
    assert (found.level, found.location, found.scopes, found.confidence) == (
        "error",
        Place("manifest.yml", 21, 7),
        ("write:jira-work",),
        "high",
    )
    assert found.fix == Fix("remove-scope", ("write:jira-work",), "major")
    assert found.message == "write:jira-work can be removed"


def test_dead_code_is_named() -> None:
    found = only(audit("write:jira-work", dead(PUT_ISSUE, "src/b.js:7"), dead(PUT_ISSUE, "src/c.js:9")), "dead-code-scope")
    assert found.related == (Place("src/b.js", 7, 1), Place("src/c.js", 9, 1))
    assert found.message.endswith(": only src/b.js:7 and src/c.js:9 would need it, and nothing reaches them")


def test_one_dead_line_is_one_place() -> None:
    found = only(audit("write:jira-work", dead(PUT_ISSUE, "src/b.js:7")), "dead-code-scope")
    assert found.message.endswith(": only src/b.js:7 would need it, and nothing reaches that")


def test_an_unparsed_file_lowers_the_confidence_of_a_removal() -> None:
    result = audit("write:jira-work", unparsed=(Unparsed("src/a.js", 9, Place("src/a.js", 1, 1)),))
    assert only(result, "over-privilege").confidence == "medium"


def test_a_guessed_source_lowers_the_confidence_of_a_removal() -> None:
    result = audit("write:jira-work", coverage=Coverage(guessed_sources=(("build", "ui/index.js"),)))
    assert only(result, "over-privilege").confidence == "medium"


@pytest.mark.parametrize(
    ("declared", "together"),
    [
        ("write:jira-work write:page:confluence", ()),
        ("write:page:confluence", ("read:space:confluence",)),
        ("storage:app", ()),
    ],
)
def test_removing_waits_for_what_the_product_lacks(declared: str, together: tuple[str, ...]) -> None:
    """A missing Confluence need is no reason to keep a Jira scope."""
    result = audit(declared, request(SPACES), policy="granular")
    fixes = {found.subject: found.fix for found in result.findings if found.rule == "over-privilege"}
    first = declared.split(maxsplit=1)[0]
    assert fixes[first] == Fix("remove-scope", (first,), "major", together)


@pytest.mark.parametrize(
    ("declared", "found", "needs"),
    [
        ("read:jira-work", (request(GET_ISSUE),), []),
        ("storage:app", (storage(), request(GET_ISSUE)), [GET_ISSUE]),
        ("", (request(GET_ISSUE, "src/a.js:1"), request(GET_ISSUE, "src/b.js:1")), [GET_ISSUE]),
        ("", (request(GET_ISSUE), request(COMMENTS, "src/b.js:1")), [GET_ISSUE, COMMENTS]),
        (
            "",
            (storage(), need("storage", "@forge/kvs kvs.set", "storage:app", site="src/a.js:1")),
            ["@forge/kvs kvs.set", "@forge/kvs kvs.get"],
        ),
        ("", (need("event", EVENT, "read:jira-work", product="jira"),), [EVENT]),
        ("", (dead(GET_ISSUE),), []),
        ("", (request(CHECK),), []),
        ("", (request(GET_ISSUE, alternatives=()),), []),
        ("", (unknown("dynamic-route", "read:jira-work"),), []),
        ("", (bounded(GET_ISSUE, COMMENTS),), ["any method /rest/api/3/issue/{}/{}"]),
        ("", (bounded(GET_ISSUE, PUT_ISSUE),), []),
        ("read:issue:jira", (request(GET_ISSUE),), [GET_ISSUE]),
    ],
)
def test_under_privilege_one_a_need(declared: str, found: tuple[object, ...], needs: list[str]) -> None:
    result = audit(declared, *found)  # type: ignore[arg-type]
    assert sorted(subject for _, subject in said(result, "under-privilege")) == sorted(needs)


@pytest.mark.parametrize(
    ("declared", "policy", "advised", "others"),
    [
        ("", "as-declared", "read:jira-work", [G9]),
        ("", "granular", G9, ["read:jira-work"]),
        ("read:issue:jira", "as-declared", G9.replace("read:issue:jira ", ""), ["read:jira-work"]),
        ("read:issue:jira", "fewest", "read:jira-work", [G9.replace("read:issue:jira ", "")]),
        ("write:jira-work", "as-declared", "read:jira-work", [G9]),
        (G9.replace("read:status:jira ", "read:jira-user "), "as-declared", "read:status:jira", ["read:jira-work"]),
    ],
)
def test_only_additions_are_offered(declared: str, policy: str, advised: str, others: list[str]) -> None:
    found = only(audit(declared, request(GET_ISSUE), policy=policy), "under-privilege")
    assert found.scopes == tuple(sorted(advised.split()))
    assert found.alternatives == (found.scopes, *(tuple(sorted(one.split())) for one in others))
    assert found.fix == Fix("add-scopes", found.scopes, "major")


@pytest.mark.parametrize(
    ("use", "declared", "confidence"),
    [
        (request(GET_ISSUE), "", "high"),
        (request(GET_ISSUE, certainty="derived"), "", "medium"),
        (request(GET_ISSUE, guarded=True), "", "medium"),
        (bounded(GET_ISSUE, COMMENTS), "", "medium"),
        (request(GET_ISSUE), "manage:jira-data-provider", "medium"),
        (request(GET_ISSUE), "read:cmdb-object:jira", "high"),
        (request(GET_ISSUE), "moderate:confluence-content", "high"),
        (request(GET_ISSUE), manifest("${MORE}", holes=(line(20),)), "low"),
    ],
)
def test_how_sure_a_missing_scope_is(use: object, declared: str | Manifest, confidence: str) -> None:
    assert only(audit(declared, use), "under-privilege").confidence == confidence  # type: ignore[arg-type]


def invalid(declared: str | Manifest) -> list[Finding]:
    return [found for found in audit(declared).findings if found.rule == "invalid-scope"]


@pytest.mark.parametrize(
    ("declared", "messages"),
    [
        ("read:jira-wrok", ["read:jira-wrok is no scope that Forge knows: did you mean read:jira-work?"]),
        ("nonsense", ["nonsense is no scope that Forge knows"]),
        ("read:jira-wrok read:jira-wrok", ["read:jira-wrok is no scope that Forge knows: did you mean read:jira-work?"]),
        ("read:jira-work read:cmdb-object:jira", []),
        (manifest("${SCOPE}", holes=(line(20),)), []),
    ],
)
def test_invalid_scope(declared: str | Manifest, messages: list[str]) -> None:
    assert [found.message for found in invalid(declared)] == messages


@pytest.mark.parametrize(
    ("declared", "places"),
    [("storage:app", []), ("storage:app read:jira-work storage:app", [22]), ("storage:app storage:app storage:app", [21]), ("", [])],
)
def test_duplicate_scope(declared: str, places: list[int]) -> None:
    found = [one for one in audit(declared, storage()).findings if one.rule == "duplicate-scope"]
    assert [one.location and one.location.line for one in found] == places


@pytest.mark.parametrize(
    ("declared", "found", "told"),
    [
        (G9, (request(GET_ISSUE),), True),
        ("read:jira-work", (request(GET_ISSUE),), False),
        ("read:jira-work write:jira-work", (request(GET_ISSUE),), False),
        ("", (), False),
        ("write:issue:jira", (request(PUT_ISSUE),), False),
    ],
)
def test_non_minimal_is_about_what_is_left(declared: str, found: tuple[object, ...], told: bool) -> None:
    assert bool(said(audit(declared, *found), "non-minimal")) is told  # type: ignore[arg-type]


@pytest.mark.parametrize(("policy", "told"), [("as-declared", 1), ("fewest", 1), ("classic", 0), ("granular", 0), ("least-reach", 0)])
def test_non_minimal_is_about_a_policy_that_counts(policy: str, told: int) -> None:
    assert len(said(audit(G9, request(GET_ISSUE), policy=policy), "non-minimal")) == told


def test_non_minimal_says_what_it_would_allow() -> None:
    found = only(audit(G9, request(GET_ISSUE)), "non-minimal")
    assert found.scopes == ("read:jira-work",)
    assert found.message.startswith("1 scope would do instead of 9: read:jira-work in place of read:avatar:jira and 8 more, allowing ")


@pytest.mark.parametrize(("number", "told"), [(50, False), (51, True)])
def test_scope_count(number: int, told: bool) -> None:
    assert bool(said(audit(" ".join(sorted(catalog().scopes)[:number])), "scope-count")) is told


@pytest.mark.parametrize(
    ("declared", "told"),
    [("", True), ("read:permission:jira", False), ("read:jira-work", False), ("storage:app", True)],
)
def test_announced_scope(declared: str, told: bool) -> None:
    """Either of the two that are announced for this operation will do."""
    result = audit(declared, request(CHECK), dead(CHECK))
    assert said(result, "announced-scope", "under-privilege") == ([("announced-scope", CHECK)] if told else [])


def test_announced_beside_a_scope_that_is_needed_now() -> None:
    name = "GET /rest/api/3/uiModifications"
    assert said(audit("read:jira-work", request(name)), "announced-scope", "over-privilege") == [("announced-scope", name)]
    assert said(audit("read:jira-work read:app-data:jira", request(name))) == []
