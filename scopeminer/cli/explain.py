"""`scopeminer explain`: a scope, an operation or a line → why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scopeminer.cli.app import App, manifest_option, open_app, path_argument
from scopeminer.cli.output import write
from scopeminer.cli.screen import display

if TYPE_CHECKING:
    from scopeminer.advise.explain import LineQuestion, OperationQuestion
    from scopeminer.catalog.catalog import Catalog


@click.command()
@click.argument("subject", metavar="SCOPE | 'METHOD /path' | FILE:LINE")
@path_argument
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the answer.")
@manifest_option
def explain(subject: str, path: Path, form: str, manifest: Path | None) -> None:
    """Says why a scope has its verdict, what an operation needs, or what was found at a line.

    \b
    scopeminer explain write:jira-work
    scopeminer explain 'PUT /rest/api/3/issue/{id}'
    scopeminer explain src/api/issues.ts:42

    PATH is the app's folder (the current one if not given); an operation can be asked about without any app.
    """
    from scopeminer.advise.explain import OperationQuestion, QuestionError, ScopeQuestion, question
    from scopeminer.catalog.load import load

    catalog = load()
    try:
        asked = question(subject)
        if isinstance(asked, OperationQuestion):
            answer = _operation(asked, catalog, path, manifest, form)
        elif isinstance(asked, ScopeQuestion):
            answer = _scope(asked.scope, catalog, open_app(path, manifest), form)
        else:
            answer = _line(asked, catalog, open_app(path, manifest), form)
    except QuestionError as error:
        raise click.ClickException(str(error)) from error
    write(answer, None)


def _operation(asked: OperationQuestion, catalog: Catalog, path: Path, manifest: Path | None, form: str) -> str:
    from scopeminer.advise.explain import unknown_operation
    from scopeminer.advise.explain_operation import explain_operation
    from scopeminer.advise.operations import matching
    from scopeminer.report import explain_json, explain_text

    found = matching(catalog, asked.method, asked.path)
    if not found:
        raise unknown_operation(catalog, asked)
    audit = open_app(path, manifest).audit(catalog) if manifest or _is_app(path) else None
    explained = tuple(explain_operation(audit, catalog, operation) for operation in found)
    return explain_json.operations(explained) if form == "json" else explain_text.operations(explained, display(None, 0, frozenset()))


def _is_app(path: Path) -> bool:
    from scopeminer.cli.app import MANIFESTS

    return any((path / name).is_file() for name in MANIFESTS)


def _scope(scope: str, catalog: Catalog, app: App, form: str) -> str:
    from scopeminer.advise.explain import unknown_scope
    from scopeminer.advise.explain_scope import explain_scope
    from scopeminer.report import explain_json, explain_text

    if scope not in catalog.scopes and scope not in app.manifest.scopes:
        raise unknown_scope(catalog, scope)
    explained = explain_scope(app.audit(catalog), catalog, scope)
    return explain_json.scope(explained) if form == "json" else explain_text.scope(explained, display(None, 0, frozenset()))


def _line(asked: LineQuestion, catalog: Catalog, app: App, form: str) -> str:
    from difflib import get_close_matches

    from scopeminer.advise.explain_line import explain_line, files_of
    from scopeminer.report import explain_json, explain_text

    audit = app.audit(catalog)
    if asked.file != app.manifest.path and not app.tree.exists(asked.file):
        closest = get_close_matches(asked.file, sorted(files_of(audit)), n=1, cutoff=0.5)
        meant = f" Did you mean '{closest[0]}'?" if closest else ""
        raise click.ClickException(f"there is no file {asked.file} in {app.folder}.{meant}")
    explained = explain_line(audit, asked.file, asked.line)
    return explain_json.line(explained) if form == "json" else explain_text.line(explained, display(None, 0, frozenset()))
