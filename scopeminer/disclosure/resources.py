"""Pages and style sheets that ship with the app's frontends → the addresses in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from scopeminer.disclosure import sheets
from scopeminer.disclosure.address import is_absolute
from scopeminer.disclosure.component import page_of
from scopeminer.disclosure.sheets import SHEETS, Absent, Files, Found, Wanted, bytes_before, is_sheet, text_of
from scopeminer.disclosure.written_styles import MARK
from scopeminer.manifest.model import Manifest
from scopeminer.program.program import Program
from scopeminer.syntax.ir import Export, ExportAll, Import
from scopeminer.syntax.text import COMPONENTS

PAGES = ("index.html", "public/index.html", "src/index.html")
CALLS = (b"import(", b"import (", b"require")
IMPORTING = (Import, Export, ExportAll)
ENDINGS = tuple(ending.encode() for ending in SHEETS)
CALLED = re.compile(rb"\b(?:import|require)\s*\(\s*[\"']([^\"'\n]+)[\"']\s*[,)]")
MAKING = b"document.createElement"
TEMPLATE = re.compile(rb"(?:\btemplateUrl\s*:\s*|<template\b[^>]*\ssrc=)[\"']([^\"'\n]+)[\"']")
"""Where Angular and Vue name a file of markup."""


class Resources:
    """What the frontends of an app ship beside their code: `found`, and the style sheets that are not here.

    `styled`: the files of code with styles in them, `making`: those that make elements.
    """

    def __init__(self, program: Program, manifest: Manifest, files: Files) -> None:
        self.found: list[Found] = []
        self.absent: list[Absent] = []
        texts = [(path, files.read(path) or b"") for path in _live(program)]
        self.styled = frozenset(path for path, text in texts if MARK in text)
        self.making = frozenset(path for path, text in texts if MAKING in text)
        for one in _shipped(program, manifest, files):
            if isinstance(one, Found):
                self.found.append(one)
            else:
                self.absent.append(one)


def _shipped(program: Program, manifest: Manifest, files: Files) -> Iterator[Found | Absent]:
    """Everything that the pages and style sheets of the frontends load."""
    wanted: list[Wanted] = []
    for path, source, at in _imports(program, files):
        if is_sheet(source) and "//" not in source:
            wanted.append(Wanted(source, path, at, False))
    for (address, _), importers in program.analysis.outside.items():
        if "//" in address and is_absolute((address,)):
            for function, at in importers:
                if function in program.live and "frontend" in program.sides.get(function, ()):
                    yield Found("styles" if is_sheet(address) else "scripts", address, function.path, at)
    for path in (*_templates(program, files), *pages(program, manifest, files)):
        from scopeminer.disclosure.html_page import references  # an app without a page must not wait for a parser of pages

        text = text_of(files, path) or ""
        is_component = path.endswith(COMPONENTS)
        for reference in references(page_of(path, text) if is_component else text, is_component):
            at = bytes_before(text, reference.at)
            yield Found(reference.directive, reference.url, path, at, reference.is_data)
            if reference.directive == "styles" and not is_absolute((reference.url,)):
                wanted.append(Wanted(re.sub(r"^%PUBLIC_URL%/?|^/", "./", reference.url), path, at, True))
    yield from sheets.follow(wanted, files, program.analysis.resolve)


def _templates(program: Program, files: Files) -> Iterator[str]:
    """The components of the frontends, and their templates that are files of their own."""
    for path in _live(program):
        if path.endswith(COMPONENTS):
            yield path
        text = files.read(path) or b""
        for named in TEMPLATE.finditer(text) if b"template" in text and (b"templateUrl" in text or b"<template" in text) else ():
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), named[1].decode("utf-8", "replace")))


def _live(program: Program) -> Iterator[str]:
    """The files of the frontends whose top level runs."""
    for path, loaded in program.analysis.modules.items():
        if loaded.top in program.live and "frontend" in program.sides.get(loaded.top, ()):
            yield path


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


def _imports(program: Program, files: Files) -> Iterator[tuple[str, str, int]]:
    """(file, specifier, byte offset) of what live modules of the frontends import, re-export, and load by a call."""
    for path in _live(program):
        for statement in program.analysis.modules[path].ir.body:
            if isinstance(statement, IMPORTING) and statement.source:
                yield path, statement.source, statement.at
        text = files.read(path) or b""
        for called in CALLED.finditer(text) if _may_call(text) else ():
            source = called[1].decode("utf-8", "replace")
            if is_sheet(source):
                yield path, source, called.start(1)


def _may_call(text: bytes) -> bool:
    """Whether code can load a style sheet by a call: the words of one are looked for before anything is read."""
    return any(map(text.__contains__, CALLS)) and any(map(text.lower().__contains__, ENDINGS))
