"""Build configurations: which source file a build turns into a folder.

A configuration is a program; only its literals are read. The output folder of a resource stands in it as text, the source beside it as an
argument of the same call, or under the names that bundlers give it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scopeminer.program.bundlers import CONFIGURATION, MAX_SOURCE, without_comments
from scopeminer.program.packages import join
from scopeminer.program.resolution_files import CODE

if TYPE_CHECKING:
    from scopeminer.program.resolution_files import Files
    from scopeminer.source import SourceTree

_PIECE = re.compile(r"""(?P<text>'[^'\n]*'|"[^"\n]*"|`[^`$\n]*`)|(?P<bracket>[(){}\[\]])""")
_SCRIPT_NAME = re.compile(r"(?:build|bundle|esbuild|compile|package)[\w.-]*\.[cm]?[jt]s")


class _Literal(NamedTuple):
    """A piece of text in a configuration; `brackets` are those around it, the outermost first, as offsets."""

    value: str
    at: int
    brackets: tuple[int, ...]


def configurations(tree: SourceTree, folders: list[str]) -> Iterator[str]:
    """The build configurations and build scripts in these folders."""
    for folder in dict.fromkeys(folders):
        for name in tree.listing(folder):
            if CONFIGURATION.fullmatch(name) or _SCRIPT_NAME.fullmatch(name):
                yield join(folder, name)


def built_into(tree: SourceTree, files: Files, configuration: str, output: str) -> tuple[bool, tuple[str, ...]]:
    """Whether the configuration writes to the folder `output`, and the source files (or pages) it says it makes it from."""
    folder = posixpath.dirname(configuration) or "."
    text = without_comments((tree.read(configuration) or b"")[:MAX_SOURCE])
    literals = _literals(text)
    writes = [literal for index, literal in enumerate(literals) if output in _paths(folder, literals, index, text)]
    for literal in writes:
        if not literal.brackets or text[literal.brackets[-1]] == "{":
            continue  # the properties of an object: `entry_of` knows which of them is the source
        found = _sources(tree, files, folder, [other for other in literals if other.brackets == literal.brackets])
        if found:
            return True, found
    return bool(writes), entry_of(tree, files, configuration) if writes else ()


def entry_of(tree: SourceTree, files: Files, configuration: str) -> tuple[str, ...]:
    """The sources that a configuration names at all, whatever it writes to: `entry`, `input`, `entryPoints`."""
    folder = posixpath.dirname(configuration) or "."
    text = without_comments((tree.read(configuration) or b"")[:MAX_SOURCE])
    found: list[str] = []
    for start in re.finditer(r"\b(?:entry|input|entryPoints)\b\s*[:=(]", text):
        literals = [literal for literal in _literals(text[start.end() : start.end() + 2_000]) if _in_value(text[start.end() :], literal)]
        found += _sources(tree, files, folder, literals)
    return tuple(dict.fromkeys(found))


def _in_value(text: str, literal: _Literal) -> bool:
    """Whether the text belongs to the value that begins here: in its brackets, or before the first comma outside of any."""
    depth = 0
    for found in re.finditer(r"[(){}\[\],;\n]", text[: literal.at]):
        if found[0] in "({[":
            depth += 1
        elif found[0] in ")}]":
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0:
            return False
    return True


def _literals(text: str) -> list[_Literal]:
    out: list[_Literal] = []
    open_brackets: list[int] = []
    for piece in _PIECE.finditer(text):
        if piece["text"] is not None:
            out.append(_Literal(piece["text"][1:-1], piece.start(), tuple(open_brackets)))
        elif piece["bracket"] in "({[":
            open_brackets.append(piece.start())
        elif open_brackets:
            open_brackets.pop()
    return out


def _paths(folder: str, literals: list[_Literal], index: int, text: str) -> set[str]:
    """The paths that a literal can name: itself, and with those that follow it in the same call (`resolve(__dirname, 'a', 'b')`)."""
    first = literals[index]
    if not first.value or first.value.startswith(("http", "@", "<")):
        return set()
    found = {join(folder, first.value.lstrip("/"))}
    parts = first.value.lstrip("/")
    for other in literals[index + 1 : index + 5]:
        if other.brackets != first.brackets or ")" in text[first.at : other.at]:
            break
        parts = f"{parts}/{other.value}"
        found.add(join(folder, parts))
    if re.search(r"\boutfile\W{1,4}[^,;\n]*$", text[max(0, first.at - 80) : first.at]):
        found.add(posixpath.dirname(join(folder, first.value)) or ".")
    return found


def _sources(tree: SourceTree, files: Files, folder: str, literals: list[_Literal]) -> tuple[str, ...]:
    found: list[str] = []
    for literal in literals:
        value = literal.value
        if not value or value.startswith(("@", "http")) or "*" in value:
            continue
        path = join(folder, value.lstrip("/"))
        if value.endswith((".html", ".htm")):
            if tree.exists(path):
                found.append(path)
        elif "/" in value and not tree.is_dir(path):
            code = files.file(path)
            if code is not None and code.endswith(CODE):
                found.append(code)
        elif value.endswith(CODE):
            code = files.file(path)
            if code is not None:
                found.append(code)
    return tuple(dict.fromkeys(found))
