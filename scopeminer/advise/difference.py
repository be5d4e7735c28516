"""What differs between two versions of an app, as records."""

from __future__ import annotations

from scopeminer.advise.release import gravest
from scopeminer.disclosure.model import Eligibility
from scopeminer.records import dataclass
from scopeminer.source import Place

GATES = ("new-scope", "new-write", "new-egress")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    `kind`: those of advise.changes, and of the code operation-added, operation-removed, principal-changed, host-added,
    host-removed. `place` is in the new version, for what is gone in the old one. `gates`: which of GATES it trips. For an added scope:
    its `verdict` in the new version and the places in `used` where code needs it.
    """

    kind: str
    subject: str
    detail: str
    place: Place | None
    impact: str
    gates: tuple[str, ...] = ()
    verdict: str | None = None
    used: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`reach`: how many operations the declared scopes allow, before and after; `used`: how many the code performs."""

    old: str
    new: str
    differences: tuple[Difference, ...]
    reach: tuple[int, int]
    used: tuple[int, int]
    eligibility: tuple[Eligibility, Eligibility] = (Eligibility("cannot-tell"), Eligibility("cannot-tell"))
    """For Runs on Atlassian, before and after."""

    @property
    def impact(self) -> str:
        """none | minor | major, as documented."""
        return gravest(difference.impact for difference in self.differences)

    @property
    def consent(self) -> bool:
        """Whether administrators are asked again: a major version waits for each of them."""
        return self.impact == "major"

    def tripped(self, gates: frozenset[str]) -> tuple[Difference, ...]:
        """The differences that trip one of some gates."""
        return tuple(difference for difference in self.differences if gates.intersection(difference.gates))
