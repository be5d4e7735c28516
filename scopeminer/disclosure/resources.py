"""Pages and style sheets that ship with the app's frontends → the addresses in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from scopeminer.disclosure import css
from scopeminer.disclosure.address import is_absolute
from scopeminer.manifest.model import Manifest
from scopeminer.program.program import Program
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Export, ExportAll, Import

SHEETS = (".css", ".scss", ".sass", ".less", ".pcss")
PAGES = ("index.html", "public/index.html", "src/index.html")
MAX_SHEETS = 500


class Files(Protocol):
    """The app's files; None where there is none."""

    def read(self, path: str, /) -> bytes | None: ...


class Found(NamedTuple):
    """An address written in a file; `at` is a byte offset."""

    directive: str
    url: str
    path: str
    at: int


def found_in(program: Program, manifest: Manifest, files: Files) -> Iterator[Found]:
    """Everything that the pages and style sheets of the frontends load."""
    sheets: dict[str, None] = {}
    for path, source, at in _imports(program):
        if "//" in source and is_absolute((source,)):
            yield Found("styles" if _is_sheet(source) else "scripts", source, path, at)
        elif _is_sheet(source):
            sheets[_join(path, source)] = None
    for path in pages(program, manifest, files):
        from scopeminer.disclosure.html_page import references  # an app without a page must not wait for a parser of pages

        text = _text(files, path) or ""
        for reference in references(text):
            yield Found(reference.directive, reference.url, path, _bytes(text, reference.at))
            if reference.directive == "styles" and not is_absolute((reference.url,)):
                sheets[_join(path, re.sub(r"^%PUBLIC_URL%/?|^/", "./", reference.url))] = None
    yield from _sheets(sheets, files)


def pages(program: Program, manifest: Manifest, files: Files) -> list[str]:
    """The page of each frontend: beside its sources where there is one, else in the folder that the manifest names."""
    out: dict[str, None] = {}
    starts = [entry.file for entry in program.roots.values() if entry.side == "frontend"]
    shipped = [resource.path for resource in manifest.resources]
    for folder in (*(posixpath.dirname(start) for start in starts), *(posixpath.normpath(path) for path in shipped)):
        if folder.endswith(".html"):
            out[folder] = None
            continue
        found = next((page for page in _candidates(folder, files) if files.read(page) is not None), None)
        if found is not None:
            out[found] = None
    return list(out)


def _candidates(folder: str, files: Files) -> Iterator[str]:
    """Pages in `folder` and above, up to the folder of its package."""
    while True:
        for page in PAGES:
            yield posixpath.normpath(posixpath.join(folder, page))
        if folder in ("", ".", "..") or folder.endswith("/..") or files.read(posixpath.join(folder, "package.json")) is not None:
            return
        folder = posixpath.dirname(folder)


def _imports(program: Program) -> Iterator[tuple[str, str, int]]:
    """(file, specifier, byte offset) of the imports and re-exports in live modules of the frontends."""
    for path, loaded in program.analysis.modules.items():
        if loaded.top not in program.live or "frontend" not in program.sides.get(loaded.top, ()):
            continue
        for statement in loaded.ir.body:
            if isinstance(statement, Import | Export | ExportAll) and statement.source:
                yield path, statement.source, statement.at


def _is_sheet(source: str) -> bool:
    return source.partition("?")[0].partition("#")[0].lower().endswith(SHEETS)


def _join(path: str, source: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), re.split(r"[?#]", source, maxsplit=1)[0]))


def _sheets(paths: Iterable[str], files: Files) -> Iterator[Found]:
    """The addresses in style sheets and in those that they import."""
    pending, seen = list(paths), set[str]()
    while pending and len(seen) < MAX_SHEETS:
        path = pending.pop(0)
        if path in seen:
            continue
        seen.add(path)
        text = _text(files, path)
        for reference in css.references(text or ""):
            yield Found(reference.directive, reference.url, path, _bytes(text or "", reference.at))
            if reference.directive == "styles" and not is_absolute((reference.url,)):
                pending.append(_join(path, reference.url))


def _text(files: Files, path: str) -> str | None:
    data = files.read(path)
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode("utf-8", "surrogateescape"))
