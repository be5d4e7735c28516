"""Files that a script of a package.json copies before the app is built (`cp ../src/types.ts src`): not there, and yet imported."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scopeminer.program.packages import PackageJson, Packages, join
from scopeminer.program.tsconfig_jsonc import mapping
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

COMMANDS = re.compile(r"&&|\|\||[;\n()]")
"""What stands between the commands of a script."""
PLAIN = re.compile(r"[\w./:@=*+,%~ \t-]*", re.ASCII)
"""A command in which spaces alone part the words: shlex takes a hundred times as long."""
COPYING = frozenset({"cp", "ln", "cpx", "copyfiles", "cpy"})


class Copy(NamedTuple):
    """`source`, a file or folder, comes to be `target`, too."""

    source: str
    target: str


class Copies:
    """Those of one tree, by the package whose script makes them."""

    def __init__(self, tree: SourceTree, packages: Packages) -> None:
        self._tree = tree
        self._packages = packages
        self._known: dict[str, tuple[Copy, ...]] = {}

    def sources_of(self, folder: str, path: str) -> Iterator[str]:
        """Where that comes from which code in `folder` imports as `path`, with or without its extension."""
        for package in self._packages.above(folder):
            for copy in self._of(package):
                stem, extension = posixpath.splitext(copy.target)
                if path == copy.target:
                    yield copy.source
                elif path == stem:
                    yield copy.source.removesuffix(extension)
                elif path.startswith(f"{copy.target}/"):
                    yield copy.source + path[len(copy.target) :]

    def _of(self, package: PackageJson) -> tuple[Copy, ...]:
        known = self._known.get(package.folder)
        if known is None:
            scripts = [script for script in mapping(package.data.get("scripts")).values() if isinstance(script, str)]
            found = (copy for script in scripts for copy in self._in(script, package.folder))
            known = self._known[package.folder] = tuple(dict.fromkeys(found))
        return known

    def _in(self, script: str, folder: str) -> Iterator[Copy]:
        """Those that a script makes, command by command; `folder` is where it starts."""
        for command in COMMANDS.split(script):
            words = words_of(command)
            if words[:1] == ["cd"] and len(words) == 2:
                folder = join(folder, words[1])
            elif words and words[0] in COPYING:
                *sources, target = [word for word in words[1:] if not word.startswith("-")] or [""]
                for source in sources:
                    yield self._copy(join(folder, source), join(folder, target), target.endswith("/") or len(sources) > 1)

    def _copy(self, source: str, target: str, is_folder: bool) -> Copy:
        """Into a folder that is there, or under another name; of a folder's files all that a pattern could mean."""
        inside, _, name = source.rpartition("/")
        if "*" in name:
            return Copy(inside or ".", target)
        return Copy(source, join(target, name) if is_folder or self._tree.is_dir(target) else target)


def words_of(command: str) -> list[str]:
    """As a shell parts them."""
    if PLAIN.fullmatch(command):
        return command.split()
    try:
        return shlex.split(command)
    except ValueError:  # a quote that does not end
        return []
