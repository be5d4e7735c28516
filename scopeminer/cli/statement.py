"""`scopeminer statement`: a vendor's privacy statement against an app's code, and a draft of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scopeminer.cli.exit_code import FINDINGS, INCOMPLETE, OK
from scopeminer.cli.inspection import facts_of, inspected
from scopeminer.cli.output import write
from scopeminer.cli.screen import display

if TYPE_CHECKING:
    from scopeminer.claims.model import Review
    from scopeminer.scan import Inspection


@click.group()
def statement() -> None:
    """Checks a data security and privacy statement against an app, or drafts one."""


@statement.command()
@click.argument("document", metavar="STATEMENT", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", metavar="[APP]", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json", "markdown", "sarif"]),
    default="text",
    show_default=True,
    help="Of the review.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the review to this file, all at once.")
@click.option("--strict", is_flag=True, help="Exit code 3 when a claim that code could decide stays open.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of APP/manifest.yml.")
@click.pass_context
def check(ctx: click.Context, document: Path, path: Path, form: str, output: Path | None, strict: bool, manifest: Path | None) -> None:
    """Says for every claim of STATEMENT whether the code and manifest of APP support or contradict it.

    STATEMENT is text, Markdown, HTML, or PDF where pdftotext is installed. Nothing of the app is executed.

    Exit codes: 0 nothing contradicted, 1 contradictions, 2 usage, manifest or statement error, 3 open claims (--strict).
    """
    found = inspected(path, manifest)
    review = _review(document, path, found)
    write(_rendered(review, form, output, found.tree.folder), output)
    ctx.exit(_code(review, strict))


@statement.command()
@click.argument("path", metavar="[APP]", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--format", "-f", "form", type=click.Choice(["markdown", "text", "json"]), default="markdown", show_default=True, help="Of the draft."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the draft to this file, all at once.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of APP/manifest.yml.")
def draft(path: Path, form: str, output: Path | None, manifest: Path | None) -> None:
    """Drafts a statement for APP: each sentence verified, inherited from the platform, or left for the vendor to fill in.

    Exit codes: 0 drafted, 2 usage or manifest error.
    """
    from scopeminer.claims.draft import draft as make
    from scopeminer.report import statement_draft

    write(statement_draft.render(make(facts_of(inspected(path, manifest))), form), output)


def _review(document: Path, path: Path, found: Inspection) -> Review:
    from scopeminer.claims.check import check as judge
    from scopeminer.claims.document import DocumentError, document_of
    from scopeminer.claims.staleness import changes
    from scopeminer.claims.statement import read

    try:
        opened = document_of(document)
    except DocumentError as error:
        raise click.ClickException(str(error)) from error
    facts, said = facts_of(found), read(document.as_posix(), opened.text, opened.lines)
    return judge(said, facts, changes(path, facts.manifest, said.dated))


def _rendered(review: Review, form: str, output: Path | None, folder: str) -> str:
    from scopeminer.report import statement_json, statement_markdown, statement_sarif, statement_text

    if form == "json":
        return statement_json.render(review)
    if form == "markdown":
        return statement_markdown.render(review)
    if form == "sarif":
        return statement_sarif.render(review, folder, _within(Path(review.statement.path), Path(review.app), folder))
    return statement_text.render(review, display(output, 0, frozenset()))


def _within(document: Path, app: Path, folder: str) -> str:
    """The document's path from the root of the app's repository; "" when it lies elsewhere."""
    root = app.resolve().parents[folder.count("/")] if folder else app.resolve()
    document = document.resolve()
    return document.relative_to(root).as_posix() if document.is_relative_to(root) else ""


def _code(review: Review, strict: bool) -> int:
    from scopeminer.claims.topics import BY_ID

    verdicts = {(one.judgement.verdict, BY_ID[one.claim.topic or ""].promise) for one in review.checked}
    if strict and ("cannot-tell", False) in verdicts:
        return INCOMPLETE
    return FINDINGS if any(verdict == "contradicted" for verdict, _ in verdicts) else OK
