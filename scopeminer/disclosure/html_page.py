"""Pages → the addresses they load and link to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from scopeminer.disclosure import css
from scopeminer.disclosure.address import REST
from scopeminer.disclosure.component import HOLE, spelled
from scopeminer.disclosure.css import Reference
from scopeminer.disclosure.html import ATTRIBUTES, DOCUMENT, EMBEDDED, addresses_in, directive_of
from scopeminer.disclosure.sheets import RUN

MAX_CHARS = 2_000_000
BOUND = re.compile(
    r"(?::|v-bind:|x-bind:|ng-|data-ng-|bind:|\.|\[)(srcset|srcdoc|src|href|xlink:href|poster|data|action|style|background)(?:\.\w+|\])*$"
)
"""How Vue, Alpine, Angular and Svelte bind an attribute."""
SPREAD = ("v-bind", "x-bind")
HTML = ("v-html", "x-html", "[innerhtml]", "ng-bind-html", ":innerhtml", ".innerhtml", ":inner-html", "v-bind:innerhtml", "bind:innerhtml")
"""Attributes that put HTML into an element."""
MUSTACHE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LOADING = re.compile(r"url\(|background|image|cursor|content|list-?style", re.IGNORECASE)
PICTURE = f"url({REST})"


def references(text: str, in_text: bool = False) -> list[Reference]:
    """Every address of the page, in order. What cannot be parsed ends the list; nothing is raised.

    `in_text`: whether a marker between the elements is HTML that nobody knows.
    """
    page = _Page(text[:MAX_CHARS], in_text)
    try:
        page.feed(page.text)
        page.close()
    except (AssertionError, ValueError):  # a broken declaration (`<![`): what stands before it counts
        pass
    return page.found


class _Page(HTMLParser):
    def __init__(self, text: str, in_text: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.found: list[Reference] = []
        self._lines = [0]
        self._lines += [i + 1 for i, char in enumerate(text) if char == "\n"]
        self._in_style = False
        self._in_text = in_text

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[min(line, len(self._lines)) - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        values = dict(_plain(tag, attrs))
        rel, kind = values.get("rel", ""), values.get("as", "")
        for name, value in values.items():
            directive = directive_of(tag, name, rel, kind)
            if directive is not None:
                self.found += [Reference(directive, url, self._at()) for url in addresses_in(name, value)]
            elif name == "style":
                self.found += [Reference(found.directive, found.url, self._at()) for found in css.references(value)]
            elif name == "srcdoc":
                self.found += [found._replace(at=self._at()) for found in references(value)] if value != REST else self._any(DOCUMENT)
            elif name in HTML or (tag == "template" and name == "lang" and value != "html"):
                self.found += self._any(EMBEDDED)
            elif tag == "style" and name == "src":
                self.found.append(Reference("styles", value, self._at()))
        if tag in ("iframe", "frame") and values.keys().isdisjoint(("src", "srcdoc")):  # a script gives it its address
            self.found.append(Reference("frames", REST, self._at()))

    def _any(self, directives: tuple[str, ...]) -> list[Reference]:
        return [Reference(directive, REST, self._at(), True) for directive in directives]

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            at = self._at()
            self.found += [Reference(found.directive, found.url, at + found.at) for found in css.references(data)]
        elif self._in_text and REST in data:
            self.found += self._any(EMBEDDED)


def _plain(tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    """Attributes as HTML knows them: those that are bound to a value of the code are markers, as far as that is no literal."""
    named = set()
    spread = False
    for name, value in attrs:
        bound = BOUND.match(name)
        spread = spread or name in SPREAD or name[:1] == REST or name.startswith((":[", "v-bind:["))
        if bound is not None:
            name = bound[1]
            value = _computed_style(value or "") if name == "style" else spelled(value or "")
        elif name.startswith("style:"):
            name, value = "style", f"{name[6:]}: {PICTURE if value is None or value[:1] == REST else value}"
        if value is not None:
            named.add(name)
            yield name, RUN.sub(REST, MUSTACHE.sub(REST, value))
    if spread:
        yield from ((name, REST) for owner, name in ATTRIBUTES if owner == tag and name not in named)


def _computed_style(expression: str) -> str:
    """The style sheet that a bound style can be: the addresses in it, and a picture that nobody knows where there can be one."""
    return f"{HOLE.sub(REST, expression)}; {PICTURE}" if LOADING.search(expression) else ""
