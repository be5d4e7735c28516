"""`Record`: the base of every IR node, a class with slots.

To a type checker it is a frozen class like any dataclass, and nobody changes one; at run time nothing checks that, for there are hundreds
of thousands. To read a field takes a third of what it takes of a named tuple, and to make one costs the same.

In tables nodes are told apart by identity: a node can be their key as it is, and no table looks at what it holds. Equal are two nodes that
hold the same.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self, dataclass_transform

    @dataclass_transform(frozen_default=True)
    class Record:
        def __iter__(self) -> Iterator[Any]: ...

        def _replace(self, **changes: Any) -> Self: ...

else:
    from scopeminer.records import dataclass, replace

    class _MadeRecord(type):
        """Makes a class with slots of its annotations; `_parts` reads all of them."""

        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            made = super().__new__(mcs, name, bases, body)
            if "__slots__" in body:
                return made
            made = dataclass(slots=True, eq=False)(made)
            names = made.__match_args__
            made._parts = attrgetter(*names) if len(names) > 1 else staticmethod(lambda node: tuple([getattr(node, one) for one in names]))
            return made

    class Record(metaclass=_MadeRecord):
        __slots__ = ()

        def __iter__(self) -> Any:
            return iter(type(self)._parts(self))

        def __eq__(self, other: object) -> bool:
            return type(self) is type(other) and self._parts(self) == other._parts(other)

        __hash__ = object.__hash__

        def _replace(self, **changes: Any) -> Any:
            return replace(self, **changes)


HOLDING = (tuple, Record)
"""What holds nodes."""

__all__ = ["HOLDING", "Record"]
