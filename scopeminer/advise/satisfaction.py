"""Which alternatives of a need a set of scopes covers."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Use


def satisfied(alternatives: Iterable[Alternative], scopes: frozenset[str]) -> bool:
    """Whether one complete alternative lies inside `scopes`; halves of two never add up."""
    return any(scopes.issuperset(alternative) for alternative in alternatives)


def allowed(use: Use, scopes: frozenset[str]) -> bool:
    """Whether `scopes` allow a use. Of a bounded use, everything that it can be has to be allowed."""
    if use.candidate_alternatives:
        return all(satisfied(alternatives, scopes) for alternatives in use.candidate_alternatives if alternatives)
    return not use.alternatives or satisfied(use.alternatives, scopes)


def cheapest(alternatives: Iterable[Alternative], scopes: frozenset[str]) -> Alternative:
    """The fewest scopes that would have to be added to `scopes`, sorted; () when nothing is lacking."""
    lacking = (tuple(sorted(set(alternative) - scopes)) for alternative in alternatives)
    return min(lacking, key=lambda additions: (len(additions), additions), default=())


def accepts(use: Use, scope: str) -> bool:
    """Whether some alternative of a use, or of what it can be, names `scope`."""
    sets = (*use.alternatives, *(alternative for each in use.candidate_alternatives for alternative in each), use.announced)
    return any(scope in alternative for alternative in sets)
