"""Text of an app → Markdown in which it stays text: cells of tables, code spans, sentences."""

from __future__ import annotations

import re

from scopeminer.report.text import printable

_BACKTICKS = re.compile("`+")
MARKUP = "\\`*_[]<>|#~&"


def code(text: str) -> str:
    """A code span; nothing in it can end the span, the cell or the line."""
    clean = printable(text).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(clean)), default=0))
    pad = " " if clean.startswith("`") or clean.endswith("`") or not clean else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def escaped(text: str) -> str:
    """A sentence: not markup, not HTML, no link of its own, and it mentions nobody."""
    clean = "".join(f"\\{character}" if character in MARKUP else character for character in printable(text))
    return clean.replace("://", ":\\//").replace("@", "@\u200b")


def row(*cells: str) -> str:
    """A line of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def table(*heads: str) -> tuple[str, str]:
    """The two lines that open a table."""
    return row(*heads), "|" + "---|" * len(heads)
