"""Scripts of package.json files that bring what was built to where it is shipped from (`vite build && mv dist ../static/view`)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from scopeminer.program.copies import COMMANDS, words_of
from scopeminer.program.packages import PackageJson, join
from scopeminer.program.tsconfig_jsonc import mapping

BRINGING = frozenset({"mv", "cp", "cpx", "cpy", "ncp", "rsync"})
RUNNERS = frozenset({"npx", "shx", "yarn", "pnpm", "exec", "dlx"})
BUILT = frozenset({"build", "dist", "out", "output", "bundle"})
"""What people call the folder that a build makes."""


def brought_to(package: PackageJson, output: str) -> Iterator[str]:
    """The built folders that a script of the package brings to `output`."""
    for script in mapping(package.data.get("scripts")).values():
        if isinstance(script, str):
            yield from _in(script, package.folder, output)


def _in(script: str, folder: str, output: str) -> Iterator[str]:
    for command in COMMANDS.split(script):
        words = words_of(command)
        while words and words[0] in RUNNERS:
            words = words[1:]
        if words[:1] == ["cd"] and len(words) == 2:
            folder = join(folder, words[1])
        elif words and words[0] in BRINGING:
            *sources, target = [word for word in words[1:] if not word.startswith("-")] or [""]
            for source in sources:
                built = join(folder, _folder(source))
                where = join(folder, target)
                if posixpath.basename(built) in BUILT and output in (where, join(where, posixpath.basename(built))):
                    yield built


def _folder(source: str) -> str:
    """`build` of `build/*`."""
    while posixpath.basename(source) in ("", ".") or "*" in posixpath.basename(source):
        shorter = posixpath.dirname(source)
        if shorter == source:
            break
        source = shorter
    return source
