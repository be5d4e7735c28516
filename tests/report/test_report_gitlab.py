"""A run → GitLab's code quality report."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scopeminer.audit.model import Audit, Finding
from scopeminer.report.gitlab import render
from scopeminer.report.model import Display, Run
from scopeminer.scan import scan
from scopeminer.source import Place

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "sample_apps").glob("*/manifest.y*ml"))
scanned = cache(scan)


def marks(*audits: Audit) -> list[Any]:
    return list(json.loads(render(Run(audits), Display())))


def test_an_app_with_findings(audits: dict[str, Audit]) -> None:
    found = marks(audits["Issue Insights"])
    assert [(mark["check_name"], mark["severity"], mark["location"]) for mark in found] == [
        ("over-privilege", "major", {"path": "manifest.yml", "lines": {"begin": 27}}),
        ("under-privilege", "major", {"path": "src/api/projects.ts", "lines": {"begin": 12}}),
        ("unresolved-route", "minor", {"path": "src/proxy.ts", "lines": {"begin": 18}}),
    ]
    assert found[0]["description"] == "write:jira-work can be removed"


def test_a_clean_app(audits: dict[str, Audit]) -> None:
    assert marks(audits["Page Facts"]) == []


def test_an_unknown_is_information(audits: dict[str, Audit]) -> None:
    assert [mark["severity"] for mark in marks(audits["hostile"])] == ["major", "info"]


def test_fingerprints_are_different_also_of_findings_and_apps_alike(audits: dict[str, Audit]) -> None:
    finding = Finding("over-privilege", "error", "m", "s", Place("manifest.yml", 1, 1), fingerprint="f")
    audit = replace(audits["empty"], findings=(finding, replace(finding, location=Place("manifest.yml", 2, 1))))
    apps = [replace(audit, app=replace(audit.app, folder=folder)) for folder in ("a", "b")]
    found = [mark["fingerprint"] for mark in marks(*apps)]
    assert len(set(found)) == len(found) == 4


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_real_apps(path: Path) -> None:
    found = marks(scanned(path))
    assert len({mark["fingerprint"] for mark in found}) == len(found)
    assert all(mark["location"]["lines"]["begin"] > 0 for mark in found)
    assert all(not mark["location"]["path"].startswith(("/", "..")) for mark in found)


def test_fingerprints_stay_when_lines_move(audits: dict[str, Audit]) -> None:
    def of(line: int) -> str:
        finding = Finding("over-privilege", "error", "m", "s", Place("manifest.yml", line, 1), fingerprint="f")
        return str(marks(replace(audits["empty"], findings=(finding,)))[0]["fingerprint"])

    assert of(1) == of(50)


def test_what_an_app_wrote_stays_text(audits: dict[str, Audit]) -> None:
    for mark in marks(audits["hostile"]):
        assert (mark["description"] + mark["location"]["path"]).isprintable()
