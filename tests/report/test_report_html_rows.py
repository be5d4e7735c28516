"""Audit → rows of the tables, and the words that open the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scopeminer.audit.model import Audit, Finding
from scopeminer.privileges.model import Egress
from scopeminer.report.html_excerpts import Excerpts
from scopeminer.report.html_lines import removable
from scopeminer.report.html_rows import egress_rows, finding_rows, titled, unknown_rows, use_rows
from scopeminer.source import Place

NOTHING = Excerpts(lambda file: None)


@pytest.mark.parametrize(
    "change, satisfied, status",
    [
        ({}, ("read:jira-work",), "allowed"),
        ({}, None, "not allowed"),
        ({"reachable": False}, None, "dead code"),
        ({"reachable": False, "resolution": "bounded"}, None, "dead code"),
        ({"resolution": "bounded"}, None, "bounded"),
        ({"alternatives": ()}, None, "no scope known"),
        ({"alternatives": (), "kind": "event"}, None, "no scope needed"),
        ({"alternatives": ((), ("read:jira-work",))}, (), "no scope needed"),
    ],
)
def test_the_status_of_a_use(audits: dict[str, Audit], change: dict[str, Any], satisfied: tuple[str, ...] | None, status: str) -> None:
    audit = audits["Issue Insights"]
    usage = replace(audit.usage, uses=(replace(audit.usage.uses[0], **change),))
    (row,) = use_rows(replace(audit, usage=usage, use_ids=("u1",), satisfied_by=(satisfied,)), NOTHING)
    assert row.status == status


def test_what_nothing_reaches_comes_last(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    first, *others = audit.usage.uses
    rows = use_rows(replace(audit, usage=replace(audit.usage, uses=(replace(first, reachable=False), *others))), NOTHING)
    assert [row.id for row in rows] == ["u3", "u2", "u1"]


@pytest.mark.parametrize("suppressed, going", [(False, ("write:jira-work",)), (True, ())])
def test_what_somebody_keeps_on_purpose_does_not_go(audits: dict[str, Audit], suppressed: bool, going: tuple[str, ...]) -> None:
    audit = audits["Issue Insights"]
    assert removable(replace(audit, findings=tuple(replace(found, suppressed=suppressed) for found in audit.findings))) == going


def test_findings_are_in_the_order_of_their_gravity(audits: dict[str, Audit]) -> None:
    rows = finding_rows(audits["Issue Insights"], NOTHING)
    assert [(row.finding.rule, row.finding.suppressed) for row in rows] == [
        ("over-privilege", False),
        ("under-privilege", False),
        ("unresolved-route", False),
        ("over-privilege", True),
    ]


def test_unknowns_name_the_declared_scopes_that_they_could_need(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    unknown = replace(audit.usage.unknowns[0], holds_back=frozenset({"read:jira-user", "storage:app", "read:project:jira", "x"}))
    rows = unknown_rows(replace(audit, usage=replace(audit.usage, unknowns=(unknown,))), NOTHING)
    assert [(row.what, row.bounds, row.scopes, row.others, len(row.candidates)) for row in rows] == [
        ("the path is only known at run time", "GET on jira below /rest/api/3/", ("read:jira-user", "storage:app"), 2, 0),
        ("one of 2 operations", "any method /rest/api/3/{*}", ("read:jira-user",), 0, 2),
    ]


def test_addresses_have_what_the_rules_say_of_them_wherever_they_stand(audits: dict[str, Audit]) -> None:
    """A rule speaks once of a host and directive, here of the first of two places."""
    sites = [Place("src/a.ts", line, 1) for line in (1, 2, 3)]
    used = (
        Egress("backend", "a.example.com", "https://a.example.com", "fetch.backend", sites[0]),
        Egress("backend", "a.example.com", "https://a.example.com", "fetch.backend", sites[1]),
        Egress("client", "a.example.com", "https://a.example.com", "fetch.client", sites[2]),
        Egress("client", None, "{*}", "images", sites[2]),
    )
    found = Finding("undeclared-egress", "error", "m", "a.example.com", sites[0])
    audit = audits["Issue Insights"]
    audit = replace(audit, usage=replace(audit.usage, egress=used), findings=(found,), declared_egress=(("images", "*.example.com"),))
    assert [(row.host, row.directive, row.status) for row in egress_rows(audit, NOTHING)] == [
        ("a.example.com", "fetch.backend", "not declared"),
        ("a.example.com", "fetch.backend", "not declared"),
        ("a.example.com", "fetch.client", "used"),
        ("a host known at run time only", "images", "known at run time only"),
        ("*.example.com", "images", "declared"),
    ]


@pytest.mark.parametrize(
    "label, expected",
    [
        ('jira:issuePanel "Insights"', ("Insights", "jira:issuePanel")),
        ('macro "a "b""', ('a "b"', "macro")),
        ("remote connect", ("remote connect", "")),
    ],
)
def test_titles_and_types_of_features(label: str, expected: tuple[str, str]) -> None:
    assert titled(label) == expected
