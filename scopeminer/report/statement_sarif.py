"""A review → SARIF 2.1.0: contradicted claims are errors at their counter-evidence, open ones notes."""

from __future__ import annotations

import hashlib
import posixpath

from scopeminer import __version__
from scopeminer.claims.model import Checked, Review
from scopeminer.claims.topics import TOPICS
from scopeminer.report import statement_words as words
from scopeminer.report.plain import Json, plain
from scopeminer.report.sarif import FINGERPRINT, ROOT, SCHEMA, message, physical
from scopeminer.source import Place

RULE = {topic.id: index for index, topic in enumerate(TOPICS)}
LEVELS = {"contradicted": "error", "cannot-tell": "note"}


def render(review: Review, folder: str = "", document: str = "") -> str:
    """One result a topic; supported claims give none.

    `folder`: the app's as seen from the root of its repository, `document`: the statement's path from there (its name, when it lies
    elsewhere): a log names no place of the machine that made it.
    """
    document = document or posixpath.basename(review.statement.path)
    rules: list[Json] = [
        {"id": f"statement/{topic.id}", "shortDescription": {"text": topic.title}, "defaultConfiguration": {"level": "error"}}
        for topic in TOPICS
    ]
    driver: Json = {"name": "scopeminer", "version": __version__, "semanticVersion": __version__, "rules": rules}
    first: dict[str, Checked] = {}
    for one in review.checked:
        if one.judgement.verdict in LEVELS and one.claim.topic:
            first.setdefault(one.claim.topic, one)
    results: list[Json] = [_result(one, folder, document) for one in first.values()]
    base: Json = {ROOT: {"description": {"text": "The root of the repository."}}}
    run: Json = {"tool": {"driver": driver}, "originalUriBaseIds": base, "columnKind": "utf16CodeUnits", "results": results}
    return plain({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(checked: Checked, folder: str, document: str) -> Json:
    claim, verdict = checked.claim, checked.judgement.verdict
    bases = words.deciding(checked.judgement)
    said = Place(document, claim.line, 1)
    sites = [basis.site._replace(file=posixpath.join(folder, basis.site.file)) for basis in bases if basis.site is not None]
    text = f"{words.title(checked)}: {words.CALLED[verdict]}. " + "; ".join(basis.text for basis in bases[:3])
    identity = hashlib.sha256(f"{claim.topic}\0{verdict}".encode()).hexdigest()[:32]
    others = [said, *sites[1:]] if sites else []
    return {
        "ruleId": f"statement/{claim.topic}",
        "ruleIndex": RULE[claim.topic or ""],
        "level": LEVELS[verdict],
        "message": message(text),
        "locations": [{"physicalLocation": physical(sites[0] if sites else said)}],
        "relatedLocations": [{"id": number, "physicalLocation": physical(place)} for number, place in enumerate(others, start=1)],
        "partialFingerprints": {FINGERPRINT: identity},
    }
