"""Lockfiles of npm, yarn and pnpm: what the packages that are not here are built on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
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


Entry = Callable[[], Locked]
"""What a lockfile says of one version of a package, taken apart when somebody asks: few of the thousands in it are asked for."""


class Lock:
    """One lockfile."""

    def __init__(self, entries: Iterable[tuple[str, Entry]] = ()) -> None:
        self._known: dict[str, Locked] = {}
        self._entries: dict[str, list[Entry]] = {}
        for package, entry in entries:
            self._entries.setdefault(package, []).append(entry)

    def __contains__(self, package: str) -> bool:
        return package in self._entries

    def of(self, package: str) -> Locked:
        """What is said of all its versions; of one that is not there, nothing."""
        known = self._known.get(package)
        if known is None:
            said = [entry() for entry in self._entries.get(package, ())]
            needed: frozenset[str] = frozenset().union(*[one.needed for one in said])
            known = self._known[package] = Locked(needed, frozenset().union(*[one.optional for one in said]))
        return known


class Lockfiles:
    """The lockfiles of one tree, each read when it is first asked."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._read: dict[str, Lock] = {}

    def built_on(self, package: str, folder: str) -> Locked | None:
        """What `package`, imported by code in `folder`, and what it needs is built on; None where no lockfile knows it."""
        for ancestor in self._tree.ancestors(folder):
            for name in FORMATS:
                known = self._of(join(ancestor, name))
                if package in known:
                    return _whole(known, package)
        return None

    def _of(self, path: str) -> Lock:
        if path not in self._read:
            source = self._tree.read(path) if self._tree.exists(path) else None
            self._read[path] = Lock(FORMATS[path.rpartition("/")[2]](source)) if source else Lock()
        return self._read[path]


def _whole(known: Lock, package: str) -> Locked:
    """With what is behind what it needs; what is needed by what is optional is optional."""
    needed = _behind(known, (package,)) - {package}
    optional = {name for one in (package, *needed) for name in known.of(one).optional}
    return Locked(needed, frozenset(_behind(known, optional) - needed))


def _behind(known: Lock, packages: Iterable[str]) -> frozenset[str]:
    """The packages and all that they need. What the SDK of Forge is built on is its own matter."""
    seen, pending = set[str](), list(packages)
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += known.of(name).needed if not name.startswith("@forge/") else ()
    return frozenset(seen)


def _npm(source: bytes) -> Iterator[tuple[str, Entry]]:
    """`packages` by path (versions 2 and 3), or `dependencies` inside each other (version 1)."""
    lock = parse(source)
    packages = mapping(lock.get("packages"))
    for path, entry in packages.items():
        if path:
            yield path.rpartition("node_modules/")[2], partial(_of_npm, mapping(entry))
    pending = [] if any(packages) else [*mapping(lock.get("dependencies")).items()]
    while pending:
        name, entry = pending.pop()
        nested = mapping(mapping(entry).get("dependencies"))
        if any(isinstance(inner, dict) for inner in nested.values()):
            pending += nested.items()
        yield name, partial(_of_npm, mapping(entry))


def _of_npm(entry: Mapping[str, object]) -> Locked:
    """What one version needs. Inside its `dependencies` there can be others, with a version each: those are not what it needs."""
    listed = mapping(entry.get("dependencies"))
    if any(isinstance(inner, dict) for inner in listed.values()):
        listed = {}
    names = {*listed, *mapping(entry.get("peerDependencies")), *mapping(entry.get("requires"))}
    spared = {one for one, meta in mapping(entry.get("peerDependenciesMeta")).items() if mapping(meta).get("optional") is True}
    optional = spared.union(mapping(entry.get(OPTIONAL)))
    return Locked(frozenset(names - optional), frozenset(optional))


def _indented(source: bytes, depth: int) -> Iterator[tuple[str, Entry]]:
    """An entry at `depth` spaces, blocks of names below it: the form that yarn and pnpm share."""
    text = source.decode("utf-8", "replace")
    heads = list(re.finditer(rf"^ {{0,{depth + 1}}}(?![\s#])(.+)$", text, re.MULTILINE))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        entry = partial(_of_block, text[head.end() : end], depth)
        for spec in head[1].strip().rstrip(":").split(", "):
            found = _ENTRY.fullmatch(spec.strip("\"'"))
            if found is not None:
                yield found["name"], entry


def _of_block(text: str, depth: int) -> Locked:
    """What the lines below an entry at `depth` spaces say that it needs."""
    needed, optional, block, name = set[str](), set[str](), "", ""
    for line in text.splitlines():
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        level = (len(line) - len(line.lstrip()) - depth) // 2
        if level == 1:
            block = said.rstrip(":") if said.rstrip(":") in BLOCKS else ""
        elif level == 2 and block:
            name = said.partition(" ")[0].rstrip(":").strip("\"'")
            if block in SURE:
                needed.add(name)
            elif block == OPTIONAL:
                optional.add(name)
        elif level == 3 and said == "optional: true":
            optional.add(name)
    return Locked(frozenset(needed - optional), frozenset(optional))


FORMATS: dict[str, Callable[[bytes], Iterator[tuple[str, Entry]]]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "yarn.lock": lambda source: _indented(source, 0),
    "pnpm-lock.yaml": lambda source: _indented(source, 2),
}
"""By the name of the file."""
