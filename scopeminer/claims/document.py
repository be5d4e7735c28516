"""A statement's file → its text: plain text, Markdown, HTML, and PDF where pdftotext is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

LARGEST = 4_000_000
"""Bytes of a statement's file."""
LONGEST = 1_000_000
"""Characters of its text."""
BEGINNING = 2_000
"""Characters that tell what a file is."""
SECONDS = 20
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MARKED = re.compile(r"\s*<(?:!doctype html|html|head|body|div|section|article|main|p|h[1-6])\b", re.IGNORECASE)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = HEADINGS | {"p", "table", "ul", "ol", "section", "article", "div"}
BREAKS = PARAGRAPHS | {"li", "tr", "br", "dt", "dd"}
CELLS = frozenset({"td", "th"})
SILENT = frozenset({"script", "style", "head", "noscript", "template"})


class DocumentError(Exception):
    """A statement that cannot be read: one sentence."""


class Document(NamedTuple):
    """A statement's text. `lines`: where each of its lines begins in the file (1-based), () when that is the line itself."""

    text: str
    lines: tuple[int, ...] = ()


def document_of(path: Path) -> Document:
    """The text of a statement. Raises DocumentError when there is none to read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror or error}.") from error
    if len(data) > LARGEST:
        raise DocumentError(f"{path}: larger than {LARGEST // 1_000_000} MB; that is no statement.")
    if data.startswith(b"%PDF"):
        return Document(_pdf(path))
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(f"{path}: expected text, Markdown, HTML or PDF, found binary data.")
    text = _decoded(data)
    if len(text) > LONGEST:
        raise DocumentError(f"{path}: its text is longer than {LONGEST:,} characters; that is no statement.")
    html = path.suffix.lower() in (".html", ".htm", ".xhtml") or MARKED.match(COMMENT.sub("", text[:BEGINNING]))
    return _html(text) if html else Document(text)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _pdf(path: Path) -> str:
    """No shell, no network, bounded in time and size."""
    tool = shutil.which("pdftotext")
    if tool is None:
        raise DocumentError(f"{path}: a PDF needs pdftotext (poppler-utils), which is not installed; or give the statement as text.")
    try:
        run = subprocess.run(
            [tool, "-enc", "UTF-8", "-layout", "-l", "200", "--", str(path.resolve()), "-"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DocumentError(f"{path}: pdftotext could not read it: {error}.") from error
    if run.returncode != 0 or not run.stdout.strip():
        raise DocumentError(f"{path}: pdftotext found no text in it.")
    return run.stdout[:LONGEST].decode("utf-8", "replace").replace("\f", "\n")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[]]
        self.numbers = [1]
        self.silent = 0
        self.cells = 0
        self.empty = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in CELLS:
            self.lines[-1] += [" | "] if self.cells else []
            self.cells += 1
        elif tag in BREAKS:
            self._break()
        if tag in HEADINGS:
            self.lines[-1] = ["#" * int(tag[1]) + " "]
        elif tag == "li":
            self.lines[-1] = ["- "]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if tag in BREAKS:
            self._break(2 if tag in PARAGRAPHS else 1)

    def handle_data(self, data: str) -> None:
        if self.silent or not data:
            return
        if self.empty and data.strip():
            self.numbers[-1] = self.getpos()[0] + data.count("\n", 0, len(data) - len(data.lstrip()))
            self.empty = False
        self.lines[-1].append(re.sub(r"\s+", " ", data))

    def _break(self, times: int = 1) -> None:
        self.cells, self.empty = 0, True
        for _ in range(times):
            self.lines.append([])
            self.numbers.append(self.getpos()[0])


def _html(text: str) -> Document:
    """Headings, items and rows of tables as in Markdown."""
    reader = _Text()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError:  # how html.parser says that a declaration is broken
        return Document(text)
    lines = ["".join(parts) for parts in reader.lines]
    rows = [f"| {line.strip()} |" if " | " in line else line.strip() if line.strip("#- ") else "" for line in lines]
    return Document("\n".join(rows), tuple(reader.numbers))
