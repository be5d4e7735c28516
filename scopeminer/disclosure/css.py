"""Style sheets → the addresses they load: imports, font files, images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.records import NamedTuple

MAX_CHARS = 2_000_000
TOKEN = r"""[/@FfUu"'{}](?:  # how one begins: nothing does at most places, and a set of letters is quickly looked for
    (?<=/)\*.*?(?:\*/|\Z)
    |(?:(?<=@)(?i:import|use|forward)\s+(?:\([\w\s,]*\)\s*)?(?:(?i:url)\(\s*)?["']?|(?<=\b[Ff])(?i:rom)\s+["'])(?P<sheet>[^"')\s;]+)["']?
    |(?<=@)(?P<face>(?i:font-face)\b)
    |(?<=@)(?i:namespace)\b[^;{}]*;?
    |(?<=[Uu])(?i:rl)\(\s*(?P<mark>["']?)(?P<url>(?:\\.|(?!(?P=mark)[\s)])[^)"'\n])*?)(?P=mark)\s*\)
    |(?<=")(?:\\.|[^"\\\n])*"
    |(?<=')(?:\\.|[^'\\\n])*'
    |(?<=[{}]))"""
"""Compiled with the first style sheet, for most apps have none. `@use` and `@forward` are those of Sass, `from` of CSS modules."""
MORE = r"""\s*,\s*["']([^"'\n]+)["']?"""
"""Another one in the same `@import`."""
WORDS = ("url(", "@import", "@use", "@forward")
COMPOSED = r"from\s+[\"']"
"""What is in every text that loads something: one of these."""
FONT = r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)"
"""The end of an address of a font, which needs no braces around it to be one."""


class Reference(NamedTuple):
    """An address in a file. `at` is a character offset; `directive` and `is_data` as in Egress."""

    directive: str
    url: str
    at: int
    is_data: bool = False


def is_loading(text: str) -> bool:
    """Whether a text can load something at all: most style sheets do not, and taking one apart is long."""
    lower = text.lower()
    return any(map(lower.__contains__, WORDS)) or ("from" in lower and re.search(COMPOSED, lower) is not None)


def references(text: str) -> Iterator[Reference]:
    """Every `@import`, and every `url()`: inside `@font-face` a font, elsewhere an image if it is no file of a font."""
    if not is_loading(text):
        return
    depth, face = 0, -1
    for match in re.finditer(TOKEN, text[:MAX_CHARS], re.VERBOSE | re.DOTALL):
        if match.group("sheet"):
            yield Reference("styles", match.group("sheet"), match.start("sheet"))
            more = re.compile(MORE).match(text, match.end())
            while more is not None:
                yield Reference("styles", more[1], more.start(1))
                more = re.compile(MORE).match(text, more.end())
        elif match.group("face"):
            face = depth
        elif match.group("url"):
            url = re.sub(r"\\(.)", r"\1", match.group("url"))
            is_font = (face >= 0 and depth > face) or re.search(FONT, url, re.IGNORECASE) is not None
            yield Reference("fonts" if is_font else "images", url, match.start("url"))
        elif match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
            face = -1 if depth <= face else face
