"""What a set of scopes allows, and what it would take."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.audit.satisfaction import satisfied
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Use


def allowed(use: Use, scopes: frozenset[str]) -> bool:
    """Whether `scopes` allow a use; of one that is not resolved, whether they allow something that it can be."""
    if use.candidate_alternatives:
        return any(not alternatives or satisfied(alternatives, scopes) for alternatives in use.candidate_alternatives)
    return not use.alternatives or satisfied(use.alternatives, scopes)


def cheapest(alternatives: Iterable[Alternative], scopes: frozenset[str]) -> Alternative:
    """The fewest scopes that would have to be added to `scopes`, sorted; () when nothing is lacking."""
    lacking = (tuple(sorted(set(alternative) - scopes)) for alternative in alternatives)
    return min(lacking, key=lambda additions: (len(additions), additions), default=())
