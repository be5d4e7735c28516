"""From a path without certainty to a file: extensions, index files, sources behind written outputs, variants for a platform."""

from __future__ import annotations

import posixpath
import re
from itertools import chain, repeat
from typing import TYPE_CHECKING

from scopeminer.program.tsconfig_jsonc import parse, texts

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

CODE = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte")
EXTENSIONS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json", ".vue", ".svelte")
"""In this order: Forge's own bundler and TypeScript prefer sources to what was made of them."""
WRITTEN_AS = {".js": (".ts", ".tsx", ".jsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
"""TypeScript sources are imported under the name of their output."""
_ASSETS = """
.css .scss .sass .less .styl .pcss .postcss .png .jpg .jpeg .gif .svg .webp .avif .ico .bmp .woff .woff2 .ttf .otf .eot .mp3 .mp4
.webm .wav .ogg .pdf .txt .md .mdx .html .htm .hbs .ejs .xml .csv .tsv .yaml .yml .toml .graphql .gql .sql .wasm .glsl .zip .snap
.map .lottie .properties .ftl .po .proto .node
"""
ASSETS = frozenset(_ASSETS.split())
BUILT = re.compile(r"(?:^|/)(?:dist|lib|build|out|output|esm|cjs|es|umd)(?=/)")
_VARIANT = re.compile(r"(?P<stem>.+)\.(?P<word>[a-z]+)(?P<extension>\.(?:[jt]sx?|mjs|vue))$")
PLATFORMS = frozenset({"addon", "atlassian", "bitbucket", "cloud", "compass", "confluence", "forge", "jcloud", "jira", "jsm", "plugin"})
"""Words in the names of files that can tell Forge's build from others: `x.plugin.js` beside `x.js` is one, `x.backup.js` is not."""


class Files:
    """Probes one tree. Paths are as SourceTree spells them."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._platform: str | None = None

    def module(self, base: str, from_typescript: bool = False) -> str | None:
        """The module that `base` (with or without extension, file or folder) names; its canonical path."""
        if base.endswith("/"):
            return self.folder(base.rstrip("/") or ".", from_typescript)
        return self.file(base, from_typescript) or self.folder(base, from_typescript)

    def file(self, base: str, from_typescript: bool = False) -> str | None:
        """Like `module`, folders left out."""
        names = self._tree.beside(base)
        if not names:
            return None
        folder, slash, name = base.rpartition("/")
        stem, extension = posixpath.splitext(name)
        sources = [(stem, other) for other in WRITTEN_AS.get(extension, ())]
        exact = [(stem, extension)] if extension in EXTENSIONS and not name.endswith(".d.ts") else []
        word = self.platform
        for known, ending in chain(sources + exact if from_typescript else exact + sources, zip(repeat(name), EXTENSIONS)):
            if word and (variant := f"{known}.{word}{ending}") in names:
                return self._tree.canonical(folder + slash + variant)
            if known + ending in names:
                return self._tree.canonical(folder + slash + known + ending)
        return None

    def in_other_case(self, base: str) -> str | None:
        """`./filter` for `Filter.js`: it is found where the app was built, on disks that do not tell them apart."""
        names = {name.lower(): name for name in sorted(self._tree.beside(base))}
        start = base.rfind("/") + 1
        written = (names.get((base[start:] + extension).lower()) for extension in ("", *EXTENSIONS))
        return next((self._tree.canonical(base[:start] + name) for name in written if name and name.endswith(EXTENSIONS)), None)

    def folder(self, base: str, from_typescript: bool = False) -> str | None:
        """The module that a folder stands for: `main` of its package.json, or its index file."""
        if not self._tree.is_dir(base):
            return None
        manifest = posixpath.join(base, "package.json")
        if self._tree.exists(manifest):
            data = parse(self._tree.read(manifest))
            for name in ("source", "module", "main"):
                for main in texts(data.get(name))[:1]:
                    target = posixpath.normpath(posixpath.join(base, main))
                    found = self.file(target, from_typescript) or (self._index(target, from_typescript) if target != base else None)
                    found = found or self.source_of(base, main)
                    if found is not None:
                        return found
        return self._index(base, from_typescript)

    def _index(self, base: str, from_typescript: bool) -> str | None:
        return self.file(posixpath.join(base, "index"), from_typescript)

    def source_of(self, folder: str, output: str) -> str | None:
        """The source of a package's file that a build has yet to make (`dist/a.js` ← `src/a.ts`)."""
        output = posixpath.normpath(output)
        for source in (BUILT.sub(lambda found: found[0].rpartition("/")[0] + "/src" if "/" in found[0] else "src", output, count=1),
                       BUILT.sub("", output).lstrip("/")):  # fmt: skip
            if source != output:
                stem = re.sub(r"(\.d)?\.[cm]?[jt]sx?$", "", source)
                found = self.file(posixpath.join(folder, stem))
                if found is not None:
                    return found
        return None

    def declared(self, base: str) -> bool:
        """Whether only a declaration file stands there: types of something that other code makes."""
        stem = re.sub(r"\.[cm]?jsx?$", "", base)
        return any(
            self._tree.exists(path)
            for path in (f"{stem}.d.ts", f"{base}.d.ts", f"{base}/index.d.ts", base if base.endswith(".d.ts") else "")
        )

    @property
    def platform(self) -> str:
        """The word in the names of files written for Forge, when the app has files for several platforms; else "".

        A build puts one platform's files before the others: `x.plugin.js` before `x.js` (webpack's `resolve.extensions`).
        """
        if self._platform is None:
            self._platform = self._find_platform()
        return self._platform

    def _find_platform(self) -> str:
        files = set(self._tree.files)
        words: dict[str, list[str]] = {}
        for path in self._tree.files:
            found = _VARIANT.match(path)
            if found and found["word"] in PLATFORMS:
                words.setdefault(found["word"], []).append(path)
        shared = {
            word: paths
            for word, paths in words.items()
            if any((f := _VARIANT.match(path)) and any(f["stem"] + extension in files for extension in CODE) for path in paths)
        }
        forge = [word for word, paths in sorted(shared.items()) if any(b"@forge/" in (self._tree.read(path) or b"") for path in paths)]
        return forge[0] if forge else ""
