"""Which comments belong to an entry, and so go when it goes.

A comment at the end of its line always does, and so do comments inside of it. Comment lines directly above do, at least as far in
as the entry and without a blank line between, with these exceptions:

* a comment that names another entry and not this one stays;
* a commented-out entry (`# - read:me`) stays, and what stands above it;
* a heading stays as long as entries below it do: a comment that begins the block or follows a blank line, or that looks like a
  heading (`# Jira:`, `# --- Jira ---`), with more than one entry directly below it.

A comment that names this entry goes, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scopeminer.manifest.edit_text import Bytes

_COMMENT = re.compile(rb"[ \t]*#")
_COMMENTED_OUT = re.compile(rb"""[ \t]*#[ \t]*(?:-[ \t]|["']?[\w.:-]+:[\w.:-]+["']?:?[ \t]*(?:\{.*|true|false|null)?\r?\n?$)""")
_HEADING = re.compile(r"#\s*[-=*#~_]{2,}|.*(?::|[-=*#~_]{2,})$")


def named(name: str, text: str) -> bool:
    """Whether a text speaks of a scope or address by its whole name."""
    return bool(name) and re.search(rf"(?<![\w:.*/-]){re.escape(name)}(?![\w:/-]|\.\w)", text) is not None


def first_line(lines: Bytes, entries: Sequence[tuple[int, int]], index: int, names: Sequence[str], added: Iterable[str]) -> int:
    """Where the first line begins that belongs to entry `index`.

    `entries`: where each stands, on lines of its own; `names`: what each is called; `added`: those that are new, under no heading.
    """
    start = lines.line_start(entries[index][0])
    top = _comments(lines, start)
    if top == start:
        return top
    written = lines.source[top:start].decode("utf-8", "replace")
    if named(names[index], written):
        return top
    if any(named(name, written) for name in names):
        return start
    if _run(lines, entries, index, names, frozenset(added)) == 1:
        return top
    above = lines.source[lines.line_start(top - 1) : top].strip() if top else b""
    heading = index == 0 or not above or _HEADING.match(written.strip().splitlines()[-1].strip())
    return start if heading else top


def _comments(lines: Bytes, start: int) -> int:
    column = _column(lines, start)
    while start > 0:
        above = lines.line_start(start - 1)
        line = lines.source[above:start]
        if not _COMMENT.match(line) or _column(lines, above) < column or _COMMENTED_OUT.match(line):
            break
        start = above
    return start


def _column(lines: Bytes, start: int) -> int:
    line = lines.source[start : lines.line_end(start)]
    return len(line) - len(line.lstrip(b" \t"))


def _run(lines: Bytes, entries: Sequence[tuple[int, int]], index: int, names: Sequence[str], added: frozenset[str]) -> int:
    """How many entries stand directly below each other from this one on."""
    count = 1
    while index + 1 < len(entries) and names[index + 1] not in added:
        if lines.line_end(entries[index][1]) != lines.line_start(entries[index + 1][0]):
            break
        index, count = index + 1, count + 1
    return count
