"""Scopes away or added → what stops, what starts, what is not known; features → their scopes."""

from __future__ import annotations

import pytest

from scopeminer.advise.what_if import costs, reasons, what_if
from scopeminer.privileges.model import Unknown


def names(uses):
    return [f"{use.method} {use.operation}" for use in uses]


@pytest.mark.parametrize(
    ("declared", "needs", "removed", "added", "broken", "mended"),
    [
        ("a b", ["a"], "a", "", ["GET /0"], []),
        ("a b", ["a"], "b", "", [], []),
        ("a b", ["a | b"], "a", "", [], []),
        ("a b", ["a | b"], "a b", "", ["GET /0"], []),
        ("a", ["a | b + c"], "a", "b c", [], []),
        ("a", ["a | b + c"], "a", "b", ["GET /0"], []),
        ("a", ["b"], "", "b", [], ["GET /0"]),
        ("a", ["b"], "a", "", [], []),
        ("a", [""], "a", "", [], []),
        ("a b", ["a", "b", "a + b"], "b", "", ["GET /1", "GET /2"], []),
    ],
)
def test_what_stops_and_starts(make, declared, needs, removed, added, broken, mended) -> None:
    uses = [make.use(f"GET /{n}", *(need.split(" | "))) for n, need in enumerate(needs)]
    found = what_if(make.audit(declared, uses), removed.split(), added.split())
    assert names(one.use for one in found.broken) == broken
    assert names(found.mended) == mended


def test_dead_code_cannot_break(make) -> None:
    assert what_if(make.audit("a", [make.use("GET /x", "a", reachable=False)]), ["a"]).broken == ()


def test_what_would_be_lacking(make) -> None:
    uses = [make.use("GET /x", "a", "b + c + d", "b + e")]
    assert what_if(make.audit("a b", uses), ["a"]).broken[0].lacking == ("a",)
    assert what_if(make.audit("a b", uses), ["a", "b"], ["e"]).broken[0].lacking == ("a",)
    assert what_if(make.audit("b e", uses), ["e"]).broken[0].lacking == ("e",)
    assert what_if(make.audit("a b e", uses), ["a", "b"]).broken[0].lacking == ("a",)


@pytest.mark.parametrize(
    ("candidates", "removed", "breaks"),
    [(["a", "b"], "a", False), (["a", "b"], "a b", True), (["a", "a | b"], "a", False), (["a", "a"], "a", True), (["a", ""], "a", False)],
)
def test_an_unresolved_use_breaks_when_nothing_that_it_can_be_is_left(make, candidates, removed, breaks) -> None:
    each = tuple(tuple((one,) if one else () for one in text.split(" | ")) for text in candidates)
    bounded = make.use("GET /x", resolution="bounded", operation=None, candidates=("GET /y", "GET /z"), candidate_alternatives=each)
    assert bool(what_if(make.audit("a b", [bounded]), removed.split()).broken) is breaks


def test_unknowns_that_could_need_a_removed_scope_are_named(make) -> None:
    unknowns = [
        Unknown(make.place("src/a.ts:1"), "dynamic-route", holds_back=frozenset("a")),
        Unknown(make.place("src/a.ts:2"), "eval", holds_back=frozenset("bc")),
    ]
    doubtful = what_if(make.audit("a b", unknowns=unknowns), ["a"]).doubtful
    assert [unknown.site.line for unknown in doubtful] == [1]


def test_features_by_what_breaks(make) -> None:
    uses = [
        make.use("GET /x", "a", features=("panel", "macro")),
        make.use("PUT /x", "b", features=("panel",)),
        make.use("GET /y", "c", features=("page",)),
    ]
    found = what_if(make.audit("a b c", uses), ["a"])
    assert {step.label: names(broken) for step, broken in found.features.items()} == {"panel": ["GET /x"], "macro": ["GET /x"]}
    assert [step.label for step in found.unharmed] == ["page"]


def test_the_reasons_for_each_scope(make) -> None:
    uses = [make.use("GET /x", "a"), make.use("PUT /x", "b"), make.use("PUT /y", "b", features=("page",)), make.use("GET /z", "c", "d")]
    found = {reason.scope: reason for reason in reasons(make.audit("a b c d", uses))}
    assert {scope: names(reason.uses) for scope, reason in found.items()} == {"a": ["GET /x"], "b": ["PUT /x", "PUT /y"], "c": [], "d": []}
    assert found["a"].only_use == uses[0]
    assert found["b"].only_use is None
    assert sorted(step.label for step in found["b"].features) == ["page", "panel"]


def test_the_cost_of_each_feature(make) -> None:
    uses = [
        make.use("GET /x", "a", features=("panel", "page")),
        make.use("PUT /x", "b"),
        make.use("GET /z", "z"),
        make.use("GET /d", "a", features=("dead",), reachable=False),
    ]
    found = {cost.feature.label: (cost.scopes, cost.alone) for cost in costs(make.audit("a b", uses))}
    assert found == {"panel": (("a", "b"), ("b",)), "page": (("a",), ())}
