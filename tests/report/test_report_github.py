"""A run → workflow commands, read back as a runner reads them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from scopeminer.audit.model import Audit, Finding
from scopeminer.report.github import data, inert, render, value
from scopeminer.report.model import Display, Failure, Run
from scopeminer.source import Place

COMMAND = re.compile(r"::(\w+) ([^:]*)::(.*)")


def lines(*audits: Audit, failures: tuple[Failure, ...] = ()) -> list[str]:
    text = render(Run(audits, failures), Display())
    assert text.endswith("\n")
    return text.split("\n")[:-1]


def unescaped(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def read(line: str) -> tuple[str, dict[str, str], str]:
    found = COMMAND.fullmatch(line)
    assert found
    pairs = (pair.split("=", 1) for pair in found[2].split(","))
    return found[1], {key: unescaped(text) for key, text in pairs}, unescaped(found[3])


def test_an_app_with_findings(audits: dict[str, Audit]) -> None:
    assert lines(audits["Issue Insights"]) == [
        "::error file=manifest.yml,line=27,col=7,title=over-privilege::write:jira-work can be removed",
        "::error file=src/api/projects.ts,line=12,col=1,title=under-privilege::GET project/search needs read:project:jira",
        "::warning file=src/proxy.ts,line=18,col=10,title=unresolved-route::the path comes from storage; GET on Jira, any path",
        (
            "scopeminer · Issue Insights · 3 findings. This manifest allows 248 REST operations; the code uses 6. "
            "The smallest set (3 scopes) allows 161."
        ),
    ]


def test_a_clean_app_has_no_command(audits: dict[str, Audit]) -> None:
    assert lines(audits["Page Facts"]) == [
        "scopeminer · Page Facts · the one declared scope is needed, the one use is allowed, nothing is unknown"
    ]


def test_a_failure_is_an_error() -> None:
    assert lines(failures=(Failure("apps/c", "no manifest: 100%\n::error::x"),)) == [
        r"::error title=scopeminer::apps/c: no manifest: 100%25\n::error::x"
    ]


@pytest.mark.parametrize(
    ("text", "as_data", "as_value"),
    [
        ("plain", "plain", "plain"),
        ("100%", "100%25", "100%25"),
        ("a%0Ab", "a%250Ab", "a%250Ab"),
        ("read:a, write:b", "read:a, write:b", "read%3Aa%2C write%3Ab"),
        ("a\r\nb", r"a\r\nb", r"a\r\nb"),
        ("x::y", "x::y", "x%3A%3Ay"),
    ],
)
def test_escapes(text: str, as_data: str, as_value: str) -> None:
    assert (data(text), value(text)) == (as_data, as_value)


@pytest.mark.parametrize("text", ["a::error file=x,line=9::y", "a,line=9", "50%", "a:b", "ä/😀.ts"])
def test_what_a_runner_reads_is_what_was_meant(text: str, audits: dict[str, Audit]) -> None:
    finding = Finding("invalid-scope", "error", text, text, Place(text, 3, 4, 1))
    command, properties, message = read(lines(replace(audits["empty"], findings=(finding,)))[0])
    assert (command, message) == ("error", text)
    assert properties == {"file": text, "line": "3", "col": "5", "title": "invalid-scope"}


@pytest.mark.parametrize("name", ["::add-mask::x", "##[error]x", "x\n::error::y", "x\r::error::y"])
def test_the_name_of_an_app_is_no_command(name: str, audits: dict[str, Audit]) -> None:
    (line,) = lines(replace(audits["Page Facts"], app=replace(audits["Page Facts"].app, name=name)))
    assert line.startswith("scopeminer · ")
    assert "##[" not in line


def test_inert() -> None:
    assert inert("a ##[group]b") == "a ## [group]b"


def test_a_hostile_app_gives_one_line_a_notice(audits: dict[str, Audit]) -> None:
    commands = [read(line) for line in lines(audits["hostile"])[:-1]]
    assert [(command, properties["title"]) for command, properties, _ in commands] == [("error", "invalid-scope"), ("notice", "unknown")]
