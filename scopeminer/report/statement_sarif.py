"""A review → SARIF 2.1.0: contradicted claims are errors at their counter-evidence, open ones notes."""

from __future__ import annotations

import hashlib

from scopeminer import __version__
from scopeminer.claims.model import Checked, Review
from scopeminer.claims.topics import TOPICS
from scopeminer.report import statement_words as words
from scopeminer.report.plain import Json, plain
from scopeminer.report.sarif import FINGERPRINT, SCHEMA, message, physical
from scopeminer.source import Place

LEVELS = {"contradicted": "error", "cannot-tell": "note"}


def render(review: Review) -> str:
    """One result a topic; supported claims give none."""
    rules: list[Json] = [
        {"id": f"statement/{topic.id}", "shortDescription": {"text": topic.title}, "defaultConfiguration": {"level": "error"}}
        for topic in TOPICS
    ]
    driver: Json = {"name": "scopeminer", "version": __version__, "semanticVersion": __version__, "rules": rules}
    first: dict[str, Checked] = {}
    for one in review.checked:
        if one.judgement.verdict in LEVELS and one.claim.topic:
            first.setdefault(one.claim.topic, one)
    results: list[Json] = [_result(one, review) for one in first.values()]
    run: Json = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results}
    return plain({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(checked: Checked, review: Review) -> Json:
    claim, verdict = checked.claim, checked.judgement.verdict
    bases = [basis for basis in words.deciding(checked.judgement) if basis.site is not None]
    document = Place(review.statement.path, claim.line, 1)
    site = bases[0].site if bases and bases[0].site else document
    text = f"{words.title(checked)}: {words.CALLED[verdict]}. " + "; ".join(basis.text for basis in words.deciding(checked.judgement)[:3])
    identity = hashlib.sha256(f"{claim.topic}\0{verdict}".encode()).hexdigest()[:32]
    others = [document, *(basis.site for basis in bases[1:] if basis.site is not None)]
    return {
        "ruleId": f"statement/{claim.topic}",
        "level": LEVELS[verdict],
        "message": message(text),
        "locations": [{"physicalLocation": physical(site)}],
        "relatedLocations": [{"id": number, "physicalLocation": physical(place)} for number, place in enumerate(others, start=1)],
        "partialFingerprints": {FINGERPRINT: identity},
    }
