"""Bytes as lines: where a position's line begins and ends, what stands beside it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from scopeminer.records import dataclass
from scopeminer.source import Span

Change = tuple[int, int, bytes]
"""From where to where, and by what."""

_REST_OF_ENTRY = re.compile(rb"[ \t]*,?[ \t]*(?:(?<=[\s,])#[^\r\n]*)?\r?\n?")


@dataclass(frozen=True, slots=True)
class Bytes:
    source: bytes

    def line_start(self, position: int) -> int:
        start = self.source.rfind(b"\n", 0, position) + 1
        return len(BOM_UTF8) if start == 0 and self.source.startswith(BOM_UTF8) else start

    def line_end(self, position: int) -> int:
        """After the line's newline, or the end of the file."""
        end = self.source.find(b"\n", position)
        return len(self.source) if end < 0 else end + 1

    def text_end(self, position: int) -> int:
        """Before the line's newline."""
        end = self.line_end(position)
        return end - len(self.source[position:end]) + len(self.source[position:end].rstrip(b"\r\n"))

    def prefix(self, position: int) -> bytes:
        """What stands before a position on its line."""
        return self.source[self.line_start(position) : position]

    def ends_line(self, position: int) -> bool:
        """Whether nothing but a comma and a comment follows on the line."""
        return _REST_OF_ENTRY.fullmatch(self.source, position, self.line_end(position)) is not None

    def newline(self, position: int) -> bytes:
        """How lines end, near a position."""
        for line in (self.source[self.line_start(position) : self.line_end(position)], self.source[: self.source.find(b"\n") + 1]):
            if line.endswith(b"\n"):
                return b"\r\n" if line.endswith(b"\r\n") else b"\n"
        return b"\n"

    def content_after(self, position: int) -> int:
        """Where the next thing begins that is neither space nor comment."""
        match = re.compile(rb"(?:\s|(?<!\S)#[^\n]*)*").match(self.source, position)
        return match.end() if match else position

    def content_before(self, position: int) -> int:
        """The last byte of a line above that is neither blank nor comment; -1 when there is none."""
        end = self.line_start(position)
        while end > 0:
            start = self.line_start(end - 1)
            line = self.source[start:end].strip()
            if line and not line.startswith(b"#"):
                return start + len(self.source[start:end].rstrip()) - 1
            end = start
        return -1

    def replaced(self, span: Span | tuple[int, int], by: bytes) -> bytes:
        start, end = span[-2:]
        return self.source[:start] + by + self.source[end:]

    def edited(self, *changes: Change) -> bytes:
        """Several replacements that do not overlap."""
        source = self.source
        for start, end, by in sorted(changes, reverse=True):
            source = source[:start] + by + source[end:]
        return source
