"""Minimal sets: the cheapest scopes that satisfy every need, exactly, by branch and bound.

A need is a list of alternatives; one of them has to lie inside the set. Costs are tuples, compared from the left, that never get smaller
when a scope is added: so a branch that costs as much as the best set known is not worth following.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Scopes = frozenset[str]
Need = tuple[Scopes, ...]
Cost = tuple[int, ...]
CostOf = Callable[[Scopes], Cost]


def minimal_set(
    needs: Iterable[Iterable[Iterable[str]]],
    kept: Iterable[str],
    cost: CostOf,
    forbidden: Iterable[str] = (),
    ties: Callable[[Scopes], Iterable[Scopes]] = lambda scopes: (),
) -> Scopes | None:
    """The cheapest set that holds `kept` and satisfies every need without a `forbidden` scope; None when there is none.

    `cost` must be monotone, and scopes must add to it independently of each other, but for the groups that `ties` gives for the scopes in
    question. Of equally cheap sets the first in alphabetical order within each independent part.
    """
    base, without = frozenset(kept), frozenset(forbidden)
    reduced = _reduced(needs, base, without)
    if reduced is None:
        return None
    forced, open_needs = _forced(reduced, base)
    chosen = forced
    open_scopes = frozenset().union(*(one for need in open_needs for one in need))
    for component in _components(open_needs, ties(open_scopes)):
        chosen |= _Search(component, chosen, cost).run()
    return chosen


def _reduced(needs: Iterable[Iterable[Iterable[str]]], base: Scopes, forbidden: Scopes) -> list[Need] | None:
    """Needs still open, each without alternatives that another one spares, without needs that another one implies."""
    out: set[Need] = set()
    for need in needs:
        lacking = {frozenset(one) - base for one in need if not forbidden & (frozenset(one) - base)}
        if frozenset() in lacking:
            continue
        if not lacking:
            return None
        out.add(tuple(sorted((one for one in lacking if not any(other < one for other in lacking)), key=sorted)))
    by_size = sorted(out, key=lambda need: (len(need), [sorted(one) for one in need]))
    return [need for index, need in enumerate(by_size) if not any(_implies(other, need) for other in by_size[:index])]


def _implies(one: Need, other: Need) -> bool:
    """Whether satisfying `one` always satisfies `other`."""
    return all(any(alternative <= given for alternative in other) for given in one)


def _forced(needs: Sequence[Need], base: Scopes) -> tuple[Scopes, list[Need]]:
    """Take what has no choice, until everything open has one."""
    chosen, open_needs = base, list(needs)
    while True:
        singles = [need[0] for need in open_needs if len(need) == 1]
        if not singles:
            return chosen, open_needs
        chosen = chosen.union(*singles)
        open_needs = _reduced(open_needs, chosen, frozenset()) or []


def _components(needs: Sequence[Need], ties: Iterable[Scopes]) -> list[list[Need]]:
    """Needs that share no scope and no tie can be decided apart."""
    groups: list[tuple[set[str], list[Need]]] = []
    for linked, members in (*((frozenset().union(*need), [need]) for need in needs), *((tie, []) for tie in ties)):
        scopes, together = set(linked), list(members)
        touching = [group for group in groups if group[0] & scopes]
        apart = [group for group in groups if not group[0] & scopes]
        groups = [*apart, (scopes.union(*(group[0] for group in touching)), [one for group in touching for one in group[1]] + together)]
    return [sorted(group, key=lambda need: (len(need), [sorted(one) for one in need])) for _, group in groups if group]


class _Search:
    """Depth first over the alternatives of the hardest open need."""

    def __init__(self, needs: Sequence[Need], base: Scopes, cost: CostOf) -> None:
        self.needs = tuple(needs)
        self.base = base
        self.cost = cost
        self.seen: set[Scopes] = set()
        self.best = self._greedy()
        self.best_cost = (cost(self.best), sorted(self.best))

    def run(self) -> Scopes:
        self._descend(self.base)
        return self.best

    def _greedy(self) -> Scopes:
        chosen = self.base
        for need in self.needs:
            chosen |= min((one for one in need), key=lambda one: (self.cost(chosen | one), sorted(one)))
        return chosen

    def _descend(self, chosen: Scopes) -> None:
        if chosen in self.seen:
            return
        self.seen.add(chosen)
        cost = self.cost(chosen)
        if cost > self.best_cost[0]:
            return
        open_needs = [need for need in self.needs if not any(one <= chosen for one in need)]
        if not open_needs:
            key = (cost, sorted(chosen))
            if key < self.best_cost:
                self.best, self.best_cost = chosen, key
            return
        if self._bound(chosen, open_needs) > self.best_cost[0]:
            return
        need = min(open_needs, key=len)
        for one in sorted(need, key=lambda one: (self.cost(chosen | one), sorted(one))):
            self._descend(chosen | one)

    def _bound(self, chosen: Scopes, open_needs: Sequence[Need]) -> Cost:
        """Whatever else happens, the dearest of the open needs has to be paid in its cheapest way."""
        return max(min(self.cost(chosen | one) for one in need) for need in open_needs)
