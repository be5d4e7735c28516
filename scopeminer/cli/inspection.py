"""A folder → everything that the app in it touches, keeps and gives away; errors as sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scopeminer.claims.model import Facts
    from scopeminer.scan import Inspection


def inspected(path: Path, manifest: Path | None) -> Inspection:
    """Scan the one app in a folder."""
    from scopeminer.config import ConfigError
    from scopeminer.manifest.read import ManifestError
    from scopeminer.scan import inspect

    try:
        return inspect(path, manifest)
    except (ManifestError, ConfigError) as error:
        raise click.ClickException(str(error)) from error


def facts_of(found: Inspection) -> Facts:
    """What claims are judged by; the files of the repository's root count where the app lies deeper."""
    from scopeminer.claims.model import Facts

    above = "/".join([".."] * (found.tree.folder.count("/") + 1)) if found.tree.folder else ""
    around = (
        tuple(f"{folder}{name}" for folder in (f"{above}/", f"{above}/.github/") for name in found.tree.listing(folder)) if above else ()
    )
    files = (*found.tree.files, *(name for name in around if not name.endswith("/")))
    return Facts(found.audit, found.manifest, found.outline, found.disclosure, found.catalog, found.tree.span_place, files)
