"""Where a variable's value comes from: the definitions that program/ records and values/ reads.

A definition is identified by object; `var` is its node in the flow graph (see program/solver.py).
"""

from __future__ import annotations

from typing import TypeVar

from scopeminer.records import dataclass, field
from scopeminer.syntax.ir import Expr, Name, Obj, Prop, Spread

T = TypeVar("T")
FEW = 4
"""As many values take less room in a tuple."""


def more(known: tuple[T, ...] | list[T], one: T) -> tuple[T, ...] | list[T]:
    """With one more: nearly all of what there is by the thousand holds one."""
    if type(known) is list:
        known.append(one)
        return known
    return (*known, one) if len(known) < FEW else [*known, one]


@dataclass(slots=True, eq=False)
class Definition:
    """A value of which nothing is known (a caught error, a run-time event)."""

    var: int


@dataclass(slots=True, eq=False)
class ValueOf(Definition):
    """The value of an expression."""

    expr: Expr


@dataclass(slots=True, eq=False)
class Parameter(Definition):
    """Parameter `index` of `function`; `rest` collects the arguments from there on."""

    function: object
    index: int
    default: Expr | None = None
    rest: bool = False


@dataclass(slots=True, eq=False)
class FieldOf(Definition):
    """One property taken out of `base` by destructuring; `key` is an expression when it is computed."""

    base: Definition
    key: str | Expr
    default: Expr | None = None


@dataclass(slots=True, eq=False)
class ElementOf(Definition):
    """Any element of an iterable (`keys`: its property names instead, as in for-in)."""

    base: Definition
    keys: bool = False


@dataclass(slots=True, eq=False)
class Choice(Definition):
    """One of several definitions, by `(branch, definition)`.

    `key` names the decision: two choices with equal keys are decided alike (None = no correlation). `test` is the condition
    (branches True and False) or the subject of a switch (branches ("case", value) and ("default", None)).
    """

    key: object = None
    test: Expr | None = None
    parts: tuple[tuple[object, Definition], ...] | list[tuple[object, Definition]] = ()

    def add(self, label: object, definition: Definition) -> None:
        """It can be `definition` too."""
        self.parts = more(self.parts, (label, definition))


@dataclass(slots=True, eq=False)
class RestOf(Definition):
    """`base` without the properties `names`: what destructuring leaves of an object."""

    base: Definition
    names: tuple[str, ...]
    left: dict[int, Obj] = field(default_factory=dict)
    """By identity of an object literal: the same without them."""

    def of(self, whole: Obj) -> Obj:
        """What is left of an object literal: always the same expression, for values are told apart by identity."""
        known = self.left.get(id(whole))
        if known is None:
            gone = (Prop(name, Name("undefined", whole.at), whole.at, "init") for name in self.names)
            known = self.left[id(whole)] = Obj((Spread(whole, whole.at), *gone), whole.at)
        return known


@dataclass(slots=True, eq=False)
class Truthy(Definition):
    """`base` where a condition has found it to be neither absent nor empty."""

    base: Definition


@dataclass(slots=True, eq=False)
class LeftBy(Definition):
    """`base`, as a call of `function` left it behind in a name or an object that outlives the call: another call may have done so."""

    base: Definition
    called: Parameter
    """One that no call gives anything: to read it is to ask whether there is a call."""


@dataclass(slots=True, eq=False)
class Appended(Definition):
    """`before op expr`, from a compound assignment such as `+=`."""

    before: Definition
    op: str
    expr: Expr


@dataclass(slots=True, eq=False)
class Stored(Definition):
    """The property `name` of whatever the flow variable `container` holds (a module's export): see Lookup.stored."""

    container: int
    name: str
