"""Build configurations: which source file a build turns into a folder.

A configuration is a program; only its literals are read. The output folder of a resource stands in it as text, the source beside it as an
argument of the same call, or under the names that bundlers give it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scopeminer.program.bundlers import CONFIGURATION, MAX_SOURCE, without_comments
from scopeminer.program.packages import join
from scopeminer.program.resolution_files import CODE
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.program.resolution_files import Files
    from scopeminer.source import SourceTree

_PIECE = re.compile(r"""(?P<text>'[^'\n]*'|"[^"\n]*"|`[^`$\n]*`)|(?P<bracket>[(){}\[\]])""")
_SCRIPT_NAME = re.compile(r"(?:build|bundle|esbuild|compile|package)[\w.-]*\.[cm]?[jt]s")
_ENTRY = re.compile(r"\b(?:entry|input|entryPoints)\b\s*[:=(]")
_OUTFILE = re.compile(r"\boutfile\W{1,4}[^,;\n]{0,60}$")
_ROOT = re.compile(r"""(?<![\w$.])["']?root["']?\s*:\s*""")
_PATH = re.compile(
    r"""['"`][^'"`]*['"`]|[\w.]*(?:resolve|join)\(\s*(?:__dirname|import\.meta\.dirname|process\.cwd\(\))?(?:[\s,]*['"`][^'"`]*['"`])+\s*,?\s*\)"""
)
"""A path that is written down."""
_HERE = re.compile(r"__dirname|import\.meta\.dirname|process\.cwd\(\)")
MAX_LITERALS = 3_000
MAX_ENTRIES = 50
MAX_VALUE = 2_000
"""Characters of one `entry` that are read."""


class Literal(NamedTuple):
    """A piece of text in a configuration; `inside` is the offset of the bracket around it, -1 outside of any."""

    value: str
    at: int
    inside: int


class Configuration:
    """One build configuration or build script of a tree."""

    def __init__(self, tree: SourceTree, files: Files, path: str) -> None:
        self._tree = tree
        self._files = files
        self.folder = posixpath.dirname(path) or "."
        self.text = without_comments((tree.read(path) or b"")[:MAX_SOURCE])
        self._literals = _literals(self.text)
        self.is_elsewhere = False
        """Whether it says where the project is in a way that cannot be read."""
        self.root = self._root(posixpath.basename(path))
        self._outputs: dict[str, list[Literal]] = {}
        for index, literal in enumerate(self._literals):
            for output in self._paths(index):
                self._outputs.setdefault(output, []).append(literal)

    def _root(self, name: str) -> str:
        """Where vite looks for pages and starts the paths that it writes to, as far as it is literal: else the folder itself."""
        found = _ROOT.search(self.text) if "vite" in name else None
        value = self.text[found.end() : found.end() + MAX_VALUE] if found is not None else ""
        value = value[: _end_of_value(value)]
        parts = [literal.value for literal in _literals(value)]
        if not parts or not _PATH.fullmatch(value.strip()):
            self.is_elsewhere = found is not None and _HERE.fullmatch(value.strip()) is None
            return self.folder
        root = join(self.folder, "/".join(parts).lstrip("/"))
        return root if self._tree.is_dir(root) else self.folder

    def writes(self, output: str) -> bool:
        """Whether it names the folder at all."""
        return output in self._outputs

    def made_into(self, output: str) -> tuple[str, ...]:
        """The source files (or pages) that it says it makes the folder from."""
        for literal in self._outputs.get(output, ()):
            if literal.inside >= 0 and self.text[literal.inside] != "{":  # of an object's properties, `entries` knows which is the source
                found = self._sources(other for other in self._literals if other.inside == literal.inside)
                if found:
                    return found
        return self.entries() if self.writes(output) else ()

    def entries(self) -> tuple[str, ...]:
        """The sources that it names, whatever it writes to: `entry`, `input`, `entryPoints`."""
        found: list[str] = []
        for start in list(_ENTRY.finditer(self.text))[:MAX_ENTRIES]:
            value = self.text[start.end() : start.end() + MAX_VALUE]
            end = _end_of_value(value)
            found += self._sources(literal for literal in _literals(value[:end]))
        return tuple(dict.fromkeys(found))

    @property
    def several_pages(self) -> bool:
        """Whether it lists the pages to build, in a way that need not be literal."""
        return re.search(r"\binput\s*:", self.text) is not None

    def _paths(self, index: int) -> set[str]:
        """The paths that a literal can name: itself, and with those that follow it in the same call (`resolve(__dirname, 'a', 'b')`)."""
        first = self._literals[index]
        if not first.value or first.value.startswith(("http", "@", "<")):
            return set()
        parts = first.value.lstrip("/")
        found = {join(base, parts) for base in (self.folder, self.root)}
        for other in self._literals[index + 1 : index + 5]:
            if other.inside != first.inside or ")" in self.text[first.at : other.at]:
                break
            parts = f"{parts}/{other.value}"
            found.add(join(self.folder, parts))
        if _OUTFILE.search(self.text[max(0, first.at - 80) : first.at]):
            found.add(posixpath.dirname(join(self.folder, first.value)) or ".")
        return found

    def _sources(self, literals: Iterable[Literal]) -> tuple[str, ...]:
        found: list[str] = []
        for value in (literal.value for literal in literals):
            if not value or value.startswith(("@", "http")) or "*" in value:
                continue
            path = join(self.folder, value.lstrip("/"))
            if value.endswith((".html", ".htm")):
                pages = (path, join(self.root, value.lstrip("/")))
                found += next(([page] for page in pages if self._tree.exists(page)), [])
            elif value.endswith(CODE) or ("/" in value and not self._tree.is_dir(path)):
                code = self._files.file(path)
                found += [code] if code is not None and code.endswith(CODE) else []
        return tuple(dict.fromkeys(found))


def configurations(tree: SourceTree, folders: Iterable[str]) -> Iterator[str]:
    """The build configurations and build scripts in these folders."""
    for folder in dict.fromkeys(folders):
        for name in tree.listing(folder):
            if CONFIGURATION.fullmatch(name) or _SCRIPT_NAME.fullmatch(name):
                yield join(folder, name)


def _literals(text: str) -> list[Literal]:
    out: list[Literal] = []
    open_brackets = [-1]
    for piece in _PIECE.finditer(text):
        if piece["text"] is not None:
            out.append(Literal(piece["text"][1:-1], piece.start(), open_brackets[-1]))
            if len(out) == MAX_LITERALS:
                break
        elif piece["bracket"] in "({[":
            open_brackets.append(piece.start())
        elif len(open_brackets) > 1:
            open_brackets.pop()
    return out


def _end_of_value(text: str) -> int:
    """Where the value ends that begins here: behind its brackets, or at the first comma or line end outside of any."""
    depth = 0
    for found in re.finditer(r"[(){}\[\],;\n]", text):
        if found[0] in "({[":
            depth += 1
        elif found[0] in ")}]":
            depth -= 1
            if depth < 0:
                return found.start()
        elif depth == 0 and text[: found.start()].strip():
            return found.start()
    return len(text)
