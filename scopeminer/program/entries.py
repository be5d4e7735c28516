"""Everything in a manifest that starts code, as files and exports of the app.

A function is an entry when any module refers to it, of whatever type: types come and go. A resource is one when a module shows it, or
when code opens it by its key (`new Modal({resource})`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scopeminer.program.entries_model import Entries, EntryPoint, Guess, Handler, Label, MissingEntry
from scopeminer.program.entries_projects import Projects
from scopeminer.program.entries_sources import sources
from scopeminer.program.opened import adds_modules, opened
from scopeminer.program.packages import join
from scopeminer.program.resolution_files import CODE

if TYPE_CHECKING:
    from scopeminer.manifest.model import HandlerFunction, Manifest, Reference, Resource
    from scopeminer.program.resolution import ModuleResolver
    from scopeminer.source import SourceTree

__all__ = ["Entries", "EntryPoint", "Label", "MissingEntry", "entry_points", "sources"]


def entry_points(tree: SourceTree, manifest: Manifest, resolver: ModuleResolver) -> Entries:
    """The entry points of an app, and what the manifest starts but nobody can see; in the manifest's order."""
    folder = posixpath.dirname(manifest.path) if tree.exists(manifest.path) else ""
    referred = _by_target(manifest, "function")
    any_function = _unknown_target(manifest, "function")
    points: dict[tuple[str, str | None, str], EntryPoint] = {}
    missing: list[MissingEntry] = []
    unreferenced: list[str] = []
    guesses: list[Guess] = []
    handlers: dict[str, Handler] = {}
    for function in manifest.functions:
        labels = referred.get(function.key, ()) or any_function
        if not labels and (manifest.has_hole(function.span) or adds_modules(tree)):
            labels = _own_label(function)
        if not labels:
            unreferenced.append(function.key)
            continue
        found = _handler(tree, resolver, manifest, folder, function, labels)
        if isinstance(found, EntryPoint):
            handlers[function.key] = found.file, found.export
        _add(points, missing, found)
    backend = frozenset(point.file for point in points.values())
    outputs = frozenset(join(folder or ".", resource.path.lstrip("/")) for resource in manifest.resources)
    projects = Projects(tree, resolver, backend, outputs)
    shown = _by_target(manifest, "resource")
    answering = _answering(manifest, handlers)
    for resource in manifest.resources:
        for entry in _resource(tree, projects, manifest, folder, resource, shown.get(resource.key, ())):
            if isinstance(entry, Guess):
                guesses.append(entry)
                continue
            known = answering.get(resource.key)
            _add(points, missing, entry._replace(answering=known) if isinstance(entry, EntryPoint) else entry)
    return Entries(tuple(points.values()), (*missing, *_undeclared(manifest)), tuple(unreferenced), tuple(guesses))


def _answering(manifest: Manifest, handlers: Mapping[str, Handler]) -> dict[str, frozenset[Handler] | None]:
    """Resource → the handlers of the functions that the modules which show it refer to; None when one of them is not known."""
    if _unknown_target(manifest, "resource"):
        return {}
    named: dict[tuple[str, str], list[Handler | None]] = {}
    for reference in manifest.references:
        if reference.kind != "resource":
            handler = handlers.get(reference.target) if reference.kind == "function" else None
            named.setdefault((reference.module_type, reference.module_key), []).append(handler)
    out: dict[str, frozenset[Handler] | None] = {}
    for reference in manifest.references:
        if reference.kind == "resource":
            own = named.get((reference.module_type, reference.module_key), [None])
            known = out.get(reference.target, frozenset())
            certain = frozenset(handler for handler in own if handler is not None)
            out[reference.target] = None if known is None or None in own else known | certain
    return out


def _undeclared(manifest: Manifest) -> Iterator[MissingEntry]:
    """References to functions and resources that the manifest declares nowhere: what they would run cannot be seen."""
    declared = {"function": {one.key for one in manifest.functions}, "resource": {one.key for one in manifest.resources}}
    for reference in manifest.references:
        known = declared.get(reference.kind)
        if known is not None and reference.target not in known and not manifest.has_hole(reference.span):
            reason = f"the manifest declares no {reference.kind} {reference.target}"
            side = "frontend" if reference.kind == "resource" else "backend"
            yield MissingEntry("missing-source", reference.target, "", reason, reference.span, side)


