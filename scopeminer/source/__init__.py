"""The files of an app: path → bytes, with the bounds and link rules; spans and places in them.

Spans and places are what every room passes on. The tree, which opens files, is loaded for the few that ask for it: the rooms that do
no input or output stay free of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from scopeminer.source.places import Place, Span

if TYPE_CHECKING:
    from scopeminer.source.tree import Skipped, SourceTree

__all__ = ["Place", "Skipped", "SourceTree", "Span"]


def __getattr__(name: str) -> object:
    if name not in ("Skipped", "SourceTree"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("scopeminer.source.tree"), name)
