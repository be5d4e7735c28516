"""Packages that lie in the repository itself: the app's own, those of its workspaces, those that it names by path."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scopeminer.program.tsconfig_jsonc import mapping, parse, texts
from scopeminer.records import dataclass, field

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
BY_PATH = re.compile(r"(?:file|link|portal|workspace):(?P<path>\.{1,2}/.*|\.{1,2}$|(?![\^~*\d]).*/.*)")
_BUILT_IN = """
assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https
inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url
util v8 vm wasi worker_threads zlib
"""
BUILT_IN = frozenset(_BUILT_IN.split())
"""Modules of Node.js that may be imported without `node:` (nodejs.org, `module.builtinModules`)."""
LOCAL = re.compile(r"(?:workspace|link|portal):|file:(?!.*\.t(?:ar\.)?gz$)")
"""Versions of packages whose source belongs to the repository."""
MAX_MEMBERS = 2_000
MAX_GLOBS = 200
_PNPM_ITEM = re.compile(r"""^\s*-\s*(?P<quote>['"]?)(?P<glob>[^'"#]+?)(?P=quote)\s*(?:#.*)?$""")


@dataclass(frozen=True)
class PackageJson:
    """One package.json; `folder` as SourceTree spells it ("." = the app's)."""

    folder: str
    data: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        name = self.data.get("name")
        return name if isinstance(name, str) else ""

    @cached_property
    def dependencies(self) -> dict[str, str]:
        """Name → version as written, of every kind of dependency."""
        return {
            name: version
            for kind in reversed(DEPENDENCIES)
            for name, version in mapping(self.data.get(kind)).items()
            if isinstance(version, str)
        }


class Packages:
    """The packages of one tree, read when asked for."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._read: dict[str, PackageJson | None] = {}
        self._members: dict[str, dict[str, PackageJson]] = {}

    def at(self, folder: str) -> PackageJson | None:
        """The package.json in a folder."""
        if folder not in self._read:
            path = posixpath.join(folder, "package.json") if folder != "." else "package.json"
            self._read[folder] = PackageJson(folder, parse(self._tree.read(path))) if self._tree.exists(path) else None
        return self._read[folder]

    def above(self, folder: str) -> Iterator[PackageJson]:
        """The packages that a folder lies in, the nearest first."""
        for ancestor in self._tree.ancestors(folder):
            package = self.at(ancestor)
            if package is not None:
                yield package

    def named(self, name: str, folder: str) -> PackageJson | None:
        """The package of the repository that code in `folder` imports as `name`: its own, one named by path, a workspace member."""
        for number, package in enumerate(self.above(folder)):
            if package.name == name and number == 0:
                return package
            found = self._by_path(package, name) or self.members(package.folder).get(name)
            if found is not None:
                return found
        for ancestor in self._tree.ancestors(folder):
            found = self.members(ancestor).get(name)
            if found is not None:
                return found
        return None

    def _by_path(self, package: PackageJson, name: str) -> PackageJson | None:
        where = BY_PATH.match(package.dependencies.get(name, ""))
        return self.at(join(package.folder, where["path"])) if where else None

    def members(self, folder: str) -> dict[str, PackageJson]:
        """The workspace packages that the configuration in a folder lists, by name."""
        if folder not in self._members:
            found: dict[str, PackageJson] = {}
            for member in self._expand(folder, self._globs(folder)):
                package = self.at(member)
                if package is not None and package.name:
                    found.setdefault(package.name, package)
            self._members[folder] = found
        return self._members[folder]

    def _globs(self, folder: str) -> list[str]:
        package = self.at(folder)
        declared = package.data.get("workspaces") if package is not None else None
        globs = texts(declared) or texts(mapping(declared).get("packages"))
        lerna = parse(self._tree.read(join(folder, "lerna.json"))) if self._tree.exists(join(folder, "lerna.json")) else {}
        globs += texts(lerna.get("packages"))
        rush = parse(self._tree.read(join(folder, "rush.json"))) if self._tree.exists(join(folder, "rush.json")) else {}
        projects = rush.get("projects")
        globs += [path for item in (projects if isinstance(projects, list) else ()) for path in texts(mapping(item).get("projectFolder"))]
        for name in ("pnpm-workspace.yaml", "pnpm-workspace.yml"):
            globs += _pnpm(self._tree.read(join(folder, name)) or b"") if self._tree.exists(join(folder, name)) else []
        if not globs and self._tree.exists(join(folder, "nx.json")):
            globs = ["packages/*", "libs/**", "apps/*"]
        return globs

    def _expand(self, folder: str, globs: list[str]) -> list[str]:
        wanted = [glob for glob in globs[:MAX_GLOBS] if not glob.startswith("!")]
        unwanted = [glob[1:].removeprefix("./").strip("/") for glob in globs[:MAX_GLOBS] if glob.startswith("!")]
        found = dict.fromkeys(path for glob in wanted for one in _braces(glob) for path in self._glob(folder, one))
        base = "" if folder == "." else f"{folder}/"
        return [
            path for path in list(found)[:MAX_MEMBERS] if not any(fnmatch.fnmatchcase(path.removeprefix(base), glob) for glob in unwanted)
        ]

    def _glob(self, folder: str, glob: str) -> list[str]:
        here = [folder]
        for segment in posixpath.normpath(glob).split("/"):
            if segment in (".", ""):
                continue
            if segment == "**":
                here = self._below(here)
            elif re.search(r"[*?\[]", segment):
                here = [join(path, name) for path in here for name in self._folders(path) if fnmatch.fnmatchcase(name, segment)]
            else:
                here = [join(path, segment) for path in here if segment == ".." or self._tree.is_dir(join(path, segment))]
            here = here[:MAX_MEMBERS]
        return here

    def _folders(self, folder: str) -> list[str]:
        return [name[:-1] for name in self._tree.listing(folder) if name.endswith("/") and not name.startswith(".")]

    def _below(self, folders: list[str]) -> list[str]:
        """These folders and all in them."""
        found = dict.fromkeys(folders)
        pending = list(folders)
        while pending and len(found) < MAX_MEMBERS:
            here = pending.pop(0)
            inner = [path for name in self._folders(here) if (path := join(here, name)) not in found]
            found |= dict.fromkeys(inner)
            pending += inner
        return list(found)


def join(folder: str, path: str) -> str:
    """A path below a folder, normalised."""
    return posixpath.normpath(posixpath.join(folder, path))


def _braces(glob: str) -> list[str]:
    found = re.search(r"\{([^{}]*)\}", glob)
    if found is None:
        return [glob]
    return [one for choice in found[1].split(",")[:20] for one in _braces(glob[: found.start()] + choice + glob[found.end() :])][:100]


def _pnpm(source: bytes) -> list[str]:
    """The list under `packages:`; the rest of the file is not ours."""
    globs: list[str] = []
    inside = False
    for line in source.decode("utf-8", "replace").splitlines():
        flow = re.match(r"packages:\s*\[(.*)\]", line)
        if flow:
            return [item.strip().strip("'\"") for item in flow[1].split(",") if item.strip()]
        item = _PNPM_ITEM.match(line)
        if inside and item:
            globs.append(item["glob"].strip())
        elif line.strip() and not line.lstrip().startswith("#"):
            inside = line.startswith("packages:")
    return globs
