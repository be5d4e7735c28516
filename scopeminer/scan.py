"""The composition: a folder → its audit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from scopeminer.audit.audit import audit
from scopeminer.audit.model import AppInfo, Audit
from scopeminer.audit.suppress import suppressed
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.clients import Clients, followed, load_clients
from scopeminer.catalog.dataflow import load_dataflow
from scopeminer.catalog.libraries import load_libraries
from scopeminer.catalog.load import load as load_catalog
from scopeminer.catalog.paths import Heads, steps
from scopeminer.config import Api, Config, ConfigError
from scopeminer.config import load as load_config
from scopeminer.disclosure.egress import egress
from scopeminer.disclosure.outsiders import outsiders
from scopeminer.disclosure.resources import Resources
from scopeminer.disclosure.written_down import written_down
from scopeminer.manifest.model import Manifest, Outline, Suppression
from scopeminer.manifest.read import ManifestError, absent, find
from scopeminer.manifest.read import read as read_manifest
from scopeminer.manifest.suppressions import malformed, suppressions
from scopeminer.privileges.collect import by_place, collect
from scopeminer.privileges.inside import Inside
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.mentions import could_use
from scopeminer.privileges.model import Usage
from scopeminer.program.analysis import Analysis
from scopeminer.program.cloning import place_of
from scopeminer.program.entries import Entries, entry_points, sources
from scopeminer.program.lockfiles import Lockfiles
from scopeminer.program.outside import outside
from scopeminer.program.program import Program, build
from scopeminer.program.resolution import ModuleResolver
from scopeminer.program.tokens import Function
from scopeminer.records import NamedTuple, dataclass, replace
from scopeminer.source import SourceTree
from scopeminer.syntax import ir
from scopeminer.syntax.json_module import json_module
from scopeminer.syntax.lower import lower

if TYPE_CHECKING:
    from scopeminer.disclosure.model import Disclosure

STACK = 4_000
"""Python frames: values lead to values through calls, and each step takes a handful."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An app that could not be scanned, and why, in one sentence."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """An audit, and all that the app touches, keeps and gives away."""

    audit: Audit
    disclosure: Disclosure
    manifest: Manifest
    outline: Outline
    tree: SourceTree
    catalog: Catalog


Watch = Callable[[str, str], None]
"""Told (stage, app) as each stage of a scan begins: manifest, code, uses, verdicts; before all of them ("apps", how many there are)."""
_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Scans inside the block tell `watch` how far they are."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def _stage(stage: str, app: str) -> None:
    watch = _WATCH.get()
    if watch is not None:
        watch(stage, app)


def scan(path: str | Path, manifest: str | Path | None = None, catalog: Catalog | None = None, within: str | Path | None = None) -> Audit:
    """Scan the app in folder `path`; `manifest` names its manifest where it is not `manifest.yml` there.

    `within`: a folder around the app that belongs to the same checkout, where neither git nor a workspace says how far that reaches.

    Raises ManifestError (a sentence with file and line) when there is no manifest to compare with, ConfigError when its
    scopeminer.toml cannot be used.
    """
    folder = Path(path)
    _stage("manifest", folder.as_posix())
    settings = load_config(folder)
    tree = SourceTree.open(folder, settings.exclude, Path(within) if within is not None else None)
    declared = _manifest(tree, folder, Path(manifest) if manifest is not None else None)
    return scan_tree(tree, declared, catalog or load_catalog(), folder.as_posix(), settings)


def scan_tree(
    tree: SourceTree, manifest: Manifest, catalog: Catalog, name: str, settings: Config | None = None, today: date | None = None
) -> Audit:
    """Scan an opened tree against a read manifest. `today` decides which suppressions in its comments are over.

    Raises ManifestError for a comment that is meant as a suppression and is none: what it was to keep would be removed.
    """
    settings = settings or Config()
    kept = _suppressions(tree, manifest)
    _stage("code", name)
    usage = explore(tree, manifest, catalog, settings, name).usage
    _stage("verdicts", name)
    return _audit(tree, manifest, catalog, name, settings, usage, kept, today)


