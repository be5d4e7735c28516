"""The one app that a command is about: its files, its manifest and the audit of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scopeminer.records import dataclass

if TYPE_CHECKING:
    from scopeminer.audit.model import Audit
    from scopeminer.catalog.catalog import Catalog
    from scopeminer.config import Config
    from scopeminer.manifest.model import Manifest
    from scopeminer.source import SourceTree

MANIFESTS = ("manifest.yml", "manifest.yaml")
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class App:
    """`file`: where the manifest lies; `source`: its bytes when it was read."""

    folder: Path
    file: Path
    source: bytes
    tree: SourceTree
    manifest: Manifest
    config: Config

    def audit(self, catalog: Catalog) -> Audit:
        """Scan it; every error is one sentence for the user."""
        from scopeminer.manifest.model import ManifestError
        from scopeminer.scan import scan_tree

        try:
            return scan_tree(self.tree, self.manifest, catalog, self.folder.as_posix(), self.config)
        except ManifestError as error:
            raise click.ClickException(str(error)) from error


def path_argument(command: Command) -> Command:
    """`[PATH]`, the app's folder."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.argument("path", type=folder, default=".")(command)


def manifest_option(command: Command) -> Command:
    """`--manifest FILE`."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.option("--manifest", type=file, help="Instead of PATH/manifest.yml.")(command)


def open_app(folder: Path, manifest: Path | None) -> App:
    """The app in a folder; every error is one sentence for the user."""
    from scopeminer.config import ConfigError, load
    from scopeminer.manifest.model import ManifestError
    from scopeminer.manifest.read import absent, read
    from scopeminer.source import SourceTree

    try:
        config = load(folder)
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    tree = SourceTree.open(folder, config.exclude)
    file = manifest or next((folder / name for name in MANIFESTS if tree.exists(name)), None)
    if file is None:
        raise click.ClickException(f"{_below(tree, folder) or absent(tree, folder.as_posix())}.")
    try:
        source = file.read_bytes()
        if manifest is not None:
            tree.supply(file.name, source)
        return App(folder, file, source, tree, read(file.name, source), config)
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be read: {error.strerror or error}.") from error
    except ManifestError as error:
        raise click.ClickException(str(error)) from error


def _below(tree: SourceTree, folder: Path) -> str:
    """Which apps the folder holds, for somebody who named the folder above them."""
    from scopeminer.manifest.read import find

    found = find(tree)
    if not found:
        return ""
    example = (folder / found[0]).parent
    return f"no manifest.yml in {folder}; {len(found)} app{'s' if len(found) > 1 else ''} below it, name one of them: {example}"
