"""`Record`: the base of every IR node. At run time it is a named tuple, which is the cheapest immutable object to make.

To a type checker it is a frozen class like any dataclass. It has to be: named tuples are compared item by item, and the IR is a family of
forty that hold each other, so that one join of two of them takes mypy minutes.

In tables nodes are told apart by identity: a node can be their key as it is, and no table looks at what it holds.

`make(Name, (id, at))` is `Name(id, at)` in half the time: for the nodes that a file has by the thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import ClassVar, Self, TypeVar, dataclass_transform

    R = TypeVar("R", bound="Record")

    @dataclass_transform(frozen_default=True)
    class Record:
        _fields: ClassVar[tuple[str, ...]]

        def _replace(self, **changes: Any) -> Self: ...

    def make(cls: type[R], fields: tuple[object, ...]) -> R: ...

else:
    from scopeminer.records import NamedTuple

    class _MadeRecord(type(NamedTuple)):
        """As a named tuple is made, with the hash of plain objects."""

        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            return super().__new__(mcs, name, bases, body | {"__hash__": object.__hash__})

    Record = type.__new__(_MadeRecord, "Record", (), {})
    make = tuple.__new__

__all__ = ["Record", "make"]
