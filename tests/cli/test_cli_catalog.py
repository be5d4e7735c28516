"""`scopeminer catalog`: questions, answers as text and JSON, errors as sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scopeminer.cli.main import run


def text(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["catalog", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["show", "POST", "/rest/api/3/permissions/check"], ["needs      nothing", "or         read:permission:jira", "(optional now)"]),
        (["show", "GET /rest/api/2/issue/ABC-1"], ["GET /rest/api/3/issue/{issueIdOrKey}", "needs      read:jira-work", "derived"]),
        (["show", "/rest/api/3/component/{}"], ["DELETE /rest/api/3/component/{id}", "PUT /rest/api/3/component/{id}"]),
        (["show", "GET", "/rest/api/3/issue/{anyName}"], ["GET /rest/api/3/issue/{issueIdOrKey}"]),
        (["show", "GET", "/wiki/api/v2/admin-key"], ["no scope information: not usable from Forge"]),
        (["show", "GET", "/snippets/{workspace}"], ["elsewhere  read:snippet:bitbucket"]),
        (["show", "GET", "/wiki/rest/api/content/{id}"], ["status     removed", "may need read:confluence-content.all"]),
        (["scope", "read:permission:jira"], ["granular, jira", "GET /rest/api/3/mypermissions"]),
        (["scope", "read:pullrequest:bitbucket"], ["avi:bitbucket:created:pullrequest", "bitbucket:mergeCheck"]),
        (["scope", "storage:app"], ["classic", "@forge/kvs *"]),
        (["scope", "read:cmdb-object:jira"], ["nothing published says what it is for"]),
        (["scope", "moderate:confluence-content"], ["nothing published says what it is for"]),
        (["scope", "view:team:teams"], ["only fields of GraphQL are known to need it"]),
        (["search", "workflows", "capabilities"], ["operations (1)", "GET /rest/api/3/workflows/capabilities"]),
        (["search", "no such words"], ["nothing found"]),
        (["stats"], ["operations: ", "removed", "jira-software", "652 scopes", "179 events"]),
        (["diff", "bundled", "bundled"], ["nothing changed"]),
    ],
)
def test_answers_for_people(capsys: pytest.CaptureFixture[str], arguments: list[str], expected: list[str]) -> None:
    code, out, err = text(capsys, *arguments)
    assert (code, err) == (0, "")
    assert [part for part in expected if part not in out] == []


def test_every_answer_names_the_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    stats = json.loads(text(capsys, "stats", "--format", "json")[1])
    for arguments in (["show", "GET", "/rest/api/3/myself"], ["scope", "read:jira-user"], ["search", "myself"]):
        assert json.loads(text(capsys, *arguments, "-f", "json")[1])["catalog"] == stats["catalog"]
        assert f"catalog {stats['catalog']}" in text(capsys, *arguments)[1]


def test_an_operation_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = text(capsys, "show", "GET", "/rest/api/3/myself", "--format", "json")
    (found,) = json.loads(out)["operations"]
    assert found == {
        "operation": "GET /rest/api/3/myself",
        "product": "jira",
        "status": "current",
        "certainty": "certain",
        "document": "jira",
        "seen": "2026-08-04",
        "alternatives": [["read:jira-user"], ["read:application-role:jira", "read:avatar:jira", "read:group:jira", "read:user:jira"]],
        "announced": [],
        "not_in_manifests": [],
        "with_expand": [],
        "with_redirect": [],
    }


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["show", "GET", "/rest/api/3/nothing"], "No operation 'GET /rest/api/3/nothing' is published."),
        (["scope", "read:jira-works"], "No such scope 'read:jira-works'. Did you mean 'read:jira-work'?"),
        (["scope", "zzz"], "No such scope 'zzz'."),
        (["diff", "bundled", "nowhere"], "No catalog 'nowhere'"),
        (["refresh", "--from", "."], "was not refreshed"),
    ],
)
def test_errors_are_sentences(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    code, out, err = text(capsys, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_difference_of_two_catalogs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bundled = Path(run.__code__.co_filename).parents[1] / "catalog" / "data" / "operations.json"
    changed = json.loads(bundled.read_text(encoding="utf-8"))
    changed["version"] = "older"
    rows = changed["operations"]["jira"]
    myself = next(row for row in rows if row[:2] == ["GET", "/rest/api/3/myself"])
    myself[3] = []
    rows.remove(next(row for row in rows if row[:2] == ["GET", "/rest/api/3/serverInfo"]))
    rows.append(["GET", "/rest/api/3/older", 4, [], {"seen": "2020-01-01"}])
    (tmp_path / "operations.json").write_text(json.dumps(changed), encoding="utf-8")
    _, out, _ = text(capsys, "diff", str(tmp_path), "bundled")
    assert out.startswith("older → ")
    assert "added (1)\n  GET /rest/api/3/serverInfo  nothing\n" in out
    assert "removed (1)\n  GET /rest/api/3/older\n" in out
    assert "needs (1)\n  GET /rest/api/3/myself  no scope information → read:jira-user | read:application-role:jira" in out
