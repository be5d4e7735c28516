"""`.gitignore`: which entries of a folder git would not track, asked folder by folder from the top.

Nine of ten lines name one file, one folder or one ending; those are looked up. pathspec, which knows the rest of the notation, is loaded
for a line that needs it: loading and compiling it costs more than listing a median app. A test holds both ways to the same answers.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING

from scopeminer.records import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_SPECIAL = re.compile(r"[*?\[\]\\]")
_AFFIX = re.compile(r"(?P<head>[^*?\[\]\\/]*)\*(?P<tail>[^*?\[\]\\/]*)")
_GLOB = re.compile(r"[^\[\]\\/]*")
_MANY_STARS = re.compile(r"(?:[^/*]*\*+){4}[^/]*")
MAX_LINES = 2_000
MAX_PATTERN = 500


class _Line(NamedTuple):
    """One pattern; a later one (`order`) outweighs an earlier one."""

    order: int
    ignores: bool
    only_folders: bool


@dataclass(slots=True)
class IgnoreFile:
    """One `.gitignore`: `names` match at any depth, `paths` at one place, `affixes` by head and tail of a name, `globs` by its form."""

    names: dict[str, list[_Line]] = field(default_factory=dict)
    paths: dict[str, list[_Line]] = field(default_factory=dict)
    affixes: list[tuple[str, str, _Line]] = field(default_factory=list)
    globs: list[tuple[re.Pattern[str], _Line]] = field(default_factory=list)
    others: list[tuple[GitIgnoreSpec, _Line]] = field(default_factory=list)

    def verdict(self, path: str, folder: bool) -> bool | None:
        """Whether `path`, relative to the file's folder, is ignored; None when no line speaks of it."""
        found = self._matching(path, path.rpartition("/")[2])
        found += [line for spec, line in self.others if _names(spec, f"{path}/" if folder else path)]
        if not folder:
            found = [line for line in found if not line.only_folders]
        return max(found).ignores if found else None

    def _matching(self, path: str, name: str) -> list[_Line]:
        """The lines that pathspec is not needed for."""
        found = [*self.names.get(name, ()), *self.paths.get(path, ())]
        for head, tail, line in self.affixes:
            if name.endswith(tail) and name.startswith(head) and len(name) >= len(head) + len(tail):
                found.append(line)
        return found + [line for glob, line in self.globs if glob.match(name)]


def _names(spec: GitIgnoreSpec, asked: str) -> bool:
    """Whether a pattern names the entry itself, and not a folder around it: of that, others may have thought better since."""
    for pattern in spec.patterns:
        result = pattern.match_file(asked)
        if result is not None and result.match.end() == len(asked):
            return True
    return False


def parse(source: bytes) -> IgnoreFile:
    """Read a `.gitignore`; a line that means nothing to git means nothing here."""
    out = IgnoreFile()
    for order, raw in enumerate(source.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n")[:MAX_LINES]):
        _add(out, raw, order)
    return out


def _add(out: IgnoreFile, raw: str, order: int) -> None:
    text = raw if raw.endswith("\\ ") else raw.rstrip()
    if not text or text.startswith("#") or len(text) > MAX_PATTERN:
        return
    ignores = not text.startswith("!")
    pattern = text if ignores else text[1:]
    body = pattern.removesuffix("/").removeprefix("**/")
    line = _Line(order, ignores, pattern.endswith("/"))
    if body in ("**", "/**") or pattern in ("**/**", "**/", "**/**/"):
        out.affixes.append(("", "", line))  # everything, or every folder
    elif not body.strip("/") or "//" in pattern or pattern.startswith("**/**"):
        _add_other(out, pattern, line)
    elif not _SPECIAL.search(body):
        anchored = "/" in body and not pattern.startswith("**/")
        if "/" in body and not anchored:
            _add_other(out, pattern, line)
            return
        where, key = (out.paths, body.removeprefix("/")) if anchored else (out.names, body)
        where.setdefault(key, []).append(line)
    elif affix := _AFFIX.fullmatch(body):
        out.affixes.append((affix["head"], affix["tail"], line))
    elif _GLOB.fullmatch(body) and "**" not in body:
        out.globs.append((re.compile(fnmatch.translate(body)), line))
    else:
        _add_other(out, pattern, line)


def _add_other(out: IgnoreFile, pattern: str, line: _Line) -> None:
    """Leave a line to pathspec. Its expressions backtrack: a line that could keep them busy for minutes is no honest one."""
    if pattern.count("**") > 3 or any(_MANY_STARS.match(part) for part in pattern.replace("**", "").split("/")):
        return
    from pathspec import GitIgnoreSpec

    try:
        out.others.append((GitIgnoreSpec.from_lines([pattern]), line))
    except (ValueError, re.error):
        return


@dataclass(frozen=True, slots=True)
class Rules:
    """What the `.gitignore` files from the repository's root down to one folder say together."""

    base: str = ""
    file: IgnoreFile | None = None
    above: Rules | None = None

    def ignores(self, path: str, folder: bool) -> bool:
        """Whether the entry `path` (relative to the repository's root) is ignored; its folder is not."""
        rules: Rules | None = self
        while rules is not None:
            if rules.file is not None:
                inner = path[len(rules.base) + 1 :] if rules.base else path
                said = rules.file.verdict(inner, folder)
                if said is not None:
                    return said
            rules = rules.above
        return False
