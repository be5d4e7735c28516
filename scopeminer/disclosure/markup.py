"""HTML that code puts into a page (`dangerouslySetInnerHTML`, `innerHTML`, `document.write`) → what it can load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.disclosure.address import HOLES, marked, pattern_of
from scopeminer.disclosure.shown import Shown
from scopeminer.values.pattern import Alternative, Hole

EMBEDDED = ("images", "media", "frames", "styles", "fonts")
"""What HTML that nobody knows can load: scripts in it do not run."""
TAG = re.compile(r"<[^>]*>?")


def markup(text: Alternative) -> Iterator[Shown]:
    """The addresses in a piece of HTML with holes; where a hole can be HTML itself, one of each kind that nobody knows."""
    from scopeminer.disclosure.html_page import references  # most apps put none in

    letters = "".join(part if isinstance(part, str) else marked((part,)) for part in text.pattern)
    for reference in references(letters):
        if reference.directive != "scripts":
            yield Shown(reference.directive, Alternative(pattern_of(reference.url), text.conditions))
    if not set(HOLES).isdisjoint(TAG.sub("", letters)):
        for directive in EMBEDDED:
            yield Shown(directive, Alternative((Hole("raw"),), text.conditions))
