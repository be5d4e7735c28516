"""A statement and the facts of an app → a review: every claim with its verdict, and what is odd about the document."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Caution, Checked, Claim, Facts, Judgement, Review, Statement
from scopeminer.claims.topics import BY_ID
from scopeminer.claims.wording import load_wording


def check(statement: Statement, facts: Facts, changes: tuple[Caution, ...] = ()) -> Review:
    """Judge each topic once. `changes`: what git says of the manifest since the statement's date (claims/staleness)."""
    topics = {claim.topic for claim in statement.claims if claim.topic is not None}
    judged: dict[str, Judgement] = {topic: BY_ID[topic].judge(facts) for topic in sorted(topics)}
    checked = tuple(Checked(claim, judged[claim.topic]) for claim in statement.claims if claim.topic is not None)
    cautions = (*_hedges(statement.claims), *_scopes(statement, facts), *changes)
    return Review(statement, facts.audit.app.path, checked, cautions, facts.audit.usage.coverage, facts.audit.catalog)


def _hedges(claims: tuple[Claim, ...]) -> Iterator[Caution]:
    """A hedge in one place and an absolute in another, of things that come to the same."""
    for pair in load_wording().families:
        of_pair = [claim for claim in claims if claim.topic in pair]
        absolute = [claim for claim in of_pair if claim.absolute and not claim.hedge]
        for claim in of_pair:
            if claim.hedge and absolute:
                others = " and ".join(f"{other.id} ({other.absolute})" for other in absolute)
                is_are = "claim {} is" if len(absolute) == 1 else "claims {} are"
                text = f"claim {claim.id} is hedged ({claim.hedge}), {is_are.format(others)} absolute: a reader cannot rely on both"
                yield Caution("hedged", text, claim.line)


def _scopes(statement: Statement, facts: Facts) -> Iterator[Caution]:
    """Scopes that the text names against those that the manifest declares."""
    declared = facts.manifest.scopes
    named = {scope for scope, _ in statement.scopes}
    for scope, line in statement.scopes:
        if scope not in declared:
            yield Caution("scope-not-declared", f"{scope} is named in the statement and not declared in the manifest", line)
    if named & declared:  # only a text that lists scopes can leave one out
        for grant in facts.manifest.grants:
            if grant.scope not in named:
                yield Caution("scope-not-named", f"{grant.scope} is declared and not named in the statement", None, facts.place(grant.span))
