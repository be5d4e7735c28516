"""A draft of a statement → Markdown, text or JSON, every sentence with its mark."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer import __version__
from scopeminer.claims.draft import DEFECT, Draft, Sentence
from scopeminer.report.markdown_text import escaped
from scopeminer.report.plain import Json, place, plain
from scopeminer.report.text import printable, shown

DRAFT = "scopeminer/statement-draft/1"
MARKS = {"verified": "verified", "platform": "inherited from the platform", "vendor": "vendor: fill in"}


ROUND = str.maketrans("[]", "()")
"""Whoever reads a draft leaves out what stands in square brackets."""


LEGEND = (
    "Draft from code and manifest: what is marked verified follows from them, what is marked inherited is Atlassian's doing, "
    "the rest is for the vendor. Take out the marks before publication."
)


def render(draft: Draft, form: str) -> str:
    """In the form `markdown`, `text` or `json`."""
    if form == "json":
        return plain(_json(draft))
    return "\n".join(_lines(draft, markdown=form == "markdown")) + "\n"


def _lines(draft: Draft, markdown: bool) -> Iterator[str]:
    title = f"Data Security and Privacy Statement for {draft.app}"
    yield f"# {escaped(title)}" if markdown else printable(title)
    yield ""
    yield escaped(LEGEND) if markdown else printable(LEGEND)
    for number, section in enumerate(draft.sections, start=1):
        yield ""
        yield f"## {number}. {escaped(section.title)}" if markdown else f"{number}. {section.title}"
        yield ""
        for sentence in section.sentences:
            text = escaped(sentence.text) if markdown else printable(sentence.text)
            yield f"- {text} {_mark(sentence, markdown)}"


def _mark(sentence: Sentence, markdown: bool) -> str:
    why = ", ".join(shown(place) for place in sentence.places) or printable(sentence.because).translate(ROUND)
    mark = "vendor: correct first" if sentence.text.startswith(DEFECT) else MARKS[sentence.mark]
    text = f"[{mark}{f': {why}' if why else ''}]"
    return escaped(text) if markdown else text


def _json(draft: Draft) -> dict[str, Json]:
    return {
        "schema": DRAFT,
        "tool": {"name": "scopeminer", "version": __version__},
        "app": draft.app,
        "sections": [
            {
                "title": section.title,
                "sentences": [
                    {
                        "text": one.text,
                        "mark": one.mark,
                        "topic": one.topic,
                        "because": one.because,
                        "places": [place(site) for site in one.places],
                    }
                    for one in section.sentences
                ],
            }
            for section in draft.sections
        ],
    }
