"""An app in a few lines → its egress."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

import pytest

from scopeminer.catalog.clients import followed, load_clients
from scopeminer.catalog.paths import Heads
from scopeminer.disclosure.egress import egress
from scopeminer.disclosure.resources import Resources
from scopeminer.manifest.model import Manifest
from scopeminer.program.entries import EntryPoint
from scopeminer.program.program import build
from scopeminer.program.resolution_model import Asset, LocalFile, Package
from scopeminer.source import Place
from scopeminer.syntax.lower import lower

FOLLOW = Heads(followed(load_clients()))
BACKEND, FRONTEND = "src/index.js", "static/ui/main.jsx"


class Files:
    """Files in memory."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def read(self, path: str) -> bytes | None:
        return self.files[path].encode() if path in self.files else None

    def resolve(self, importer: str, specifier: str) -> object:
        if "://" in specifier:
            return Package(specifier, "")
        if not specifier.startswith("."):
            name, _, subpath = specifier.partition("/")
            if name.startswith("@"):
                scope, (name, _, subpath) = name, subpath.partition("/")
                name = f"{scope}/{name}"
            return Package(name, subpath)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
        found = next((path + ending for ending in ("", ".js", ".jsx", ".ts") if path + ending in self.files), path)
        return LocalFile(found) if found.endswith((".js", ".jsx", ".ts", ".vue", ".svelte")) else Asset(found)


@pytest.fixture
def leaves() -> Callable[..., list[tuple[str, str, str | None, str]]]:
    """`leaves(backend=…, frontend=…, files=…, manifest=…)` → rows of (file:line, directive, host, url)."""

    def run(
        backend: str = "", frontend: str = "", files: Mapping[str, str] | None = None, manifest: Manifest | None = None
    ) -> list[tuple[str, str, str | None, str]]:
        tree = Files({**(files or {}), **({BACKEND: backend} if backend else {}), **({FRONTEND: frontend} if frontend else {})})
        entries = [EntryPoint(file=BACKEND, export="run", side="backend", key="run", labels=())] if backend else []
        entries += [EntryPoint(file=FRONTEND, export=None, side="frontend", key="ui", labels=())] if frontend else []
        program = build(entries, lambda path: lower(path, tree.read(path) or b"") if path in tree.files else None, tree.resolve, FOLLOW)

        def place(path: str, at: int) -> Place:
            before = (tree.read(path) or b"")[:at].decode()
            return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))

        declared = manifest or Manifest("manifest.yml")
        found = egress(program, declared, Resources(program, declared, tree), load_clients(), place)
        assert {entry.side for entry in found if entry.directive == "fetch.backend"} <= {"backend"}
        assert {entry.side for entry in found if entry.directive != "fetch.backend"} <= {"client"}
        return [(f"{entry.site.file}:{entry.site.line}", entry.directive, entry.host, entry.url) for entry in found]

    return run
