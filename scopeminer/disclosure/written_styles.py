"""Texts of code that are styles, whatever takes them (`sx`, `makeStyles`, `styled.div({…})`) → the addresses that they may load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.disclosure.address import REST, marked, pattern_of
from scopeminer.disclosure.calls import Reading
from scopeminer.disclosure.css import FONT
from scopeminer.disclosure.own import plain
from scopeminer.disclosure.shown import Shown
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Class, Func, Prop, Str, Template
from scopeminer.syntax.record import HOLDING
from scopeminer.syntax.walk import own_nodes
from scopeminer.values.pattern import Alternative

MARK = b"url("
BEGINS = re.compile(r"url\(\s*[\"']?(?!\s*[#)])", re.IGNORECASE)
"""What is no reference to an element of the same page (`url(#gradient)`)."""
REFERENCE = re.compile(r"(?P<sheet>@import\s+)?url\(\s*[\"']?(?P<url>[^\"')\s]*)(?P<end>\Z)?", re.IGNORECASE)


def written(program: Program, paths: frozenset[str]) -> Iterator[tuple[Function, Str | Template, bool]]:
    """Every text with a `url(` in running code of the frontends, and whether it is the `src` of something, as fonts have one.

    `paths`: the files in which there is one.
    """
    for function in program.live:
        if function.path in paths and "frontend" in program.sides.get(function, ()):
            sources: set[int] = set()
            for node in own_nodes(function.func):
                if isinstance(node, Prop) and node.key == "src":
                    sources.update(map(id, _texts(node.value)))
                elif isinstance(node, Str | Template) and any(map(BEGINS.search, _parts(node))):
                    yield function, node, id(node) in sources


def loads(reading: Reading, node: Str | Template, is_source: bool) -> Iterator[Shown]:
    """The addresses in one, as possible; what is cut off behind `url(` goes on with something that nobody knows."""
    for text in reading.evaluator.text(plain(node, reading.own), reading.frame):
        letters = marked(text.pattern)
        for found in REFERENCE.finditer(letters):
            url = found["url"] or (REST if found["end"] is not None else "")
            is_font = is_source or "@font-face" in letters[: found.start()] or re.search(FONT, url, re.IGNORECASE) is not None
            directive = "styles" if found["sheet"] else "fonts" if is_font else "images"
            yield Shown(directive, Alternative(pattern_of(url), text.conditions), is_data=True)


def _parts(node: Str | Template) -> tuple[str, ...]:
    return node.quasis if isinstance(node, Template) else (node.value,)


def _texts(node: object) -> Iterator[Str | Template]:
    """All texts in an expression."""
    if isinstance(node, Str | Template):
        yield node
    elif isinstance(node, HOLDING) and not isinstance(node, Func | Class):
        for part in node:
            yield from _texts(part)
