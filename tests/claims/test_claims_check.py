"""A statement and an app in a few lines → what is odd about the document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.claims.check import check
from scopeminer.claims.model import Facts
from scopeminer.claims.statement import read
from scopeminer.report.model import Display
from scopeminer.report.statement_text import render

Make = Callable[..., Facts]
HEDGED = "Unless a feature needs it, no data is stored outside Atlassian."
ROWS = [
    ("nothing", "No data is stored outside Atlassian.", []),
    ("a hedge alone", HEDGED, []),
    (
        "a hedge against an absolute",
        f"2. A\n{HEDGED}\n7. B\nThe apps do not use any third-party services.",
        ["hedged, line 2: claim 2.1 is hedged (Unless a feature needs it), claim 7.1 (any) is absolute: a reader cannot rely on both"],
    ),
    (
        "against two",
        f"2. A\n{HEDGED}\n7. B\nThe apps do not use any third-party services. All operations take place within Atlassian.",
        ["hedged, line 2: claim 2.1 is hedged (Unless a feature needs it), claims 7.1 (any) and 7.2 (All) are absolute: a reader cannot rely on both"],
    ),
    ("an absolute that is hedged itself", f"{HEDGED}\n\nWe do not use any third-party services, except for support.", []),
    ("of things that have nothing to do with each other", f"{HEDGED}\n\nWe never track users.", []),
    (
        "a scope that is not declared",
        "We use write:jira-work.",
        ["scope-not-declared, line 1: write:jira-work is named in the statement and not declared in the manifest"],
    ),
    (
        "a scope that is left out",
        "We use read:jira-work.",
        ["scope-not-named, line None: storage:app is declared and not named in the statement"],
    ),
    ("all scopes", "We use read:jira-work and storage:app.", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_cautions(app: Make, name: str, text: str, expected: list[str]) -> None:
    found = check(read("s", text), app(scopes="['read:jira-work', 'storage:app']"))
    assert [f"{one.kind}, line {one.line}: {one.text}" for one in found.cautions] == expected


def test_a_scope_that_is_left_out_has_its_place_in_the_manifest(app: Make) -> None:
    (caution,) = check(read("s", "read:jira-work"), app(scopes="['read:jira-work', 'storage:app']")).cautions
    assert caution.site is not None
    assert (caution.site.file, caution.site.line) == ("manifest.yml", 11)


def test_on_a_terminal_a_topic_is_explained_once(app: Make) -> None:
    text = "1. A\nNo data is stored outside Atlassian.\n2. B\nData never leaves Atlassian.\nWe do not:\nTrack users."
    shown = render(check(read("s", text), app()), Display(width=200))
    assert shown.count("no reachable code talks to an external host") == 1
    assert "as for 1.1" in shown
    assert "“We do not: Track users.”" in shown
