"""Changes to a manifest as edits of its bytes: nothing is written anew, so comments, order, quotes, indentation and line ends stay.

Every change is one small edit after which the text is read again, and in the end the result must read as exactly what was
intended; otherwise EditError says why and nothing is changed. A scopes block behind an alias is edited at its anchor. Which
comments go with a removed entry is decided in `edit_comments`.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial

from scopeminer.manifest.edit_check import checked
from scopeminer.manifest.edit_document import Document
from scopeminer.manifest.model import EditError, Edits, Manifest


def apply(source: bytes, manifest: Manifest, edits: Edits) -> bytes:
    """The manifest's bytes after some edits; `source` is what `manifest` was read from.

    Additions come after the last scope, in its style. What is done already is left alone, so applying twice changes nothing more.
    Raises EditError where an edit cannot be done without risk to anything else.
    """
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise EditError(f"{manifest.path} is UTF-16: only UTF-8 can be edited byte by byte.")
    if b"\r" in source.replace(b"\r\n", b""):
        raise EditError(f"{manifest.path} has lines that end in a bare carriage return.")
    both = sorted(set(edits.add) & set(edits.remove))
    if both:
        raise EditError(f"{both[0]} is to be added and to be removed.")
    return checked(source, _changed(source, manifest.path, edits), manifest, edits)


def _changed(source: bytes, path: str, edits: Edits) -> bytes:
    added = frozenset(edits.add)
    for scope in edits.add:
        source = Document.of(path, source).add(scope)
    for scope in edits.remove:
        source = _repeated(source, path, partial(Document.remove, scope=scope, added=added, going=edits.remove))
    for scope in edits.drop_impersonation:
        source = _repeated(source, path, partial(Document.drop_impersonation, scope=scope, going=edits.drop_impersonation))
    for directive, address in edits.remove_egress:
        source = _repeated(source, path, partial(Document.remove_egress, directive=directive, address=address))
    return source


def _repeated(source: bytes, path: str, change: Callable[[Document], bytes]) -> bytes:
    """Until nothing is left to do: an entry may stand there several times."""
    while (changed := change(Document.of(path, source))) != source:
        source = changed
    return source


__all__ = ["EditError", "Edits", "apply"]
