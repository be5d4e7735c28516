"""What code starts by its key in the manifest, and no module does: pages in dialogs and frames, and what added modules refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scopeminer.program.entries_sources import sources

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

OPENING = re.compile(rb"\b(?:Modal|Frame)\b")
COMPUTED = re.compile(rb"\bresource\s*(?:[,}]|(?::|=\s*\{)\s*(?:`[^`]*\$\{|(?![\"'`\s])))")
r"""A resource that is not written there: `resource: key`, `resource={key}`, `resource: \`dialog-${name}\``."""
ADDING = b"dynamic/module"
"""In the path of the request that adds modules (Dynamic Modules of Forge): its data names functions and resources."""


def opened(tree: SourceTree, key: str) -> bool:
    """Whether code can open a resource that no module shows: a dialog or a frame names it by its key, which may be a constant elsewhere, or
    only known at run time."""
    plain = key.encode("utf-8", "replace")
    quoted = re.compile(rb"""(["'`])""" + re.escape(plain) + rb"""\1""")
    opens = named = False
    for text in _texts(tree, (b"Modal", b"Frame", ADDING, plain)):
        if ADDING in text:
            return True
        opening = (b"Modal" in text or b"Frame" in text) and OPENING.search(text) is not None
        opens = opens or opening
        named = named or (plain in text and quoted.search(text) is not None) or (opening and COMPUTED.search(text) is not None)
        if opens and named:
            return True
    return False


def adds_modules(tree: SourceTree) -> bool:
    """Whether code adds modules at run time: they can refer to every function."""
    return any(_texts(tree, (ADDING,)))


def _texts(tree: SourceTree, words: tuple[bytes, ...]) -> Iterator[bytes]:
    """Those in which one of the words stands."""
    return (tree.glance(path) or b"" for path in sources(tree, (), words))
