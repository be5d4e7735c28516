"""What an evaluation has read of the chain of calls it was made under: its answer depends on that, and on nothing else of the chain."""

from __future__ import annotations

from typing import Protocol

from scopeminer.records import NamedTuple
from scopeminer.values.definitions import Parameter
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Node

TEXT = "\0text"
"""Stands behind the properties that are taken of a value where only the text of what is found matters."""
TEXTUAL = (TEXT,)
Read = tuple[Parameter, tuple[str, ...]]
"""A parameter, and the properties that were taken of it, TEXT last: nothing else of it matters."""


class Told(NamedTuple):
    """What a read finds as text, and the functions whose callers are missing and decide something of it."""

    nodes: tuple[Node, ...]
    open: frozenset[object]


class Teller(Protocol):
    """Who knows what reads find (program/likeness)."""

    def told(self, read: Read, frame: Frame, depth: int) -> Told | None:
        """What a read of text finds; None where it has to be followed. `depth`: of the value that asks."""


class Tracing(Protocol):
    """What an evaluator tells of what it reads."""

    aside: set[tuple[int, Frame | None]]

    def note(self, parameter: Parameter, path: tuple[str, ...], frame: Frame | None, found: Frame | None) -> None:
        """The property `path` of a parameter was looked up under `frame`, and `found` is the call that gives it."""

    def knows(self, frame: Frame) -> bool:
        """Whether what is read under a frame may be told."""

    def told(self, read: Read, frame: Frame, depth: int) -> Told | None:
        """What a read under such a frame finds; None where it has to be followed."""


class Reads:
    """Everything that is read of parameters on the way to an answer, that of the arguments' arguments too."""

    __slots__ = ("aside", "reads")

    def __init__(self) -> None:
        self.reads: dict[Read, None] = {}
        self.aside: set[tuple[int, Frame | None]] = set()

    def note(self, parameter: Parameter, path: tuple[str, ...], frame: Frame | None, found: Frame | None) -> None:
        """A read."""
        self.reads[parameter, path] = None

    def knows(self, frame: Frame) -> bool:
        """Nothing is told: it is all to be read."""
        return False

    def told(self, read: Read, frame: Frame, depth: int) -> Told | None:
        """Nothing."""
        return None


class Trace:
    """What one question under `chain` has read, in order, each once; `open`: the functions whose callers are missing and decide something.

    What arguments read in their turn counts as read by them; what calls inside the question are given is not read from the chain.
    """

    __slots__ = ("_beyond", "_chain", "_teller", "aside", "open", "reads")

    def __init__(self, chain: Frame | None, teller: Teller) -> None:
        self._chain = chain
        self._teller = teller
        self._beyond: set[Frame | None] = {None}
        self.reads: dict[Read, None] = {}
        self.open: set[object] = set()
        self.aside: set[tuple[int, Frame | None]] = set()
        """What has been read although it is not needed yet."""
        while chain is not None:
            self._beyond.add(chain.outer)
            chain = chain.outer

    def note(self, parameter: Parameter, path: tuple[str, ...], frame: Frame | None, found: Frame | None) -> None:
        """The property `path` of a parameter was looked up under `frame`, and `found` is the call that gives it."""
        if found is None:
            self.open.add(parameter.function)
        while frame is not self._chain:
            if frame in self._beyond or (frame is not None and frame.function is parameter.function):
                return
            frame = frame.outer if frame is not None else None
        self.reads[parameter, path] = None

    def knows(self, frame: Frame) -> bool:
        """Whether a call belongs to the chain, and not to the question."""
        return frame is self._chain or frame in self._beyond

    def told(self, read: Read, frame: Frame, depth: int) -> Told | None:
        """What a read under a call of the chain finds; None where it has to be followed."""
        found = self._teller.told(read, frame, depth)
        if found is not None:
            self.open |= found.open
            self.note(*read, frame, frame)
        return found
