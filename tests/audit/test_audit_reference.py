"""Verdicts agree with the definition of design.md section 4, written down in ten lines and tried on random apps over the whole catalog."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from scopeminer.audit.reach import Reach
from scopeminer.audit.verdicts import decide
from scopeminer.catalog.model import Alternative, Operation
from scopeminer.privileges.model import Use
from tests.audit.apps import catalog, facts, request, unknown

OPERATIONS = tuple(one for one in catalog().operations if one.alternatives)
PARTS = 24
Needs = list[tuple[Alternative, ...]]


def reference(scope: str, declared: frozenset[str], used: Needs, announced: set[str], dead_needs: Needs, unknown: set[str]) -> str:
    """D = `declared`, U = `used`; `unknown`: what something unknown could need."""

    def satisfied(need: Iterable[Alternative], scopes: frozenset[str]) -> bool:
        return any(set(one) <= scopes for one in need)

    if scope in announced or any(satisfied(need, declared) and not satisfied(need, declared - {scope}) for need in used):
        return "needed"
    if scope in unknown:
        return "cannot-tell"
    if any(scope in one for need in used for one in need):
        return "redundant"
    return "dead-code-only" if any(scope in one for need in dead_needs for one in need) else "unused"


def use_of(one: Operation, reachable: bool = True) -> Use:
    return request(one.name, product=one.product, alternatives=one.alternatives, announced=one.announced, reachable=reachable)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_with_random_declarations(part: int) -> None:
    """Each operation alone and among others; where a need is missing, its declared scopes may be called needed: they complete an advice."""
    for index in range(part, len(OPERATIONS), PARTS):
        rng = random.Random(index)
        used = [OPERATIONS[index], *rng.sample(OPERATIONS, rng.choice((0, 0, 1, 4)))]
        unreached = rng.sample(OPERATIONS, rng.choice((0, 0, 2)))
        pool = sorted({scope for one in (*used, *unreached) for sets in one.alternatives for scope in sets})
        declared = frozenset(rng.sample(pool, rng.randint(0, len(pool))) + rng.sample(sorted(catalog().scopes), 2))
        held = set(rng.sample(sorted(declared), rng.choice((0, 0, min(2, len(declared))))))
        given = facts(
            " ".join(declared),
            *(use_of(one) for one in used),
            *(use_of(one, reachable=False) for one in unreached),
            unknown("dynamic-route", " ".join(held)),
        )
        decision = decide(given, Reach(catalog()))
        announced = {scope for one in used for scope in one.announced}
        for scope in declared:
            needs, dead_needs = [one.alternatives for one in used], [one.alternatives for one in unreached]
            expected = reference(scope, declared, needs, announced, dead_needs, held | catalog().unpublished)
            said = decision.verdicts[scope]
            completes = any(scope in one and set(one) <= declared | decision.target for need in given.missing for one in need.alternatives)
            assert said == expected or (said == "needed" and completes), (index, scope)
            assert scope in decision.target or said not in ("needed", "cannot-tell"), (index, scope)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_goes_is_missed(part: int) -> None:
    """The promise about `fix`: what is satisfied stays so, what is missing becomes satisfied, and what cannot be told stays."""
    for index in range(part, len(OPERATIONS), PARTS):
        rng = random.Random(-index)
        used = [OPERATIONS[index], *rng.sample(OPERATIONS, 3)]
        pool = sorted({scope for one in used for sets in one.alternatives for scope in sets})
        declared = frozenset(rng.sample(pool, rng.randint(0, len(pool))) + rng.sample(sorted(catalog().scopes), 3))
        held = set(rng.sample(sorted(declared), rng.randint(0, 2)))
        uses = [use_of(one) for one in used]
        for policy in ("as-declared", "fewest", "granular"):
            given = facts(" ".join(declared), *uses, unknown("eval", " ".join(held)))
            decision = decide(given, Reach(catalog()), policy)
            gone = {scope for scope, verdict in decision.verdicts.items() if verdict in ("unused", "dead-code-only")}
            gone |= {scope for scope, verdict in decision.verdicts.items() if verdict == "redundant" and scope not in decision.target}
            added = {scope for extra in decision.advised.values() for scope in extra}
            for use in uses:
                before = any(declared.issuperset(one) for one in use.alternatives)
                after = declared - gone if before else (declared - gone) | added
                assert any(after.issuperset(one) for one in use.alternatives), (index, policy, use.operation)
            assert not gone & held
            assert not gone & added
