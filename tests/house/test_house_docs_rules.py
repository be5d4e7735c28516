"""docs/rules.md: every rule has a section, its example gets exactly that finding, and what stands under `After` gets none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.audit.rules import RULES
from tools import docs_rules
from tools.docs_rules import Section, outcome, sections

SECTIONS = sections((Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8"))
EXAMPLES = [section for section in SECTIONS.values() if section.before]
BY_ID = [section.rule for section in EXAMPLES]


def test_every_rule_has_a_section() -> None:
    assert set(SECTIONS) == {rule.id for rule in RULES}


def test_only_what_would_be_too_long_has_no_example() -> None:
    assert set(SECTIONS) - set(BY_ID) == {"scope-count"}


@pytest.mark.parametrize("section", EXAMPLES, ids=BY_ID)
def test_before_gets_one_finding_of_the_rule_and_no_other(section: Section) -> None:
    assert [finding.rule for finding in outcome(section.before).findings] == [section.rule]


@pytest.mark.parametrize("section", EXAMPLES, ids=BY_ID)
def test_after_gets_none(section: Section) -> None:
    assert section.after != section.before
    assert [(finding.rule, finding.message) for finding in outcome(section.after).findings] == []


@pytest.mark.parametrize("section", EXAMPLES, ids=BY_ID)
def test_a_section_says_why_before_it_shows_how(section: Section) -> None:
    before, _, _ = section.text.partition("\nBefore:\n")
    why = before.rpartition("-->")[2]
    assert len(why.split()) >= 15


@pytest.mark.parametrize(("rule", "can"), [(section.rule, section.rule != "stale-suppression") for section in EXAMPLES], ids=BY_ID)
def test_the_comment_that_is_shown_suppresses(rule: str, can: bool) -> None:
    section = SECTIONS[rule]
    (finding,) = outcome(section.before).of(rule)
    assert docs_rules.suppresses(section, finding) is can


@pytest.mark.parametrize(
    ("rule", "done"),
    [
        ("over-privilege", "removes the scope"),
        ("under-privilege", "adds the scope"),
        ("impersonation-unused", "drops the flag"),
        ("unused-egress", "removes the entry"),
        ("unresolved-route", "by hand"),
    ],
)
def test_what_fix_does(rule: str, done: str) -> None:
    found = outcome(SECTIONS[rule].before)
    assert docs_rules.fixed(found.of(rule)[0], found.changes) == done


def test_an_example_keeps_the_lines_of_the_page() -> None:
    shown = "permissions:\n  scopes:\n    - read:jira-work\n"
    assert docs_rules.whole(shown).startswith(shown)
    assert docs_rules.whole(shown).count("\npermissions:") + docs_rules.whole(shown).startswith("permissions:") == 1
