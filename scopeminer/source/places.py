"""Spans and places: byte offsets, and what people call them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

from scopeminer.records import NamedTuple

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks; the longer ones first, because one begins with another."""


class Span(NamedTuple):
    """A range of bytes in a file (0-based, end exclusive); `file` as SourceTree spells it."""

    file: str
    start: int
    end: int


class Place(NamedTuple):
    """A position for people: line and column are 1-based, the column counts code points.

    `astral`: how many code points before it on its line lie beyond U+FFFF, which UTF-16 writes as two units.
    """

    file: str
    line: int
    column: int
    astral: int = 0

    @property
    def utf16_column(self) -> int:
        """The column as SARIF, LSP and JavaScript count."""
        return self.column + self.astral


def line_starts(source: bytes) -> Sequence[int]:
    """The offset of each line's first byte; LF, CR LF and a lone CR end a line, as in editors."""
    starts = array("Q", accumulate(map(len, source.splitlines(keepends=True)), initial=0))
    if source and not source.endswith((b"\n", b"\r")):
        starts.pop()  # behind the last line none begins
    return starts


def place_at(file: str, line: int, source: bytes, start: int, offset: int) -> Place:
    """The place of the code point that `offset` lies in, on the line that begins at `start`; a byte order mark is no column."""
    while offset > start and offset < len(source) and source[offset] & 0xC0 == 0x80:
        offset -= 1
    before = source[start:offset]
    if before.isascii():
        return Place(file, line, len(before) + 1)
    if start == 0 and before.startswith(_UTF8_MARK):
        before = before[len(_UTF8_MARK) :]
    text = before.decode("utf-8", "replace")
    return Place(file, line, len(text) + 1, sum(character > "\uffff" for character in text))


def as_utf8(source: bytes) -> bytes:
    """The same text in UTF-8 where a byte order mark says that it is UTF-16 or UTF-32; everything else as it is."""
    for mark, encoding in _WIDE:
        if source.startswith(mark):
            return source[len(mark) :].decode(encoding, "replace").encode()
    return source
