"""Texts that show command lines → those lines, held against the commands and options that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from scopeminer.cli.main import scopeminer

_LINE = re.compile(r"(?<![\w./-])scopeminer ([a-z][\w-]*)((?: +(?![|&;>)`'])\S+)*)")


def command_lines(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every `scopeminer SUBCOMMAND ARGUMENT…` in a text, without what comes after a shell's operator."""
    return [(found[1], tuple(word.strip("`'\".,;") for word in found[2].split())) for found in _LINE.finditer(text)]


def wrong(text: str) -> list[str]:
    """Subcommands, options and values of options that do not exist."""
    return [said for name, words in command_lines(text) for said in _wrong(name, words)]


def _wrong(name: str, words: tuple[str, ...]) -> Iterator[str]:
    command = scopeminer.get_command(click.Context(scopeminer), name)
    if isinstance(command, click.Group) and words:
        name, words, command = f"{name} {words[0]}", words[1:], command.get_command(click.Context(command), words[0])
    if command is None:
        yield name
        return
    options = {text: option for option in command.params if isinstance(option, click.Option) for text in option.opts}
    for at, word in enumerate(words):
        if not word.startswith("-"):
            continue
        option = options.get(word)
        if option is None:
            yield f"{name} {word}"
        elif isinstance(option.type, click.Choice) and not words[at + 1].startswith("$") and words[at + 1] not in option.type.choices:
            yield f"{name} {word} {words[at + 1]}"
