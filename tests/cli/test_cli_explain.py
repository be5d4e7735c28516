"""`scopeminer explain`, on sample apps: verdict first, then the proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"
OVER = SAMPLES / "over-privileged"


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("write:jira-work", [
            "write:jira-work is declared (manifest.yml:21) and unused.",
            "none occurs in 20 reachable functions, which perform 5 operations",
            "src/confluence.js:11 does not matter: it stays inside confluence",
            "# scopeminer: keep write:jira-work - why",
        ]),
        ("manage:jira-project", [
            "and dead-code-only.", "POST /rest/api/3/version in openVersion (src/jira.js:26); nothing reachable calls it",
        ]),
        ("read:jira-work", [
            "and needed.", "GET /rest/api/3/search/jql in notesFor (src/jira.js:18)",
            "would be allowed without it, by read:issue.property:jira",
        ]),
        ("write:page:confluence", ["This one call is the only reason for write:page:confluence.", 'for jira:projectPage "Release notes"']),
        ("read:space:confluence", ["is missing: it is not declared, and code needs it.", "Add: scopeminer fix"]),
        ("search:confluence", ["its need cannot be told", "src/confluence.js:11: the path is only known at run time (GET on confluence)"]),
        ("read:issue.property:jira", ["and redundant.", "would be allowed without it, by read:jira-work"]),
        ("write:label:confluence", ["is not declared, and nothing here needs it."]),
        ("GET /wiki/api/v2/spaces", ["Needs: read:space:confluence", "spaces (src/confluence.js:4)", "Lacking: read:space:confluence"]),
        ("delete /rest/api/3/issue/ABC-1", ["does not perform it, though write:jira-work allows it"]),
        ("POST /rest/api/3/version", ["openVersion (src/jira.js:26); nothing reachable calls it"]),
        ("src/confluence.js:17", [
            "asUser().requestConfluence, as the user, in publish", "is: POST /wiki/api/v2/pages",
            "needs: write:page:confluence (declared)", "reached: jira:projectPage",
        ]),
        ("src/confluence.js:11", ["Unknown: the path is only known at run time", "bounds: GET on confluence"]),
        ("src/jira.js:26:16", ["reached: nothing reachable calls it"]),
        ("src/index.js:15", ["through this line", "GET /rest/api/3/search/jql in notesFor (src/jira.js:18)"]),
        ("src/jira.js:2", ["Nothing at src/jira.js:2 needs or declares anything.", "Nearest: src/jira.js:6"]),
        ("manifest.yml:20", ["read:issue.property:jira is declared here and redundant.", "reported: redundant-scope"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_answers(subject: str, says: list[str], scopeminer: Call) -> None:
    result = scopeminer("explain", subject, OVER)
    assert (result.code, result.stderr) == (0, "")
    assert [sentence for sentence in says if sentence not in flat(result.stdout)] == []
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout


MANIFEST = "modules:\n  webtrigger:\n    - {key: t, function: f}\n  function:\n    - {key: f, handler: %s}\npermissions:\n  scopes: [%s]\n"
CHECKED = """\
import api, { route, authorize } from '@forge/api';
export const run = async (event) => {
  if (await authorize().onJiraProject(event.k).canCreateIssues()) await api.asApp().requestJira(route`/rest/api/3/field`);
};
"""


@pytest.mark.parametrize(
    ("handler", "scope", "says"),
    [
        ("index.run", "read:jira-work", [
            "Because: GET field, 1 more", "POST /rest/api/3/permissions/check in run (src/index.js:3) needs no scope today;",
            "Allows: 161 operations, 144 of them GET (classic scope)",
        ]),
        ("index.run", "storage:app", ["storage:app is not declared, and nothing here needs it."]),
        ("index.run", "write:requesttype:jira-service-management", [
            "1 operation accepts it; none occurs in 2 reachable functions, which perform 2 operations.",
            "Allows: no published operation without scopes that are not declared",
        ]),
        ("elsewhere.run", "storage:app", [
            "storage:app is not declared, and it cannot be told whether something here needs it.",
            "Unknown: manifest.yml:5: its source is not in the repository; it could need it",
        ]),
    ],
)  # fmt: skip
def test_needed_some_day_and_not_to_be_told(handler: str, scope: str, says: list[str], scopeminer: Call, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/index.js").write_text(CHECKED)
    (tmp_path / "manifest.yml").write_text(MANIFEST % (handler, "read:jira-work, write:requesttype:jira-service-management"))
    text = flat(scopeminer("explain", scope, tmp_path).stdout)
    assert [sentence for sentence in says if sentence not in text] == [], text


AGENT = MANIFEST.replace("  function:", "  rovo:agent:\n    - {key: a, name: A, prompt: P}\n  function:") % ("index.run", "read:chat:rovo")


def test_what_a_module_may_need_is_listed(scopeminer: Call, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/index.js").write_text("export const run = () => 1;")
    (tmp_path / "manifest.yml").write_text(AGENT)
    text = flat(scopeminer("explain", "read:chat:rovo", tmp_path).stdout)
    for sentence in (
        "Because: module rovo:agent may need it for agents that customers build",
        "Searched: 2 module types accept it; what occurs of that is listed under Unknown.",
        "Unknown: manifest.yml:5: module rovo:agent may need it",
        "Settle: no code shows whether that is used: ask who runs the app; until then it stays",
    ):
        assert sentence in text
    answer = json.loads(scopeminer("explain", "read:chat:rovo", tmp_path, "-f", "json").stdout)
    assert [use["api"] for use in answer["holding"]] == ["rovo:agent"]


@pytest.mark.parametrize(
    ("subject", "error"),
    [
        ("write:jira-wrok", "Did you mean 'write:jira-work'?"),
        ("PUT /rest/api/3/issues/{id}", "Did you mean 'PUT /rest/api/3/issue/{issueIdOrKey}'?"),
        ("PATCH /rest/api/3/issue/{id}", "the same path has DELETE, GET, PUT."),
        ("/rest/api/3/issue", "lacks a method; ask for 'GET /rest/api/3/issue'."),
        ("src/confluens.js:3", "Did you mean 'src/confluence.js'?"),
        ("two words", "is no scope, no operation"),
    ],
)
def test_what_is_not_there_is_one_sentence(subject: str, error: str, scopeminer: Call) -> None:
    result = scopeminer("explain", subject, OVER)
    assert (result.code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert error in result.stderr


def test_an_operation_needs_no_app(scopeminer: Call, tmp_path: Path) -> None:
    answer = json.loads(scopeminer("explain", "PUT /rest/api/3/issue/{id}", tmp_path, "--format", "json").stdout)
    assert answer["alternatives"] == [["write:jira-work"], ["write:issue:jira"]]
    assert answer["operation"] == "PUT /rest/api/3/issue/{issueIdOrKey}"
    assert answer["operations"][0]["app"] is None


def test_a_scope_needs_one(scopeminer: Call, tmp_path: Path) -> None:
    result = scopeminer("explain", "write:jira-work", tmp_path)
    assert result.code == 2
    assert f"no manifest.yml in {tmp_path}" in result.stderr


def test_json_of_a_scope(scopeminer: Call) -> None:
    answer = json.loads(scopeminer("explain", "write:jira-work", OVER, "-f", "json").stdout)
    assert (answer["schema"], answer["kind"], answer["verdict"], answer["uses"]) == ("scopeminer/explain/1", "scope", "unused", [])
    assert answer["searched"]["accepting"]["operations"] == len(answer["accepted_by"]) > 50
    assert [(unknown["site"]["line"], unknown["could_need"]) for unknown in answer["unknowns"]] == [(11, False)]


def test_json_of_a_line(scopeminer: Call) -> None:
    answer = json.loads(scopeminer("explain", "src/jira.js:6", OVER, "-f", "json").stdout)
    assert [(use["operation"], use["satisfied_by"]) for use in answer["uses"]] == [
        ("/rest/api/3/project/{projectIdOrKey}/versions", ["read:jira-work"])
    ]
