"""Uses have an order, whatever they differ in."""

from __future__ import annotations

from dataclasses import replace

from scopeminer.privileges.collect import _order
from scopeminer.privileges.model import Step, Use
from scopeminer.source import Place

USE = Use("rest", "api", Place("a.js", 1, 1), evidence=(Step(Place("a.js", 1, 1), "a"),))


def test_uses_that_differ_in_their_evidence_have_an_order() -> None:
    others = [replace(USE, evidence=(Step(Place("a.js", 1, 1), "b"),)), replace(USE, evidence=(Step(Place("a.js", 2, 1), "a"),))]
    assert sorted([*others, USE], key=_order) == [USE, *others]
