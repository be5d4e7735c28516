"""The scripts of an HTML page: those that it loads, and those that stand in it, which are code of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scopeminer.records import NamedTuple

PAGES = (".html", ".htm")
PART = re.compile(
    rb"<!--.*?(?:-->|\Z)|<script\b(?P<attributes>[^>]{0,500})>(?P<inline>.*?)(?:(?P<closed></script)|\Z)", re.DOTALL | re.IGNORECASE
)
"""A comment in a script is the script's, a script in a comment is none."""
SRC = re.compile(rb"""(?<![\w-])src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
TYPE = re.compile(rb"""(?<![\w-])type\s*=\s*["']?\s*([^"'\s>]*)""", re.IGNORECASE)
CODE = re.compile(rb"module|.*(?:java|ecma|type)script.*|(?:text/)?(?:babel|jsx)|", re.IGNORECASE)
GAP = re.compile(rb"<%.*?%>", re.DOTALL)
"""What a template of a page has yet to fill in."""
MAX_SCRIPTS = 200


class Script(NamedTuple):
    """One script: its `address`, or where its text stands. `is_module`: what it declares is its own."""

    address: str | None
    start: int
    end: int
    is_module: bool


def scripts(source: bytes) -> Iterator[Script]:
    """The scripts of a page in their order; data (`application/json`) is none."""
    for part in islice(_tags(source), MAX_SCRIPTS):
        address = SRC.search(part["attributes"])
        kind = TYPE.search(part["attributes"])
        is_module = kind is not None and kind[1].lower() == b"module"
        if address is not None:
            name = next(text for text in address.groups() if text is not None)
            yield Script(name.decode("utf-8", "replace"), *part.span("inline"), is_module)
        elif part["closed"] and part["inline"].strip() and CODE.fullmatch(kind[1] if kind is not None else b""):
            yield Script(None, *part.span("inline"), is_module)


def _tags(source: bytes) -> Iterator[re.Match[bytes]]:
    return (part for part in PART.finditer(source) if part["attributes"] is not None)
