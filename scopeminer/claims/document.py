"""A statement's file → its text: plain text, Markdown, simple HTML, and PDF where pdftotext is there."""

from __future__ import annotations

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

LARGEST = 4_000_000
"""Bytes of a statement."""
SECONDS = 20
BREAKS = frozenset(
    {"p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "section", "article", "td", "th"}
)
SILENT = frozenset({"script", "style", "head", "noscript", "template"})


class DocumentError(Exception):
    """A statement that cannot be read: one sentence."""


def text_of(path: Path) -> str:
    """The text of a statement. Raises DocumentError when there is none to read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror or error}.") from error
    if len(data) > LARGEST:
        raise DocumentError(f"{path}: larger than {LARGEST // 1_000_000} MB; that is no statement.")
    if data.startswith(b"%PDF"):
        return _pdf(path)
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(f"{path}: expected text, Markdown, HTML or PDF, found binary data.")
    text = _decoded(data)
    return _html(text) if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")) else text


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
    return run.stdout[:LARGEST].decode("utf-8", "replace").replace("\f", "\n")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.parts.append("\n")
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.parts.append("# ")
        elif tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(" ".join(data.split()) + (" " if data[-1:].isspace() else "") if data.strip() else " ")


def _html(text: str) -> str:
    reader = _Text()
    reader.feed(text)
    return "".join(reader.parts)
