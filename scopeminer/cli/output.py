"""Text → standard output or a file, as UTF-8 whatever the locale says."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from scopeminer.cli.exit_code import BROKEN_PIPE
from scopeminer.report.text import printable

BLOCK = 1_000_000  # letters


def write(text: str | Iterable[str], target: Path | None) -> None:
    """A text, or its pieces. A lone surrogate (a file name that is no UTF-8) becomes its escape, which JSON reads back."""
    data = _blocks((text,) if isinstance(text, str) else text)
    if target is None:
        _to_stdout(data)
        return
    try:
        replace(target, data)
    except OSError as error:
        raise click.ClickException(f"cannot write {target}: {error.strerror or error}.") from error


def complain(message: str) -> None:
    """One sentence on stderr; of several lines (a traceback) each is made safe to print."""
    click.echo("Error: " + "\n".join(map(printable, message.split("\n"))), err=True)


def _blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Few large ones out of many small ones; one at least."""
    block: list[str] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size > BLOCK:
            yield "".join(block).encode("utf-8", errors="backslashreplace")
            block, size = [], 0
    yield "".join(block).encode("utf-8", errors="backslashreplace")


def _to_stdout(data: Iterable[bytes]) -> None:
    try:
        for block in data:
            click.echo(block, nl=False)
    except OSError as error:
        # Python flushes stdout once more at exit and would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise click.exceptions.Exit(BROKEN_PIPE) from error
        raise click.ClickException(f"cannot write to standard output: {error.strerror or error}.") from error


def replace(target: Path, data: Iterable[bytes]) -> None:
    """Readers of `target` see the old file or the new one, never half of it. A device or a pipe cannot be replaced, only written to."""
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            file.writelines(data)
        return
    import tempfile

    final = target.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{final.name}.", dir=final.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(data)
        os.chmod(name, _mode(final))
        os.replace(name, final)
    except BaseException:
        os.unlink(name)
        raise


def _mode(target: Path) -> int:
    """mkstemp makes private files; a report has the mode its predecessor or the umask gives it."""
    if target.exists():
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
