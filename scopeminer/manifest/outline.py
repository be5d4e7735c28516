"""Bytes → every entry of a manifest with its place, for what the other records name no field for."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.manifest.model import Entry, Outline, Step
from scopeminer.manifest.nodes import Node, Problems, plain
from scopeminer.manifest.read_yaml import compose
from scopeminer.manifest.text import decode
from scopeminer.source import Span


def outline(path: str, source: bytes) -> Outline:
    """The outline of a manifest that `manifest.read` accepts; an empty one for anything else. `path` is how spans name the file."""
    root = compose(decode(path, source), Problems())
    return Outline(tuple(_entries(root, ()))) if root is not None else Outline()


def _entries(node: Node, path: tuple[Step, ...]) -> Iterator[Entry]:
    for name, value in node.entries:
        yield from _entry((*path, name.text), value, name.here)
    for index, item in enumerate(node.items):
        yield from _entry((*path, index), item, item.here)


def _entry(path: tuple[Step, ...], value: Node, name: Span) -> Iterator[Entry]:
    yield Entry(path, plain(value), name, value.here, value.hole)
    yield from _entries(value, path)
