"""A comparison → `scopeminer/diff/1`."""

from __future__ import annotations

from scopeminer.advise.difference import Comparison, Difference
from scopeminer.disclosure.model import Eligibility
from scopeminer.report.plain import Json, place, plain, strings

DIFF = "scopeminer/diff/1"


def render(comparison: Comparison) -> str:
    """Every difference in a stable order, with what it means."""
    return plain({
        "schema": DIFF,
        "old": comparison.old,
        "new": comparison.new,
        "release_impact": comparison.impact,
        "consent": comparison.consent,
        "reach": {"declared": list(comparison.reach), "used": list(comparison.used)},
        "eligibility": [_eligibility(found) for found in comparison.eligibility],
        "differences": [_difference(difference) for difference in comparison.differences],
    })  # fmt: skip


def _eligibility(found: Eligibility) -> Json:
    return {"verdict": found.verdict, "rules": strings({reason.rule for reason in found.reasons})}


def _difference(difference: Difference) -> Json:
    return {
        "kind": difference.kind,
        "subject": difference.subject,
        "detail": difference.detail,
        "location": place(difference.place),
        "release_impact": difference.impact,
        "verdict": difference.verdict,
        "used": [place(found) for found in difference.used],
        "gates": strings(difference.gates),
    }
