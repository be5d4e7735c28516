"""Reach: how many published operations a set of scopes allows. A scope is a ceiling, whatever the code does below it."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Operation

WEIGHTS = {"GET": 1, "HEAD": 1, "OPTIONS": 1, "POST": 2, "PUT": 2, "PATCH": 2, "DELETE": 4}
"""What an operation too many weighs: read < write < delete < administration."""
ADMINISTRATION = 8
ADMIN_PREFIXES = ("manage:", "admin:", "configure:")


class Reach:
    """Answers for one catalog; asked often, so operations are numbered once per scope."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._accepting: dict[str, tuple[Operation, ...]] = {}

    def allowed(self, scopes: Iterable[str]) -> frozenset[Operation]:
        """The operations with an alternative inside `scopes` that names one of them."""
        given = frozenset(scopes)
        return frozenset(operation for scope in given for operation in self._of(scope) if _inside(operation, given))

    def size(self, scopes: Iterable[str]) -> int:
        """How many operations `scopes` allow."""
        return len(self.allowed(scopes))

    def of_scope(self, scope: str, scopes: frozenset[str]) -> int:
        """How many operations `scope` takes part in allowing, among `scopes`."""
        return sum(any(scope in one and scopes.issuperset(one) for one in operation.alternatives) for operation in self._of(scope))

    def weight(self, scopes: Iterable[str], used: frozenset[str]) -> int:
        """The weighted operations that `scopes` allow beyond those `used` (names)."""
        return sum(weight(operation) for operation in self.allowed(scopes) if operation.name not in used)

    def ties(self, scopes: frozenset[str]) -> frozenset[frozenset[str]]:
        """Groups of these scopes that allow operations only together: their reach does not add up."""
        sets = (scopes.intersection(one) for scope in scopes for operation in self._of(scope) for one in operation.alternatives)
        return frozenset(one for one in sets if len(one) > 1)

    def _of(self, scope: str) -> tuple[Operation, ...]:
        if scope not in self._accepting:
            self._accepting[scope] = tuple(one for one in self._catalog.accepting(scope) if one.status not in ("removed", "undocumented"))
        return self._accepting[scope]


def weight(operation: Operation) -> int:
    """How grave it is to be allowed this operation without need."""
    if operation.alternatives and all(any(scope.startswith(ADMIN_PREFIXES) for scope in one) for one in operation.alternatives if one):
        return ADMINISTRATION
    return WEIGHTS.get(operation.method, 2)


def _inside(operation: Operation, scopes: frozenset[str]) -> bool:
    return any(one and scopes.issuperset(one) for one in operation.alternatives)
