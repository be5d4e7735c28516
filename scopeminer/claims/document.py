"""A statement's file → its text: plain text, Markdown, HTML, and PDF where pdftotext is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from scopeminer.claims.html_text import text_of
from scopeminer.records import NamedTuple

LARGEST = 4_000_000
"""Bytes of a statement's file."""
LONGEST = 1_000_000
"""Characters of its text."""
BEGINNING = 2_000
"""Characters that tell what a file is."""
SECONDS = 20
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MARKED = re.compile(r"\s*<(?:!doctype html|html|head|body|div|section|article|main|p|h[1-6])\b", re.IGNORECASE)


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
    return Document(*text_of(text)) if html else Document(text)


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
