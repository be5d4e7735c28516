"""Minimal sets and the next best ones against brute force."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import chain, combinations
from typing import cast

import pytest

from scopeminer.audit.facts import Facts
from scopeminer.audit.minimal import Cost, Objective, minimal_set, two_best
from scopeminer.audit.policies import POLICIES, Minimal
from scopeminer.audit.reach import Reach, weight
from scopeminer.audit.satisfaction import satisfied
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Demand, Operation
from scopeminer.catalog.scopes import is_classic, product_of
from scopeminer.privileges.model import Usage
from tests.audit.apps import catalog, facts, manifest, need, place_of, unknown

INSTANCES = 1_000
Scopes = frozenset[str]
Needs = list[list[tuple[str, ...]]]

POOL = (
    "read:jira-a", "write:jira-b", "manage:jira-c", "read:confluence-d", "read:e:jira", "write:f:jira", "delete:g:jira",
)  # fmt: skip
"""Classic and granular scopes of two products."""


class Invented:
    """A catalog of a few random operations over POOL."""

    scopes, unpublished = frozenset(POOL), frozenset[str]()
    product_of, is_classic = staticmethod(product_of), staticmethod(is_classic)

    def __init__(self, rng: random.Random) -> None:
        sets = random_needs(rng, POOL, 9)
        methods = [rng.choice(("GET", "POST", "DELETE")) for _ in sets]
        self.operations = [
            Operation("jira", method, f"/{n}", tuple(one)) for n, (method, one) in enumerate(zip(methods, sets, strict=True))
        ]

        self._demands = {one.name: Demand(tuple(map(frozenset, one.alternatives)), Counter([one.method])) for one in self.operations}

    def demands(self, scope: str) -> tuple[Demand, ...]:
        return tuple(one for one in self._demands.values() if scope in one.scopes)

    def demands_of(self, name: str) -> tuple[Demand, ...]:
        return (self._demands[name],) if name in self._demands else ()

    def weigh(self, scopes: Scopes, used: set[str]) -> int:
        """What a set allows beyond the used operations."""
        return sum(
            weight(one.method, one.alternatives) for one in self.operations if one.name not in used and satisfied(one.alternatives, scopes)
        )


@cache
def subsets(scopes: Scopes) -> list[Scopes]:
    pool = sorted(scopes)
    return [frozenset(one) for one in chain.from_iterable(combinations(pool, size) for size in range(len(pool) + 1))]


def random_needs(rng: random.Random, pool: tuple[str, ...], most: int = 6) -> Needs:
    def alternative() -> tuple[str, ...]:
        return tuple(sorted(rng.sample(pool, rng.choice((1, 1, 2, 2, 3)))))

    return [[alternative() for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(0, most))]


def feasible(needs: Iterable[Iterable[tuple[str, ...]]], kept: Scopes, pool: Iterable[str]) -> list[Scopes]:
    """All sets over `pool` that hold `kept` and satisfy every need."""
    listed = [tuple(need) for need in needs]
    sets = (kept | one for one in subsets(frozenset(pool) - kept))
    return [one for one in sets if all(satisfied(need, one) for need in listed)]


@pytest.mark.parametrize(
    ("needs", "kept", "best"),
    [
        ([], "", ""),
        ([], "a", "a"),
        ([["a"]], "", "a"),
        ([["a", "b"]], "", "a"),
        ([["a", "b"]], "b", "b"),
        ([["a b", "c"]], "", "c"),
        ([["a b", "c d"], ["a"]], "", "a b"),
        ([["a b", "c d"], ["a", "x"], ["b", "x"]], "", "a b"),
        ([["a", "x"], ["b", "x"], ["c", "x"]], "", "x"),
        ([["a", ""]], "", ""),
        ([["a b", "a"]], "", "a"),
        ([["a b"], ["b c"]], "a", "a b c"),
    ],
    ids=str,
)
def test_by_hand(needs: list[list[str]], kept: str, best: str) -> None:
    sets = [[tuple(one.split()) for one in need] for need in needs]
    assert minimal_set(sets, kept.split(), counting({})) == frozenset(best.split())


def counting(weights: dict[str, int]) -> Objective:
    """The sum of the scopes' weights (1 where none is given), then their number."""
    return Objective(lambda chosen, free: lambda scopes: (sum(weights.get(one, 1) for one in scopes), len(scopes)))


@pytest.mark.parametrize("seed", range(0, INSTANCES, 50))
def test_exact(seed: int) -> None:
    pool = tuple("abcdefg")
    for number in range(seed, seed + 50):
        rng = random.Random(number)
        needs, kept = random_needs(rng, pool), frozenset(rng.sample(pool, rng.randint(0, 2)))
        weights = {scope: rng.randint(0, 5) for scope in pool}
        objective = counting(weights)
        possible = feasible(needs, kept, pool)
        _agrees(two_best(needs, kept, objective), possible, objective.cost(kept, frozenset(pool)))


def _agrees(found: tuple[Scopes, Scopes | None], possible: list[Scopes], cost: Callable[[Scopes], Cost]) -> None:
    """The best and the next best of `possible`, whatever equal ones are picked."""
    best, other = found
    assert best in possible
    assert cost(best) == min(map(cost, possible))
    rest = [one for one in possible if not one >= best]
    if other is None:
        assert rest == []
    else:
        assert other in rest
        assert cost(other) == min(map(cost, rest))


