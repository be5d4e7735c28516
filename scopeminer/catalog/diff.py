"""Two catalogs → what Atlassian changed between them."""

from __future__ import annotations

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Operation
from scopeminer.records import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One operation in both catalogs that differs in what it needs or in its status."""

    old: Operation
    new: Operation


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything sorted by product and name. `removed`: no longer listed by any document, or not known at all."""

    added: tuple[Operation, ...] = ()
    removed: tuple[Operation, ...] = ()
    needs: tuple[Change, ...] = ()
    status: tuple[Change, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.added or self.removed or self.needs or self.status)


def compare(old: Catalog, new: Catalog) -> Difference:
    """What `new` says that `old` did not."""
    before = {(one.product, one.name): one for one in old.operations}
    after = {(one.product, one.name): one for one in new.operations}
    both = [Change(before[key], after[key]) for key in sorted(before.keys() & after.keys())]
    gone = [before[key] for key in before.keys() - after.keys() if before[key].status != "removed"]
    gone += [change.new for change in both if change.new.status == "removed" != change.old.status]
    return Difference(
        added=_sorted([after[key] for key in after.keys() - before.keys() if after[key].status != "removed"]),
        removed=_sorted(gone),
        needs=tuple(change for change in both if _needs(change.old) != _needs(change.new) and change.new.status != "removed"),
        status=tuple(change for change in both if change.old.status != change.new.status != "removed"),
    )


def _needs(operation: Operation) -> tuple[object, ...]:
    return (set(operation.alternatives), operation.announced, set(operation.ungrantable))


def _sorted(operations: list[Operation]) -> tuple[Operation, ...]:
    return tuple(sorted(operations, key=lambda one: (one.product, one.name)))
