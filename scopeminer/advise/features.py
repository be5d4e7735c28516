"""Uses → the features of the app (manifest modules by their titles) that run them."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.audit.words import distinct
from scopeminer.privileges.model import Step, Use


def features_of(use: Use) -> tuple[Step, ...]:
    """The manifest entries that lead to a use; none for dead code."""
    return use.features or use.evidence[:1]


def by_feature(uses: Iterable[Use]) -> dict[Step, tuple[Use, ...]]:
    """Feature → its reachable uses, features in the order of the manifest; one title is one feature."""
    places: dict[str, Step] = {}
    found: dict[str, list[Use]] = {}
    for use in uses:
        for step in features_of(use) if use.reachable else ():
            known = places.setdefault(step.label, step)
            places[step.label] = min(known, step, key=lambda one: one.place)
            found.setdefault(step.label, []).append(use)
    ordered = sorted(places.values(), key=lambda step: (step.place, step.label))
    return {step: distinct(found[step.label]) for step in ordered}
