"""Audit → what a person reads, at 80 columns and wider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scopeminer.audit.model import Audit
from scopeminer.report.model import Display, Failure, Run
from scopeminer.report.terminal import render

COMMANDS = frozenset({"scan", "rules"})

ISSUE_INSIGHTS_80 = """\
Issue Insights · manifest.yml · 21 files, 14 functions reachable from 3 entry
points · 0.18 s

  scope              verdict      because
  read:jira-work     needed       GET issue/{issueIdOrKey}, 3 more
                                  src/api/issues.ts:42
  storage:app        needed       kvs.get, kvs.set  src/settings.ts:12
  write:jira-work    unused       no reachable write to Jira; nearest: dead
                                  helper updateIssue  src/legacy.ts:9
  read:jira-user     cannot-tell  1 request could not be resolved
                                  src/proxy.ts:18
  read:project:jira  missing      GET project/search  src/api/projects.ts:12

  ✗  over-privilege    write:jira-work can be removed  manifest.yml:27
  ✗  under-privilege   GET project/search needs read:project:jira
                       src/api/projects.ts:12
  ?  unresolved-route  the path comes from storage; GET on Jira, any path
                       src/proxy.ts:18

This manifest allows 248 REST operations; the code uses 6. The smallest set (3
scopes) allows 161.
Adding and removing scopes is documented as a major version: administrators will
be asked again.
Unknown: 1 dynamic-route (src/proxy.ts:18). 6 of 7 request sites resolved; 1
file left out.
Catalog: 1432 operations as of 2026-08-04.

Next: scopeminer rules over-privilege
"""

SEVERAL_80 = """\
✓ Page Facts · the one declared scope is needed, the one use is allowed, nothing
is unknown

✗ apps/c · apps/c/manifest.yml:3: expected a mapping, found a list.
2 apps: 1 clean, 1 failed. · 0.18 s
"""


def shown(*audits: Audit, width: int = 80, colour: bool = False, failures: tuple[Failure, ...] = ()) -> str:
    return render(Run(audits, failures), Display(width, colour, 0.18, COMMANDS))


def test_an_app_with_findings(audits: dict[str, Audit]) -> None:
    assert shown(audits["Issue Insights"]) == ISSUE_INSIGHTS_80


def test_a_wide_terminal_gives_the_places_a_column(audits: dict[str, Audit]) -> None:
    lines = shown(audits["Issue Insights"], width=120).splitlines()
    assert lines[4].split("  ")[-1] == "src/settings.ts:12"
    assert len({line.index("src/") for line in lines[3:8]}) == 1


def test_a_clean_app_is_one_sentence(audits: dict[str, Audit]) -> None:
    assert shown(audits["Page Facts"], width=120) == (
        "✓ Page Facts · the one declared scope is needed, the one use is allowed, nothing is unknown · 0.18 s\n"
    )


def test_an_app_without_scopes_is_clean(audits: dict[str, Audit]) -> None:
    assert "no scope is declared, none is needed, nothing is unknown" in shown(audits["empty"])


def test_several_apps(audits: dict[str, Audit]) -> None:
    failure = Failure("apps/c", "apps/c/manifest.yml:3: expected a mapping, found a list.")
    assert shown(audits["Page Facts"], failures=(failure,)) == SEVERAL_80


def test_no_line_is_wider_than_the_terminal(any_audit: Audit) -> None:
    assert max(map(len, shown(any_audit).splitlines())) <= 80


def test_nothing_of_an_app_reaches_the_terminal_as_a_command(audits: dict[str, Audit]) -> None:
    text = shown(audits["hostile"])
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "[bold]App[/]" in text
    assert ":smile:" not in text


def test_a_word_that_looks_like_an_emoji_stays(audits: dict[str, Audit]) -> None:
    named = replace(audits["Page Facts"], app=replace(audits["Page Facts"].app, name=":bug: [b]x[/b]"))
    assert shown(named).startswith("✓ :bug: [b]x[/b] · ")


def test_colour_only_when_asked(audits: dict[str, Audit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" not in shown(audits["Issue Insights"])
    monkeypatch.setenv("NO_COLOR", "1")  # the command line has decided by then
    assert "\x1b[31m" in shown(audits["Issue Insights"], colour=True)
    assert "\x1b[1m" in shown(audits["Issue Insights"], colour=True)


def test_colour_changes_no_word(any_audit: Audit) -> None:
    assert "".join(without_colour(shown(any_audit, colour=True))) == shown(any_audit)


def without_colour(text: str) -> Iterator[str]:
    for line in text.split("\n")[:-1]:
        yield "".join(part.partition("m")[2] if number else part for number, part in enumerate(line.split("\x1b["))).rstrip() + "\n"


def test_errors_then_warnings_then_questions_then_notes(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    question, error = audit.findings[0], audit.findings[1]
    note = replace(error, rule="scope-count", level="note")
    warning = replace(error, rule="manifest-problem", level="warning")
    text = shown(replace(audit, findings=(note, question, warning, error)))
    assert ["  {}  {}".format(*line.split()[:2]) for line in text.splitlines() if line[2:3] in ("✗", "!", "?", "·")] == [
        "  ✗  over-privilege",
        "  !  manifest-problem",
        "  ?  unresolved-route",
        "  ·  scope-count",
    ]


def test_a_long_name_leaves_room_for_the_reason(audits: dict[str, Audit]) -> None:
    audit = audits["Page Facts"]
    row = replace(audit.scopes[0], scope="read:" + "x" * 300, verdict="unused", reason="nothing needs it")
    assert any(
        line.endswith("nothing needs it  src/settings.ts:12") for line in shown(replace(audit, scopes=(row,)), width=90).splitlines()
    )


@pytest.mark.parametrize(
    ("verdict", "reasons", "expected"),
    [
        ("cannot-tell", ("vm", "vm", "vm"), ["vm  src/api/issues.ts:42", "as above", "as above"]),
        ("cannot-tell", ("vm", "eval", "eval"), ["vm  src/api/issues.ts:42", "eval  src/api/issues.ts:42", "as above"]),
        ("needed", ("GET user", "GET user"), ["GET user  src/api/issues.ts:42", "GET user  src/api/issues.ts:42"]),
    ],
)
def test_what_keeps_several_scopes_is_told_once(
    audits: dict[str, Audit], verdict: str, reasons: tuple[str, ...], expected: list[str]
) -> None:
    audit = audits["Issue Insights"]
    rows = tuple(replace(audit.scopes[0], scope=f"s{number}", verdict=verdict, reason=reason) for number, reason in enumerate(reasons))
    listed = [line for line in shown(replace(audit, scopes=rows), width=100).splitlines() if line.startswith("  s") and verdict in line]
    assert ["  ".join(line.partition(verdict)[2].split()) for line in listed] == ["  ".join(line.split()) for line in expected]


def test_suppressed_findings_are_not_shown(audits: dict[str, Audit]) -> None:
    assert "kept on purpose" not in shown(audits["Issue Insights"])
