"""Pages → the addresses they load and link to."""

from __future__ import annotations

from html.parser import HTMLParser

from scopeminer.disclosure import css
from scopeminer.disclosure.address import REST
from scopeminer.disclosure.css import Reference
from scopeminer.disclosure.html import addresses_in, directive_of

MAX_CHARS = 2_000_000


def references(text: str) -> list[Reference]:
    """Every address of the page, in order. What cannot be parsed ends the list; nothing is raised."""
    page = _Page(text[:MAX_CHARS])
    try:
        page.feed(page.text)
        page.close()
    except (AssertionError, ValueError):  # a broken declaration (`<![`): what stands before it counts
        pass
    return page.found


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.found: list[Reference] = []
        self._lines = [0]
        self._lines += [i + 1 for i, char in enumerate(text) if char == "\n"]
        self._in_style = False

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[min(line, len(self._lines)) - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        values = {name: value for name, value in attrs if value is not None}
        rel, kind = values.get("rel", ""), values.get("as", "")
        for name, value in values.items():
            directive = directive_of(tag, name, rel, kind)
            if directive is not None:
                self.found += [Reference(directive, url, self._at()) for url in addresses_in(name, value)]
            elif name == "style":
                self.found += [Reference(found.directive, found.url, self._at()) for found in css.references(value)]

        if tag in ("iframe", "frame") and values.keys().isdisjoint(("src", "srcdoc")):  # a script gives it its address
            self.found.append(Reference("frames", REST, self._at()))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            at = self._at()
            self.found += [Reference(found.directive, found.url, at + found.at) for found in css.references(data)]
