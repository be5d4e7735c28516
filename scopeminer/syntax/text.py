"""Bytes of a file → bytes that the grammars can read, of the same length, so that every offset stays an offset into the file.

What is replaced is replaced for the parser only; values of literals are always read from the file itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from scopeminer.records import NamedTuple
from scopeminer.syntax.page import GAP, PAGES, scripts

COMPONENTS = (".vue", ".svelte")
SCRIPT = re.compile(rb"<script\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
TYPESCRIPT = re.compile(rb"\blang\s*=\s*[\"']?tsx?\b", re.IGNORECASE)
NOT_LINE_END = re.compile(rb"[^\r\n]")
FRACTION = re.compile(rb"\?\.(?=\d)")
"""A choice of a number, as minifiers write it (`wide?.5:1`): the grammars of TypeScript take it for `?.`."""
IMPORTED_TYPE = re.compile(
    rb"(?:\btypeof\s+import|(\bimport))\s*\(\s*(?:\"[^\"\n]*\"|'[^'\n]*')\s*\)"
    rb"(?(1)(?=\s*(?:>|\.\s*(?!then\b|catch\b|finally\b)[A-Za-z_$][\w$.]*+(?!\s*\())))"
)
"""A type from another file, `import('./a').Item`, which no promise has: the grammars lose the call that it is an argument of."""
JAVASCRIPT = (".js", ".jsx", ".mjs", ".cjs")
MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Text(NamedTuple):
    """`source` is what offsets refer to, `readable` what is parsed; `is_typescript`: a script block says so."""

    source: bytes
    readable: bytes
    is_typescript: bool


def blanked(text: bytes) -> bytes:
    """Spaces in its place; line ends stay."""
    return NOT_LINE_END.sub(b" ", text)


def read(path: str, source: bytes) -> Text:
    """UTF-16 with a mark is turned into UTF-8 first (offsets are then those of the UTF-8 form, as SourceTree hands it out).

    Bytes that are no UTF-8, NUL bytes, a byte order mark, `?.5` and types of other files give way to what can be read; of `.vue` and
    `.svelte` files only the script blocks stay.
    """
    for mark, encoding in MARKS:
        if source.startswith(mark):
            source = source[2:].decode(encoding, "replace").encode()
    text = source
    if not text.isascii():
        if text.startswith(codecs.BOM_UTF8):
            text = b"   " + text[3:]
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            text = text.decode("utf-8", "surrogateescape").encode("utf-8", "surrogatepass")
            text = re.sub(rb"\xed[\xb2\xb3][\x80-\xbf]", b"?", text)
    if b"\0" in text:
        text = text.replace(b"\0", b"\x01")
    text = _without_fractions(text)
    if not path.endswith(JAVASCRIPT) and (b"import(" in text or b"import (" in text):
        text = IMPORTED_TYPE.sub(lambda found: b"T" + b"_" * (len(found[0]) - 1), text)
    if not path.endswith(COMPONENTS):
        return Text(source, _of_page(text) if path.endswith(PAGES) else text, False)
    blocks = list(SCRIPT.finditer(text))
    kept = _only(text, [block.span(2) for block in blocks])
    return Text(source, kept, any(TYPESCRIPT.search(block[1]) for block in blocks))


def _without_fractions(text: bytes) -> bytes:
    """Hardly any text has one: to search for `?.` alone takes a tenth of the time."""
    at = text.find(b"?.")
    while at >= 0:
        if text[at + 2 : at + 3].isdigit():
            return FRACTION.sub(b"?1", text)
        at = text.find(b"?.", at + 2)
    return text


def _of_page(text: bytes) -> bytes:
    """The scripts that stand in a page."""
    kept = _only(text, [(script.start, script.end) for script in scripts(text) if script.address is None])
    return GAP.sub(lambda gap: b"_" * len(gap[0]), kept)


def _only(text: bytes, parts: Iterable[tuple[int, int]]) -> bytes:
    """These parts, each a statement of its own: in place of the first byte behind it stands a sign."""
    kept, at = [], 0
    for start, end in parts:
        kept += [blanked(text[at:start]), text[start:end], b";"]
        at = end + 1
    kept.append(blanked(text[at:]))
    return b"".join(kept)