def inspect(path: str | Path, manifest: str | Path | None = None, catalog: Catalog | None = None) -> Inspection:
    """Scan the app in folder `path` and find out besides what it touches, keeps and gives away. Arguments and errors as of `scan`."""
    from scopeminer.disclosure.disclose import disclose  # a scan must not pay for what only this asks
    from scopeminer.disclosure.subject import Subject
    from scopeminer.manifest.outline import outline

    folder, catalog = Path(path), catalog or load_catalog()
    settings = load_config(folder)
    tree = SourceTree.open(folder, settings.exclude)
    declared = _manifest(tree, folder, Path(manifest) if manifest is not None else None)
    kept = _suppressions(tree, declared)
    program, usage, starts = explore(tree, declared, catalog, settings)
    entries = outline(declared.path, tree.read(declared.path) or b"")
    found = disclose(Subject(program, declared, entries, usage, catalog, tree, tree.place, tree.files, starts.points))
    result = _audit(tree, declared, catalog, folder.as_posix(), settings, usage, kept, None)
    return Inspection(result, found, declared, entries, tree, catalog)


def _audit(
    tree: SourceTree,
    manifest: Manifest,
    catalog: Catalog,
    name: str,
    settings: Config,
    usage: Usage,
    kept: tuple[Suppression, ...],
    today: date | None,
) -> Audit:
    info = AppInfo(name, manifest.path, manifest.app_id, manifest.name, tree.folder)
    result = audit(info, manifest, usage, catalog, tree.span_place, settings.policy)
    return suppressed(result, kept, today or date.today(), tree.span_place)


class Explored(NamedTuple):
    """The code alone: the solved program, what it uses, and where it starts."""

    program: Program
    usage: Usage
    entries: Entries


def explore(tree: SourceTree, manifest: Manifest, catalog: Catalog, settings: Config | None = None, name: str = "") -> Explored:
    """What the code is, without a verdict on any scope. `name`: of the app, for who watches."""
    settings = settings or Config()
    sys.setrecursionlimit(max(sys.getrecursionlimit(), STACK))
    resolver = ModuleResolver(tree, settings.source_roots)
    entries = entry_points(tree, manifest, resolver)
    program = build(entries.points, modules_of(tree), resolver.resolve, known_paths(catalog, load_clients()), files=lambda: tree.files)
    _stage("uses", name)
    return Explored(program, _usage(tree, manifest, entries, program, catalog, settings.apis, resolver), entries)


def scan_all(folder: Path, manifest: Path | None = None) -> tuple[Audit | Failure, ...]:
    """Scan the app in `folder`, or every app below it when it has no manifest of its own."""
    found = find(SourceTree.open(folder)) if manifest is None else ()
    folders = [folder / Path(path).parent for path in found]
    if manifest is not None or len(folders) < 2:
        return (scan(folders[0] if folders else folder, manifest, within=folder),)
    catalog = load_catalog()
    _stage("apps", str(len(folders)))
    return tuple(_try(path, catalog, folder) for path in folders)


def _try(path: Path, catalog: Catalog, within: Path) -> Audit | Failure:
    try:
        return scan(path, None, catalog, within)
    except (ManifestError, ConfigError) as error:
        return Failure(path.as_posix(), str(error))


def _manifest(tree: SourceTree, path: Path, manifest: Path | None) -> Manifest:
    if manifest is not None:
        try:
            source = manifest.read_bytes()
            tree.supply(manifest.name, source)
            return read_manifest(manifest.name, source)
        except OSError as error:
            raise ManifestError(f"{manifest}: cannot be read: {error.strerror}") from error
    found = [name for name in find(tree) if "/" not in name]
    if not found:
        raise ManifestError(absent(tree, path.as_posix()))
    return read_manifest(found[0], tree.read(found[0]) or b"")


