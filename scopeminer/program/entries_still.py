"""Pages on which nothing runs: HTML that ships as it is, without a script, and that no build replaces."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING

from scopeminer.program.bundlers import CONFIGURATION
from scopeminer.program.packages import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scopeminer.program.packages import PackageJson
    from scopeminer.source import SourceTree

RUNS = re.compile(
    r"""<\s*(?:script|iframe|frame|object|embed|applet|portal|base|[a-z]+-[a-z])|[\s"'/]on[a-z]+\s*=|srcdoc|preload|prefetch|javascript\s*:"""
    r"""|data\s*:\s*(?:text/html|image/svg)|http-equiv|<%|\{\{|%[A-Z_]+%|<(\w+)[^>]*\sid\s*=[^>]*>\s*</\1""",
    re.IGNORECASE,
)
"""What runs something or could make it run, and what a build has yet to fill in: gaps, empty elements with a name."""
PAGES = (".html", ".htm")
OTHER_PAGES = (".xhtml", ".xht", ".shtml", ".xml", ".php", ".ejs", ".hbs")
BUILDS = re.compile(
    r"\b(?:build|bundle|compile|webpack|vite|parcel|rollup|esbuild|rspack|rsbuild|gulp|grunt|make|turbo|nx|react-scripts|ng|next|vue-cli"
    r"|browserify|tsup|swc|babel|craco|snowpack|astro|bun|deno)\b",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(r"(?:^|/)(?:manifest\.ya?ml|[^/]*\.md|[^/]*lock[^/]*)$", re.IGNORECASE)
MAX_PAGE = 200_000


def is_still(tree: SourceTree, folder: str, around: Sequence[PackageJson]) -> bool:
    """Whether nothing runs in the pages of a folder; `around`: the projects that it lies in. What is above the app could build anything."""
    if tree.is_dir("..") or not _are_read(tree, folder, around):
        return False
    inside = [path for path in tree.files if path.startswith(f"{folder}/")]
    if f"{folder}/index.html" not in inside or f"{folder}/package.json" in inside or any(path.endswith(OTHER_PAGES) for path in inside):
        return False
    pages = [path for path in inside if path.endswith((*PAGES, ".svg"))]
    return all(_is_still(tree.read(path)) for path in pages) and not any(map(_builds, around)) and not _is_named(tree, folder)


def _is_still(page: bytes | None) -> bool:
    if page is None or len(page) > MAX_PAGE:
        return False
    try:
        text = page.decode()
    except UnicodeDecodeError:
        return False
    return "<" in text and RUNS.search(text) is None and RUNS.search(html.unescape(text)) is None


def _are_read(tree: SourceTree, folder: str, around: Sequence[PackageJson]) -> bool:
    """Whether the projects that the folder lies in are all that it could lie in."""
    known = {package.folder for package in around}
    return all(place in known or not tree.exists(join(place, "package.json")) for place in tree.ancestors(folder))


def _builds(package: PackageJson) -> bool:
    """Whether it can build anything, by a script or with a library; or cannot be read."""
    scripts = package.data.get("scripts")
    return not package.data or any(BUILDS.search(name) for name in package.dependencies) or BUILDS.search(str(scripts)) is not None


def _is_named(tree: SourceTree, folder: str) -> bool:
    """Whether any other file of the app can write to the folder: it is a build's, or names the folder."""
    name = re.compile(rb"(?<![\w-])" + re.escape(posixpath.basename(folder).encode()) + rb"(?![\w-])")
    whole = folder.encode()
    for path in tree.files:
        if path.startswith(f"{folder}/") or LEFT_OUT.search(path):
            continue
        source = tree.read(path) or b""
        if CONFIGURATION.fullmatch(posixpath.basename(path)) or whole in source or (_is_work(path) and name.search(source)):
            return True
    return False


def _is_work(path: str) -> bool:
    """Whether a file is about work on the code, rather than the code."""
    base = posixpath.basename(path)
    return (
        not base.endswith((".js", ".jsx", ".ts", ".tsx", ".html", ".css", ".svg")) or ".config." in base or BUILDS.search(base) is not None
    )
