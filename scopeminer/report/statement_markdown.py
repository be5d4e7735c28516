"""A review → Markdown, the document that a reviewer files."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer import __version__
from scopeminer.claims.model import Basis, Checked, Review
from scopeminer.report import statement_words as words
from scopeminer.report.markdown_text import code, escaped, row, table
from scopeminer.report.text import shown

BLANK = "…" * 12
BADGES = {"supported": "✅ supported", "cannot-tell": "❔ cannot tell", "contradicted": "❌ contradicted"}


def render(review: Review) -> str:
    """A table of all claims, then the basis of each verdict."""
    return "\n".join(_lines(review)) + "\n"


def _lines(review: Review) -> Iterator[str]:
    yield "# Review of a data security and privacy statement"
    yield ""
    yield f"Statement {code(review.statement.path)} against the code and manifest of {code(review.app)}, by scopeminer {__version__}."
    yield ""
    yield escaped(words.ground(review))
    yield ""
    if not review.checked:
        yield words.NO_CLAIM
        return
    yield f"{len(review.checked)} claims: {words.summary(review)} {words.PROMISE}"
    yield ""
    yield from table("Claim", "Statement", "Topic", "Verdict", "Basis")
    for one in review.checked:
        bases = words.deciding(one.judgement)
        basis = _basis(bases[0]) + (f" (and {len(bases) - 1} more)" if len(bases) > 1 else "") if bases else ""
        yield row(one.claim.id, escaped(words.whole(one.claim)), escaped(words.title(one)), BADGES[one.judgement.verdict], basis)
    for verdict in ("contradicted", "cannot-tell", "supported"):
        yield from _section(verdict, [one for one in review.checked if one.judgement.verdict == verdict])
    if review.cautions:
        yield ""
        yield "## About the document"
        yield ""
        for caution in review.cautions:
            where = f"line {caution.line}: " if caution.line else ""
            yield f"- {where}{escaped(caution.text)}"
    yield ""
    yield f"Reviewed by {BLANK} on {BLANK}: accepted / to be corrected."


def _section(verdict: str, group: list[Checked]) -> Iterator[str]:
    if not group:
        return
    yield ""
    yield f"## {words.CALLED[verdict].capitalize()}"
    for topic in dict.fromkeys(one.claim.topic for one in group):
        same = [one for one in group if one.claim.topic == topic]
        yield ""
        yield f"### {escaped(words.title(same[0]))} ({', '.join(one.claim.id for one in same)})"
        yield ""
        for basis in same[0].judgement.basis:
            yield f"- {'note: ' if basis.bearing == 'note' else ''}{_basis(basis)}"


def _basis(basis: Basis) -> str:
    return escaped(basis.text) + (f" {code(shown(basis.site))}" if basis.site else "")
