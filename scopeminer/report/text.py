"""Any string → a string that is safe to print, and counted words."""

from __future__ import annotations

from scopeminer.source import Place


def printable(text: str) -> str:
    """Shows what a terminal would act upon (control and bidirectional characters, lone surrogates) as escapes."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(place: Place) -> str:
    """`src/api.ts:42`: what an editor opens."""
    return f"{printable(place.file)}:{place.line}"
