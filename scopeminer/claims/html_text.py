"""HTML → text in which headings, items and rows of tables stand as in Markdown, each line with its line in the source.

A reader of its own, because html.parser takes minutes for a file of unfinished tags, and stops at a broken declaration.
"""

from __future__ import annotations

import re
from html import unescape

TOKEN = re.compile(r"<!--|<(/?)([a-z][a-z0-9]*)\b[^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = HEADINGS | {"p", "table", "ul", "ol", "section", "article", "div"}
BREAKS = PARAGRAPHS | {"li", "tr", "br", "dt", "dd"}
CELLS = frozenset({"td", "th"})
SILENT = frozenset({"script", "style", "head", "noscript", "template"})
"""What is in them is not shown."""


class _Page:
    """Lines under construction: `numbers` says where each began, `cells` how many cells the row has so far."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.numbers = [1]
        self.cells = 0
        self.empty = True

    def write(self, text: str, line: int) -> None:
        if self.empty and text.strip():
            self.numbers[-1] = line + text.count("\n", 0, len(text) - len(text.lstrip()))
            self.empty = False
        self.lines[-1].append(re.sub(r"\s+", " ", unescape(text)))

    def opened(self, tag: str, line: int) -> None:
        if tag in CELLS:
            self.lines[-1] += [" | "] if self.cells else []
            self.cells += 1
        elif tag in BREAKS:
            self._break(line)
        if tag in HEADINGS:
            self.lines[-1] = ["#" * int(tag[1]) + " "]
        elif tag == "li":
            self.lines[-1] = ["- "]

    def closed(self, tag: str, line: int) -> None:
        for _ in range(2 if tag in PARAGRAPHS else tag in BREAKS):
            self._break(line)

    def _break(self, line: int) -> None:
        self.cells, self.empty = 0, True
        self.lines.append([])
        self.numbers.append(line)


def text_of(html: str) -> tuple[str, tuple[int, ...]]:
    """(text, the line of the source in which each of its lines begins). Any text is HTML enough."""
    page, at, line = _Page(), 0, 1
    while at < len(html):
        found = TOKEN.search(html, at)
        start = found.start() if found else len(html)
        page.write(html[at:start], line)
        line += html.count("\n", at, start)
        if found is None:
            break
        end = _end(html, found)
        tag = (found[2] or "").lower()
        if tag and found[1]:
            page.closed(tag, line)
        elif tag and tag not in SILENT:
            page.opened(tag, line)
        line += html.count("\n", start, end)
        at = end
    texts = ("".join(parts).strip() for parts in page.lines)
    return "\n".join(f"| {text} |" if " | " in text else text if text.strip("#-") else "" for text in texts), tuple(page.numbers)


def _end(html: str, found: re.Match[str]) -> int:
    """Where a tag ends, or a comment, or an element that is not shown; what never ends takes the rest."""
    if found[0] == "<!--":
        end = html.find("-->", found.end())
        return end + 3 if end >= 0 else len(html)
    tag = (found[2] or "").lower()
    if tag not in SILENT or found[1]:
        return found.end()
    closing = re.compile(rf"</{tag}\b[^<>]*>", re.IGNORECASE).search(html, found.end())
    return closing.end() if closing else len(html)
