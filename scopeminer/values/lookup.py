"""What the string evaluator asks of the program, and the chain of calls it evaluates under."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Expr, Name, Spread, This
from scopeminer.values.definitions import Definition


class Site(Protocol):
    """A call with arguments."""

    @property
    def args(self) -> tuple[Expr, ...]: ...


class Frame:
    """`function` was called at `site`, whose arguments are read under `outer`; `depth` is how many calls that are. Nothing changes it."""

    __slots__ = ("depth", "function", "outer", "site")

    def __init__(self, function: object, site: Site | None, outer: Frame | None) -> None:
        self.function = function
        self.site = site
        self.outer = outer
        self.depth: int = 1 if outer is None else outer.depth + 1

    def find(self, function: object) -> Frame | None:
        """The nearest activation of `function` in this chain."""
        frame: Frame | None = self
        while frame is not None:
            if frame.function is function:
                return frame
            frame = frame.outer
        return None

    def argument(self, index: int) -> Expr | None:
        """What the call gives parameter `index`, where that stands there."""
        args = self.site.args if self.site is not None else ()
        return args[index] if index < len(args) and Spread not in map(type, args[: index + 1]) else None


class Anybody(Frame):
    """Stands for any chain of calls: whatever function is looked for, any of its calls may have been the one."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(None, None, None)

    def find(self, function: object) -> Frame | None:
        """Itself: it tells nothing of which call that is."""
        return self


ANYBODY = Anybody()


class Changes(NamedTuple):
    """What was done to an object after it was made, beside giving it properties by name.

    `keyed` is stored under keys that nobody knows, or pushed; all properties of `merged` are given to it; `moved`: elements of an array
    have changed places, or been replaced or taken away.
    """

    keyed: tuple[Definition, ...]
    merged: tuple[Definition, ...]
    moved: bool


class Lookup(Protocol):
    """The program's answers. Functions are opaque objects; variables are numbers of the flow graph (0 = none)."""

    def definition(self, name: Name) -> Definition | None:
        """What `name` reads."""

    def variable(self, expr: Expr) -> int:
        """The flow variable of an expression."""

    def this(self, expr: This) -> int:
        """The flow variable of a `this`."""

    def stored(self, variable: int, name: str) -> Sequence[tuple[Definition, bool]]:
        """Definitions of the property `name` of whatever `variable` holds; True = stored only on some paths."""

    def initial(self, variable: int, name: str) -> Sequence[Definition]:
        """What the object literals behind `variable` give the property `name` when they are made."""

    def stored_names(self, variable: int) -> Sequence[str]:
        """The property names that whatever `variable` holds is known to have."""

    def late_stores(self, literal: Expr, name: str) -> Sequence[tuple[Definition, bool]]:
        """Assignments to a property of an object literal by its name after it was made."""

    def late_names(self, literal: Expr) -> Sequence[str]:
        """The properties that are assigned to an object or array literal by name after it was made."""

    def late_changes(self, literal: Expr) -> Changes | None:
        """What else was done to an object or array literal after it was made; None = nothing."""

    def changes(self, variable: int) -> Changes:
        """What else was done to whatever `variable` holds."""

    def callees(self, call: Expr) -> Sequence[tuple[object, Site]]:
        """The app functions a call can reach, with the arguments each gets."""

    def given(self, function: object) -> Sequence[Site | None]:
        """The calls of a function; None = one of which nothing is known."""

    def getters(self, variable: int, name: str) -> Sequence[object]:
        """Getter functions behind `name` of whatever `variable` holds."""

    def returns(self, function: object) -> Sequence[Expr]:
        """The expressions that a function returns."""

    def gives_nothing(self, function: object) -> bool:
        """Whether a function can come to its end without a value."""

    def paths(self, call: Expr) -> Sequence[tuple[str, str]]:
        """(package, access path) of what a call reaches outside the app."""

    def is_rebuilt(self, made: Expr) -> bool:
        """Whether a part of the address that `new URL(…)` makes can be replaced later."""

    def hint(self, definition: Definition) -> Sequence[str]:
        """The literal strings that a type annotation allows."""
