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


def first_line(lines: Bytes, starts: Sequence[int], index: int, names: Sequence[str], added: Iterable[str]) -> int:
    """Where the first line begins that belongs to entry `index`.

    `starts`: where each entry's own line begins; `names`: what each is called; `added`: entries that are new and under no heading.
    """
    top = _comments(lines, starts[index])
    if top == starts[index]:
        return top
    written = lines.source[top : starts[index]].decode("utf-8", "replace")
    return top if _belongs(lines, top, written, starts, index, names, added) else starts[index]


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


def _belongs(lines: Bytes, top: int, written: str, starts: Sequence[int], index: int, names: Sequence[str], added: Iterable[str]) -> bool:
    if named(names[index], written):
        return True
    if any(named(name, written) for name in names):
        return False
    if _run(lines, starts, index, names, frozenset(added)) == 1:
        return True
    above = lines.source[lines.line_start(top - 1) : top].strip() if top else b""
    begins = index == 0 or not above
    return not begins and not _HEADING.match(written.strip().splitlines()[-1].strip())


def _run(lines: Bytes, starts: Sequence[int], index: int, names: Sequence[str], added: frozenset[str]) -> int:
    """How many entries stand directly below each other from this one on."""
    count = 1
    for current, following in zip(range(index, len(starts)), range(index + 1, len(starts)), strict=False):
        between = lines.source[lines.line_end(starts[current]) : starts[following]]
        if any(not line.strip() or _COMMENT.match(line) for line in between.splitlines()) or names[following] in added:
            break
        count += 1
    return count
