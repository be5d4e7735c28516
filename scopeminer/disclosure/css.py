"""Style sheets → the addresses they load: imports, font files, images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.records import NamedTuple

MAX_CHARS = 2_000_000
TOKEN = r"""(?P<comment>/\*.*?(?:\*/|\Z))
    |(?P<import>@import\s+(?:url\(\s*)?(?P<quote>["']?)(?P<sheet>[^"')\s;]+))
    |(?P<face>@font-face\b)
    |(?P<namespace>@namespace\b[^;{}]*;?)
    |url\(\s*(?P<mark>["']?)(?P<url>(?:\\.|(?!(?P=mark)[\s)])[^)"'\n])*?)(?P=mark)\s*\)
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<brace>[{}])"""
"""Compiled with the first style sheet, for most apps have none."""


class Reference(NamedTuple):
    """An address in a file. `at` is a character offset; `directive` as in Egress."""

    directive: str
    url: str
    at: int


def references(text: str) -> Iterator[Reference]:
    """Every `@import`, and every `url()`: inside `@font-face` a font, elsewhere an image."""
    depth, face = 0, -1
    for match in re.finditer(TOKEN, text[:MAX_CHARS], re.VERBOSE | re.DOTALL | re.IGNORECASE):
        if match.group("import"):
            yield Reference("styles", match.group("sheet"), match.start("sheet"))
        elif match.group("face"):
            face = depth
        elif match.group("url"):
            directive = "fonts" if face >= 0 and depth > face else "images"
            yield Reference(directive, re.sub(r"\\(.)", r"\1", match.group("url")), match.start("url"))
        elif match.group("brace") == "{":
            depth += 1
        elif match.group("brace"):
            depth = max(depth - 1, 0)
            face = -1 if depth <= face else face
