"""Audit → counts, the gravest release impact, completeness."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scopeminer.audit.model import Audit, Finding, Fix
from scopeminer.privileges.model import Coverage, Unknown, Unparsed, Usage, Use
from scopeminer.report.summary import complete, release_impact
from scopeminer.source import Place

PLACE = Place("src/a.ts", 1, 1)
BOUNDED = Use("rest", "requestJira", PLACE, resolution="bounded", holds_back=frozenset({"read:jira-user"}))


@pytest.mark.parametrize(
    ("usage", "is_complete"),
    [
        (Usage(), True),
        (Usage(uses=(BOUNDED,)), False),
        (Usage(uses=(replace(BOUNDED, reachable=False),)), True),
        (Usage(uses=(replace(BOUNDED, holds_back=frozenset()),)), True),
        (Usage(uses=(replace(BOUNDED, resolution="exact"),)), True),
        (Usage(unknowns=(Unknown(PLACE, "eval"),)), False),
        (Usage(unparsed=(Unparsed("src/a.ts", 3, PLACE),)), False),
        (Usage(coverage=Coverage(files_with_errors=1)), True),
        (Usage(coverage=Coverage(precision="degraded")), False),
    ],
)
def test_complete(usage: Usage, is_complete: bool, audits: dict[str, Audit]) -> None:
    assert complete(replace(audits["empty"], usage=usage)) is is_complete


def proposal(impact: str, suppressed: bool = False) -> Finding:
    return Finding("over-privilege", "error", "m", "s", None, fix=Fix("remove-scope", ("s",), impact), suppressed=suppressed)


@pytest.mark.parametrize(
    ("findings", "impact"),
    [
        ((), "none"),
        ((proposal("minor"),), "minor"),
        ((proposal("minor"), proposal("major"), proposal("none")), "major"),
        ((proposal("major", suppressed=True), proposal("minor")), "minor"),
        ((replace(proposal("major"), fix=None),), "none"),
    ],
)
def test_release_impact(findings: tuple[Finding, ...], impact: str, audits: dict[str, Audit]) -> None:
    assert release_impact(replace(audits["empty"], findings=findings)) == impact
