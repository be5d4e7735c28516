"""`scopeminer catalog`: what Atlassian publishes, as this tool knows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.load import BUNDLED, load, load_from
from scopeminer.cli import catalog_text
from scopeminer.cli.output import write

Answer = dict[str, Any]
FORMAT = click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the answer."
)


@click.group()
def catalog() -> None:
    """Operations, scopes, events and SDK paths that verdicts rest on."""


@catalog.command()
@click.argument("operation", nargs=-1, required=True)
@FORMAT
def show(operation: tuple[str, ...], form: str) -> None:
    """What OPERATION ("GET /rest/api/3/issue/{key}", or a route as an app writes it) needs."""
    from scopeminer.catalog import questions

    answer = questions.show(load(), operation)
    if not answer["operations"]:
        raise click.UsageError(f"No operation '{' '.join(operation)}' is published.")
    _answer(answer, catalog_text.show, form)


@catalog.command()
@click.argument("name")
@FORMAT
def scope(name: str, form: str) -> None:
    """What the scope NAME is for."""
    from scopeminer.catalog import questions

    answer = questions.scope(load(), name)
    if not answer["valid"] and not answer["operations"]:
        closest = f" Did you mean '{answer['suggestion']}'?" if answer["suggestion"] else ""
        raise click.UsageError(f"No such scope '{name}'.{closest}")
    _answer(answer, catalog_text.scope, form)


@catalog.command()
@click.argument("words", nargs=-1, required=True)
@FORMAT
def search(words: tuple[str, ...], form: str) -> None:
    """Everything whose text holds all WORDS."""
    from scopeminer.catalog import questions

    _answer(questions.search(load(), words), catalog_text.search, form)


@catalog.command()
@FORMAT
def stats(form: str) -> None:
    """How much the catalog holds, and how old it is."""
    from scopeminer.catalog import questions

    _answer(questions.stats(load()), catalog_text.stats, form)


@catalog.command()
@click.argument("old")
@click.argument("new")
@click.option("--app", type=click.Path(exists=True, file_okay=False, path_type=Path), help="An app: which of its findings change, too.")
@FORMAT
def diff(old: str, new: str, app: Path | None, form: str) -> None:
    """What changed from the catalog OLD to NEW: folders, operations.json files, or the words `bundled` and `current`."""
    from scopeminer.catalog import questions
    from scopeminer.catalog.diff import compare

    before, after = _catalog(old), _catalog(new)
    answer = questions.difference(before, after, compare(before, after))
    if app is not None:
        answer["findings"] = _findings(app, before, after)
    _answer(answer, catalog_text.difference, form)


@catalog.command()
@click.option(
    "--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Documents and PROVENANCE.json, not the net."
)
def refresh(folder: Path | None) -> None:
    """Makes a newer catalog from Atlassian's published documents, in your data folder."""
    from scopeminer.catalog.refresh import RefreshError
    from scopeminer.catalog.refresh import refresh as make

    try:
        place = make(folder)
    except RefreshError as error:
        raise click.ClickException(f"{error}.") from error
    load.cache_clear()
    made = load_from(place)
    used = load()
    note = "" if used.version == made.version else f"It is not newer than {used.version}, which stays in use.\n"
    write(f"catalog {made.version}: {made.size} operations, in {place}\n{note}", None)


def _answer(answer: Answer, text: Callable[[Answer], str], form: str) -> None:
    write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n" if form == "json" else text(answer), None)


def _catalog(name: str) -> Catalog:
    if name == "current":
        return load()
    try:
        return load_from(BUNDLED if name == "bundled" else Path(name))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"No catalog '{name}': {error}.") from error


def _findings(app: Path, old: Catalog, new: Catalog) -> Answer:
    from scopeminer.manifest.read import ManifestError
    from scopeminer.scan import scan

    try:
        before, after = ({one.fingerprint: one for one in scan(app, None, one_of).findings} for one_of in (old, new))
    except ManifestError as error:
        raise click.ClickException(str(error)) from error
    return {
        "new": [{"rule": after[key].rule, "message": after[key].message} for key in sorted(after.keys() - before.keys())],
        "gone": [{"rule": before[key].rule, "message": before[key].message} for key in sorted(before.keys() - after.keys())],
    }
