"""The lines of a statement → its paragraphs, items and rows, with soft line breaks undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.records import NamedTuple

BULLET = re.compile(r"^\s*(?:[-*+•◦▪·–]|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+")
NUMBERED = re.compile(r"^\s*(?:section\s+)?(\d{1,2}(?:\.\d{1,2}){0,2})[.):]?\s+(?=\S)", re.IGNORECASE)
HASHES = re.compile(r"^\s*#{1,6}\s+")
UNDERLINE = re.compile(r"^(?:=+|-{3,}|\*{3,}|_{3,})$")
RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
ENDING = re.compile(r"[.!?:;|][\"')\]]*$")
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,1000})?/?>|<!--.{0,1000}?-->|\{%.{0,1000}?%\}", re.IGNORECASE)
FENCE = re.compile(r"^\s*(?:```|~~~)")
OPEN = re.compile(r"(?:['’]s|\b(?:own|the|an?|of|to|and|or|in|by|with|for|from|that|is|are|not|our|your|its|as|on|at))$")
"""The last word of a line that goes on in the next."""
WRAPPED = 60
"""Characters; a line that long without an end goes on in the next, where the next word did not fit."""
MOST_LINES = 200
"""Of a paragraph."""
LONGEST_RULE = 400
"""Characters of a line that only divides."""


class Block(NamedTuple):
    """A paragraph, an item or a row of a table. `text`: soft breaks are `\\n`, a bullet's mark is left out; None for a blank line.

    `bullet`: it is an item; of a blank line, one follows it.
    """

    line: int
    text: str | None
    bullet: bool


def blocks(text: str) -> Iterator[Block]:
    """Everything but front matter, code, rules and the heads of tables. Lines are 1-based and end with `\\n`."""
    lines = _shown(text.split("\n"))
    index, width, follows = 0, _width(lines), _bullet_follows(lines)
    while index < len(lines):
        raw = lines[index]
        if not raw.strip() or _divides(raw):
            yield Block(index + 1, None, follows[index])
            index += 1
            continue
        start, parts = index, [BULLET.sub("", raw).strip()]
        alone = HASHES.match(raw) is not None
        index += 1
        while index < len(lines) and not alone and len(parts) < MOST_LINES and _goes_on(parts[-1], lines[index], width):
            parts.append(lines[index].strip())
            index += 1
        yield Block(start + 1, "\n".join(parts), BULLET.match(raw) is not None)


def _shown(lines: list[str]) -> list[str]:
    """What does not count is left empty, so that the numbers of lines stay."""
    kept, fenced = list(lines), False
    if lines and lines[0].strip() == "---" and "---" in (rest := [line.strip() for line in lines[1:30]]):
        end = rest.index("---") + 2
        kept[:end] = [""] * end
    for index, line in enumerate(kept):
        fence = FENCE.match(line) is not None
        head = "|" in line and index + 1 < len(kept) and "|" in kept[index + 1] and _divides(kept[index + 1])
        if fence or fenced or head:
            kept[index] = ""
        fenced ^= fence
    return [TAG.sub(" ", line) if "<" in line or "{%" in line else line for line in kept]


def _divides(line: str) -> bool:
    line = line.strip()
    return len(line) <= LONGEST_RULE and (UNDERLINE.match(line) or RULE.match(line)) is not None


def _bullet_follows(lines: list[str]) -> list[bool]:
    """For each line, whether the next one that is not blank is an item."""
    found, follows = [False] * len(lines), False
    for index in range(len(lines) - 1, -1, -1):
        found[index] = follows
        if lines[index].strip():
            follows = BULLET.match(lines[index]) is not None
    return found


def _width(lines: list[str]) -> int:
    """Where lines were broken, if they were: few are longer."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _goes_on(last: str, following: str, width: int) -> bool:
    """Whether a line is the rest of the one before."""
    if not following.strip() or BULLET.match(following) or HASHES.match(following) or _divides(following) or "|" in following:
        return False
    if NUMBERED.match(following) and len(last) < WRAPPED:
        return False
    first = following.strip()[0]
    if OPEN.search(last[-20:]):
        return True
    if ENDING.search(last[-20:]):
        return last.endswith((",", ";")) or (len(last) >= WRAPPED and not last.endswith(":") and first.islower())
    full = len(last) >= WRAPPED and len(last) + len(following.split(maxsplit=1)[0]) >= width
    return first.islower() or first in "(\"'" or full
