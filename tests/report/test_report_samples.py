"""Scans of the sample apps → reports that hold what they promise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scopeminer.report.formats import renderer
from scopeminer.report.model import Display, Run
from scopeminer.scan import scan

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "sample_apps").glob("*/manifest.y*ml"))
SCHEMA = json.loads((files("scopeminer.report") / "schema/report-1.schema.json").read_text("utf-8"))

audit = cache(scan)


def ids(path: Path) -> str:
    return path.name


def report(path: Path) -> Any:
    return json.loads(renderer("json")(Run((audit(path),)), Display()))


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 6


@pytest.mark.parametrize("path", SAMPLES, ids=ids)
def test_the_report_is_valid(path: Path) -> None:
    Draft202012Validator(SCHEMA).validate(report(path))


@pytest.mark.parametrize("path", SAMPLES, ids=ids)
def test_two_scans_give_the_same_bytes(path: Path) -> None:
    render = renderer("json")
    assert render(Run((scan(path),)), Display()) == render(Run((audit(path),)), Display())


@pytest.mark.parametrize("path", SAMPLES, ids=ids)
def test_what_a_report_refers_to_is_there(path: Path) -> None:
    """Ids are unique, verdicts rest on uses that exist, places lie in files that exist."""
    said = report(path)
    identifiers = [use["id"] for use in said["uses"]]
    assert len(identifiers) == len(set(identifiers))
    assert {identifier for row in said["scopes"] for identifier in row["uses"]} <= set(identifiers)
    assert [place for place in places(said) if not lies_within(path, place)] == []


@pytest.mark.parametrize("path", SAMPLES, ids=ids)
def test_exact_uses_name_their_method_and_bounded_ones_their_candidates(path: Path) -> None:
    for use in report(path)["uses"]:
        if use["kind"] == "rest" and use["resolution"] == "exact":
            assert use["method"] == use["method"].upper()
            assert use["route"] or use["operation"]
        if use["resolution"] == "bounded":
            assert use["operation"] is None


@pytest.mark.parametrize("path", SAMPLES, ids=ids)
def test_the_terminal_text_fits(path: Path) -> None:
    text = renderer("terminal")(Run((audit(path),)), Display())
    assert max(map(len, text.splitlines())) <= 80
    assert audit(path).app.manifest in text or text.startswith("✓ ")


def places(value: Any) -> list[Mapping[str, Any]]:
    """Every position in a report, wherever it stands."""
    if isinstance(value, list):
        return [place for item in value for place in places(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.keys() >= {"file", "line", "column"} else []
    return own + [place for item in value.values() for place in places(item)]


def lies_within(app: Path, place: Mapping[str, Any]) -> bool:
    file = app / place["file"]
    if not file.is_file():
        return False
    lines = file.read_text("utf-8").split("\n")
    return bool(place["line"] <= len(lines) and place["column"] <= len(lines[place["line"] - 1]) + 1)
