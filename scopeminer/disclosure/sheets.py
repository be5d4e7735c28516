"""Style sheets that a page takes → those behind their imports, and those that are not here."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Protocol

from scopeminer.disclosure import css
from scopeminer.disclosure.address import HOLES, REST, is_absolute, pattern_of
from scopeminer.program.resolution_model import Asset, Package
from scopeminer.records import NamedTuple

SHEETS = (".css", ".scss", ".sass", ".less", ".styl", ".pcss", ".postcss")
MAX_SHEETS = 500
RUN = re.compile(f"{REST}+")
LINE_COMMENT = re.compile(r"(?m)^[ \t]*//.*$")
COMPUTED = re.compile(r"[#@]\{[^{}]*\}|(?<=url\()\s*[$@](?!/)[^)\n]*(?=\))")
"""What a preprocessor computes: `#{$base}`, `url($base + "/a.png")`, `@{base}`, `url(@base)`."""


class Files(Protocol):
    """The app's files; None where there is none."""

    def read(self, path: str, /) -> bytes | None: ...


class Found(NamedTuple):
    """An address written in a file; `at` is a byte offset. `is_data`: as in Egress."""

    directive: str
    url: str
    path: str
    at: int
    is_data: bool = False


class Absent(NamedTuple):
    """A style sheet that is not here, as the file `path` names it; `package` "" for one of the app itself."""

    name: str
    package: str
    subpath: str
    path: str
    at: int


class Wanted(NamedTuple):
    """A style sheet that `path` names; `plain`: as addresses do, where a name without `./` is relative, too."""

    source: str
    path: str
    at: int
    plain: bool


def follow(wanted: list[Wanted], files: Files, resolve: Callable[[str, str], object]) -> Iterator[Found | Absent]:
    """The addresses in style sheets and in all that they import."""
    pending, seen = list(wanted), set[str]()
    while pending and len(seen) < MAX_SHEETS:
        one = pending.pop(0)
        path = _path_of(one, files, resolve)
        if isinstance(path, Absent):
            yield path
            continue
        if path in seen:
            continue
        seen.add(path)
        text = text_of(files, path) or ""
        if not css.is_loading(text):
            continue
        for reference in css.references(text if path.lower().endswith(".css") else processed(text)):
            at = bytes_before(text, reference.at)
            yield Found(reference.directive, RUN.sub(REST, reference.url), path, at)
            if reference.directive == "styles" and _is_file(reference.url):
                pending.append(Wanted(reference.url, path, at, True))


def is_sheet(source: str) -> bool:
    """Whether a specifier names a style sheet."""
    return _bare(source).lower().endswith(SHEETS)


def text_of(files: Files, path: str) -> str | None:
    """The text of a file; None where there is none."""
    data = files.read(path)
    return None if data is None else data.decode("utf-8", "surrogateescape")


def bytes_before(text: str, at: int) -> int:
    """The byte offset of a character."""
    return len(text[:at].encode("utf-8", "surrogateescape"))


def processed(text: str) -> str:
    """What preprocessors leave of a text, of the same length: no comments of a line, and markers for what they compute."""
    return COMPUTED.sub(lambda found: REST * len(found[0]), LINE_COMMENT.sub(lambda found: " " * len(found[0]), text))


def _is_file(url: str) -> bool:
    """No address, no module that Sass brings along (`sass:math`), nothing that only a run of the preprocessor shows."""
    return not is_absolute(pattern_of(url)) and ":" not in url and set(HOLES).isdisjoint(url)


def _path_of(one: Wanted, files: Files, resolve: Callable[[str, str], object]) -> str | Absent:
    source = _bare(one.source)
    named = source.removeprefix("~")
    if one.plain or source.startswith("."):
        for candidate in _candidates(posixpath.normpath(posixpath.join(posixpath.dirname(one.path), source))):
            if files.read(candidate) is not None:
                return candidate
    match resolve(one.path, named):
        case Package(name=package, subpath=subpath):
            return Absent(named, package, subpath, one.path, one.at)
        case Asset(path=str(path)) if files.read(path) is not None:
            return path
    return Absent(named, "", "", one.path, one.at)


def _candidates(path: str) -> Iterator[str]:
    """The files that a name can mean: preprocessors leave out the ending and the `_` of a part."""
    yield path
    folder, name = posixpath.split(path)
    endings = ("",) if name.lower().endswith(SHEETS) else SHEETS
    for ending in endings:
        yield posixpath.join(folder, f"{name}{ending}")
        yield posixpath.join(folder, f"_{name}{ending}")
    for ending in endings:
        if ending:
            yield posixpath.join(path, f"_index{ending}")
            yield posixpath.join(path, f"index{ending}")


def _bare(source: str) -> str:
    return source.partition("?")[0].partition("#")[0]
