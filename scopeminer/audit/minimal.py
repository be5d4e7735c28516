"""Minimal sets: the cheapest scopes that satisfy every need, exactly, by branch and bound.

A need is a list of alternatives; one of them has to lie inside the set. Costs are tuples, compared from the left, that get larger whenever
a scope is added that is not there yet: so an unfinished branch that costs as much as the best set known is not worth following.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from scopeminer.records import NamedTuple

Scopes = frozenset[str]
Need = tuple[Scopes, ...]
Cost = tuple[int, ...]
CostOf = Callable[[Scopes], Cost]
Needs = Iterable[Iterable[Iterable[str]]]


class Objective(NamedTuple):
    """What the cheapest set is.

    `cost`: scopes that are chosen, scopes that are open → the cost of the chosen ones with some of the open ones. It is strictly monotone,
    and scopes add to it independently of each other, but for the groups that `links` gives for the open and the chosen ones. Of equally
    cheap sets the one of the lowest `rank` wins (which adds up over needs), then the first in alphabetical order in each independent part.
    """

    cost: Callable[[Scopes, Scopes], CostOf]
    links: Callable[[Scopes, Scopes], Iterable[Scopes]] = lambda open_scopes, chosen: ()
    rank: Callable[[Scopes], int] = lambda scopes: 0


def minimal_set(needs: Needs, kept: Iterable[str], objective: Objective) -> Scopes:
    """The cheapest set that holds `kept` and satisfies every need. Every need has an alternative."""
    return _solved(needs, kept, objective)[0]


def two_best(needs: Needs, kept: Iterable[str], objective: Objective) -> tuple[Scopes, Scopes | None]:
    """The cheapest set, and the cheapest of those that lack something of it; None when every set holds all of it."""
    best, parts = _solved(needs, kept, objective)
    others: list[Scopes] = []
    for part, scopes in parts:
        other = _Search(part, best - scopes, objective, without=scopes).run()
        if other is not None:
            others.append(other)
    if len(others) < 2:
        return best, others[0] if others else None
    cost = objective.cost(frozenset(kept), best.union(*(_scopes(part) for part, _ in parts)))
    return best, min(others, key=lambda one: (cost(one), objective.rank(one), sorted(one)), default=None)


def _solved(needs: Needs, kept: Iterable[str], objective: Objective) -> tuple[Scopes, list[tuple[list[Need], Scopes]]]:
    """The best set; the independent parts of what was open, each with what was chosen for it."""
    base = frozenset(kept)
    chosen, open_needs = _opened(tuple(tuple(map(frozenset, need)) for need in needs), base)
    parts = []
    for part in _parts(open_needs, objective.links(_scopes(open_needs), chosen)):
        found = _Search(part, chosen, objective).run() or chosen
        parts.append((part, found - chosen))
        chosen = found
    return chosen, parts


@lru_cache(maxsize=4)
def _opened(needs: tuple[Need, ...], base: Scopes) -> tuple[Scopes, tuple[Need, ...]]:
    """What has to be chosen whatever it costs, and the needs that are open then: the same for all policies that choose freely."""
    chosen, open_needs = _forced(_reduced(needs, base), base)
    return chosen, tuple(open_needs)


def _scopes(needs: Iterable[Need]) -> Scopes:
    return frozenset(scope for need in needs for one in need for scope in one)


def _reduced(needs: Iterable[Need], base: Scopes) -> list[Need]:
    """Needs still open, each without alternatives that another one spares, without needs that another one implies."""
    out = {_spared(need, base) for need in _still_open(needs, base)}
    by_size = sorted(out, key=_size)
    return [need for index, need in enumerate(by_size) if not any(_implies(other, need) for other in by_size[:index])]


def _still_open(needs: Iterable[Need], chosen: Scopes) -> list[Need]:
    return [need for need in needs if not any(map(chosen.issuperset, need))]


def _spared(need: Need, base: Scopes) -> Need:
    lacking = {one - base for one in need}
    return tuple(sorted((one for one in lacking if not any(other < one for other in lacking)), key=sorted))


def _size(need: Need) -> tuple[int, list[list[str]]]:
    return len(need), [sorted(one) for one in need]


def _implies(one: Need, other: Need) -> bool:
    """Whether satisfying `one` always satisfies `other`."""
    return all(any(alternative <= given for alternative in other) for given in one)


def _forced(needs: Sequence[Need], base: Scopes) -> tuple[Scopes, list[Need]]:
    """Take what has no choice, until everything open has one."""
    chosen, open_needs = base, list(needs)
    while singles := [need[0] for need in open_needs if len(need) == 1]:
        chosen = chosen.union(*singles)
        open_needs = _reduced(open_needs, chosen)
    return chosen, open_needs


def _parts(needs: Sequence[Need], links: Iterable[Scopes]) -> Iterator[list[Need]]:
    """Needs that share no scope and no link can be decided apart."""
    groups: list[tuple[Scopes, list[Need]]] = []
    for scopes, members in (*((_scopes([need]), [need]) for need in needs), *((link, list[Need]()) for link in links)):
        apart = [group for group in groups if group[0].isdisjoint(scopes)]
        touching = [group for group in groups if not group[0].isdisjoint(scopes)] if len(apart) < len(groups) else []
        groups = [*apart, (scopes.union(*(one for one, _ in touching)), [*(need for _, each in touching for need in each), *members])]
    return (sorted(group, key=_size) for _, group in groups if group)


class _Search:
    """Depth first: each step decides whether the scope that is in most open alternatives is in the set, and what follows from it."""

    def __init__(self, needs: Sequence[Need], base: Scopes, objective: Objective, without: Scopes | None = None) -> None:
        """`without`: the set must not hold all of these."""
        self.needs = list(needs)
        self.base = base
        self.cost = objective.cost(base, _scopes(needs))
        self.rank = objective.rank
        self.without = without
        self.best: Scopes | None = None
        self.best_key: tuple[Cost, int, list[str]] | None = None

    def run(self) -> Scopes | None:
        """The best set; None when `without` excludes every one."""
        self._descend(self.base, self.needs)
        return self.best

    def _descend(self, chosen: Scopes, needs: list[Need]) -> None:
        while singles := [need[0] for need in needs if len(need) == 1]:
            chosen = chosen.union(*singles)
            needs = _still_open(needs, chosen)
        if self.without is not None and self.without <= chosen:
            return
        cost = self.cost(chosen)
        if not needs:
            self._offer(chosen, cost)
        elif self.best_key is None or cost < self.best_key[0]:
            for included, scope in self._branches(chosen, needs):
                if included:
                    taken = chosen | {scope}
                    self._descend(taken, _still_open(needs, taken))
                else:
                    left = [tuple(one for one in need if scope not in one) for need in needs]
                    if all(left):
                        self._descend(chosen, left)

    def _branches(self, chosen: Scopes, needs: list[Need]) -> tuple[tuple[bool, str], tuple[bool, str]]:
        counts = Counter(chain.from_iterable([one - chosen for need in needs for one in need]))
        most = max(counts.values())
        scope = min([scope for scope, count in counts.items() if count == most])
        return (True, scope), (False, scope)

    def _offer(self, chosen: Scopes, cost: Cost) -> None:
        key = (cost, self.rank(chosen), sorted(chosen))
        if self.best_key is None or key < self.best_key:
            self.best, self.best_key = chosen, key
