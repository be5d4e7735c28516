"""The files of an app: path → bytes, with the bounds and link rules; spans and places in them."""

from scopeminer.source.places import Place, Span
from scopeminer.source.tree import Skipped, SourceTree

__all__ = ["Place", "Skipped", "SourceTree", "Span"]
