"""`scopeminer diff`: two versions of an app → what changed in what it may do and does."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from scopeminer.advise.difference import GATES, Comparison
from scopeminer.cli.app import open_app
from scopeminer.cli.exit_code import FINDINGS, OK
from scopeminer.cli.output import write
from scopeminer.cli.revision import version
from scopeminer.cli.screen import display
from scopeminer.compare import Snapshot, compare


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "--app", type=click.Path(file_okay=False, path_type=Path), default=".", help="The app's folder, where OLD or NEW is a git revision."
)
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True, help="Of the answer."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to this file, all at once.")
@click.option("--fail-on", type=click.Choice(GATES), multiple=True, help="Exit code 1 when the new version has one; may be repeated.")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str | None, app: Path, form: str, output: Path | None, fail_on: tuple[str, ...]) -> None:
    """Says what changed between two versions: scopes, reach, operations, egress, what starts code, and who acts.

    OLD and NEW are folders or git revisions (main, HEAD~3, v1.2.0); nothing is checked out. NEW is the app's folder if not given.

    Exit codes: 0 no gate tripped, 1 a --fail-on gate tripped, 2 usage, manifest or configuration error.
    """
    comparison = _compare(old, new or app.as_posix(), app)
    write(_rendered(comparison, form, output), output)
    ctx.exit(FINDINGS if comparison.tripped(frozenset(fail_on)) else OK)


def _compare(old: str, new: str, app: Path) -> Comparison:
    from scopeminer.catalog.load import load

    catalog = load()
    with ExitStack() as folders:
        snapshots = []
        for name in (old, new):
            opened = open_app(folders.enter_context(version(name, app)), None)
            snapshots.append(Snapshot(opened.tree, opened.manifest, opened.audit(catalog)))
        return compare(snapshots[0], snapshots[1], catalog, (old, new))


def _rendered(comparison: Comparison, form: str, output: Path | None) -> str:
    from scopeminer.report import diff_json, diff_markdown, diff_text

    if form == "json":
        return diff_json.render(comparison)
    if form == "markdown":
        return diff_markdown.render(comparison)
    return diff_text.render(comparison, display(output, 0, frozenset()))
