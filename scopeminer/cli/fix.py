"""`scopeminer fix`: findings → a diff of the manifest, applied when asked."""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scopeminer.cli.app import App, manifest_option, open_app, path_argument
from scopeminer.cli.output import replace, write
from scopeminer.cli.screen import display
from scopeminer.config import POLICIES

if TYPE_CHECKING:
    from scopeminer.advise.plan import Plan

ROUNDS = 4
"""An addition can make another scope redundant; more than two rounds were never needed."""


@click.command()
@path_argument
@click.option("--write", "apply", is_flag=True, help="Change the manifest instead of only showing how.")
@click.option("--prefer", type=click.Choice(POLICIES), help="Move to the smallest set of this kind, needed scopes included.")
@manifest_option
def fix(path: Path, apply: bool, prefer: str | None, manifest: Path | None) -> None:
    """Shows the smallest change of the manifest that settles what scan reports: a unified diff.

    Scopes that nothing needs go, missing ones come in the same change, unused allowImpersonation and egress go too. Egress and modules
    that are missing are named and left to you. What cannot be told is never touched, nor is any byte outside the edited lines.
    """
    from scopeminer.report import fix_text

    app = open_app(path, manifest)
    plans, result = _settled(app, prefer)
    shown = display(None, 0, frozenset())
    if apply and result != app.source:
        _apply(app, result)
    write(fix_text.render(app.file.as_posix(), app.source, result, plans, apply, shown), None)


def _settled(app: App, prefer: str | None) -> tuple[tuple[Plan, ...], bytes]:
    """Plans and edits, one after the other, until nothing is left to change."""
    from scopeminer.advise.plan import plan
    from scopeminer.catalog.load import load
    from scopeminer.manifest.edit import EditError, apply
    from scopeminer.manifest.read import read

    catalog, source, plans = load(), app.source, []
    for _ in range(ROUNDS):
        found = plan(app.audit(catalog), app.manifest, app.tree.span_place, prefer, app.config.policy)
        plans.append(found)
        if not found.changes:
            break
        try:
            source = apply(source, app.manifest, found.edits)
        except EditError as error:
            raise click.ClickException(f"{app.file} cannot be edited safely: {error}") from error
        app.tree.supply(app.manifest.path, source)
        app = changed(app, manifest=read(app.manifest.path, source))
    return tuple(plans), source


def _apply(app: App, result: bytes) -> None:
    try:
        if app.file.read_bytes() != app.source:
            raise click.ClickException(f"{app.file} was changed while it was looked at; run the command again.")
        replace(app.file, (result,))
    except OSError as error:
        raise click.ClickException(f"cannot write {app.file}: {error.strerror or error}.") from error
