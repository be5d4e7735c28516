"""A draft of a statement → Markdown, text or JSON, every sentence with its mark."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer import __version__
from scopeminer.claims.draft import Draft, Sentence
from scopeminer.report.markdown_text import escaped
from scopeminer.report.plain import Json, place, plain
from scopeminer.report.text import printable, shown

DRAFT = "scopeminer/statement-draft/1"
MARKS = {"verified": "verified", "platform": "inherited from the platform", "vendor": "vendor: fill in"}


def render(draft: Draft, form: str) -> str:
    """In the form `markdown`, `text` or `json`."""
    if form == "json":
        return plain(_json(draft))
    return "\n".join(_lines(draft, markdown=form == "markdown")) + "\n"


def _lines(draft: Draft, markdown: bool) -> Iterator[str]:
    title = f"Data Security and Privacy Statement for {draft.app}"
    yield f"# {escaped(title)}" if markdown else printable(title)
    for number, section in enumerate(draft.sections, start=1):
        yield ""
        yield f"## {number}. {escaped(section.title)}" if markdown else f"{number}. {section.title}"
        yield ""
        for sentence in section.sentences:
            text = escaped(sentence.text) if markdown else printable(sentence.text)
            yield f"- {text} {_mark(sentence, markdown)}"


def _mark(sentence: Sentence, markdown: bool) -> str:
    places = ", ".join(shown(place) for place in sentence.places)
    text = f"[{MARKS[sentence.mark]}{f': {places}' if places else ''}]"
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
                    {"text": one.text, "mark": one.mark, "topic": one.topic, "places": [place(site) for site in one.places]}
                    for one in section.sentences
                ],
            }
            for section in draft.sections
        ],
    }
