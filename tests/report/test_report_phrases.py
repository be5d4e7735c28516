"""Audit → sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scopeminer.audit.model import Audit, Finding, Fix, Reach
from scopeminer.privileges.model import Coverage, Unknown, Unparsed, Usage, Use
from scopeminer.report import phrases
from scopeminer.source import Place

MAJOR = "documented as a major version: administrators will be asked again."


def unknown(reason: str, place: str) -> Unknown:
    file, _, line = place.partition(":")
    return Unknown(Place(file, int(line), 1), reason)


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ([], "nothing"),
        ([("eval", "a.ts:3")], "1 eval (a.ts:3)"),
        (
            [("eval", "b.ts:1"), ("budget", "z.ts:1"), ("eval", "a.ts:20"), ("eval", "a.ts:3")],
            "1 budget (z.ts:1), 3 eval (a.ts:3, a.ts:20, b.ts:1)",
        ),
        ([("eval", f"a.ts:{line}") for line in range(1, 8)], "7 eval (a.ts:1, a.ts:2, a.ts:3, 4 more)"),
        ([("remote", "manifest.yml:4")] * 2, "2 remote (manifest.yml:4)"),
    ],
)
def test_unknowns(entries: list[tuple[str, str]], text: str) -> None:
    assert phrases.unknowns(unknown(*entry) for entry in entries) == text


@pytest.mark.parametrize(
    ("name", "path", "title"),
    [
        ("Issue Insights", "apps/a", "Issue Insights"),
        (None, "apps/a", "apps/a"),
        (None, ".", "folder"),
        (None, "..", "above"),
        (None, "../..", ""),
        (None, "x\x1b[2J", r"x\x1b[2J"),
    ],
)
def test_title(name: str | None, path: str, title: str, audits: dict[str, Audit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "above" / "folder"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    app = replace(audits["empty"].app, name=name, path=path)
    assert phrases.title(replace(audits["empty"], app=app)) == (title or tmp_path.name)


@pytest.mark.parametrize(
    ("coverage", "text"),
    [
        (Coverage(), "Unknown: nothing. No request sites."),
        (Coverage(request_sites=1, request_sites_resolved=1), "Unknown: nothing. 1 of 1 request site resolved."),
        (
            Coverage(request_sites=9, request_sites_resolved=8, files_with_errors=2, files_skipped=(("a", "b"),), precision="degraded"),
            "Unknown: nothing. 8 of 9 request sites resolved; 2 files with syntax errors; 1 file left out; precision degraded.",
        ),
        (
            Coverage(guessed_sources=(("static/hello/build", "static/ui/src/index.js"),)),
            "Unknown: nothing. No request sites; static/ui/src/index.js is taken for the source of static/hello/build.",
        ),
    ],
)
def test_coverage(coverage: Coverage, text: str, audits: dict[str, Audit]) -> None:
    assert phrases.coverage(replace(audits["empty"], usage=Usage(coverage=coverage))) == text


@pytest.mark.parametrize(
    ("minimal", "reach", "text"),
    [
        (("storage:app",), Reach(1, 1, 1), "This manifest allows 1 REST operation; the code uses 1. No smaller set of scopes will do."),
        ((), Reach(9, 0, 0), "This manifest allows 9 REST operations; the code uses 0. The smallest set (0 scopes) allows 0."),
        (("read:me",), Reach(9, 2, 3), "This manifest allows 9 REST operations; the code uses 2. The smallest set (1 scope) allows 3."),
        (None, Reach(9, 2, 0), "This manifest allows 9 REST operations; the code uses 2."),
        (("storage:app",), Reach(0, 0, 0), "No smaller set of scopes will do."),
        ((), Reach(0, 0, 0), "The smallest set has 0 scopes."),
    ],
)
def test_reach(minimal: tuple[str, ...] | None, reach: Reach, text: str, audits: dict[str, Audit]) -> None:
    sets = {} if minimal is None else {"as-declared": minimal}
    assert " ".join(phrases.reach(replace(audits["Page Facts"], reach=reach, minimal_sets=sets))) == text


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        ({"remove-scope", "add-scopes"}, [f"Adding and removing scopes is {MAJOR}"]),
        ({"remove-scope"}, [f"Removing scopes is {MAJOR}"]),
        ({"add-scopes"}, [f"Adding scopes is {MAJOR}"]),
        ({"remove-scope", "add-module"}, [f"Removing scopes and adding a module are {MAJOR}"]),
        ({"add-egress"}, [f"Adding egress is {MAJOR}"]),
        ({"remove-egress", "drop-impersonation"}, []),
        (set(), []),
    ],
)
def test_release(actions: set[str], text: list[str], audits: dict[str, Audit]) -> None:
    assert list(phrases.release(replace(audits["empty"], findings=findings(actions)))) == text


def findings(actions: set[str]) -> tuple[Finding, ...]:
    minor = ("remove-egress", "drop-impersonation")
    fixes = (Fix(action, (), "minor" if action in minor else "major") for action in sorted(actions))
    return tuple(Finding("over-privilege", "error", "", "", None, fix=fix) for fix in fixes)


@pytest.mark.parametrize(
    ("actions", "steps"),
    [
        ({"add-egress", "add-module"}, ()),
        ({"remove-egress"}, ("scopeminer fix",)),
        ({"add-egress", "remove-scope"}, ("scopeminer fix",)),
    ],
)
def test_what_is_left_to_a_person_is_no_step_for_fix(actions: set[str], steps: tuple[str, ...], audits: dict[str, Audit]) -> None:
    assert phrases.next_steps(replace(audits["empty"], findings=findings(actions)), frozenset({"fix"})) == steps


@pytest.mark.parametrize(
    ("commands", "steps"),
    [
        (set(), ()),
        ({"scan"}, ()),
        ({"scan", "rules"}, ("scopeminer rules over-privilege",)),
        ({"scan", "rules", "explain", "fix"}, ("scopeminer fix", "scopeminer explain write:jira-work", "scopeminer rules over-privilege")),
    ],
)
def test_only_commands_that_exist_are_offered(commands: set[str], steps: tuple[str, ...], audits: dict[str, Audit]) -> None:
    assert phrases.next_steps(audits["Issue Insights"], frozenset(commands)) == steps


@pytest.mark.parametrize(
    ("usage", "clean"),
    [
        (Usage(), True),
        (Usage(unknowns=(unknown("eval", "a.ts:1"),)), False),
        (Usage(unparsed=(Unparsed("a.ts", 3, Place("a.ts", 1, 1)),)), False),
        (Usage(coverage=Coverage(precision="degraded")), False),
        (Usage(coverage=Coverage(guessed_sources=(("build", "ui/index.js"),))), False),
    ],
)
def test_clean(usage: Usage, clean: bool, audits: dict[str, Audit]) -> None:
    assert phrases.is_clean(replace(audits["Page Facts"], usage=usage)) is clean


@pytest.mark.parametrize(
    ("uses", "text"),
    [
        ((), "the one declared scope is needed, nothing is unknown"),
        ((("a.ts:1", "/x"),), "the one declared scope is needed, the one use is allowed, nothing is unknown"),
        ((("a.ts:1", "/x?a={}"), ("a.ts:1", "/x")), "the one declared scope is needed, the one use is allowed, nothing is unknown"),
        ((("a.ts:1", "/x"), ("a.ts:2", "/x")), "the one declared scope is needed, both uses are allowed, nothing is unknown"),
        (
            tuple((f"a.ts:{line}", "/x") for line in (1, 2, 3)),
            "the one declared scope is needed, all 3 uses are allowed, nothing is unknown",
        ),
    ],
)
def test_what_was_proved(uses: tuple[tuple[str, str], ...], text: str, audits: dict[str, Audit]) -> None:
    """Spellings of one request at one place are one use."""
    made = tuple(
        Use("rest", "api", Place(place.split(":")[0], int(place.split(":")[1]), 1), method="GET", route=route, operation="/x")
        for place, route in uses
    )
    assert phrases.clean(replace(audits["Page Facts"], usage=Usage(uses=made))) == text


def test_an_app_with_findings_is_not_clean_but_one_with_suppressed_ones_is(audits: dict[str, Audit]) -> None:
    findings = audits["Issue Insights"].findings
    assert not phrases.is_clean(replace(audits["Page Facts"], findings=findings[:1]))
    assert phrases.is_clean(replace(audits["Page Facts"], findings=findings[3:]))


def test_a_scope_that_is_not_needed_is_not_clean(audits: dict[str, Audit]) -> None:
    row = replace(audits["Page Facts"].scopes[0], verdict="cannot-tell")
    assert not phrases.is_clean(replace(audits["Page Facts"], scopes=(row,)))


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (None, "Catalog: 1432 operations as of 2026-08-04."),
        (date(2027, 1, 31), "Catalog: 1432 operations as of 2026-08-04."),
        (date(2027, 2, 1), "Catalog: 1432 operations as of 2026-08-04; it is 181 days old, renew it with scopeminer catalog refresh."),
    ],
)
def test_the_catalog_is_named_and_its_age_said(today: date | None, text: str, audits: dict[str, Audit]) -> None:
    assert phrases.catalog(audits["Issue Insights"], today) == text
