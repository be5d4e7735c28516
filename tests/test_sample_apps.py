"""The comments in sample_apps/ against the reports on them, line by line and both ways; sample_apps/README.md explains the comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scopeminer.report.formats import renderer
from scopeminer.report.model import Display, Run
from scopeminer.scan import scan

SAMPLES = Path(__file__).parent.parent / "sample_apps"
APPS = sorted(manifest.parent.name for manifest in SAMPLES.glob("*/manifest.yml"))
SOURCES = {".js", ".jsx", ".ts", ".tsx", ".yml"}
FROM_VERDICTS = {"over-privilege", "redundant-scope", "dead-code-scope", "under-privilege"}

COMMENT = re.compile(r"(?P<code>.*?)(?://|#|/\*)\s*(?P<text>(?:needs|dead|unknown|expect|finding):.*?)\s*(?:\*/\}?)?\s*$")
GRANT = re.compile(r"""\s*(?:-\s+)?['"]?(?P<scope>[a-z][\w.:-]*?)['"]?:?\s*$""")

Report = dict[str, Any]


class Note(NamedTuple):
    """One statement of a comment, at the place it speaks of."""

    place: str
    kind: str
    text: str


def notes(text: str, file: str) -> Iterator[Note]:
    for number, line in enumerate(text.splitlines(), 1):
        if comment := COMMENT.match(line):
            speaks_of = number if comment["code"].strip() not in ("", "{") else number + 1
            for part in comment["text"].split(";"):
                kind, _, items = part.strip().partition(": ")
                yield from (Note(f"{file}:{speaks_of}", kind, item.strip()) for item in items.split(","))


def notes_of(app: Path) -> set[Note]:
    files = (path for path in sorted(app.rglob("*")) if path.suffix in SOURCES)
    return {note for path in files for note in notes(path.read_text("utf-8"), path.relative_to(app).as_posix())}


def place(location: dict[str, Any]) -> str:
    return f"{location['file']}:{location['line']}"


def need(use: dict[str, Any], claimed: set[Note]) -> Note:
    """A need without an operation is met by a comment that names any one of its alternatives."""
    kind = "needs" if use["reachable"] else "dead"
    if use["operation"]:
        return Note(place(use["site"]), kind, f"{use['method']} {use['operation']}")
    if use["kind"] == "rest":
        return Note(place(use["site"]), kind, f"something like {use['method']} {use['route']}")
    ways = [Note(place(use["site"]), kind, " + ".join(sorted(alternative))) for alternative in use["alternatives"]]
    return next((way for way in ways if way in claimed), ways[0])


def in_order(note: Note) -> Note:
    return note._replace(text=" + ".join(sorted(note.text.split(" + "))))


@pytest.fixture(scope="module", params=APPS)
def app(request: pytest.FixtureRequest) -> Path:
    return SAMPLES / str(request.param)


@pytest.fixture(scope="module")
def said(app: Path) -> set[Note]:
    return notes_of(app)


@pytest.fixture(scope="module")
def report(app: Path) -> Report:
    rendered: Report = json.loads(renderer("json")(Run((scan(app),)), Display()))
    return rendered


def test_needs(report: Report, said: set[Note]) -> None:
    claimed = {in_order(note) for note in said if note.kind in ("needs", "dead")}
    unresolved = {note.place for note in said if note.kind == "unknown"}
    costing = [use for use in report["uses"] if use["alternatives"] != [[]] or use["kind"] != "module"]
    uses = [use for use in costing if use["operation"] or use["kind"] != "rest" or place(use["site"]) not in unresolved]
    assert {need(use, claimed) for use in uses} == claimed


def test_unknowns(report: Report, said: set[Note]) -> None:
    found = {Note(place(unknown["site"]), "unknown", unknown["reason"]) for unknown in report["unknowns"]}
    assert found == {note for note in said if note.kind == "unknown"}


def test_verdicts(report: Report, app: Path, said: set[Note]) -> None:
    lines = (app / "manifest.yml").read_text("utf-8").splitlines()
    expected = set()
    for note in said:
        if note.kind == "expect":
            verdict, _, scope = note.text.partition(" ")
            grant = GRANT.match(lines[int(note.place.rpartition(":")[2]) - 1].partition("#")[0])
            expected.add((scope or (grant["scope"] if grant else note.place), "" if scope else note.place, verdict))
    found = {(row["scope"], place(row["location"]) if row["declared"] else "", row["verdict"]) for row in report["scopes"]}
    assert found == expected


def test_other_errors(report: Report, said: set[Note]) -> None:
    errors = [finding for finding in report["findings"] if finding["level"] == "error" and finding["rule"] not in FROM_VERDICTS]
    found = {Note(place(finding["location"]), "finding", finding["rule"]) for finding in errors}
    assert found == {note for note in said if note.kind == "finding"}


def test_every_file_parses(report: Report) -> None:
    assert report["coverage"]["files_with_errors"] == 0
    assert report["coverage"]["files_skipped"] == []


def test_nothing_is_reported_on_the_clean_app() -> None:
    rendered: Report = json.loads(renderer("json")(Run((scan(SAMPLES / "clean-app"),)), Display()))
    assert (rendered["findings"], rendered["unknowns"]) == ([], [])


def test_each_app_is_marked() -> None:
    assert len(APPS) >= 14
    assert [app for app in APPS if not {"needs", "expect"} <= {note.kind for note in notes_of(SAMPLES / app)}] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const r = get(); // needs: GET /a/{b}", [("f:1", "needs", "GET /a/{b}")]),
        ("// needs: GET /a\nget();", [("f:2", "needs", "GET /a")]),
        ("  {/* needs: GET /a */}\n<Get />", [("f:2", "needs", "GET /a")]),
        ("- key: x  # needs: read:a + write:b; unknown: remote", [("f:1", "needs", "read:a + write:b"), ("f:1", "unknown", "remote")]),
        ("get(); // needs: GET /a, PUT /a", [("f:1", "needs", "GET /a"), ("f:1", "needs", "PUT /a")]),
        ("# expect: missing read:a", [("f:2", "expect", "missing read:a")]),
        ("fetch('https://example.com/needs: it'); // says what it needs", []),
    ],
)
def test_comments(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [tuple(note) for note in notes(text, "f")] == expected
