"""Lockfiles of npm, yarn and pnpm: what the packages that are not here are built on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from scopeminer.program.packages import join
from scopeminer.program.tsconfig_jsonc import mapping, parse
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

SURE = ("dependencies", "peerDependencies", "requires")
OPTIONAL = "optionalDependencies"
BLOCKS = (*SURE, OPTIONAL, "peerDependenciesMeta", "dependenciesMeta")
_ENTRY = re.compile(r"/?(?P<name>(?:@[^/@\s]+/)?[^/@\s\"']+)(?:[@/].*)?")


class Locked(NamedTuple):
    """Names of packages: those that a package needs, and those that it can do without."""

    needed: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


class Lockfiles:
    """The lockfiles of one tree, each read when it is first asked."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._read: dict[str, dict[str, Locked]] = {}

    def built_on(self, package: str, folder: str) -> Locked | None:
        """What `package`, imported by code in `folder`, and what it needs is built on; None where no lockfile knows it."""
        for ancestor in self._tree.ancestors(folder):
            for name in FORMATS:
                known = self._of(join(ancestor, name))
                if package in known:
                    return _whole(known, package)
        return None

    def _of(self, path: str) -> dict[str, Locked]:
        if path not in self._read:
            source = self._tree.read(path) if self._tree.exists(path) else None
            entries = FORMATS[path.rpartition("/")[2]](source) if source else ()
            found: dict[str, Locked] = {}
            for package, locked in entries:
                known = found.get(package, Locked())  # several versions
                found[package] = Locked(known.needed | locked.needed, known.optional | locked.optional)
            self._read[path] = found
        return self._read[path]


def _whole(known: dict[str, Locked], package: str) -> Locked:
    """With what is behind what it needs; what is needed by what is optional is optional."""
    needed = _behind(known, (package,)) - {package}
    optional = {name for one in (package, *needed) for name in known.get(one, Locked()).optional}
    return Locked(needed, frozenset(_behind(known, optional) - needed))


def _behind(known: dict[str, Locked], packages: Iterable[str]) -> frozenset[str]:
    """The packages and all that they need. What the SDK of Forge is built on is its own matter."""
    seen, pending = set[str](), list(packages)
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += known.get(name, Locked()).needed if not name.startswith("@forge/") else ()
    return frozenset(seen)


def _npm(source: bytes) -> Iterator[tuple[str, Locked]]:
    """`packages` by path (versions 2 and 3), or `dependencies` inside each other (version 1)."""
    lock = parse(source)
    pending = [(path.rpartition("node_modules/")[2], entry) for path, entry in mapping(lock.get("packages")).items() if path]
    pending += mapping(lock.get("dependencies")).items() if not pending else ()
    while pending:
        name, entry = pending.pop()
        entry = mapping(entry)
        nested = mapping(entry.get("dependencies"))
        if any(isinstance(inner, dict) for inner in nested.values()):
            pending += nested.items()
            nested = {}
        names = {*nested, *mapping(entry.get("peerDependencies")), *mapping(entry.get("requires"))}
        spared = {one for one, meta in mapping(entry.get("peerDependenciesMeta")).items() if mapping(meta).get("optional") is True}
        optional = spared.union(mapping(entry.get(OPTIONAL)))
        yield name, Locked(frozenset(names - optional), frozenset(optional))


def _indented(source: bytes, depth: int) -> Iterator[tuple[str, Locked]]:
    """An entry at `depth` spaces, blocks of names below it: the form that yarn and pnpm share."""
    names: list[str] = []
    needed, optional, block, name = set[str](), set[str](), "", ""
    for line in source.decode("utf-8", "replace").splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        level = (len(line) - len(line.lstrip()) - depth) // 2
        if level <= 0:
            yield from ((one, Locked(frozenset(needed - optional), frozenset(optional))) for one in names)
            names = [found["name"] for spec in text.rstrip(":").split(", ") if (found := _ENTRY.fullmatch(spec.strip("\"'")))]
            needed, optional, block = set(), set(), ""
        elif level == 1:
            block = text.rstrip(":") if text.rstrip(":") in BLOCKS else ""
        elif level == 2 and block:
            name = text.partition(" ")[0].rstrip(":").strip("\"'")
            if block in SURE:
                needed.add(name)
            elif block == OPTIONAL:
                optional.add(name)
        elif level == 3 and text == "optional: true":
            optional.add(name)
    yield from ((one, Locked(frozenset(needed - optional), frozenset(optional))) for one in names)


FORMATS: dict[str, Callable[[bytes], Iterator[tuple[str, Locked]]]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "yarn.lock": lambda source: _indented(source, 0),
    "pnpm-lock.yaml": lambda source: _indented(source, 2),
}
"""By the name of the file."""
