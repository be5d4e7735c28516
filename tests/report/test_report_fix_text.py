"""The diff of a fix: bytes for a pipe, harmless text for a terminal."""

from __future__ import annotations

import pytest

from scopeminer.advise.plan import Change, Left, Plan
from scopeminer.audit.model import Finding, Fix
from scopeminer.manifest.model import Edits
from scopeminer.report.fix_text import render, unified
from scopeminer.report.model import Display

BEFORE = b"a:\r\n  - x  # \xe2\x80\xa8 y\x0c\r\n  - z\x1b[31m\r\n"
AFTER = b"a:\r\n  - z\x1b[31m\r\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"a\n", b"a\n", b""),
        (b"a\nb\n", b"a\n", b"--- m.yml\n+++ m.yml\n@@ -1,2 +1 @@\n a\n-b\n"),
        (
            b"a\nb",
            b"a\nc",
            b"--- m.yml\n+++ m.yml\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
        ),
        (BEFORE, AFTER, b"--- m.yml\n+++ m.yml\n@@ -1,3 +1,2 @@\n a:\r\n-  - x  # \xe2\x80\xa8 y\x0c\r\n   - z\x1b[31m\r\n"),
    ],
    ids=["same", "removed", "no newline", "bytes"],
)
def test_unified(before: bytes, after: bytes, expected: bytes) -> None:
    assert "".join(unified("m.yml", before, after)).encode("utf-8", "surrogateescape") == expected


def test_a_terminal_is_not_acted_upon() -> None:
    long = b"- " + b"x" * 300 + b"\n"
    text = render("m.yml", BEFORE + long, AFTER + long, (plan(),), False, Display(80, colour=True))
    assert r"z\x1b[31m" in text
    assert "\x1b[31m-  - x" in text
    assert "x" * 300 in text


def plan(*kinds: str) -> Plan:
    return Plan(Edits(), tuple(Change(kind, f"s{number}", "why", None) for number, kind in enumerate(kinds)), ())


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        (["scope-removed"], "1 scope removed, 0 added. Major version (documented): administrators will be asked again."),
        (["scope-removed", "scope-removed", "scope-added"], "2 scopes removed, 1 added. Major version"),
        (
            ["egress-removed", "egress-removed"],
            "0 scopes removed, 0 added, 2 addresses removed. Minor version (documented): it rolls out by itself.",
        ),
        (["impersonation-removed"], "0 scopes removed, 0 added, 1 allowImpersonation withdrawn. Minor version"),
        ([], "Nothing to change: no scope can be removed and none is missing."),
    ],
)
def test_what_it_means(kinds: list[str], says: str) -> None:
    text = " ".join(render("m.yml", b"", b"", (plan(*kinds),), False, Display()).split())
    assert text.startswith(says)
    assert ("Apply with --write." in text) is bool(kinds)
    assert ("Written." in render("m.yml", b"", b"", (plan(*kinds),), True, Display())) is bool(kinds)


def test_what_is_kept_is_told_by_its_reason() -> None:
    kept = Plan(Edits(), (), (Left("a", "one", None), Left("b", "two", None), Left("c", "one", None)))
    assert render("m.yml", b"", b"", (kept,), False, Display()).split("\n")[1:3] == ["Kept:      a, c: one", "           b: two"]


def test_what_is_left_to_a_person_is_said() -> None:
    host = Finding("undeclared-egress", "error", "x.example is not declared", "x.example", None, fix=Fix("add-egress", (), "major"))
    text = render("m.yml", b"", b"", (Plan(Edits(), (), (), (host,)),), False, Display())
    assert text.split("\n")[1:] == ["By hand:   x.example is not declared (a major version)", ""]
