"""Manifest bytes → text that a YAML parser accepts, with a way back from every position to its byte.

Two things stand between a real manifest and a parser. Encodings: a BOM, UTF-16, undecodable bytes, control characters. And
template placeholders: a manifest that a build step fills in is no YAML before it is filled in. Both are replaced here by
characters of the same number, so that every position the parser reports is a position in the file.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from scopeminer.records import NamedTuple, dataclass
from scopeminer.source import Span

FIRST, REST, LINE = "\ue000", "\ue001", "\ue002"
"""What stands for a placeholder: FIRST REST* inside a line, `#` LINE* (a comment) where it fills the line."""

# Every alternative ends at the first thing that can end it, so that a file full of openings costs no more than its length.
_TAG = (
    r"(?:\$\{\{[^{}\n]{0,400}\}\}|\$\{[^{}\n]{0,400}\}|\{\{\{[^{}\n]{0,400}\}\}\}|\{\{[^{}\n]{0,400}\}\}"
    r"|\{%(?:[^%{\n]|%(?!\})|\{(?!%)){0,400}%\}|<%(?:[^%<\n]|%(?!>)|<(?!%)){0,400}%>)"
)
_PLACEHOLDER = re.compile(rf"^(?P<line>[ \t]*{_TAG}(?:[ \t]*{_TAG}){{0,50}})(?=[ \t]*(?:#.*)?\r?$)|(?P<tag>{_TAG})", re.MULTILINE)
_REMARKS = (("{{!--", "--}}"), ("{# ", " #}"))
_SPACE = re.compile(r"\s*")
_MASKED = re.compile(rf"{FIRST}{REST}*|#{LINE}+")
# Characters a YAML 1.1 parser refuses or takes for line breaks, and the ones that stand for placeholders.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\ue002\ufffe\uffff]")


class Hole(NamedTuple):
    """A placeholder: code-point range in the text, what is written there, whether it fills its line."""

    start: int
    end: int
    written: str
    line: bool


@dataclass(frozen=True, slots=True)
class Text:
    """`readable` is what a parser may see; `starts[i]` is the byte offset of code point i (None: `base` + i)."""

    path: str
    readable: str
    base: int
    starts: Sequence[int] | None
    holes: tuple[Hole, ...]

    def byte(self, index: int) -> int:
        """The byte offset of a code point (the end of the file for one past the last)."""
        return self.base + index if self.starts is None else self.starts[min(index, len(self.starts) - 1)]

    def span(self, start: int, end: int) -> Span:
        return Span(self.path, self.byte(start), self.byte(max(start, end)))

    def line(self, index: int) -> int:
        """The 1-based line of a code point."""
        return self.readable.count("\n", 0, index) + 1

    def holes_in(self, start: int, end: int) -> Iterator[Hole]:
        """The placeholders that begin inside a code-point range."""
        for index in range(bisect_left(self.holes, (start,)), len(self.holes)):
            if self.holes[index].start >= end:
                return
            yield self.holes[index]

    def restored(self, value: str, start: int, end: int) -> tuple[str, bool]:
        """A scalar that the parser read between two positions, placeholders as written; whether there were any."""
        if FIRST not in value and LINE not in value:
            return value, False
        holes = self.holes_in(start, end)
        return _MASKED.sub(lambda match: next((hole.written for hole in holes), match.group()), value), True

    def hole_follows(self, index: int) -> bool:
        """Whether the next thing after a position is a placeholder that fills its line."""
        hole = next(self.holes_in(index, len(self.readable)), None)
        space = _SPACE.match(self.readable, index)
        return hole is not None and hole.line and space is not None and space.end() == hole.start


@lru_cache(maxsize=4)
def decode(path: str, source: bytes) -> Text:
    """The text of a manifest. Never raises: what is no text becomes U+FFFD, one for each byte. Whoever looks for one reads it first."""
    written, base, starts = _decoded(source)
    readable, holes = _masked(written)
    return Text(path, readable, base, starts, holes)


def _decoded(source: bytes) -> tuple[str, int, Sequence[int] | None]:
    for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if source.startswith(bom):
            whole = source[2 : len(source) - len(source) % 2]
            text = whole.decode(encoding, "surrogatepass")
            return text, 2, [*accumulate((4 if ord(c) > 0xFFFF else 2 for c in text), initial=2)]
    base = 3 if source.startswith(codecs.BOM_UTF8) else 0
    text = source[base:].decode("utf-8", "surrogateescape")
    if text.isascii():
        return text, base, None
    return text, base, [*accumulate(map(_width, text), initial=base)]


def _width(character: str) -> int:
    """How many bytes of UTF-8; a surrogate stands for one undecodable byte."""
    code = ord(character)
    if code < 0x800:
        return 1 if code < 0x80 else 2
    return 4 if code > 0xFFFF else 1 if 0xD800 <= code <= 0xDFFF else 3


def _masked(written: str) -> tuple[str, tuple[Hole, ...]]:
    holes: list[Hole] = []

    def mask(match: re.Match[str]) -> str:
        text = match.group()
        blank = text[: len(text) - len(text.lstrip(" \t"))]
        tag = text[len(blank) :]
        holes.append(Hole(match.start() + len(blank), match.end(), tag, match["tag"] is None))
        return FIRST + REST * (len(text) - 1) if match["line"] is None else f"{blank}#{LINE * (len(tag) - 1)}"

    text = _without_remarks(_UNREADABLE.sub("\ufffd", written), holes)
    text = _PLACEHOLDER.sub(mask, text)
    return text, tuple(sorted(holes))


def _without_remarks(text: str, holes: list[Hole]) -> str:
    """Template comments, which may go over several lines, become spaces."""
    for opening, closing in _REMARKS:
        parts, done = [], 0
        while (start := text.find(opening, done)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
            end += len(closing)
            holes.append(Hole(start, end, text[start:end], True))
            parts += [text[done:start], re.sub(r"[^\r\n]", " ", text[start:end])]
            done = end
        text = "".join(parts) + text[done:]
    return text
