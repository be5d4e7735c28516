"""What every form of a review says: verdicts, counts, the basis that decides."""

from __future__ import annotations

from collections import Counter

from scopeminer.claims.model import VERDICTS, Basis, Checked, Claim, Judgement, Review
from scopeminer.claims.topics import BY_ID
from scopeminer.claims.wording import load_wording
from scopeminer.privileges.model import Coverage
from scopeminer.report.phrases import reachability
from scopeminer.report.text import printable, shown

CALLED = {"supported": "supported", "cannot-tell": "cannot tell", "contradicted": "contradicted"}
DECIDING = {"supported": "for", "cannot-tell": "open", "contradicted": "against"}


def deciding(judgement: Judgement) -> tuple[Basis, ...]:
    """The part of the basis that the verdict rests on."""
    return tuple(basis for basis in judgement.basis if basis.bearing == DECIDING[judgement.verdict])


def notes(judgement: Judgement) -> tuple[Basis, ...]:
    return tuple(basis for basis in judgement.basis if basis.bearing == "note")


def counts(review: Review) -> dict[str, int]:
    """Verdict → number of claims, the worst first."""
    found = Counter(one.judgement.verdict for one in review.checked)
    return {verdict: found[verdict] for verdict in reversed(VERDICTS)}


def summary(review: Review) -> str:
    """`3 contradicted, 10 cannot tell, 20 supported.`"""
    return ", ".join(f"{number} {CALLED[verdict]}" for verdict, number in counts(review).items() if number) + "." if review.checked else ""


def title(checked: Checked) -> str:
    """The title of a claim's topic."""
    return BY_ID[checked.claim.topic].title if checked.claim.topic in BY_ID else ""


def ground(review: Review) -> str:
    """`Statement of 2025-09-29. Read: 3 files, 14 functions reachable from 2 entry points.`"""
    dated = f"Statement of {review.statement.dated.isoformat()}" if review.statement.dated else "Statement without a date"
    catalog = f" Catalog as of {review.catalog.date}." if review.catalog else ""
    return f"{dated}. Read: manifest, {reachability(review.coverage or Coverage())}.{catalog}"


def whole(claim: Claim) -> str:
    """A claim as it reads in the document, with the line before it where that turns its sense: a no, or a question."""
    turned = claim.lead.endswith("?") or load_wording().denies(claim.lead)
    return f"{claim.lead} {claim.text}" if turned else claim.text


def said(basis: Basis) -> str:
    """The sentence and its place."""
    return printable(basis.text) + (f"  {shown(basis.site)}" if basis.site else "")


NO_CLAIM = "No sentence of this document is on a topic that can be checked."
PROMISE = "Promises and properties of the platform are never supported by code, however clean it is."
