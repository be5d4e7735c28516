"""Values that wait for what callers say."""

from __future__ import annotations

from scopeminer.values.pattern import Conditions

PENDING = "(a caller decides)"
"""Branch label of a value that stands for what callers would say: it goes once nobody says anything and others are known."""


def settled(given: list[Conditions]) -> list[bool]:
    """Which of several values stay when no caller is left to ask: not the pending ones that have named rivals."""
    named = {key for conditions in given for key, label in conditions if label != PENDING}
    return [all(label != PENDING or key not in named for key, label in conditions) for conditions in given]
