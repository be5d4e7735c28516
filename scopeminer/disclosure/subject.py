"""What the disclosures of one app are read off."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.catalog.catalog import Catalog
from scopeminer.disclosure.sheets import Files
from scopeminer.manifest.model import Manifest, Outline
from scopeminer.privileges.model import Usage
from scopeminer.program.entries_model import EntryPoint
from scopeminer.program.program import Program
from scopeminer.records import dataclass
from scopeminer.source import Place


@dataclass(frozen=True, slots=True)
class Subject:
    """The program is solved, and `usage` was collected from it. `place` turns (file, byte offset) into a place for people.

    Code that nothing reaches may have been looked at since: only functions in `program.live` run. `paths`: every file of the
    app that is not skipped, sorted. `points`: where the manifest starts code.
    """

    program: Program
    manifest: Manifest
    outline: Outline
    usage: Usage
    catalog: Catalog
    files: Files
    place: Callable[[str, int], Place]
    paths: tuple[str, ...] = ()
    points: tuple[EntryPoint, ...] = ()
