"""`scopeminer data`: the inventory of the data that an app touches, and where it goes."""

from __future__ import annotations

from pathlib import Path

import click

from scopeminer.cli.inspection import inspected
from scopeminer.cli.output import write
from scopeminer.cli.screen import display


@click.command()
@click.argument("path", metavar="[APP]", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True, help="Of the inventory."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the inventory to this file, all at once.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of APP/manifest.yml.")
def data(path: Path, form: str, output: Path | None, manifest: Path | None) -> None:
    """Lists what data APP reads and writes, by which operations, and where it is stored, logged or sent, each with its place.

    Exit codes: 0 listed, 2 usage or manifest error.
    """
    from scopeminer.report import data_json, data_markdown, data_text

    found = inspected(path, manifest)
    if form == "json":
        write(data_json.render(found.disclosure, found.audit), output)
    elif form == "markdown":
        write(data_markdown.render(found.disclosure, found.audit), output)
    else:
        write(data_text.render(found.disclosure, found.audit, display(output, 0, frozenset())), output)
