"""`paths` and `baseUrl` of tsconfig.json and jsconfig.json, for the files below them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from scopeminer.program.packages import join
from scopeminer.program.tsconfig_jsonc import mapping, parse, texts
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

NAMES = ("tsconfig.json", "jsconfig.json")
EXTENDED = ("tsconfig.base.json", "tsconfig.app.json")
"""Read where a folder has no tsconfig.json: Nx keeps its paths in the first."""
MAX_EXTENDED = 20


class TsConfig(NamedTuple):
    """What one configuration says of imports. `base_url` and the targets of `paths` are paths as SourceTree spells them."""

    base_url: str | None
    paths: tuple[tuple[str, tuple[str, ...]], ...]
    root_dirs: tuple[str, ...] = ()


class _Raw(NamedTuple):
    base_url: str | None
    paths: dict[str, Any] | None
    paths_base: str
    root_dirs: tuple[str, ...]


class TsConfigs:
    """The configurations of one tree. `package` finds a package of the repository: (name, folder) → its folder."""

    def __init__(self, tree: SourceTree, package: Callable[[str, str], str | None]) -> None:
        self._tree = tree
        self._package = package
        self._in_folder: dict[str, tuple[TsConfig, ...]] = {}
        self._read: dict[str, _Raw] = {}

    def around(self, folder: str) -> Iterator[TsConfig]:
        """The configurations of the folders around a file, the nearest first."""
        for ancestor in self._tree.ancestors(folder):
            yield from self.at(ancestor)

    def at(self, folder: str) -> tuple[TsConfig, ...]:
        """Those in a folder itself."""
        if folder not in self._in_folder:
            self._in_folder[folder] = tuple(self._load(folder))
        return self._in_folder[folder]

    def _load(self, folder: str) -> Iterator[TsConfig]:
        for name in (*NAMES, *EXTENDED):
            path = join(folder, name)
            if self._tree.exists(path):
                found = [self._config(path)]
                references = parse(self._tree.read(path)).get("references")
                for item in references[:50] if isinstance(references, list) else ():
                    for target in texts(mapping(item).get("path"))[:1]:
                        found.append(self._config(self._file(join(folder, target))))
                yield from (config for config in found if config.paths or config.base_url or config.root_dirs)
                return

    def _config(self, path: str) -> TsConfig:
        raw = self._raw(path)
        entries = tuple(
            (pattern, tuple(join(raw.paths_base, target) for target in texts(targets))) for pattern, targets in (raw.paths or {}).items()
        )
        return TsConfig(raw.base_url, entries, raw.root_dirs)

    def _raw(self, path: str) -> _Raw:
        """A configuration over what it extends: each option is relative to the file that sets it."""
        if path not in self._read:
            folder = posixpath.dirname(path) or "."
            self._read[path] = _Raw(None, None, folder, ())  # the answer for those that extend themselves
            self._read[path] = self._over_extended(path, folder)
        return self._read[path]

    def _over_extended(self, path: str, folder: str) -> _Raw:
        data = parse(self._tree.read(path))
        base = _Raw(None, None, folder, ())
        for extended in texts(data.get("extends"))[:MAX_EXTENDED]:
            found = self._extended(folder, extended)
            if found is not None:
                above = self._raw(found)
                base = _Raw(
                    above.base_url or base.base_url,
                    above.paths if above.paths is not None else base.paths,
                    above.paths_base if above.paths is not None else base.paths_base,
                    above.root_dirs or base.root_dirs,
                )
        options = mapping(data.get("compilerOptions"))
        url = options.get("baseUrl")
        base_url = join(folder, _without_variable(url)) if isinstance(url, str) else base.base_url
        paths = options.get("paths")
        roots = tuple(join(folder, root) for root in texts(options.get("rootDirs"))) or base.root_dirs
        if isinstance(paths, dict):
            clean = {pattern: [_without_variable(target) for target in texts(targets)] for pattern, targets in paths.items()}
            return _Raw(base_url, clean, base_url if base_url is not None else folder, roots)
        return _Raw(base_url, base.paths, base.paths_base, roots)

    def _extended(self, folder: str, name: str) -> str | None:
        if name.startswith((".", "/")):
            return self._existing(join(folder, name))
        parts = name.split("/")
        size = 2 if name.startswith("@") else 1
        package = self._package("/".join(parts[:size]), folder)
        return self._existing(join(package, "/".join(parts[size:]) or "tsconfig.json")) if package is not None else None

    def _existing(self, path: str) -> str | None:
        return next((found for found in (path, f"{path}.json", join(path, "tsconfig.json")) if self._tree.exists(found)), None)

    def _file(self, path: str) -> str:
        return self._existing(path) or path


def _without_variable(path: str) -> str:
    return path.replace("${configDir}/", "./").replace("${configDir}", ".")


def matching(paths: tuple[tuple[str, tuple[str, ...]], ...], specifier: str) -> tuple[str, list[str]] | None:
    """The pattern that applies (exact, else the longest part before `*`) and the paths it leads to."""
    best: tuple[int, str, str, tuple[str, ...]] | None = None
    for pattern, found in paths:
        head, star, tail = pattern.partition("*")
        if not star:
            if pattern == specifier:
                return pattern, list(found)
        elif specifier.startswith(head) and specifier.endswith(tail) and len(specifier) >= len(head) + len(tail):
            if best is None or len(head) > best[0]:
                best = (len(head), pattern, specifier[len(head) : len(specifier) - len(tail)], found)
    return (best[1], [posixpath.normpath(path.replace("*", best[2], 1)) for path in best[3]]) if best is not None else None
