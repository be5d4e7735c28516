"""A review → `scopeminer/statement/1`."""

from __future__ import annotations

from scopeminer import __version__
from scopeminer.claims.model import Basis, Checked, Claim, Review
from scopeminer.claims.topics import BY_ID
from scopeminer.privileges.model import Coverage
from scopeminer.report.plain import Json, coverage, place, plain
from scopeminer.report.statement_words import counts

STATEMENT = "scopeminer/statement/1"


def render(review: Review) -> str:
    """Every claim in the order of the document; sentences on no topic stand apart."""
    return plain({
        "schema": STATEMENT,
        "tool": {"name": "scopeminer", "version": __version__, "catalog": _catalog(review)},
        "statement": review.statement.path,
        "app": review.app,
        "dated": review.statement.dated.isoformat() if review.statement.dated else None,
        "summary": dict(counts(review)),
        "coverage": coverage(review.coverage or Coverage()),
        "claims": [_claim(one) for one in review.checked],
        "unclassified": [_sentence(claim) for claim in review.statement.claims if claim.topic is None],
        "cautions": [{"kind": c.kind, "text": c.text, "line": c.line, "location": place(c.site)} for c in review.cautions],
    })  # fmt: skip


def _catalog(review: Review) -> Json:
    return {"version": review.catalog.version, "date": review.catalog.date} if review.catalog else None


def _sentence(claim: Claim) -> dict[str, Json]:
    return {"id": claim.id, "text": claim.text, "lead": claim.lead or None, "line": claim.line}


def _claim(checked: Checked) -> Json:
    claim = checked.claim
    return {
        **_sentence(claim),
        "topic": claim.topic,
        "title": BY_ID[claim.topic].title if claim.topic in BY_ID else "",
        "verdict": checked.judgement.verdict,
        "promise": claim.topic in BY_ID and BY_ID[claim.topic].promise,
        "hedge": claim.hedge or None,
        "absolute": claim.absolute or None,
        "basis": [basis(one) for one in checked.judgement.basis],
    }


def basis(found: Basis) -> Json:
    """`{bearing, text, file, line, column}`; no place for what concerns the whole app."""
    site = found.site
    return {
        "bearing": found.bearing,
        "text": found.text,
        "file": site.file if site else None,
        "line": site.line if site else None,
        "column": site.column if site else None,
    }
