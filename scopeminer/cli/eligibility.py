"""`scopeminer eligibility`: whether an app meets the manifest rules of Runs on Atlassian."""

from __future__ import annotations

from pathlib import Path

import click

from scopeminer.cli.app import open_app
from scopeminer.cli.exit_code import FINDINGS, INCOMPLETE, OK
from scopeminer.cli.output import write
from scopeminer.cli.screen import display


@click.command()
@click.argument("path", metavar="[APP]", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True, help="Of the answer."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to this file, all at once.")
@click.option("--strict", is_flag=True, help="Exit code 3 when it cannot be told.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of APP/manifest.yml.")
@click.pass_context
def eligibility(ctx: click.Context, path: Path, form: str, output: Path | None, strict: bool, manifest: Path | None) -> None:
    """Says whether APP meets the rules of Runs on Atlassian, with each reason against it and what would have to change.

    A pre-check of the manifest: the badge is awarded by Atlassian on the deployed version.

    Exit codes: 0 eligible, 1 not eligible, 2 usage or manifest error, 3 cannot tell (--strict).
    """
    from scopeminer.disclosure.eligibility import eligibility as judge
    from scopeminer.manifest.outline import outline
    from scopeminer.report import eligibility_report

    app = open_app(path, manifest)
    found = judge(app.manifest, outline(app.manifest.path, app.tree.read(app.manifest.path) or b""), app.tree.span_place)
    write(eligibility_report.render(found, path.as_posix(), form, display(output, 0, frozenset())), output)
    if found.verdict == "cannot-tell" and strict:
        ctx.exit(INCOMPLETE)
    ctx.exit(FINDINGS if found.verdict == "not-eligible" else OK)
