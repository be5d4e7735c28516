"""HTML and Markdown that code puts into a page (`dangerouslySetInnerHTML`, `innerHTML`, `<ReactMarkdown>`) → what it can load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.disclosure import css
from scopeminer.disclosure.address import HOLES, letters, pattern_of
from scopeminer.disclosure.html import DOCUMENT, EMBEDDED
from scopeminer.disclosure.shown import Shown
from scopeminer.values.pattern import Alternative, Hole

TAG = re.compile(r"<[^>]*>?")
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^\s)>]+)")


def loaded(directive: str, text: Alternative) -> Iterator[Shown]:
    """What a text makes a page load: it is an address, or HTML, or Markdown."""
    if directive == "markup":
        yield from markup(text)
    elif directive == "document":
        yield from document(text)
    elif directive == "face":
        yield from _face(text)
    elif directive == "markdown":
        yield from _markdown(text)
    else:
        yield Shown(directive, text)


def markup(text: Alternative, directives: tuple[str, ...] = EMBEDDED) -> Iterator[Shown]:
    """The addresses in a piece of HTML with holes; where a hole can be HTML itself, one of each kind that nobody knows."""
    from scopeminer.disclosure.html_page import references  # most apps put none in

    written = letters(text.pattern)
    for reference in references(written):
        if reference.directive in (*directives, "navigation"):
            yield Shown(reference.directive, Alternative(pattern_of(reference.url), text.conditions), is_data=reference.is_data)
    if not set(HOLES).isdisjoint(TAG.sub("", written)):
        for directive in directives:
            yield Shown(directive, Alternative((Hole("raw"),), text.conditions), is_data=True)


def document(text: Alternative) -> Iterator[Shown]:
    """The same for HTML in which scripts run: a document of its own, or one that is being written."""
    return markup(text, DOCUMENT)


def _face(text: Alternative) -> Iterator[Shown]:
    """The source of a `FontFace`."""
    written = letters(text.pattern)
    for reference in css.references(written):
        yield Shown("fonts", Alternative(pattern_of(reference.url), text.conditions))
    if written.strip()[:1] in HOLES:
        yield Shown("fonts", Alternative((Hole("raw"),), text.conditions), is_data=True)


def _markdown(text: Alternative) -> Iterator[Shown]:
    written = letters(text.pattern)
    for picture in PICTURE.finditer(written):
        yield Shown("images", Alternative(pattern_of(picture[1]), text.conditions))
    if not set(HOLES).isdisjoint(PICTURE.sub("", written)):
        yield Shown("images", Alternative((Hole("raw"),), text.conditions), is_data=True)
