"""non-minimal: what is left when everything removable is gone is still not the fewest scopes that would do."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.policies import AS_DECLARED
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.audit.words import listed

COUNTING = (AS_DECLARED, "fewest")
"""Policies under which the number of scopes is what matters."""


def check(case: Case) -> Iterator[Finding]:
    """A choice, not a mistake: more scopes can allow less. Who chose a policy that prefers something else has been told."""
    if case.decision.policy not in COUNTING:
        return
    fewest, left = frozenset(case.decision.minimal.sets["fewest"]), case.decision.target
    if len(fewest) < len(left):
        instead, gone = sorted(fewest - left), sorted(left - fewest)
        allowed = f"{case.reach.size(fewest)} operations instead of {case.reach.size(left)}"
        would = "scope would" if len(fewest) == 1 else "scopes would"
        how = f"{listed(instead)} in place of {listed(gone)}" if instead else f"without {listed(gone)}"
        message = f"{len(fewest)} {would} do instead of {len(left)}: {how}, allowing {allowed}"
        yield finding("non-minimal", message, "scopes", case.facts.scopes_place, scopes=tuple(sorted(fewest)))
