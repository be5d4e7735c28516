"""The policies of minimal sets: what each counts as cost, and what an app that follows one moves to.

`as-declared` keeps the families in use: it adds as little as the missing needs ask for, of families that are declared already where that is
possible, and otherwise only takes away. The others choose freely: the fewest scopes, classic ones, granular ones, or the least reach.
Whatever an unknown might need stays in every set, and so does what is declared for an operation that has announced it as mandatory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from scopeminer.audit.facts import Facts
from scopeminer.audit.minimal import CostOf, Objective, Scopes, minimal_set, two_best
from scopeminer.audit.model import MinimalCost
from scopeminer.audit.reach import Reach
from scopeminer.catalog.model import Alternative

MOST_SCOPES = 50
"""Atlassian's documentation advises against more."""
AS_DECLARED = "as-declared"


def _plain(cost: CostOf) -> Objective:
    """For costs that need not know what is open."""
    return Objective(lambda chosen, open_scopes: cost)


COUNT = _plain(lambda scopes: (len(scopes),))


class Minimal:
    """The minimal sets of one app, each with the next best one."""

    def __init__(self, facts: Facts, reach: Reach) -> None:
        self._declared = facts.declared
        self._catalog = facts.catalog
        self._reach = reach
        announced = {scope for need in facts.needs for scope in need.use.announced}
        self._kept = frozenset(scope for scope in facts.declared if facts.held(scope) or scope in announced)
        self._used = frozenset(f"{need.use.method} {need.use.operation}" for need in facts.needs if need.use.operation)
        missing = set(map(id, facts.missing))
        exact = (need for need in facts.needs if need.use.resolution == "exact" and id(need) not in missing)
        self._satisfied = tuple(dict.fromkeys(need.alternatives for need in exact))
        self._missing = tuple(dict.fromkeys(need.alternatives for need in facts.missing))
        self._found: dict[str, tuple[Scopes, Scopes | None]] = {}
        self._families = frozenset(self._family(scope) for scope in facts.declared)

    @cached_property
    def sets(self) -> Mapping[str, tuple[str, ...]]:
        """Policy → its set, sorted."""
        return {policy: tuple(sorted(self._solution(policy)[0])) for policy in POLICIES}

    @cached_property
    def costs(self) -> Mapping[str, MinimalCost]:
        """Policy → what its set means."""
        return {policy: self._cost(*self._solution(policy)) for policy in POLICIES}

    def target(self, policy: str) -> Scopes:
        """What `fix` moves to under a policy: what is missing is added its way, and removing never depends on adding.

        So a need that is satisfied as declared stays so by what is declared.
        """
        best, _ = self._solution(policy)
        if policy == AS_DECLARED:
            return best
        inside = [[one for one in need if best.issuperset(one)] for need in self._missing]
        added = minimal_set(inside, self._declared, COUNT) - self._declared
        return minimal_set(self._after(added), self._kept | added, self._objective(policy))

    def _solution(self, policy: str) -> tuple[Scopes, Scopes | None]:
        """The best and the next best set, worked out when asked for."""
        if policy not in self._found:
            needs = (*self._satisfied, *self._missing)
            free = policy != AS_DECLARED
            self._found[policy] = two_best(needs, self._kept, self._objective(policy)) if free else self._as_declared()
        return self._found[policy]

    def _as_declared(self) -> tuple[Scopes, Scopes | None]:
        """First what is added, then what is kept; the next best adds something else, or keeps something else."""
        growth = _plain(self._growth)._replace(rank=self._left_behind)
        grown, grown_otherwise = two_best(self._missing, self._declared, growth)
        best, other = self._reduced_to(grown - self._declared)
        others = [other] if other is not None else []
        if grown_otherwise is not None:
            others.append(self._reduced_to(grown_otherwise - self._declared)[0])
        return best, min(others, key=lambda one: (self._growth(one), len(one), sorted(one)), default=None)

    def _reduced_to(self, added: Scopes) -> tuple[Scopes, Scopes | None]:
        return two_best(self._after(added), self._kept | added, COUNT)

    def _after(self, added: Scopes) -> tuple[tuple[Alternative, ...], ...]:
        """The needs once something is added, what is satisfied already confined to what is declared."""
        whole = self._declared | added
        satisfied = (tuple(one for one in need if self._declared.issuperset(one)) for need in self._satisfied)
        return *satisfied, *(tuple(one for one in need if whole.issuperset(one)) for need in self._missing)

    def _growth(self, scopes: Scopes) -> tuple[int, ...]:
        added = scopes - self._declared
        return sum(self._family(scope) not in self._families for scope in added), len(added)

    def _left_behind(self, scopes: Scopes) -> int:
        """Of additions alike in cost, the one that completes alternatives with the most declared scopes is nearest to what was meant."""
        completed = ([len(self._declared.intersection(one)) for one in need if scopes.issuperset(one)] for need in self._missing)
        return -sum(max(sizes, default=0) for sizes in completed)

    def _objective(self, policy: str) -> Objective:
        return COSTS[policy](self)

    def _cost(self, best: Scopes, other: Scopes | None) -> MinimalCost:
        return MinimalCost(
            scopes=len(best),
            reach=self._reach.size(best),
            excess_reach=self._reach.excess(best, self._used),
            families=tuple(sorted({self._family(scope) for scope in best})),
            more_than_50=len(best) > MOST_SCOPES,
            runner_up=tuple(sorted(other or ())),
        )

    def _family(self, scope: str) -> str:
        kind = "classic" if self._catalog.is_classic(scope) else "granular"
        return f"{self._catalog.product_of(scope) or 'forge'} {kind}"

    def _fewest(self) -> Objective:
        return _plain(lambda scopes: (len(scopes), len(scopes - self._declared)))

    def _classic(self) -> Objective:
        return _plain(lambda scopes: (sum(not self._catalog.is_classic(scope) for scope in scopes), len(scopes)))

    def _granular(self) -> Objective:
        return _plain(lambda scopes: (sum(self._catalog.is_classic(scope) for scope in scopes), len(scopes)))

    def _least_reach(self) -> Objective:
        def cost(chosen: Scopes, open_scopes: Scopes) -> CostOf:
            weigh = self._reach.weigher(chosen, open_scopes - chosen, self._used)
            return lambda scopes: (weigh(scopes), len(scopes))

        return Objective(cost, self._reach.links)


COSTS: dict[str, Callable[[Minimal], Objective]] = {
    "fewest": Minimal._fewest,
    "classic": Minimal._classic,
    "granular": Minimal._granular,
    "least-reach": Minimal._least_reach,
}
POLICIES = (AS_DECLARED, *COSTS)
