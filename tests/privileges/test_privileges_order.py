"""Uses have an order, whatever they differ in."""

from __future__ import annotations

from dataclasses import replace

from scopeminer.privileges.collect import _order, by_place
from scopeminer.privileges.model import Step, Unknown, Use
from scopeminer.source import Place

USE = Use("rest", "api", Place("a.js", 1, 1), evidence=(Step(Place("a.js", 1, 1), "a"),))


def test_uses_that_differ_in_their_evidence_have_an_order() -> None:
    others = [replace(USE, evidence=(Step(Place("a.js", 1, 1), "b"),)), replace(USE, evidence=(Step(Place("a.js", 2, 1), "a"),))]
    assert sorted([*others, USE], key=_order) == [USE, *others]


def test_unknowns_that_differ_in_their_product_have_an_order() -> None:
    place = Place("src/index.js", 1, 1)
    one, other = (Unknown(place, "dynamic-route", product=product) for product in ("confluence", "jira"))
    assert sorted([other, one], key=by_place) == [one, other]