def _add(points: dict[tuple[str, str | None, str], EntryPoint], missing: list[MissingEntry], found: EntryPoint | MissingEntry) -> None:
    if isinstance(found, MissingEntry):
        missing.append(found)
        return
    key = (found.file, found.export, found.side)
    known = points.get(key)
    if known is not None:
        both = None if known.answering is None or found.answering is None else known.answering | found.answering
        found = known._replace(labels=tuple(dict.fromkeys(known.labels + found.labels)), answering=both)
    points[key] = found


def _label(reference: Reference) -> Label:
    return Label(reference.span, f'{reference.module_type} "{reference.title or reference.module_key}"')


def _own_label(function: HandlerFunction) -> tuple[Label, ...]:
    return (Label(function.span, f'function "{function.key}"'),)


def _by_target(manifest: Manifest, kind: str) -> dict[str, tuple[Label, ...]]:
    found: dict[str, tuple[Label, ...]] = {}
    for reference in manifest.references:
        if reference.kind == kind:
            found[reference.target] = (*found.get(reference.target, ()), _label(reference))
    return found


def _unknown_target(manifest: Manifest, kind: str) -> tuple[Label, ...]:
    """References that a template has yet to fill in: they may mean any."""
    return tuple(_label(reference) for reference in manifest.references if reference.kind == kind and manifest.has_hole(reference.span))


def _handler(
    tree: SourceTree, resolver: ModuleResolver, manifest: Manifest, folder: str, function: HandlerFunction, labels: tuple[Label, ...]
) -> EntryPoint | MissingEntry:
    for stem, export in _splits(function.handler):
        for base in (*_bases(manifest, stem), *(posixpath.join(root, stem) for root in resolver.roots)):
            found = resolver.files.module(join(folder or ".", base), from_typescript=True)
            if found is None and manifest.package_path:
                found = resolver.files.source_of(folder or ".", base)
            if found is not None and found.endswith(CODE):
                return EntryPoint(found, export, "backend", function.key, labels)
    looked = _bases(manifest, function.handler.rpartition(".")[0] or function.handler)[0]
    reason = f"there is no file {looked} (.ts, .tsx, .js, .jsx)"
    kind = "missing-source" if manifest.has_hole(function.span) else "handler-file"
    return MissingEntry(kind, function.key, function.handler, reason, function.span, "backend")


def _splits(handler: str) -> Iterator[tuple[str, str]]:
    """File without extension, and export; the last dot parts them, unless no such file is there."""
    stem, dot, export = handler.strip().rpartition(".")
    if dot and stem:
        yield stem, export
        first, _, rest = handler.strip().lstrip("./").partition(".")
        if "." in rest:
            yield first, rest.partition(".")[0]


def _bases(manifest: Manifest, stem: str) -> list[str]:
    """Where Forge looks: `src`, or the folder that `app.package.path` names; the manifest's own folder for `src/index.run`."""
    stem = stem.lstrip("/")
    own = [posixpath.join(manifest.package_path, stem)] if manifest.package_path else []
    return [*own, posixpath.join("src", stem), stem]


def _resource(
    tree: SourceTree, projects: Projects, manifest: Manifest, folder: str, resource: Resource, labels: tuple[Label, ...]
) -> Iterator[EntryPoint | MissingEntry | Guess]:
    path = join(folder or ".", resource.path.lstrip("/"))
    shown = bool(labels)
    if not shown:
        labels = _unknown_target(manifest, "resource")
        if not labels:
            shown = not _is_of_pictures(tree, path) and opened(tree, resource.key)
            if not shown:
                return
        labels = labels or (Label(resource.span, f'resource "{resource.key}"'),)
    found = [projects.sources(join(path, name) if name else path) for name in dict.fromkeys(n for _, n in resource.entries)] or [
        projects.sources(path)
    ]
    for one in found:
        for file in one.files:
            yield EntryPoint(file, None, "frontend", resource.key, labels)
            if one.guessed:
                yield Guess(resource.path, file)
    if shown and not any(one.files for one in found) and not (all(one.still for one in found) and _is_shown_as_it_is(tree, manifest)):
        kind = "bundled-only" if any(one.built for one in found) else "missing-source"
        yield MissingEntry(kind, resource.key, resource.path, found[0].reason, labels[0].span)


def _is_of_pictures(tree: SourceTree, path: str) -> bool:
    """Whether a folder has neither a page nor code: icons."""
    return tree.is_dir(path) and not any(name.endswith((".html", ".htm", *CODE)) for name in tree.listing(path))


def _is_shown_as_it_is(tree: SourceTree, manifest: Manifest) -> bool:
    """Whether no module makes a page out of code (`render: native`), as far as the manifest is written down."""
    text = tree.read(manifest.path)
    return text is not None and re.search(rb"native|\$\{|\{\{", text) is None
