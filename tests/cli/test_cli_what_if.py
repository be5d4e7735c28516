"""`scopeminer what-if`, on sample apps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("app", "arguments", "says"),
    [
        ("trigger-only", ["--remove", "write:jira-work"], [
            "Without write:jira-work: 2 uses in 2 features stop working.",
            'trigger "on-new-issue"', "PUT /rest/api/3/issue/{issueIdOrKey} in onIssue; needs", 'scheduledTrigger "daily"',
        ]),
        ("over-privileged", ["--remove", "write:jira-work"], ["Without write:jira-work: nothing stops working."]),
        ("over-privileged", ["--remove", "search:confluence"], ["nothing that is known stops working; 1 unknown may.", "May stop:"]),
        ("over-privileged", ["--add", "read:space:confluence"], ["With read:space:confluence: nothing stops working.", "Starts to work:"]),
        ("over-privileged", ["--by", "module"], [
            'jira:projectPage "Release notes" manifest.yml:5', "write:page:confluence only here", "read:space:confluence missing",
            "POST /wiki/api/v2/pages in publish (src/confluence.js:17) is the only reason for write:page:confluence.",
        ]),
    ],
)  # fmt: skip
def test_answers(app: str, arguments: list[str], says: list[str], scopeminer: Call) -> None:
    result = scopeminer("what-if", SAMPLES / app, *arguments)
    assert (result.code, result.stderr) == (0, "")
    assert [sentence for sentence in says if sentence not in flat(result.stdout)] == []
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "Expected either --remove and --add, or --by module."),
        (["--by", "module", "--remove", "read:jira-work"], "Expected either"),
        (["--remove", "write:jira-wrok"], "is not declared in"),
        (["--remove", "write:jira-wrok"], "Did you mean 'write:jira-work'?"),
        (["--add", "write:jira-wrok"], "is no scope that Forge accepts. Did you mean 'write:jira-work'?"),
    ],
)
def test_errors(arguments: list[str], error: str, scopeminer: Call) -> None:
    result = scopeminer("what-if", SAMPLES / "over-privileged", *arguments)
    assert (result.code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert error in result.stderr


def test_json(scopeminer: Call) -> None:
    answer = json.loads(scopeminer("what-if", SAMPLES / "trigger-only", "--remove", "write:jira-work", "-f", "json").stdout)
    assert [(use["operation"], use["lacking"]) for use in answer["broken"]] == [
        ("/rest/api/3/issue/{issueIdOrKey}/comment", ["write:jira-work"]),
        ("/rest/api/3/issue/{issueIdOrKey}", ["write:jira-work"]),
    ]
    assert [feature["feature"]["label"] for feature in answer["features"]] == ['trigger "on-new-issue"', 'scheduledTrigger "daily"']


def test_json_by_module(scopeminer: Call) -> None:
    answer = json.loads(scopeminer("what-if", SAMPLES / "trigger-only", "--by", "module", "-f", "json").stdout)
    costs = {feature["feature"]["label"]: feature["scopes"] for feature in answer["features"]}
    assert costs == {
        'trigger "on-new-issue"': ["read:jira-work", "write:jira-work"],
        'scheduledTrigger "daily"': ["read:jira-work", "write:jira-work"],
    }
