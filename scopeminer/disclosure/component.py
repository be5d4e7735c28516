"""Vue and Svelte components → their markup as a page spells it, of the same length: scripts are blank, what is computed is a marker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.disclosure.address import REST
from scopeminer.disclosure.sheets import processed

CODE = re.compile(r"(<script\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)(.*?)(?=</script\s*>)", re.DOTALL | re.IGNORECASE)
BLANK = re.compile(r"[^\r\n]")
STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style\s*>)", re.DOTALL | re.IGNORECASE)
TEXT = re.compile(r"\{\{.*?\}\}", re.DOTALL)
"""What Vue writes into a text."""
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`", re.DOTALL)
NAME = re.compile(r"\{\s*([A-Za-z_$][\w$]*)\s*\}")
LITERAL = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)\s*(\+[^?]*)?", re.DOTALL)
HOLE = re.compile(r"\$\{[^{}]*\}")


def page_of(path: str, text: str) -> str:
    """The markup and the styles of a component."""
    return "".join(_pieces(CODE.sub(lambda found: found[1] + BLANK.sub(" ", found[2]), text), path.lower().endswith(".svelte")))


def spelled(expression: str) -> str:
    """The text that a bound attribute comes to: a literal, what one begins with, or a marker alone."""
    match = LITERAL.fullmatch(expression)
    if match is None:
        return REST
    return HOLE.sub(REST, match[1] or match[2] or match[3] or "") + (REST if match[4] else "")


def _pieces(text: str, is_svelte: bool) -> Iterator[str]:
    at = 0
    for style in STYLE.finditer(text):
        yield _markup(text[at : style.start()], is_svelte)
        yield style[1] + processed(style[2]) + style[3]
        at = style.end()
    yield _markup(text[at:], is_svelte)


def _markup(text: str, is_svelte: bool) -> str:
    return "".join(_without_braces(text)) if is_svelte else TEXT.sub(lambda found: " " * len(found[0]), text)


def _without_braces(text: str) -> Iterator[str]:
    """Svelte's `{…}`: an attribute's value, a short attribute, attributes that are spread, HTML, or nothing that loads."""
    at, mark, inside = 0, "", False
    while at < len(text):
        char = text[at]
        if char == "{":
            end = _end_of(text, at)
            yield _instead(text[at:end], text[at - 1 : at], inside, mark)
            at = end
            continue
        if text.startswith("<!--", at):
            end = text.find("-->", at) % (len(text) + 1)
            yield text[at:end]
            at = end
            continue
        if not inside:
            inside = char == "<" and text[at + 1 : at + 2].isalpha()
        elif mark:
            mark = "" if char == mark else mark
        elif char in "\"'":
            mark = char
        elif char == ">":
            inside = False
        yield char
        at += 1


def _end_of(text: str, at: int) -> int:
    """Behind the brace that closes the one at `at`."""
    depth = 0
    while at < len(text):
        quoted = QUOTED.match(text, at)
        if quoted is not None:
            at = quoted.end()
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            break
    return at


def _instead(braces: str, before: str, inside: bool, mark: str) -> str:
    if not inside:
        return (REST if braces.startswith("{@html") else " ") * len(braces)
    if mark:
        return REST * len(braces)
    short = NAME.fullmatch(braces)
    if before == "=":
        value = spelled(braces[1:-1])
        return (f'"{value}"' if '"' not in value else REST).ljust(len(braces))
    return f"{short[1]}={REST}".ljust(len(braces)) if short is not None else REST * len(braces)
