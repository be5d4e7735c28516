"""HTML pages of a Custom UI: the scripts they load, and whether those were written or built."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from scopeminer.program.packages import join
from scopeminer.program.resolution_files import CODE
from scopeminer.records import NamedTuple
from scopeminer.syntax.page import scripts

if TYPE_CHECKING:
    from scopeminer.program.resolution_files import Files
    from scopeminer.source import SourceTree

_MAP = re.compile(rb"""<script\b[^>]{0,500}\btype\s*=\s*["']?importmap""", re.IGNORECASE)
_IMPORTS = re.compile(rb"""\b(?:from|import)\s*\(?\s*["'`](?:[./]|[^"'`]*@forge/)""")
_TALKS = re.compile(rb"@forge/bridge|\brequest(?:Jira|Confluence|Bitbucket)\b|\binvoke\s*\(")
_MARKS = (b"__webpack_require__", b"webpackJsonp", b"webpackChunk", b"parcelRequire", b"__vite__", b"modulepreload")
_MAPPED = re.compile(rb"sourceMappingURL=\S{1,200}\.map")
_HASHED = re.compile(r"[.-](?=[\w-]*\d)[\w-]{8,}\.(?:chunk\.)?[cm]?js$|\.min\.[cm]?js$|\.(?:chunk|bundle)\.[cm]?js$")
MAX_PAGE = 1_000_000
LONGEST_LINE = 5_000
"""Bytes; people do not write such lines, minifiers do."""


class Page(NamedTuple):
    """`scripts`: files that people wrote; `built`: some script is a bundle or not there; `foreign`: some script is of another host.

    `inline`: a script that people wrote stands in the page itself; `imports`: such a script imports the bridge or files of the app;
    `talks`: it uses the bridge, and imports neither, or the page says what names of modules mean.
    """

    scripts: tuple[str, ...]
    built: bool
    foreign: bool
    inline: bool
    imports: bool
    talks: bool


def read_page(tree: SourceTree, files: Files, path: str, roots: tuple[str, ...]) -> Page:
    """The scripts of a page; an address from the root (`/src/main.tsx`) is looked up in each of `roots`."""
    source = (tree.read(path) or b"")[:MAX_PAGE]
    folder = posixpath.dirname(path) or "."
    found: list[str] = []
    inline: list[bytes] = []
    built = foreign = False
    for script in scripts(source):
        if script.address is None:
            text = source[script.start : script.end]
            built = built or is_generated(text)
            inline += [] if is_generated(text) else [text]
            continue
        name = script.address.partition("?")[0].partition("#")[0]
        if not name or re.match(r"(?:[a-z][\w+.-]*:)?//|[a-z][\w+.-]*:", name, re.IGNORECASE) or "%" in name.partition("%PUBLIC_URL%")[2]:
            foreign = foreign or bool(name)
            continue
        name = name.replace("%PUBLIC_URL%", "")
        bases = [join(root, name.lstrip("/")) for root in (*roots, folder)] if name.startswith("/") else [join(folder, name)]
        file = next((one for base in bases if (one := files.file(base)) is not None), None)
        if file is None or is_bundle(file, tree.read(file)):
            built = True
        elif file.endswith(CODE):
            found.append(file)
    alone = [text for text in inline if _IMPORTS.search(text) is None]
    talks = _MAP.search(source) is not None or any(_TALKS.search(text) is not None for text in alone)
    return Page(tuple(dict.fromkeys(found)), built, foreign, bool(inline), len(alone) < len(inline), talks)


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
    at = 0
    while len(source) - at > LONGEST_LINE:
        at = source.rfind(b"\n", at, at + LONGEST_LINE + 1) + 1
        if not at:
            return True
    return False
