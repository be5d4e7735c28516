"""A data inventory → Markdown, for a record of processing or a security review."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Audit
from scopeminer.disclosure.model import Access, Disclosure
from scopeminer.report import data_words as words
from scopeminer.report.markdown_text import code, escaped, row, table
from scopeminer.report.text import shown


def render(disclosure: Disclosure, audit: Audit) -> str:
    """A table of categories, then what else is kept or sent, then what is unknown."""
    return "\n".join(_lines(disclosure, audit)) + "\n"


def _lines(disclosure: Disclosure, audit: Audit) -> Iterator[str]:
    yield f"# Data inventory of {code(audit.app.path)}"
    yield ""
    found = words.categories(disclosure)
    if not found:
        yield "No product data is touched."
    else:
        yield from table("Data", "Read by", "Written by", "Where it goes")
        for one in found:
            flows = [f"{escaped(words.where(flow))} {code(shown(flow.site))}" for flow in one.flows]
            yield row(escaped(one.title), _accesses(one.reads), _accesses(one.writes), "<br>".join(dict.fromkeys(flows)) or "nowhere")
    others = words.others(disclosure)
    if others:
        yield ""
        yield "## Other data that is kept or sent"
        yield ""
        yield from (f"- {escaped(words.made_of(flow))}: {escaped(words.where(flow))} {code(shown(flow.site))}" for flow in others)
    doubts = tuple(words.doubts(disclosure))
    if doubts:
        yield ""
        yield "## Unknown"
        yield ""
        yield from (f"- {escaped(words.because(access))} {code(shown(access.site))}" for access in doubts)


def _accesses(accesses: tuple[Access, ...]) -> str:
    return "<br>".join(f"{escaped(words.because(access))} {code(shown(access.site))}" for access in accesses)
