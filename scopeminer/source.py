"""The files of an app: path → bytes, with the bounds and link rules; spans and places in them."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A range of bytes in a file (0-based, end exclusive); `file` as SourceTree spells it."""

    file: str
    start: int
    end: int


class Place(NamedTuple):
    """A position for people: line and column are 1-based, the column counts code points."""

    file: str
    line: int
    column: int
