"""A comparison → Markdown for a pull-request comment."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.advise.difference import Comparison, Difference
from scopeminer.report import diff_words as words
from scopeminer.report.markdown_text import code, escaped
from scopeminer.report.text import shown


def render(comparison: Comparison) -> str:
    """One heading, the conclusion, a table for each group."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"### Permissions: {code(comparison.old)} → {code(comparison.new)}"
    yield ""
    if not comparison.differences:
        yield f"{words.NOTHING[0].upper()}{words.NOTHING[1:]}."
        return
    yield f"**{words.conclusion(comparison)}** {words.reach(comparison)} {words.eligibility(comparison)}"
    for title, differences in words.grouped(comparison):
        yield ""
        yield f"| {title} | | where |"
        yield "|---|---|---|"
        yield from map(_row, differences)


def _row(difference: Difference) -> str:
    mark = {"+": "➕", "-": "➖", "~": "✏️"}[words.mark(difference)]
    major = " **(major)**" if difference.impact == "major" else ""
    where = code(shown(difference.place)) if difference.place else ""
    return f"| {mark} {code(words.subject(difference))}{major} | {escaped(words.detail(difference))} | {where} |"
