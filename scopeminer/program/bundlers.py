"""Literal aliases of bundler configurations: `alias: {'@': path.resolve(__dirname, 'src')}` and its relatives.

A configuration is a program; only what it writes down is read, and only what leads to files of the app. An alias behind a condition
(`alias: production ? {} : {…}`) is not one that can be relied upon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopeminer.program.packages import Packages, join
from scopeminer.program.tsconfig_jsonc import mapping

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

CONFIGURATION = re.compile(
    r"(?:(?:vite|vitest|electron\.vite|rollup|rspack|rsbuild|craco|babel|svelte|nuxt|vue|metro|farm)(?:\.[\w-]+)*\.config(?:\.[\w-]+)*|webpack[\w.-]*|config-overrides"
    r"|esbuild[\w.-]*|build(?:-\w+)?)\.[cm]?[jt]s|\.babelrc(?:\.json|\.[cm]?js)?|babel\.config\.json|\.swcrc"
)
FOLDERS = (".", "config", "webpack", "build", "scripts")
# What is read inside a configuration; `re` compiles it when the first one is met, for most apps have none.
_TOKEN = r"""(?s)(?P<string>'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|`(?:[^`\\]|\\.)*`?)|(?<![\\:])//[^\n]*|/\*.*?(?:\*/|\Z)"""
_ALIAS = r"""(?<![\w$.])["']?alias["']?\s*[:=]\s*(?P<open>[{\[])"""
_ROOTS = r"""(?<![\w$.])["']?(?:root|modules)["']?\s*:\s*\["""
_ITEM = r"(?:[^,()]|\([^()]*\))+"
_VALUE = r"""(?P<value>[^\n,]{0,80}?(?:\((?:[^()]|\((?:[^()]|\([^()]{0,200}\)){0,200}\)){0,200}\)|["'][^"'\n]{0,200}["']))"""
_ENTRY = rf"""(?:(?P<quote>["'])(?P<quoted>[^"'\n]+)(?P=quote)|(?P<name>[\w$]+))\s*:\s*{_VALUE}"""
_FIND = rf"""find\s*:\s*(?P<find>/(?:[^/\n\\]|\\.)+/|["'][^"'\n]+["'])\s*,\s*replacement\s*:\s*{_VALUE}"""
_TEXT = r"""["'`]([^"'`\n]*)["'`]"""
_LOCAL_CALL = r"(?i)__dirname|import\.meta|process\.cwd|\bresolve\w*\s*\(|\bjoin\s*\(|require\.resolve|new URL|fileURLToPath"
MAX_SOURCE = 200_000
MAX_TABLES = 40
MAX_TABLE = 20_000
"""Characters."""


class Aliases:
    """The aliases of one tree's projects."""

    def __init__(self, tree: SourceTree, packages: Packages) -> None:
        self._tree = tree
        self._packages = packages
        self._in_folder: dict[str, tuple[tuple[str, str], ...]] = {}
        self._around: dict[str, list[tuple[str, str]]] = {}
        self._roots: dict[str, list[str]] = {}

    def around(self, folder: str) -> list[tuple[str, str]]:
        """(name, path that it stands for) of the projects around a folder, the nearest and the longest name first."""
        known = self._around.get(folder)
        if known is None:
            known = self._around[folder] = []
            for ancestor in self._tree.ancestors(folder):
                known += self._at(ancestor)
        return known

    def _at(self, folder: str) -> tuple[tuple[str, str], ...]:
        if folder not in self._in_folder:
            self._in_folder[folder] = tuple(sorted(self._load(folder).items(), key=lambda pair: -len(pair[0])))
        return self._in_folder[folder]

    def has_any(self, folder: str) -> bool:
        """Whether a folder itself has a project with aliases, or with folders from which imports start."""
        return bool(self._at(folder) or self._roots.get(folder))

    def roots(self, folder: str) -> list[str]:
        """Folders from which bare imports start: babel's `root`, webpack's `resolve.modules`."""
        self.around(folder)
        return [root for ancestor in self._tree.ancestors(folder) for root in self._roots.get(ancestor, ())]

    def _load(self, folder: str) -> dict[str, str]:
        found: dict[str, str] = {}
        package = self._packages.at(folder)
        for name, target in (mapping(package.data.get("alias")) | mapping(package.data.get("_moduleAliases"))).items() if package else ():
            if isinstance(target, str) and target.startswith((".", "/")):
                found[name] = join(folder, target.lstrip("/"))
        for below in FOLDERS:
            where = join(folder, below)
            for name in self._tree.listing(where):
                if CONFIGURATION.fullmatch(name):
                    found |= self._configured(folder, where, self._tree.read(join(where, name)) or b"")
        return {name: target for name, target in found.items() if not name.startswith("@forge/")}

    def _configured(self, folder: str, where: str, source: bytes) -> dict[str, str]:
        text = without_comments(source[:MAX_SOURCE])
        found: dict[str, str] = {}
        for start in list(re.finditer(_ALIAS, text))[:MAX_TABLES]:
            body = _balanced(text, start.end() - 1)
            pairs = [(item["find"], item["value"]) for item in re.finditer(_FIND, body)]
            if start["open"] == "{":
                pairs = [(item["quoted"] or item["name"], item["value"]) for item in re.finditer(_ENTRY, body)]
            for name, value in pairs:
                target = self._target(folder, where, value)
                if target is not None:
                    found[_plain(name)] = target
        for start in list(re.finditer(_ROOTS, text))[:MAX_TABLES]:
            for part in re.findall(_ITEM, _balanced(text, start.end() - 1)[1:-1]):
                target = self._target(folder, where, part)
                if target is not None and self._tree.is_dir(target):
                    self._roots.setdefault(folder, []).append(target)
        return found

    def _target(self, folder: str, where: str, value: str) -> str | None:
        """The folder or file that an alias' value names; None when it is no path of the app."""
        parts = re.findall(_TEXT, value)
        if not parts or "node_modules" in value or "${" in value:
            return None
        called = re.search(_LOCAL_CALL, value) is not None
        if not called and not parts[0].startswith((".", "/", "src")):
            return None
        path = "/".join(part for part in parts if part != "file:").lstrip("/") if called or parts[0].startswith("/") else parts[0]
        bases = [where, folder] if called and "cwd" not in value else [folder]
        for base in bases:
            target = join(base, path)
            if self._tree.is_dir(target) or self._tree.exists(target):
                return target
        return join(bases[0], path) if called else None


def without_comments(source: bytes) -> str:
    """The text of a JavaScript file without its comments; those in strings are none."""
    return re.sub(_TOKEN, lambda found: found["string"] or " ", source.decode("utf-8", "replace"))


def _plain(name: str) -> str:
    """A `find`: text, or a regular expression that is text in essence (`/^@\\//`)."""
    if name.startswith("/") and name.endswith("/") and len(name) > 2:
        return re.sub(r"\(\.\*\)|\.\*", "", name[1:-1].replace("\\", "").lstrip("^")).rstrip("$/")
    return name.strip("'\"").rstrip("/").removesuffix("/*").rstrip("$") or name.strip("'\"")


def _balanced(text: str, start: int) -> str:
    """From an opening bracket to its partner."""
    depth = 0
    for found in re.finditer(r"""'[^'\n]*'|"[^"\n]*"|[{}\[\]]""", text[start : start + MAX_TABLE]):
        if found[0] in "{[":
            depth += 1
        elif found[0] in "}]":
            depth -= 1
            if not depth:
                return text[start : start + found.end()]
    return text[start : start + MAX_TABLE]
