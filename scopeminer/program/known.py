"""Answers that are kept by what they depend on: whoever reads the same, in the same order, comes to the same answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from scopeminer.values.lookup import Frame
from scopeminer.values.trace import Read

Answer = TypeVar("Answer")
KeyOf = Callable[[Read, Frame | None], int]
"""Read, chain of calls → a number that is equal where equal things are found (see program/likeness)."""


class _Leaf(Generic[Answer]):
    __slots__ = ("answer",)

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class _Step(Generic[Answer]):
    """What is read next, and where that leads for each key that it can find."""

    __slots__ = ("found", "read")

    def __init__(self, read: Read) -> None:
        self.read = read
        self.found: dict[int, _Step[Answer] | _Leaf[Answer]] = {}


class Known(Generic[Answer]):
    """The answers to one question."""

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first: _Step[Answer] | _Leaf[Answer] | None = None

    def find(self, key_of: KeyOf, chain: Frame | None) -> Answer | None:
        """The answer where reads find what `key_of` says of a chain of calls; None when nobody has asked there."""
        at = self._first
        while type(at) is _Step:
            at = at.found.get(key_of(at.read, chain))
        return at.answer if isinstance(at, _Leaf) else None

    def put(self, reads: Sequence[Read], key_of: KeyOf, chain: Frame | None, answer: Answer) -> None:
        """Keep an answer. Where the same was read and now something else comes next, which only happens past a bound, nothing is kept."""
        if self._first is None:
            self._first = _Step(reads[0]) if reads else _Leaf(answer)
        at = self._first
        for index, read in enumerate(reads):
            if not isinstance(at, _Step) or at.read != read:
                return
            key = key_of(read, chain)
            following = at.found.get(key)
            if following is None:
                following = at.found[key] = _Leaf(answer) if index + 1 == len(reads) else _Step(reads[index + 1])
            at = following
