"""Pages → the addresses they load and link to."""

from __future__ import annotations

from html.parser import HTMLParser

from scopeminer.disclosure import css
from scopeminer.disclosure.css import Reference

MAX_CHARS = 2_000_000
ATTRIBUTES: dict[tuple[str, str], str] = {
    ("script", "src"): "scripts",
    ("img", "src"): "images",
    ("img", "srcset"): "images",
    ("input", "src"): "images",
    ("image", "href"): "images",
    ("video", "poster"): "images",
    ("video", "src"): "media",
    ("audio", "src"): "media",
    ("source", "src"): "media",
    ("source", "srcset"): "images",
    ("track", "src"): "media",
    ("iframe", "src"): "frames",
    ("frame", "src"): "frames",
    ("embed", "src"): "frames",
    ("object", "data"): "frames",
    ("a", "href"): "navigation",
    ("area", "href"): "navigation",
    ("form", "action"): "navigation",
}
"""(element, attribute in lower case) → directive."""
LINKS = {"stylesheet": "styles", "icon": "images", "apple-touch-icon": "images", "modulepreload": "scripts"}
PRELOADS = {"font": "fonts", "script": "scripts", "style": "styles", "image": "images", "video": "media", "audio": "media"}


def directive_of(tag: str, attribute: str, rel: str = "", kind: str = "") -> str | None:
    """What an attribute of an element loads; `rel` and `kind` (its `as`) decide for `<link href>`."""
    tag, attribute = tag.lower(), attribute.lower()
    if tag != "link" or attribute != "href":
        return ATTRIBUTES.get((tag, attribute))
    words = rel.lower().split()
    if "preload" in words or "prefetch" in words:
        return PRELOADS.get(kind.lower())
    return next((LINKS[word] for word in words if word in LINKS), None)


def addresses_in(attribute: str, value: str) -> list[str]:
    """One address, or those of a `srcset`."""
    if attribute.lower() != "srcset":
        return [value]
    return [candidate.split()[0] for candidate in value.split(", ") if candidate.strip()]


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

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            at = self._at()
            self.found += [Reference(found.directive, found.url, at + found.at) for found in css.references(data)]
