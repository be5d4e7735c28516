"""npm packages that are known by name: which talk to nobody of their own accord, which to some hosts only (data/libraries.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from scopeminer.records import dataclass, field

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Libraries:
    """Each table by name; a name stands for its subpaths, one that ends with `*` for every ending.

    `silent`: packages that request nothing and call no SDK of Forge but what they are handed; False for the exceptions. `hosts`: the
    domains that a package may talk to beside what its calls say, `*` for any; with any at all, it is made for other platforms, too.
    `showing`: silent ones that put HTML into the page which they are given. `scripts`: hosts whose scripts are as silent.
    """

    silent: Mapping[str, bool]
    hosts: Mapping[str, tuple[str, ...]]
    scripts: frozenset[str] = frozenset()
    showing: Mapping[str, bool] = field(default_factory=dict)

    def is_silent(self, package: str, subpath: str = "") -> bool:
        """Whether a module of a package can be trusted to talk to nobody; what is not known cannot."""
        return _longest(self.silent, package, subpath) or False

    def shows(self, package: str, subpath: str = "") -> bool:
        """Whether what a module is given to show can load something itself."""
        return _longest(self.showing, package, subpath) or False

    def domains(self, package: str) -> tuple[str, ...] | None:
        """Where a package may talk to; None where that is not known."""
        return _longest(self.hosts, package, "")


def _longest(table: Mapping[str, T], package: str, subpath: str) -> T | None:
    """The entry of the name that says most of a module."""
    name = f"{package}/{subpath}" if subpath else package
    while True:
        if name in table:
            return table[name]
        if name == package:
            break
        name = name.rpartition("/")[0]
    return next((table[key] for end in range(len(package), 0, -1) if (key := f"{package[:end]}*") in table), None)


@lru_cache(maxsize=1)
def load_libraries() -> Libraries:
    """The tables that ship with the tool."""
    table = json.loads((Path(__file__).parent / "data" / "libraries.json").read_text(encoding="utf-8"))
    silent = {name: True for group in table["silent"].values() for name in group}
    hosts = dict.fromkeys(table["anywhere"], ("*",)) | {name: tuple(domains) for name, domains in table["hosts"].items()}
    return Libraries(
        silent | dict.fromkeys(table["speaking"], False), hosts, frozenset(table["scripts"]), dict.fromkeys(table["showing"], True)
    )
