"""`dataclass` and `NamedTuple` of the standard library, made in a fifth of the time; to a type checker they are those.

Every start makes two hundred such classes. The standard library compiles one to six methods for each of them: a third of the time until
the command begins its work (Python 3.11). Here a method is compiled once for each number of fields and handed on with other names, or is
one for all classes. What they do is what the standard library says, `replace`, `fields`, `asdict`, `match` and pickling included.
"""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from dataclasses import field, fields
from functools import cache
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
    from types import CodeType
    from typing import NamedTuple

__all__ = ["NamedTuple", "dataclass", "field", "replace"]

T = TypeVar("T")
MISSING = dataclasses.MISSING
_GIVEN = {"set_": object.__setattr__, "tuple_": tuple.__new__}
_PLACES = namedtuple("_PLACES", [f"f{place}" for place in range(32)])  # type: ignore[misc]


def _dataclass(**options: bool) -> Callable[[type[T]], type[T]]:
    """As `dataclasses.dataclass(…)`; always with parentheses."""
    if options.get("order"):
        return dataclasses.dataclass(**options)
    frozen, slots, compared = options.get("frozen", False), options.get("slots", False), options.get("eq", True)

    def make(cls: type[T]) -> type[T]:
        named = _fields(cls)
        made: Any = _slotted(cls, tuple(named)) if slots else cls
        made.__dataclass_fields__ = named
        made.__match_args__ = tuple(named)  # type: ignore[misc]
        made.__init__ = _init(made, tuple(named.values()), frozen)
        made.__repr__ = _repr(tuple(one.name for one in named.values() if one.repr))
        if frozen:
            made.__setattr__, made.__delattr__ = _assign, _delete
            if slots:
                made.__getstate__, made.__setstate__ = _get_state, _set_state
        if compared:
            made.__eq__, hashed = _compare(tuple(one.name for one in named.values() if one.compare))
            made.__hash__ = hashed if frozen else None
        return made  # type: ignore[no-any-return]

    return make


def replace(record: T, /, **changes: Any) -> T:
    """As `dataclasses.replace`."""
    cls: Any = type(record)
    names, read = _reading(cls)
    return cls(**dict(zip(names, read(record), strict=True)) | changes)  # type: ignore[no-any-return]


@cache
def _reading(cls: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    """The fields that a record is made with, and what reads them."""
    names = tuple(one.name for one in fields(cls) if one.init)
    return names, attrgetter(*names) if len(names) > 1 else lambda record: tuple(getattr(record, name) for name in names)


def _fields(cls: type) -> dict[str, dataclasses.Field[Any]]:
    """Those of the bases, then those that the class itself annotates; what was written as their values becomes their defaults."""
    found: dict[str, dataclasses.Field[Any]] = {}
    for base in reversed(cls.__mro__[1:]):
        found |= getattr(base, "__dataclass_fields__", {})
    for name, annotation in cls.__annotations__.items():
        given = cls.__dict__.get(name, MISSING)
        one: Any = given if isinstance(given, dataclasses.Field) else field(default=given)
        one.name, one.type, one._field_type = name, annotation, dataclasses._FIELD  # type: ignore[attr-defined]
        if one is given and one.default is MISSING:
            delattr(cls, name)
        elif one is given:
            setattr(cls, name, one.default)
        found[name] = one
    return found


def _slotted(cls: type, names: tuple[str, ...]) -> type:
    """The class anew, for slots are given when a class is made."""
    inherited = {slot for base in cls.__mro__[1:] for slot in getattr(base, "__slots__", ())}
    body = {name: value for name, value in cls.__dict__.items() if name not in names and name not in ("__dict__", "__weakref__")}
    body["__slots__"] = tuple(name for name in names if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _init(cls: type, named: tuple[dataclasses.Field[Any], ...], frozen: bool) -> Callable[..., None]:
    after, names = hasattr(cls, "__post_init__"), tuple(one.name for one in named)
    made = tuple(place for place, one in enumerate(named) if one.init and one.default_factory is not MISSING)
    left_out = tuple(place for place, one in enumerate(named) if not one.init)
    given = {f"make{place}": named[place].default_factory for place in made} | _GIVEN | {"MISSING": MISSING}
    defaults = tuple(
        one.default if one.default_factory is MISSING else MISSING
        for one in named
        if one.init and (one.default is not MISSING or one.default_factory is not MISSING)
    )
    code = _renamed(_initialising(len(named), frozen, after, made, left_out), names, f"{cls.__qualname__}.__init__")
    return FunctionType(code, given, "__init__", defaults)


@cache
def _initialising(number: int, frozen: bool, after: bool, made: tuple[int, ...], left_out: tuple[int, ...]) -> CodeType:
    """Of an `__init__` with fields f0, f1, …"""
    places = [place for place in range(number) if place not in left_out]
    values = {place: f"make{place}() if f{place} is MISSING else f{place}" if place in made else f"f{place}" for place in places}
    body = [f" set_(self, 'f{place}', {value})" if frozen else f" self.f{place} = {value}" for place, value in values.items()]
    body += [" self.__post_init__()"] if after else []
    return _code(f"def __init__({', '.join(['self', *(f'f{place}' for place in places)])}):\n" + "\n".join(body or [" pass"]))


@cache
def _making(number: int) -> CodeType:
    """Of the `__new__` of a named tuple with fields f0, f1, …"""
    names = [f"f{place}" for place in range(number)]
    return _code(f"def __new__({', '.join(['cls', *names])}):\n return tuple_(cls, ({''.join(f'{name}, ' for name in names)}))")


def _code(text: str) -> CodeType:
    made: dict[str, Any] = {}
    exec(text, made)
    return next(value for name, value in made.items() if name != "__builtins__").__code__  # type: ignore[no-any-return]


def _renamed(code: CodeType, names: tuple[str, ...], qualified: str) -> CodeType:
    """With the fields' own names instead of f0, f1, …"""
    own = {f"f{place}": name for place, name in enumerate(names)}
    return code.replace(
        co_varnames=tuple([own.get(name, name) for name in code.co_varnames]),
        co_names=tuple([own.get(name, name) for name in code.co_names]),
        co_consts=tuple([own.get(constant, constant) if isinstance(constant, str) else constant for constant in code.co_consts]),
        co_qualname=qualified,
    )


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


class _MadeNamedTuple(type):
    """`class Name(NamedTuple)` with annotations → a class of tuples, as `typing.NamedTuple` makes it."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        names = tuple(body.get("__annotations__", ()))
        defaults = tuple(body.pop(one) for one in names if one in body)
        made = FunctionType(_renamed(_making(len(names)), names, f"{name}.__new__"), _GIVEN, "__new__", defaults)
        getters = {one: _PLACES.__dict__[f"f{place}"] for place, one in enumerate(names)}
        shared = {
            "__slots__": (),
            "_fields": names,
            "__match_args__": names,
            "__new__": made,
            "__repr__": _repr(names),
            "_replace": _replaced,
        }
        return type(name, (tuple,), getters | shared | {"__getnewargs__": _arguments} | body)


def _arguments(self: Any) -> tuple[Any, ...]:
    return tuple(self)


def _replaced(self: Any, **changes: Any) -> Any:
    made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
    if changes:
        raise ValueError(f"Got unexpected field names: {list(changes)!r}")
    return made


if not TYPE_CHECKING:
    dataclass = _dataclass
    NamedTuple = type.__new__(_MadeNamedTuple, "NamedTuple", (), {})
