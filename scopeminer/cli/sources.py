"""The files of scanned apps, for reports that show excerpts: opened when somebody asks, by the rules of the scan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scopeminer.audit.model import AppInfo
    from scopeminer.source import SourceTree


class Sources:
    """`manifest`: where the manifest lies that was named instead of the app's own."""

    def __init__(self, manifest: Path | None = None) -> None:
        self._manifest = manifest
        self._trees: dict[str, SourceTree] = {}

    def __call__(self, app: AppInfo, file: str) -> bytes | None:
        """The bytes of a file of an app; None when there is none or when a scan would not read it."""
        if app.path not in self._trees:
            self._trees[app.path] = self._open(app.path)
        return self._trees[app.path].read(file)

    def _open(self, path: str) -> SourceTree:
        from scopeminer.source import SourceTree

        tree = SourceTree.open(Path(path))
        if self._manifest is not None:
            try:
                tree.supply(self._manifest.name, self._manifest.read_bytes())
            except OSError:
                tree.supply(self._manifest.name, b"")  # gone since the scan: no excerpt rather than one of another file
        return tree
