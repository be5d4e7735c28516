"""`scopeminer graph`, in each format, whole and in focus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Call = Callable[..., Any]
TRIGGERS = Path(__file__).parents[2] / "sample_apps" / "trigger-only"
ON_ISSUE = {
    'trigger "on-new-issue" onIssue', "isOwned", "GET /rest/api/3/issue/{issueIdOrKey}", "PUT /rest/api/3/issue/{issueIdOrKey}",
}  # fmt: skip


def graph(scopeminer: Call, *arguments: object) -> tuple[set[str], set[tuple[str, str]]]:
    answer = json.loads(scopeminer("graph", TRIGGERS, "-f", "json", *arguments).stdout)
    names = {node["id"]: f"{node['entry']} {node['label']}".strip() for node in answer["nodes"]}
    return set(names.values()), {(names[edge["from"]], names[edge["to"]]) for edge in answer["edges"]}


@pytest.mark.parametrize(
    ("focus", "nodes"),
    [
        ("onIssue", ON_ISSUE),
        ("isOwned", ON_ISSUE - {"PUT /rest/api/3/issue/{issueIdOrKey}"}),
        ("src/triage.ts:9", ON_ISSUE - {"PUT /rest/api/3/issue/{issueIdOrKey}"}),
        ("write:jira-work", {
            'trigger "on-new-issue" onIssue', "PUT /rest/api/3/issue/{issueIdOrKey}",
            'scheduledTrigger "daily" remind', "POST /rest/api/3/issue/{issueIdOrKey}/comment",
        }),
    ],
)  # fmt: skip
def test_focus(focus: str, nodes: set[str], scopeminer: Call) -> None:
    assert graph(scopeminer, "--focus", focus)[0] == nodes


def test_edges(scopeminer: Call) -> None:
    _, edges = graph(scopeminer)
    assert ('trigger "on-new-issue" onIssue', "isOwned") in edges
    assert ("isOwned", "GET /rest/api/3/issue/{issueIdOrKey}") in edges
    assert ("isOwned", "PUT /rest/api/3/issue/{issueIdOrKey}") not in edges


def test_nothing_in_focus(scopeminer: Call) -> None:
    result = scopeminer("graph", TRIGGERS, "--focus", "onIsue")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == "Error: no use needs 'onIsue' and no function has that name. Did you mean 'onIssue'?\n"


def test_mermaid(scopeminer: Call) -> None:
    assert scopeminer("graph", TRIGGERS, "--focus", "isOwned").stdout == (
        "flowchart LR\n"
        '  n0(["GET /rest/api/3/issue/{issueIdOrKey}<br/>src/triage.ts:10"])\n'
        '  n1["isOwned<br/>src/triage.ts:9"]\n'
        '  n2[["trigger #quot;on-new-issue#quot;<br/>onIssue<br/>src/triage.ts:15"]]\n'
        "  n1 --> n0\n"
        "  n2 --> n1\n"
    )


def test_dot(scopeminer: Call) -> None:
    text = scopeminer("graph", TRIGGERS, "--focus", "isOwned", "-f", "dot").stdout
    assert text.startswith("digraph scopeminer {\n")
    assert r'label="trigger \"on-new-issue\"\nonIssue\nsrc/triage.ts:15", shape=box' in text
    assert text.count("->") == 2


def test_graphml_is_xml(scopeminer: Call, tmp_path: Path) -> None:
    target = tmp_path / "graph.xml"
    assert scopeminer("graph", TRIGGERS, "-f", "graphml", "-o", target).stdout == ""
    root = ElementTree.fromstring(target.read_text())
    namespace = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(root.findall(f".//{namespace}node")) == len(graph(scopeminer)[0])


@pytest.mark.parametrize("form", ["mermaid", "dot", "graphml", "json"])
def test_two_runs_are_the_same(form: str, scopeminer: Call) -> None:
    assert scopeminer("graph", TRIGGERS, "-f", form).stdout == scopeminer("graph", TRIGGERS, "-f", form).stdout
