"""Records of our own making do what the standard library's do."""

from __future__ import annotations

import dataclasses
import pickle
import typing
from typing import Any

import pytest

from scopeminer import records

FROZEN = [{"frozen": True, "slots": True}, {"frozen": True}, {"frozen": True, "slots": True, "eq": False}, {"frozen": True, "order": True}]
NAMES = ["slots", "dict", "identity", "order"]
OPTIONS = [*FROZEN, {"slots": True}, {"slots": True, "eq": False}]
ALL = [*NAMES, "mutable", "mutable identity"]


class Point:
    """Fields of every kind."""

    x: int
    y: int = 2
    label: str = dataclasses.field(default="p", compare=False)
    tags: tuple[str, ...] = dataclasses.field(default_factory=tuple, repr=False)


def pair(options: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """(ours, the standard library's), both called Point."""
    made: list[Any] = []
    for decorator in (records.dataclass, dataclasses.dataclass):
        body = {name: value for name, value in vars(Point).items() if name not in ("__dict__", "__weakref__")}
        made.append(decorator(**options)(type("Point", (), body)))
    monkeypatch.setitem(globals(), "Point", made[0])  # where pickle looks for it
    return made[0], made[1]


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 3), {"label": "q"}),
    ((), {"x": 1, "tags": ("a",)}),
    ((), {}),
    ((1, 2, "l", (), 5), {}),
    ((1,), {"z": 1}),
]


def outcome(cls: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> object:
    try:
        value = cls(*arguments, **named)
    except TypeError as error:
        return str(error)
    return repr(value), dataclasses.asdict(value), dataclasses.replace(value, y=7).y, cls.__match_args__


@pytest.mark.parametrize("options", OPTIONS, ids=ALL)
@pytest.mark.parametrize("call", CALLS, ids=[str(call) for call in CALLS])
def test_making(options: dict[str, bool], call: tuple[tuple[Any, ...], dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pair(options, monkeypatch)
    assert outcome(ours, *call) == outcome(theirs, *call)


@pytest.mark.parametrize("options", FROZEN, ids=NAMES)
def test_comparing(options: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    for cls in pair(options, monkeypatch):
        one, same, other, named = cls(1), cls(1), cls(2), cls(1, label="q")
        alike = options.get("eq", True)
        assert (one == same, one == other, one == named, one == (1, 2, "p", ())) == (alike, False, alike, False)
        assert (hash(one) == hash(same), len({one, same, named})) == (alike, 1 if alike else 3)


@pytest.mark.parametrize("options", FROZEN, ids=NAMES)
def test_keeping(options: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    for cls in pair(options, monkeypatch):
        one = cls(1)
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
            one.x = 2
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
            del one.x
        assert hasattr(one, "__dict__") is not options.get("slots", False)


@pytest.mark.parametrize("options", OPTIONS[len(FROZEN) :], ids=ALL[len(FROZEN) :])
def test_changing(options: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    for cls in pair(options, monkeypatch):
        one = cls(1)
        one.x = 2
        assert (one.x, one == cls(2), cls.__hash__ is None) == (2, options.get("eq", True), options.get("eq", True))
        with pytest.raises(AttributeError):
            one.z = 1


@pytest.mark.parametrize("options", OPTIONS, ids=ALL)
def test_pickling(options: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _ = pair(options, monkeypatch)
    again = pickle.loads(pickle.dumps(ours(1, 3, "q", ("a",))))
    assert (again.x, again.y, again.label, again.tags) == (1, 3, "q", ("a",))


def test_what_is_to_be_made_afterwards_is() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Twice:
        one: int
        two: int = 0

        def __post_init__(self) -> None:
            object.__setattr__(self, "two", 2 * self.one)

    assert Twice(4).two == 8


def test_a_field_that_is_no_argument() -> None:
    @records.dataclass(slots=True)
    class Counter:
        step: int
        seen: int = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            self.seen = self.step

    assert (Counter(3).seen, repr(Counter(3))) == (3, "test_a_field_that_is_no_argument.<locals>.Counter(step=3, seen=3)")


def test_a_class_inherits_fields() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Base:
        x: int

    @records.dataclass(frozen=True, slots=True)
    class Derived(Base):
        y: int = 2

    assert ([one.name for one in dataclasses.fields(Derived)], Derived(1).y, vars(Derived)["__slots__"]) == (["x", "y"], 2, ("y",))


class OurPair(records.NamedTuple):
    """Two."""

    x: int
    y: str = "a"

    def both(self) -> str:
        return f"{self.x}{self.y}"


class TheirPair(typing.NamedTuple):
    """Two."""

    x: int
    y: str = "a"

    def both(self) -> str:
        return f"{self.x}{self.y}"


@pytest.mark.parametrize("call", [((1,), {}), ((1, "b"), {}), ((), {"y": "c", "x": 4}), ((), {}), ((1, "b", 3), {}), ((1,), {"z": 1})])
def test_named_tuples(call: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    def told(cls: Any) -> object:
        try:
            one = cls(*call[0], **call[1])
        except TypeError as error:
            return str(error).partition("() ")[2]
        return repr(one).partition("(")[2], one.both(), tuple(one), one._replace(y="r"), one.x, one.y, one._fields, cls.__match_args__

    assert told(OurPair) == told(TheirPair)
    assert (OurPair.__doc__, OurPair.__mro__[1:]) == (TheirPair.__doc__, TheirPair.__mro__[1:])


def test_named_tuples_keep() -> None:
    one = pickle.loads(pickle.dumps(OurPair(1)))
    assert (one, type(one), hasattr(one, "__dict__")) == (OurPair(1), OurPair, False)
    with pytest.raises(AttributeError):
        one.x = 2
    with pytest.raises(ValueError, match=r"unexpected field names: \['z'\]"):
        one._replace(z=1)