def _suppressions(tree: SourceTree, manifest: Manifest) -> tuple[Suppression, ...]:
    source = tree.read(manifest.path) or b""
    for problem in malformed(source, manifest.path):
        raise ManifestError(f"{manifest.path}:{tree.span_place(problem.span).line}: {problem.message}")
    return suppressions(source, manifest.path)


@lru_cache(maxsize=1)
def known_paths(catalog: Catalog, clients: Clients) -> Heads:
    """Where the program has to follow what packages give: APIs that need scopes, network clients, what keeps values."""
    surfaces = ((surface.package, steps(surface.path)) for surface in catalog.surfaces)
    return Heads((*surfaces, *followed(clients), *load_dataflow().sinks.paths))


def modules_of(tree: SourceTree) -> Callable[[str], ir.Module | None]:
    """Path → IR, for the program: JSON files are modules that export their value."""

    def load(path: str) -> ir.Module | None:
        source = tree.read(path)
        if source is None:
            return None
        return json_module(path, source) if path.endswith(".json") else lower(path, source)

    return load


def _usage(
    tree: SourceTree,
    manifest: Manifest,
    entries: Entries,
    program: Program,
    catalog: Catalog,
    apis: tuple[Api, ...],
    resolver: ModuleResolver,
) -> Usage:
    analysis = program.analysis
    files, reachable = tuple(analysis.modules), _number(program.live)
    precision = "degraded" if analysis.degraded or analysis.solver.spent else "full"  # before dead code is looked at
    resources = Resources(program, manifest, tree)
    leaving = egress(program, manifest, resources, load_clients(), tree.place)
    locator, foreign = Locator(program, tree.place), tuple(outside(program))
    usage = collect(program, manifest, entries, catalog, locator, _worth_a_look(tree, files, catalog), apis)
    imports = partial(_imports, tree, analysis)
    inside = Inside(catalog, load_libraries(), load_clients(), manifest, resolver.packages, Lockfiles(tree), imports)
    unknowns = sorted(dict.fromkeys((*usage.unknowns, *inside.unknowns(foreign, usage.uses, locator))), key=by_place)
    coverage = replace(
        usage.coverage,
        files=len(files),
        bytes=sum(len(tree.read(path) or b"") for path in files),
        files_with_errors=len(usage.unparsed),
        files_skipped=tuple((skipped.path, skipped.reason) for skipped in tree.skipped),
        entry_points=len(entries.points),
        functions=_number(analysis.functions.values()),
        reachable_functions=reachable,
        precision=precision,
        guessed_sources=tuple(sorted(set(entries.guesses))),
    )
    talking = outsiders(foreign, resources.absent, leaving, load_libraries(), load_clients(), tree.place)
    return replace(
        usage,
        unknowns=tuple(unknowns),
        egress=leaving,
        outsiders=talking,
        credentials=written_down(tree.files, tree.glance, tree.place),
        coverage=coverage,
    )


def _number(functions: Iterable[Function]) -> int:
    """Of functions as they are written: a clone is none of its own."""
    return len(set(map(place_of, functions)))


def _worth_a_look(tree: SourceTree, reached: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """Sources that could hold a use which nothing reaches."""
    return tuple(path for path in sources(tree, frozenset(reached)) if could_use(tree.glance(path) or b"", catalog))


def _imports(tree: SourceTree, analysis: Analysis, package: str) -> bool:
    """Whether any source of the app names a package in an import: one that was loaded, or else any."""
    if any(name == package for name, _ in analysis.outside):
        return True
    named = re.compile(rb"""["']""" + re.escape(package.encode()) + rb"""["'/]""")
    return any(named.search(tree.glance(path) or b"") for path in sources(tree, (), (package.encode(),)))


class _Callable(ModuleType):
    """`from scopeminer import scan` gives this module once anything has imported it: so it can be called like its function."""

    __call__ = staticmethod(scan)


sys.modules[__name__].__class__ = _Callable