def test_equal_sets_are_decided_by_rank_then_by_name() -> None:
    needs = [[("b",), ("a",)]]
    assert minimal_set(needs, (), counting({})) == {"a"}
    assert minimal_set(needs, (), counting({})._replace(rank=lambda scopes: int("a" in scopes))) == {"b"}


# ---- policies ----


def classic(scopes: Scopes) -> int:
    return sum(scope.count(":") == 1 for scope in scopes)


COSTS: dict[str, Callable[[Scopes, Scopes], Cost]] = {
    "fewest": lambda scopes, declared: (len(scopes), len(scopes - declared)),
    "classic": lambda scopes, declared: (len(scopes) - classic(scopes), len(scopes)),
    "granular": lambda scopes, declared: (classic(scopes), len(scopes)),
}


def growth(scopes: Scopes, declared: Scopes) -> tuple[int, int]:
    """What as-declared counts: additions of families that are not in use, then additions."""

    def family(scope: str) -> tuple[str, bool]:
        return product_of(scope), scope.count(":") == 1

    families, added = {family(scope) for scope in declared}, scopes - declared
    return sum(family(scope) not in families for scope in added), len(added)


class Instance:
    """Random needs and declarations; some declared scopes are held back by something unknown, some operations are the used ones."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        self.catalog = Invented(rng)
        self.needs = random_needs(rng, POOL, rng.choice((2, 6)))
        self.declared = frozenset(rng.sample(POOL, rng.randint(0, 5)))
        self.held = frozenset(rng.sample(sorted(self.declared), min(len(self.declared), rng.choice((0, 0, 1, 2)))))
        names = [rng.choice(("GET /0", "POST /1", "DELETE /2", "GET /x")) for _ in self.needs]
        self.used = set(names)
        uses = [
            need("rest", "requestJira", *map(" ".join, sets), method=name.split()[0], operation=name.split()[1])
            for name, sets in zip(names, self.needs, strict=True)
        ]
        usage = Usage(tuple(uses), (unknown("dynamic-route", " ".join(self.held)),))
        catalog = cast(Catalog, self.catalog)
        self.minimal = Minimal(Facts(manifest(" ".join(sorted(self.declared))), usage, catalog, place_of), Reach(catalog))

    def solved(self, policy: str) -> tuple[Scopes, Scopes | None]:
        return frozenset(self.minimal.sets[policy]), frozenset(self.minimal.costs[policy].runner_up) or None

    def cost(self, policy: str, scopes: Scopes) -> Cost:
        if policy == "least-reach":
            return self.catalog.weigh(scopes, self.used), len(scopes)
        return COSTS[policy](scopes, self.declared)


@pytest.mark.parametrize("seed", range(0, INSTANCES, 50))
def test_policies_that_choose_freely_are_exact(seed: int) -> None:
    for number in range(seed, seed + 50):
        instance = Instance(number)
        possible = feasible(instance.needs, instance.held, POOL)
        for policy in (*COSTS, "least-reach"):
            _agrees(instance.solved(policy), possible, partial(instance.cost, policy))


@pytest.mark.parametrize("seed", range(0, INSTANCES, 50))
def test_as_declared_adds_least_then_keeps_least(seed: int) -> None:
    for number in range(seed, seed + 50):
        instance = Instance(number)
        needs, declared, held = instance.needs, instance.declared, instance.held
        met = [[one for one in need if declared.issuperset(one)] for need in needs]
        missing = [need for need, inside in zip(needs, met, strict=True) if not inside]
        best, other = instance.solved("as-declared")
        least = min(growth(one, declared) for one in feasible(missing, declared, POOL))
        assert growth(best, declared) == least
        possible = feasible([*filter(None, met), *missing], held | (best - declared), declared | best)
        assert best in possible
        assert len(best) == min(map(len, possible))
        assert other is None or (other in feasible(needs, held, POOL) and not other >= best)
        rest = [one for one in possible if not one >= best]
        if rest:
            assert other is not None
            assert (growth(other, declared), len(other)) <= (least, min(map(len, rest)))


def test_what_a_set_costs() -> None:
    minimal = Minimal(facts("read:jira-work", need("storage", "kvs.get", "read:jira-work")), Reach(catalog()))
    cost = minimal.costs["as-declared"]
    assert minimal.sets["as-declared"] == ("read:jira-work",)
    assert (cost.scopes, cost.families, cost.more_than_50, cost.runner_up) == (1, ("jira classic",), False, ())
    assert cost.reach == cost.excess_reach == Reach(catalog()).size(["read:jira-work"])


@pytest.mark.parametrize(("number", "told"), [(50, False), (51, True)])
def test_more_than_50_scopes_are_told(number: int, told: bool) -> None:
    scopes = sorted(catalog().scopes - catalog().unpublished)[:number]
    uses = [need("storage", "kvs.get", scope, site=f"src/a.js:{line}") for line, scope in enumerate(scopes, 1)]
    minimal = Minimal(facts(" ".join(scopes), *uses), Reach(catalog()))
    assert {minimal.costs[policy].more_than_50 for policy in POLICIES} == {told}
