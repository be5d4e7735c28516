"""Reach: how many published operations a set of scopes allows. A scope is a ceiling, whatever the code does below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Operation

WEIGHTS = {"GET": 1, "HEAD": 1, "OPTIONS": 1, "POST": 2, "PUT": 2, "PATCH": 2, "DELETE": 4}
"""What an operation too many weighs: read < write < delete < administration."""
ADMINISTRATION = 8
ADMIN_PREFIXES = ("manage:", "admin:", "configure:")
GONE = ("removed", "undocumented")


class Reach:
    """Answers for one catalog; asked often, so the operations of a scope are looked up once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._accepting: dict[str, tuple[Operation, ...]] = {}

    def allowed(self, scopes: Iterable[str]) -> tuple[Operation, ...]:
        """The operations with an alternative inside `scopes` that names one of them, each once."""
        given = frozenset(scopes)
        return tuple(operation for operation in self._touched(given) if _inside(operation, given))

    def size(self, scopes: Iterable[str]) -> int:
        """How many operations `scopes` allow."""
        return len(self.allowed(scopes))

    def of_scope(self, scope: str, scopes: frozenset[str]) -> int:
        """How many operations `scope` takes part in allowing, among `scopes`."""
        return sum(any(scope in one and scopes.issuperset(one) for one in operation.alternatives) for operation in self._of(scope))

    def weigher(self, base: frozenset[str], more: frozenset[str], used: frozenset[str]) -> Callable[[frozenset[str]], int]:
        """The weighted operations beyond those `used` (names) that a set allows and `base` does not; it is `base` with some of `more`.

        Asked thousands of times by a search, so sets are numbers: one bit a scope.
        """
        bits = {scope: 1 << index for index, scope in enumerate(sorted(more))}
        rows: Counter[tuple[int, ...]] = Counter()
        for operation in self._touched(more):
            possible = [frozenset(one) - base for one in operation.alternatives if one and (base | more).issuperset(one)]
            if possible and all(possible) and operation.name not in used:
                rows[tuple(sorted({sum(bits[scope] for scope in one) for one in possible}))] += weight(operation)
        table = tuple(rows.items())

        def weigh(scopes: frozenset[str]) -> int:
            given = sum(bits.get(scope, 0) for scope in scopes)
            return sum(heavy for masks, heavy in table if any(mask & given == mask for mask in masks))

        return weigh

    def links(self, scopes: frozenset[str], chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        """Groups of the open `scopes` that allow the same operation, together or each: what they allow does not add up."""
        possible = scopes | chosen
        for operation in self._touched(scopes):
            group = {scope for one in operation.alternatives if possible.issuperset(one) for scope in one} & scopes
            if len(group) > 1:
                yield frozenset(group)

    def _touched(self, scopes: frozenset[str]) -> Iterable[Operation]:
        """The operations that accept one of `scopes`; the catalog makes each of them once."""
        return {id(operation): operation for scope in scopes for operation in self._of(scope)}.values()

    def _of(self, scope: str) -> tuple[Operation, ...]:
        if scope not in self._accepting:
            self._accepting[scope] = tuple(one for one in self._catalog.accepting(scope) if one.status not in GONE)
        return self._accepting[scope]


def weight(operation: Operation) -> int:
    """How grave it is to be allowed this operation without need."""
    named = [one for one in operation.alternatives if one]
    if named and all(any(scope.startswith(ADMIN_PREFIXES) for scope in one) for one in named):
        return ADMINISTRATION
    return WEIGHTS.get(operation.method, 2)


def _inside(operation: Operation, scopes: frozenset[str]) -> bool:
    return any(one and scopes.issuperset(one) for one in operation.alternatives)
