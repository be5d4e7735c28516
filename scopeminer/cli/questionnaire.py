"""`scopeminer questionnaire`: what code can answer of a security questionnaire."""

from __future__ import annotations

from pathlib import Path

import click

from scopeminer.cli.inspection import facts_of, inspected
from scopeminer.cli.output import write
from scopeminer.cli.screen import display


@click.command()
@click.argument("path", metavar="[APP]", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True, help="Of the answers."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the answers to this file, all at once.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of APP/manifest.yml.")
def questionnaire(path: Path, form: str, output: Path | None, manifest: Path | None) -> None:
    """Answers what a security questionnaire asks and code can tell, each with its places; the rest is marked for the vendor.

    Exit codes: 0 answered, 2 usage or manifest error.
    """
    from scopeminer.claims.questionnaire import questionnaire as ask
    from scopeminer.report import questionnaire_report

    found = inspected(path, manifest)
    write(questionnaire_report.render(ask(facts_of(found)), path.as_posix(), form, display(output, 0, frozenset())), output)
