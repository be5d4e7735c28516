"""`scopeminer what-if`: scopes away or added → which features stop or start working."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click

from scopeminer.cli.app import manifest_option, open_app, path_argument
from scopeminer.cli.output import write
from scopeminer.cli.screen import display


@click.command("what-if")
@path_argument
@click.option("--remove", "removed", multiple=True, metavar="SCOPE", help="As if this scope were not declared; may be repeated.")
@click.option("--add", "added", multiple=True, metavar="SCOPE", help="As if this scope were declared; may be repeated.")
@click.option("--by", type=click.Choice(["module"]), help="Which feature costs which scope.")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the answer.")
@manifest_option
def what_if(path: Path, removed: tuple[str, ...], added: tuple[str, ...], by: str | None, form: str, manifest: Path | None) -> None:
    """Says what stops working without a scope, or which feature costs which scope. Nothing is changed.

    \b
    scopeminer what-if --remove write:jira-work
    scopeminer what-if --remove read:jira-work --add read:issue:jira
    scopeminer what-if --by module
    """
    from scopeminer.advise import what_if as advise
    from scopeminer.catalog.load import load
    from scopeminer.report import what_if_json, what_if_text

    if bool(by) == bool(removed or added):
        raise click.UsageError("Expected either --remove and --add, or --by module.")
    app, catalog = open_app(path, manifest), load()
    declared = app.manifest.scopes
    for scope in removed:
        if scope not in declared:
            raise click.ClickException(f"'{scope}' is not declared in {app.file}.{_meant(scope, declared)}")
    for scope in added:
        if scope not in catalog.scopes:
            raise click.ClickException(f"'{scope}' is no scope that Forge accepts.{_meant(scope, catalog.scopes)}")
    audit, shown = app.audit(catalog), display(None, 0, frozenset())
    if by:
        costs, reasons = advise.costs(audit), advise.reasons(audit)
        text = what_if_json.by_module(costs, reasons) if form == "json" else what_if_text.by_module(costs, reasons, shown)
    else:
        found = advise.what_if(audit, removed, added)
        text = what_if_json.consequences(found) if form == "json" else what_if_text.consequences(found, shown)
    write(text, None)


def _meant(scope: str, known: frozenset[str]) -> str:
    return "".join(f" Did you mean '{match}'?" for match in get_close_matches(scope, sorted(known), n=1))
