"""Code that is not here: the npm packages that running code imports."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from scopeminer.program.packages import BUILT_IN
from scopeminer.program.program import Program
from scopeminer.program.resolution_files import ASSETS
from scopeminer.records import NamedTuple


class Outside(NamedTuple):
    """A module of a package that code of one `side` (backend | frontend) imports, at its first place."""

    package: str
    subpath: str
    side: str
    path: str
    at: int


def outside(program: Program) -> Iterator[Outside]:
    """Each module once a side. The platform's own modules, addresses and what is no code are left out."""
    for (package, subpath), importers in program.analysis.outside.items():
        if package in BUILT_IN or ":" in package or posixpath.splitext(subpath)[1].lower() in ASSETS:
            continue
        first: dict[str, Outside] = {}
        for function, at in importers:
            if function in program.live:
                for side in sorted(program.sides.get(function, ("backend",))):
                    first.setdefault(side, Outside(package, subpath, side, function.path, at))
        yield from first.values()
