"""Which alternatives of a need a set of scopes covers."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Use


def satisfied(alternatives: Iterable[Alternative], scopes: frozenset[str]) -> bool:
    """Whether one complete alternative lies inside `scopes`; halves of two never add up."""
    return any(map(scopes.issuperset, alternatives))


def satisfying(alternatives: Iterable[Alternative], scopes: frozenset[str]) -> Alternative | None:
    """The smallest alternative inside `scopes`, or None."""
    return min((one for one in alternatives if scopes.issuperset(one)), key=lambda one: (len(one), one), default=None)


def additions(alternatives: Iterable[Alternative], scopes: frozenset[str]) -> tuple[Alternative, ...]:
    """What would have to be added to `scopes` for each alternative, fewest first, without those that another one spares."""
    lacking = {tuple(sorted(set(one) - scopes)) for one in alternatives}
    minimal = [one for one in lacking if not any(set(other) < set(one) for other in lacking)]
    return tuple(sorted(minimal, key=lambda one: (len(one), one)))


def named(use: Use) -> frozenset[str]:
    """Every scope that some alternative of a use, or of what it can be, names."""
    sets = (*use.alternatives, *(one for each in use.candidate_alternatives for one in each), use.announced)
    return frozenset().union(*sets)


def accepts(use: Use, scope: str) -> bool:
    """Whether some alternative of a use, or of what it can be, names `scope`."""
    return scope in named(use)
