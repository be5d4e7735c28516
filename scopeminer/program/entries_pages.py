"""HTML pages of a Custom UI: the scripts they load, and whether those were written or built."""

from __future__ import annotations

import posixpath
import re
from itertools import islice
from typing import TYPE_CHECKING

from scopeminer.program.packages import join
from scopeminer.program.resolution_files import CODE
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.program.resolution_files import Files
    from scopeminer.source import SourceTree

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_SCRIPT = re.compile(rb"<script\b(?P<attributes>[^>]{0,500})>(?P<inline>.*?)(?:</script|\Z)", re.DOTALL | re.IGNORECASE)
_SRC = re.compile(rb"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TALKS = re.compile(rb"@forge/bridge|\brequest(?:Jira|Confluence|Bitbucket)\b|\binvoke\s*\(")
_MARKS = (b"__webpack_require__", b"webpackJsonp", b"webpackChunk", b"parcelRequire", b"__vite__", b"modulepreload")
_MAPPED = re.compile(rb"sourceMappingURL=\S{1,200}\.map")
_HASHED = re.compile(r"[.-](?=[\w-]*\d)[\w-]{8,}\.(?:chunk\.)?[cm]?js$|\.min\.[cm]?js$|\.(?:chunk|bundle)\.[cm]?js$")
MAX_PAGE = 1_000_000
MAX_SCRIPTS = 200
LONGEST_LINE = 5_000
"""Bytes; people do not write such lines, minifiers do."""


class Page(NamedTuple):
    """`scripts`: files that people wrote; `built`: some script is a bundle or not there; `inline`: a script in the page uses the bridge."""

    scripts: tuple[str, ...]
    built: bool
    inline: bool


def read_page(tree: SourceTree, files: Files, path: str, roots: tuple[str, ...]) -> Page:
    """The scripts of a page; an address from the root (`/src/main.tsx`) is looked up in each of `roots`."""
    source = _COMMENT.sub(b"", (tree.read(path) or b"")[:MAX_PAGE])
    folder = posixpath.dirname(path) or "."
    scripts: list[str] = []
    built = inline = False
    for script in islice(_SCRIPT.finditer(source), MAX_SCRIPTS):
        address = _SRC.search(script["attributes"])
        if address is None:
            inline = inline or _TALKS.search(script["inline"]) is not None
            continue
        name = next(part for part in address.groups() if part is not None).decode("utf-8", "replace").partition("?")[0].partition("#")[0]
        if not name or re.match(r"(?:[a-z][\w+.-]*:)?//|[a-z][\w+.-]*:", name, re.IGNORECASE) or "%" in name.partition("%PUBLIC_URL%")[2]:
            continue
        name = name.replace("%PUBLIC_URL%", "")
        bases = [join(root, name.lstrip("/")) for root in (*roots, folder)] if name.startswith("/") else [join(folder, name)]
        found = next((found for base in bases if (found := files.file(base)) is not None), None)
        if found is None or is_bundle(found, tree.read(found)):
            built = True
        elif found.endswith(CODE):
            scripts.append(found)
    return Page(tuple(dict.fromkeys(scripts)), built, inline)


def is_bundle(path: str, source: bytes | None) -> bool:
    """Whether a script is what a build made, or a library that was copied in: not what people of this app wrote."""
    if source is None or _HASHED.search(path):
        return True
    return is_generated(source)


def is_generated(source: bytes) -> bool:
    """Whether a build made a script, by what stands in it."""
    return any(mark in source for mark in _MARKS) or _MAPPED.search(source) is not None or is_minified(source)


def is_minified(source: bytes) -> bool:
    """Whether lines are longer than people write them."""
    return len(source) > LONGEST_LINE and max(map(len, source.split(b"\n"))) > LONGEST_LINE
