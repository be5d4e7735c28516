"""Reach: how many published operations a set of scopes allows. A scope is a ceiling, whatever the code does below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Demand

WEIGHTS = {"GET": 1, "HEAD": 1, "OPTIONS": 1, "POST": 2, "PUT": 2, "PATCH": 2, "DELETE": 4}
"""What an operation too many weighs: read < write < delete < administration."""
ADMINISTRATION = 8
Weigher = Callable[[frozenset[str]], int]
ADMIN_PREFIXES = ("manage:", "admin:", "configure:")


class Reach:
    """Answers for one catalog. Operations that demand the same are counted together: there are ten times as many operations as demands."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._weights: dict[frozenset[str], Counter[Demand]] = {}
        self._weighers: dict[tuple[frozenset[str], frozenset[str], frozenset[str]], Weigher] = {}
        self._sizes: dict[frozenset[str], int] = {}

    def size(self, scopes: Iterable[str]) -> int:
        """How many operations `scopes` allow."""
        given = frozenset(scopes)
        if given not in self._sizes:
            self._sizes[given] = sum([_number(demand) for demand in self._touched(given) if _inside(demand, given)])
        return self._sizes[given]

    def excess(self, scopes: Iterable[str], used: frozenset[str]) -> int:
        """How many operations beyond those `used` ("METHOD /path") `scopes` allow."""
        given = frozenset(scopes)
        known = (demand for name in used for demand in self._catalog.demands_of(name))
        return self.size(given) - sum(_inside(demand, given) for demand in known)

    def of_scope(self, scope: str, scopes: frozenset[str]) -> int:
        """How many operations `scope` takes part in allowing, among `scopes`."""
        return sum(map(_number, self._demands_with(scope, scopes)))

    def methods_of_scope(self, scope: str, scopes: frozenset[str]) -> Counter[str]:
        """The same by method."""
        methods: Counter[str] = Counter()
        for demand in self._demands_with(scope, scopes):
            methods += demand.methods
        return methods

    def _demands_with(self, scope: str, scopes: frozenset[str]) -> list[Demand]:
        demands = []
        for demand in self._catalog.demands(scope):
            for one in demand.alternatives:
                if scope in one and scopes.issuperset(one):
                    demands.append(demand)
                    break
        return demands

    def weigher(self, base: frozenset[str], more: frozenset[str], used: frozenset[str]) -> Weigher:
        """The weighted operations beyond those `used` (names) that a set allows and `base` does not; it is `base` with some of `more`.

        Asked thousands of times by a search, so sets are numbers: one bit a scope. The search for the next best set asks for the same.
        """
        key = (base, more, used)
        if key not in self._weighers:
            self._weighers[key] = self._weigher(*key)
        return self._weighers[key]

    def _weigher(self, base: frozenset[str], more: frozenset[str], used: frozenset[str]) -> Weigher:
        bits = {scope: 1 << index for index, scope in enumerate(sorted(more))}
        spared = self._spared(used)
        rows: Counter[tuple[int, ...]] = Counter()
        whole = base | more
        for demand in self._touched(more):
            possible = list(filter(whole.issuperset, filter(None, demand.alternatives)))
            if possible and not any(map(base.issuperset, possible)):
                masks = tuple(sorted({sum([bits[scope] for scope in one if scope in bits]) for one in possible}))
                rows[masks] += _all(demand) - spared[demand]
        split = [(_joined(masks), tuple(mask for mask in masks if mask & (mask - 1)), heavy) for masks, heavy in rows.items()]

        def weigh(scopes: frozenset[str]) -> int:
            given = total = 0
            for scope in scopes:
                given |= bits.get(scope, 0)
            for alone, several, heavy in split:
                if given & alone:
                    total += heavy
                    continue
                for mask in several:
                    if mask & given == mask:
                        total += heavy
                        break
            return total

        return weigh

    def _spared(self, used: frozenset[str]) -> Counter[Demand]:
        """What the operations `used` weigh, by their demands."""
        spared = self._weights.get(used)
        if spared is None:
            spared = self._weights[used] = Counter()
            for name in used:
                for demand in self._catalog.demands_of(name):
                    spared[demand] += weight(name.partition(" ")[0], demand.alternatives)
        return spared

    def links(self, scopes: frozenset[str], chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        """Groups of the open `scopes` that allow the same operation, together or each: what they allow does not add up."""
        possible = scopes | chosen
        for demand in self._touched(scopes):
            group = scopes.intersection(chain.from_iterable(filter(possible.issuperset, demand.alternatives)))
            if len(group) > 1:
                yield group

    def _touched(self, scopes: frozenset[str]) -> Iterable[Demand]:
        """The demands that one of `scopes` helps to meet, each once."""
        return dict.fromkeys(demand for scope in scopes for demand in self._catalog.demands(scope))


def _joined(masks: Iterable[int]) -> int:
    """Those of one bit, as one."""
    return sum(mask for mask in masks if not mask & (mask - 1))


def weight(method: str, alternatives: Iterable[Iterable[str]]) -> int:
    """How grave it is to be allowed an operation without need."""
    named = [one for one in alternatives if one]
    if named and all(any(scope.startswith(ADMIN_PREFIXES) for scope in one) for one in named):
        return ADMINISTRATION
    return WEIGHTS.get(method, 2)


@lru_cache(maxsize=4096)
def _all(demand: Demand) -> int:
    """The weight of all operations with a demand."""
    return sum(weight(method, demand.alternatives) * number for method, number in demand.methods.items())


@lru_cache(maxsize=4096)
def _number(demand: Demand) -> int:
    """How many operations have a demand."""
    return demand.methods.total()


def _inside(demand: Demand, given: frozenset[str]) -> bool:
    return any(map(given.issuperset, filter(None, demand.alternatives)))
