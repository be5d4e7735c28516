"""What the string evaluator asks of the program, and the chain of calls it evaluates under."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

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
        """Assignments to a property of an object literal after it was made."""

    def callees(self, call: Expr) -> Sequence[tuple[object, Site]]:
        """The app functions a call can reach, with the arguments each gets."""

    def getters(self, variable: int, name: str) -> Sequence[object]:
        """Getter functions behind `name` of whatever `variable` holds."""

    def returns(self, function: object) -> Sequence[Expr]:
        """The expressions that a function returns."""

    def paths(self, call: Expr) -> Sequence[tuple[str, str]]:
        """(package, access path) of what a call reaches outside the app."""

    def hint(self, definition: Definition) -> Sequence[str]:
        """The literal strings that a type annotation allows."""
