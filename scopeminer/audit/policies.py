"""The policies of minimal sets: what each counts as cost."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.audit.facts import Facts
from scopeminer.audit.minimal import CostOf, Scopes, minimal_set
from scopeminer.audit.model import MinimalCost
from scopeminer.audit.reach import Reach
from scopeminer.catalog.model import Alternative

MOST_SCOPES = 50
"""Atlassian's documentation advises against more."""
POLICIES = ("as-declared", "fewest", "classic", "granular", "least-reach")


class Minimal:
    """The minimal sets of one app."""

    def __init__(self, facts: Facts, reach: Reach, kept: frozenset[str]) -> None:
        """`kept`: declared scopes that an unknown might need."""
        self._facts = facts
        self._reach = reach
        self._kept = kept
        self._used = frozenset(f"{use.method} {use.operation}" for use in facts.needs if use.operation)
        self._needs = tuple(dict.fromkeys(use.alternatives for use in facts.needs))

    def sets(self) -> dict[str, tuple[str, ...]]:
        """Policy → its set, sorted."""
        return {policy: tuple(sorted(self.solve(policy) or frozenset())) for policy in POLICIES}

    def solve(self, policy: str, forbidden: frozenset[str] = frozenset()) -> Scopes | None:
        """The set of a policy; None when it cannot do without what is `forbidden`."""
        ties = self._reach.ties if policy == "least-reach" else lambda scopes: ()
        return minimal_set(self._needs_of(policy), self._kept, self._cost(policy), forbidden, ties)

    def cost(self, policy: str, scopes: tuple[str, ...]) -> MinimalCost:
        """What a set means."""
        given = frozenset(scopes)
        return MinimalCost(
            scopes=len(given),
            reach=self._reach.size(given),
            excess_reach=sum(operation.name not in self._used for operation in self._reach.allowed(given)),
            families=tuple(sorted({self._family(scope) for scope in given})),
            more_than_50=len(given) > MOST_SCOPES,
            runner_up=self._runner_up(policy, given),
        )

    def _runner_up(self, policy: str, best: Scopes) -> tuple[str, ...]:
        """The cheapest set that lacks something of the best one; () when there is no other."""
        others = [self.solve(policy, frozenset({scope})) for scope in sorted(best - self._kept)]
        cost = self._cost(policy)
        found = min((one for one in others if one is not None), key=lambda one: (cost(one), sorted(one)), default=frozenset())
        return tuple(sorted(found))

    def _needs_of(self, policy: str) -> tuple[tuple[Alternative, ...], ...]:
        """What is satisfied as declared stays so without additions: otherwise removing would depend on adding."""
        if policy != "as-declared":
            return self._needs
        declared = self._facts.declared
        return tuple(tuple(one for one in need if declared.issuperset(one)) or need for need in self._needs)

    def _cost(self, policy: str) -> CostOf:
        return COSTS[policy](self)

    def _family(self, scope: str) -> str:
        kind = "classic" if self._facts.catalog.is_classic(scope) else "granular"
        return f"{self._facts.catalog.product_of(scope) or 'forge'} {kind}"

    def _as_declared(self) -> CostOf:
        declared = self._facts.declared
        families = {self._family(scope) for scope in declared}

        def cost(scopes: Scopes) -> tuple[int, ...]:
            foreign = sum(self._family(scope) not in families for scope in scopes)
            return foreign, len(scopes - declared), len(scopes)

        return cost

    def _fewest(self) -> CostOf:
        return lambda scopes: (len(scopes), len(scopes - self._facts.declared))

    def _classic(self) -> CostOf:
        return lambda scopes: (sum(not self._facts.catalog.is_classic(scope) for scope in scopes), len(scopes))

    def _granular(self) -> CostOf:
        return lambda scopes: (sum(self._facts.catalog.is_classic(scope) for scope in scopes), len(scopes))

    def _least_reach(self) -> CostOf:
        known: dict[Scopes, int] = {}

        def cost(scopes: Scopes) -> tuple[int, ...]:
            if scopes not in known:
                known[scopes] = self._reach.weight(scopes, self._used)
            return known[scopes], len(scopes)

        return cost


COSTS: dict[str, Callable[[Minimal], CostOf]] = {
    "as-declared": Minimal._as_declared,
    "fewest": Minimal._fewest,
    "classic": Minimal._classic,
    "granular": Minimal._granular,
    "least-reach": Minimal._least_reach,
}
