"""`scopeminer justify`: the page that says what an app's scopes are for, and whether a committed one still holds."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import click

from scopeminer.cli.app import manifest_option, open_app, path_argument
from scopeminer.cli.exit_code import FINDINGS, OK
from scopeminer.cli.output import write
from scopeminer.report.text import printable

SHOWN = 60
"""Characters of a line that a difference shows."""
NOTHING = "nothing"


@click.command()
@path_argument
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the page to this file, all at once.")
@click.option("--check", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Say whether this page still holds.")
@manifest_option
@click.pass_context
def justify(ctx: click.Context, path: Path, output: Path | None, check: Path | None, manifest: Path | None) -> None:
    """Writes what every scope of the app in PATH is for: a page in Markdown, to be committed beside the code.

    \b
    scopeminer justify -o SCOPES.md
    scopeminer justify --check SCOPES.md

    Exit codes: 0 written, or the page still holds; 1 the page is stale; 2 usage, manifest or configuration error.
    """
    from scopeminer.catalog.load import load
    from scopeminer.report.markdown import page

    if check is not None and output is not None:
        raise click.UsageError("Expected either --check or --output.")
    committed = _read(check) if check is not None else ""
    text = page(open_app(path, manifest).audit(load()))
    if check is None:
        write(text, output)
        return
    stale = difference(committed, text)
    name = printable(str(check))
    write(f"{name} is stale: {stale}; write it anew with 'scopeminer justify -o {name}'.\n" if stale else f"{name} holds.\n", None)
    ctx.exit(FINDINGS if stale else OK)


def difference(committed: str, made: str) -> str:
    """The first difference in words, "" when there is none that matters: of a newer catalog that changes nothing else none does."""
    from scopeminer.report.markdown import CATALOG

    for number, (found, expected) in enumerate(zip_longest(committed.splitlines(), made.splitlines()), start=1):
        if found == expected or (found and expected and found.startswith(CATALOG) and expected.startswith(CATALOG)):
            continue
        start = _start(found or "", expected or "")
        return f"line {number} has {_excerpt(found, start)} where the code says {_excerpt(expected, start)}"
    return ""


def _start(found: str, expected: str) -> int:
    """Where an excerpt begins that shows the first difference of two lines."""
    same = next((at for at, (one, other) in enumerate(zip(found, expected, strict=False)) if one != other), min(len(found), len(expected)))
    return max(0, same - SHOWN // 2)


def _excerpt(line: str | None, start: int) -> str:
    if not line:
        return NOTHING
    text = ("…" if start else "") + line[start : start + SHOWN] + ("…" if len(line) > start + SHOWN else "")
    return f"'{printable(text)}'"


def _read(page: Path) -> str:
    try:
        return page.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise click.ClickException(f"{page}: cannot be read: {error.strerror or error}; write it with 'scopeminer justify -o'.") from error
