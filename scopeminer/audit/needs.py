"""Reachable uses → needs: what has to be satisfied, whatever a use turns out to be at run time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scopeminer.audit.satisfaction import satisfied
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Use
from scopeminer.records import dataclass

Reading = tuple[Alternative, ...]
"""The alternatives of one operation that a use can be."""


@dataclass(frozen=True, slots=True)
class Need:
    """A use that costs scopes.

    `readings`: one for an exact use; for a bounded one, each operation that it can be. `alternatives`: the complete sets that satisfy every
    reading (for an exact use: its alternatives; for a bounded one possibly none, then no addition is known to be enough).
    """

    use: Use
    readings: tuple[Reading, ...]
    alternatives: tuple[Alternative, ...]

    def certain(self, scopes: frozenset[str]) -> bool:
        """Whether `scopes` satisfy it under every reading."""
        return all(satisfied(reading, scopes) for reading in self.readings)

    def possible(self, scopes: frozenset[str]) -> bool:
        """Whether `scopes` satisfy it under some reading."""
        return any(satisfied(reading, scopes) for reading in self.readings)


def needs(uses: Iterable[Use]) -> Iterator[Need]:
    """The needs among `uses`, in their order.

    Operations without scopes for Forge apps are no reading: nothing that is declared makes them work. A bounded use whose path is open at
    its end can be something that nobody publishes, so nothing is certain of it.
    """
    for use in uses:
        if not use.reachable:
            continue
        if use.resolution == "exact" and use.alternatives:
            yield Need(use, (use.alternatives,), use.alternatives)
        elif use.resolution != "exact" and "{*}" not in (use.route or "").partition("?")[0]:
            readings = tuple(dict.fromkeys(reading for reading in use.candidate_alternatives if reading))
            if readings:
                yield Need(use, readings, tuple(_common(readings)))


def _common(readings: tuple[Reading, ...]) -> Iterator[Alternative]:
    """The alternatives that satisfy every reading, each once."""
    for alternative in dict.fromkeys(one for reading in readings for one in reading):
        if all(satisfied(reading, frozenset(alternative)) for reading in readings):
            yield alternative
