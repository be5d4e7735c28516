"""`scopeminer graph`: an app → its call graph from manifest entries to requests."""

from __future__ import annotations

from pathlib import Path

import click

from scopeminer.cli.app import manifest_option, open_app, path_argument
from scopeminer.cli.output import write

FORMATS = ("dot", "mermaid", "graphml", "json")


@click.command()
@path_argument
@click.option("--format", "-f", "form", type=click.Choice(FORMATS), default="mermaid", show_default=True, help="Of the graph.")
@click.option(
    "--focus", metavar="SCOPE|FUNCTION", help="Only what leads to the uses of a scope, or to and from a function (name or FILE:LINE)."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the graph to this file, all at once.")
@manifest_option
def graph(path: Path, form: str, focus: str | None, output: Path | None, manifest: Path | None) -> None:
    """Writes the call graph of the app in PATH: what the manifest starts, which functions call which, where requests are made.

    \b
    scopeminer graph --focus write:jira-work --format dot | dot -Tsvg > why.svg
    """
    from scopeminer.advise.explain import QuestionError
    from scopeminer.advise.focus import focused, with_uses
    from scopeminer.catalog.load import load
    from scopeminer.program.graph import call_graph, callers_at
    from scopeminer.report import graph_formats
    from scopeminer.scan import explore

    app = open_app(path, manifest)
    program, usage, _ = explore(app.tree, app.manifest, load(), app.config)
    whole = call_graph(program, app.tree.place)
    uses = with_uses(whole, usage.uses, callers_at(program, app.tree.place))
    try:
        shown = focused(whole, uses, focus) if focus else whole
    except QuestionError as error:
        raise click.ClickException(str(error)) from error
    write(graph_formats.FORMATS[form](shown), output)
