"""A run → Bitbucket Code Insights, inside the limits of its API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from scopeminer.audit.model import Audit, Finding
from scopeminer.report.bitbucket import render
from scopeminer.report.model import Display, Failure, Run
from scopeminer.source import Place


def insights(*audits: Audit, failures: tuple[Failure, ...] = ()) -> Any:
    return json.loads(render(Run(audits, failures), Display()))


def many(audit: Audit, number: int, message: str = "m") -> Audit:
    levels = ("note", "error")
    return replace(
        audit,
        findings=tuple(Finding("over-privilege", levels[n % 2], message, f"s{n}", Place("a.ts", n + 1, 1)) for n in range(number)),
    )


def test_the_report(audits: dict[str, Audit]) -> None:
    report = insights(audits["Issue Insights"])["report"]
    assert {figure["title"]: figure["value"] for figure in report["data"]} == {
        "Scopes declared": 4,
        "Scopes needed": 2,
        "Operations allowed": 248,
        "Operations used": 6,
        "Errors": 2,
        "Warnings": 1,
        "Notes": 0,
    }
    assert report["details"].startswith("This manifest allows 248 REST operations; the code uses 6.")
    assert (report["report_type"], report["reporter"]) == ("SECURITY", "scopeminer")


def test_the_annotations(audits: dict[str, Audit]) -> None:
    (batch,) = insights(audits["Issue Insights"])["annotations"]
    assert [(one["title"], one["annotation_type"], one["severity"], one["path"], one["line"]) for one in batch] == [
        ("over-privilege", "VULNERABILITY", "HIGH", "manifest.yml", 27),
        ("under-privilege", "VULNERABILITY", "HIGH", "src/api/projects.ts", 12),
        ("unresolved-route", "CODE_SMELL", "MEDIUM", "src/proxy.ts", 18),
    ]
    assert len({one["external_id"] for one in batch}) == 3


@pytest.mark.parametrize(
    ("name", "failures", "result"),
    [
        ("Page Facts", (), "PASSED"),
        ("Issue Insights", (), "FAILED"),
        ("Page Facts", (Failure("a", "m"),), "FAILED"),
        ("empty", (), "PASSED"),
    ],
)
def test_the_result(name: str, failures: tuple[Failure, ...], result: str, audits: dict[str, Audit]) -> None:
    assert insights(audits[name], failures=failures)["report"]["result"] == result


@pytest.mark.parametrize(("number", "batches"), [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (1002, [100] * 10)])
def test_limits_of_number(number: int, batches: list[int], audits: dict[str, Audit]) -> None:
    found = insights(many(audits["empty"], number))
    assert [len(batch) for batch in found["annotations"]] == batches
    assert ("2 annotations left out: Bitbucket takes 1000." in found["report"]["details"]) is (number == 1002)


def test_what_is_left_out_is_the_least_grave(audits: dict[str, Audit]) -> None:
    severities = [one["severity"] for batch in insights(many(audits["empty"], 1998))["annotations"] for one in batch]
    assert severities == ["HIGH"] * 999 + ["LOW"]


@pytest.mark.parametrize("message", ["x" * 451, "😀" * 226, "é" * 900])
def test_limits_of_length(message: str, audits: dict[str, Audit]) -> None:
    ((one,),) = insights(many(audits["empty"], 1, message))["annotations"]
    assert one["summary"].endswith("…")
    assert 448 < len(one["summary"].encode("utf-16-le")) // 2 <= 450


def test_a_summary_that_just_fits_is_whole(audits: dict[str, Audit]) -> None:
    ((one,),) = insights(many(audits["empty"], 1, "x" * 450))["annotations"]
    assert one["summary"] == "x" * 450


def test_details_are_bounded(audits: dict[str, Audit]) -> None:
    report = insights(*(audits["Issue Insights"] for _ in range(30)), failures=(Failure("apps/c", "no manifest"),))["report"]
    assert len(report["details"]) == 2000
    assert report["details"].startswith("apps/c: no manifest")
    assert len(report["data"]) <= 10


def test_what_an_app_wrote_stays_text(audits: dict[str, Audit]) -> None:
    found = insights(audits["hostile"])
    assert all((one["summary"] + one["path"]).isprintable() for batch in found["annotations"] for one in batch)
    assert found["report"]["details"].isprintable()
