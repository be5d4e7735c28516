"""Places → the lines of source around them, every place once however many rows show it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from scopeminer.disclosure.credentials import redacted
from scopeminer.records import dataclass
from scopeminer.source import Place
from scopeminer.source.places import line_starts

AROUND = 2
"""Lines shown before and after the one that is meant."""
WIDEST = 180
"""Characters of a line; a built file has its whole program on one."""
BEFORE = 60
TAB = 4


@dataclass(frozen=True, slots=True)
class SourceLine:
    number: int
    text: str
    meant: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`number`: by which rows refer to it."""

    number: int
    lines: tuple[SourceLine, ...]


class Excerpts:
    """Collects what the rows of one app point at. `read`: path as places spell it → bytes, None where there is nothing to show."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._texts: dict[str, list[str]] = {}
        self._known: dict[tuple[str, int], Excerpt | None] = {}

    @property
    def all(self) -> tuple[Excerpt, ...]:
        return tuple(excerpt for excerpt in self._known.values() if excerpt is not None)

    def at(self, place: Place) -> int | None:
        """The number of the excerpt around a place; None when its file or line is not there."""
        key = (place.file, place.line)
        if key not in self._known:
            self._known[key] = self._cut(place, len(self.all))
        excerpt = self._known[key]
        return None if excerpt is None else excerpt.number

    def _cut(self, place: Place, number: int) -> Excerpt | None:
        lines = self._lines(place.file)
        if not 1 <= place.line <= len(lines):
            return None
        first, last = max(1, place.line - AROUND), min(len(lines), place.line + AROUND)
        columns = {place.line: place.column}
        shown = (SourceLine(at, _fitted(lines[at - 1], columns.get(at, 1)), at in columns) for at in range(first, last + 1))
        return Excerpt(number, tuple(shown))

    def _lines(self, file: str) -> list[str]:
        if file not in self._texts:
            source = self._read(file) or b""
            starts = [*line_starts(source), len(source)] if source else []
            lines = [source[start:end].decode("utf-8", "replace").rstrip("\r\n") for start, end in pairwise(starts)]
            self._texts[file] = redacted("\n".join(lines)).split("\n") if lines else []
        return self._texts[file]


def _fitted(line: str, column: int) -> str:
    """The part of a long line around the column (1-based)."""
    text = line.removeprefix("\ufeff").expandtabs(TAB)
    if len(text) <= WIDEST:
        return text
    start = max(0, min(column - 1 - BEFORE, len(text) - WIDEST))
    return f"{'…' if start else ''}{text[start : start + WIDEST]}{'…' if start + WIDEST < len(text) else ''}"
