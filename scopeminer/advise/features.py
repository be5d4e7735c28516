"""Uses → the features of the app (manifest modules by their titles) that run them."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.privileges.model import Step, Use

ELSEWHERE = "code without a manifest entry"


def features_of(use: Use) -> tuple[Step, ...]:
    """The manifest entries that lead to a use, or the first step of its evidence; none for dead code."""
    return use.features or use.evidence[:1]


def titles(uses: Iterable[Use]) -> tuple[str, ...]:
    """The labels of the features behind some uses, each once, sorted."""
    return tuple(sorted({step.label for use in uses for step in features_of(use)}))


def by_feature(uses: Iterable[Use]) -> dict[Step, tuple[Use, ...]]:
    """Feature → its reachable uses, features in the order of the manifest."""
    found: dict[Step, list[Use]] = {}
    for use in uses:
        if use.reachable:
            for step in features_of(use):
                found.setdefault(step, []).append(use)
    return {step: tuple(found[step]) for step in sorted(found, key=lambda step: (step.place, step.label))}
