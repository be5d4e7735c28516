"""Which files of an app are its code at all: what is looked at to find uses that nothing reaches."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from typing import TYPE_CHECKING

from scopeminer.program.bundlers import CONFIGURATION
from scopeminer.program.entries_pages import is_generated
from scopeminer.program.resolution_files import CODE

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

_OTHER_FOLDERS = """
test tests __tests__ __test__ spec specs e2e cypress playwright __mocks__ mocks __mock__ mock fixtures __fixtures__ testing
stories .storybook storybook dist build out output coverage target vendor vendors third_party third-party external scripts script
tools tooling docs doc examples example typings __snapshots__ generated-docs benchmarks
"""
OTHER_FOLDERS = frozenset(_OTHER_FOLDERS.split())
"""Folders of tests, of what a build made, of libraries, of work on the code; also those whose name begins with a dot."""
_OUTPUTS = re.compile(r"(?:build|dist)[-_.]", re.IGNORECASE)
"""How folders begin that builds make for one target each: `build-static`, `dist_web`."""
_OTHER_FILES = re.compile(
    r"(?:^|/)(?:[^/]*\.(?:test|tests|spec|stories|story|mock|mocks|e2e|cy|bench|d|config|conf|min|bundle)\.[cm]?[jt]sx?"
    r"|(?:gulpfile|gruntfile|karma|jest|setupTests?|reportWebVitals|service-worker|react-app-env)[\w.-]*\.[cm]?[jt]sx?|[\w.-]*\.d\.[cm]?ts)$",
    re.IGNORECASE,
)
MANIFESTS = ("manifest.yml", "manifest.yaml")
LARGEST = 1_000_000
"""Bytes; a file beyond that was generated."""


def sources(tree: SourceTree, known: Container[str] = (), words: tuple[bytes, ...] = ()) -> tuple[str, ...]:
    """The app's source files, without tests, stories, mocks, scripts, configurations, bundles, outputs, and apps of their own below it.

    `known`: files that are left out without a look; `words`: of the others those in which one of these stands.
    """
    nested = tuple(f"{posixpath.dirname(path)}/" for path in tree.files if "/" in path and posixpath.basename(path) in MANIFESTS)
    paths = (path for path in tree.files if path.endswith(CODE) and path not in known and not path.startswith(nested))
    return tuple(path for path in paths if _is_named_as_one(path) and _is_one(tree.glance(path), words))


def _is_named_as_one(path: str) -> bool:
    *folders, name = path.split("/")
    if any(folder.lower() in OTHER_FOLDERS or folder.startswith(".") or _OUTPUTS.match(folder) for folder in folders):
        return False
    return not (name.startswith(".") or _OTHER_FILES.search(path) or CONFIGURATION.fullmatch(name))


def _is_one(source: bytes | None, words: tuple[bytes, ...]) -> bool:
    if source is None or len(source) > LARGEST:
        return False
    return (not words or any(word in source for word in words)) and not is_generated(source)
