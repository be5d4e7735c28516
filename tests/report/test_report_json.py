"""Audit → scopeminer/report/1: valid by the published schema, complete, sorted, the same bytes every time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from scopeminer.audit.model import Audit, MinimalCost
from scopeminer.report.json_format import render
from scopeminer.report.model import Display, Failure, Run
from scopeminer.source import Place

FOLDER = files("scopeminer.report") / "schema"
SCHEMAS = {name: json.loads((FOLDER / f"{name}-1.schema.json").read_text("utf-8")) for name in ("report", "reports")}
REGISTRY: Registry[Any] = Registry().with_contents((schema["$id"], schema) for schema in SCHEMAS.values())
VALIDATORS = {name: Draft202012Validator(schema, registry=REGISTRY) for name, schema in SCHEMAS.items()}


def document(*audits: Audit, failures: tuple[Failure, ...] = ()) -> Any:
    return json.loads(render(Run(audits, failures), Display()))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_audit_is_valid(any_audit: Audit) -> None:
    VALIDATORS["report"].validate(document(any_audit))


def test_several_audits_are_valid(audits: dict[str, Audit]) -> None:
    several = document(*audits.values(), failures=(Failure("apps/z", "no YAML"), Failure("apps/c", "no mapping")))
    VALIDATORS["reports"].validate(several)
    assert [report["app"]["path"] for report in several["reports"]] == [".", ".", ".", "apps/page-facts"]
    assert several["errors"] == [{"app": "apps/c", "message": "no mapping"}, {"app": "apps/z", "message": "no YAML"}]


def test_one_audit_beside_a_failure_is_a_list(audits: dict[str, Audit]) -> None:
    assert document(audits["empty"], failures=(Failure("b", "no"),))["schema"] == "scopeminer/reports/1"


def test_minimal_sets_say_what_they_cost(audits: dict[str, Audit]) -> None:
    costs = {
        "fewest": MinimalCost(2, 161, 155, ("jira granular", "jira classic"), False, ("b", "a")),
        "classic": MinimalCost(0, 0, 0, (), True, ()),
    }
    report = document(replace(audits["Issue Insights"], minimal_costs=costs))
    VALIDATORS["report"].validate(report)
    assert list(report["minimal_costs"]) == ["classic", "fewest"]
    assert report["minimal_costs"]["fewest"] == {
        "scopes": 2, "reach": 161, "excess_reach": 155, "families": ["jira classic", "jira granular"], "more_than_50": False,
        "runner_up": ["a", "b"],
    }  # fmt: skip
    assert report["minimal_costs"]["classic"]["runner_up"] is None


def test_who_suppressed_it_and_why(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    kept = [
        replace(one, suppressed=True, suppressed_by="comment", kept_because="a remote") for one in audit.findings if one.fingerprint == "f1"
    ]
    report = document(replace(audit, findings=(*kept, *audit.findings[:1])))
    VALIDATORS["report"].validate(report)
    said = [(one["suppressed"], one["suppressed_by"], one["kept_because"]) for one in report["findings"]]
    assert said == [(True, "comment", "a remote"), (False, None, None)]


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "another schema": lambda report: report.update(schema="scopeminer/report/2"),
    "no coverage": lambda report: report.pop("coverage"),
    "an unknown verdict": lambda report: report["scopes"][0].update(verdict="maybe"),
    "a declared scope that is missing": lambda report: report["scopes"][0].update(verdict="missing"),
    "an undeclared scope that is unused": lambda report: report["scopes"][0].update(verdict="unused", declared=False),
    "an unknown level": lambda report: report["findings"][0].update(level="info"),
    "a rule with a capital": lambda report: report["findings"][0].update(rule="Over-privilege"),
    "a line of zero": lambda report: report["uses"][0]["site"].update(line=0),
    "a line as text": lambda report: report["uses"][0]["site"].update(line="3"),
    "a place without a file": lambda report: report["unknowns"][0]["site"].pop("file"),
    "evidence without a label": lambda report: report["uses"][0]["evidence"][0].pop("label"),
    "an unknown reason": lambda report: report["unknowns"][0].update(reason="dynamic"),
    "an unknown resolution": lambda report: report["uses"][0].update(resolution="guessed"),
    "a principal that is none": lambda report: report["uses"][0].update(principal=["admin"]),
    "alternatives that are flat": lambda report: report["uses"][0].update(alternatives=["read:jira-work"]),
    "a number as a scope": lambda report: report["minimal_sets"].update({"fewest": [1]}),
    "a count below zero": lambda report: report["summary"]["verdicts"].update(needed=-1),
    "a verdict nobody knows, counted": lambda report: report["summary"]["verdicts"].update(maybe=1),
    "a suppression by nobody": lambda report: report["findings"][0].update(suppressed_by="hand"),
    "a precision nobody knows": lambda report: report["coverage"].update(precision="good"),
}


@pytest.mark.parametrize("wrong", sorted(WRONG))
def test_the_schema_refuses(wrong: str, audits: dict[str, Audit]) -> None:
    report = document(audits["Issue Insights"])
    WRONG[wrong](report)
    with pytest.raises(ValidationError):
        VALIDATORS["report"].validate(report)


def test_a_new_key_is_allowed(audits: dict[str, Audit]) -> None:
    VALIDATORS["report"].validate({**document(audits["Issue Insights"]), "claims": []})


def test_every_key_is_described(audits: dict[str, Audit]) -> None:
    assert list(undescribed(document(audits["Issue Insights"]), SCHEMAS["report"], "")) == []


def undescribed(value: Any, schema: dict[str, Any], path: str) -> Iterator[str]:
    """The keys of a report that its schema does not name, or names without saying what they mean."""
    branches = list(expanded(schema))
    properties = {key: each for branch in branches for key, each in branch.get("properties", {}).items()}
    if isinstance(value, dict) and properties:
        for key, item in value.items():
            if key not in properties:
                if not any(isinstance(branch.get("additionalProperties"), dict) for branch in branches):
                    yield f"{path}.{key}"
            elif not any("description" in branch for branch in expanded(properties[key])):
                yield f"{path}.{key}"
            else:
                yield from undescribed(item, properties[key], f"{path}.{key}")
    elif isinstance(value, list):
        for branch in branches:
            for item in value if "items" in branch else ():
                yield from undescribed(item, branch["items"], f"{path}[]")


def expanded(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    if "$ref" in schema:
        yield from expanded(SCHEMAS["report"]["$defs"][schema["$ref"].rpartition("/")[2]])
    for branch in schema.get("anyOf", ()):
        yield from expanded(branch)


def test_the_order_of_the_records_does_not_matter(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    shuffle = random.Random(7).sample
    rows = shuffle(list(zip(audit.usage.uses, audit.use_ids, audit.satisfied_by, strict=True)), 3)
    unknowns = (audit.usage.unknowns[0], replace(audit.usage.unknowns[0], reason="eval"))
    audit = replace(audit, usage=replace(audit.usage, unknowns=unknowns))
    usage = replace(audit.usage, uses=tuple(use for use, _, _ in rows), egress=audit.usage.egress[::-1], unknowns=unknowns[::-1])
    shuffled = replace(
        audit,
        usage=usage,
        use_ids=tuple(identifier for _, identifier, _ in rows),
        satisfied_by=tuple(satisfied for _, _, satisfied in rows),
        scopes=audit.scopes[::-1],
        findings=audit.findings[::-1],
        declared_egress=audit.declared_egress[::-1],
    )
    assert render(Run((shuffled,)), Display()) == render(Run((audit,)), Display(width=120, colour=True, seconds=3.0))


def test_what_a_reader_looks_for(audits: dict[str, Audit]) -> None:
    report = document(audits["Issue Insights"])
    assert report["schema"] == "scopeminer/report/1"
    assert report["app"] == {"path": ".", "manifest": "manifest.yml", "id": "ari:cloud:ecosystem::app/1", "name": "Issue Insights"}
    assert report["summary"] == {
        "verdicts": {"needed": 2, "redundant": 0, "dead-code-only": 0, "unused": 1, "cannot-tell": 1, "missing": 1},
        "findings": {"error": 2, "warning": 1, "note": 0, "suppressed": 1},
        "unknowns": 1,
        "reach": {"declared": 248, "used": 6, "minimal": 161},
        "release_impact": "major",
        "complete": False,
    }
    assert [(row["scope"], row["declared"], row["verdict"]) for row in report["scopes"]] == [
        ("read:jira-user", True, "cannot-tell"),
        ("read:jira-work", True, "needed"),
        ("read:project:jira", False, "missing"),
        ("storage:app", True, "needed"),
        ("write:jira-work", True, "unused"),
    ]
    assert [
        (use["id"], use["method"], use["operation"], use["resolution"], use["candidates"], use["satisfied_by"]) for use in report["uses"]
    ] == [
        ("u1", "GET", "/rest/api/3/issue/{issueIdOrKey}", "exact", [], ["read:jira-work"]),
        ("u3", None, None, "bounded", ["GET /rest/api/3/field", "GET /rest/api/3/user"], None),
        ("u2", None, None, "exact", [], ["storage:app"]),
    ]
    assert report["uses"][0]["evidence"] == [
        {"file": "manifest.yml", "line": 8, "column": 5, "label": 'jira:issuePanel "Insights"'},
        {"file": "src/api/issues.ts", "line": 42, "column": 22, "label": "getIssue"},
    ]
    assert report["unknowns"][0]["bounds"] == {"product": "jira", "prefix": "/rest/api/3/", "methods": ["GET"]}
    assert [finding["rule"] for finding in report["findings"][1:]] == ["over-privilege", "under-privilege", "unresolved-route"]
    assert report["minimal_sets"] == {"as-declared": ["read:jira-user", "read:jira-work", "storage:app"]}
    assert report["coverage"]["files_skipped"] == [{"path": "dist/app.js", "reason": "ignored"}]


def test_the_keys_stand_as_the_design_lists_them(audits: dict[str, Audit]) -> None:
    """What came later stands among them and is not required: reports of before stay valid."""
    assert [key for key in document(audits["empty"]) if key != "minimal_costs"] == SCHEMAS["report"]["required"]


def test_egress_names_hosts_and_never_a_url(audits: dict[str, Audit]) -> None:
    text = render(Run((audits["Issue Insights"],)), Display())
    assert "secret" not in text
    assert json.loads(text)["egress"] == {
        "used": [
            {"side": "client", "host": None, "site": {"file": "static/ui/src/App.tsx", "line": 3, "column": 1}, "key": "fetch.client"},
            {
                "side": "backend",
                "host": "collect.example.com",
                "site": {"file": "src/proxy.ts", "line": 30, "column": 1},
                "key": "fetch.backend",
            },
        ],
        "declared": [
            {"side": "backend", "host": "api.example.com", "site": None, "key": "fetch.backend"},
            {"side": "client", "host": "*.example.com", "site": None, "key": "images"},
        ],
    }


def test_a_file_name_that_is_no_unicode_survives(audits: dict[str, Audit]) -> None:
    text = render(Run((audits["hostile"],)), Display())
    report = json.loads(text.encode("utf-8", "backslashreplace"))
    assert report["scopes"][0]["location"]["file"] == "src/[link=file:x]\udcff\r\n.ts"


def test_the_empty_alternative_is_not_null(audits: dict[str, Audit]) -> None:
    free = replace(audits["Page Facts"], satisfied_by=((),))
    assert document(free)["uses"][0]["satisfied_by"] == []
    assert document(replace(free, satisfied_by=(None,)))["uses"][0]["satisfied_by"] is None


def test_findings_without_a_place_come_first(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    placed = [Place(**finding["location"]) if finding["location"] else None for finding in document(audit)["findings"]]
    assert placed[0] is None
    assert placed[1:] == sorted(place for place in placed if place)


def test_the_schema_registry_resolves_the_report() -> None:
    assert Resource.from_contents(SCHEMAS["report"]).id() == SCHEMAS["reports"]["properties"]["reports"]["items"]["$ref"]
