"""Where data enters an app and where it leaves the running code: the rows of data/sources.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from scopeminer.catalog.clients import expand
from scopeminer.catalog.paths import Steps, steps
from scopeminer.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """What a call of an access path gives; `kind` as in disclosure.model.Origin."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sink:
    """A call that stores or logs; `sink` as in disclosure.model.Flow.

    `key`: index of the argument that names the place; `values`: indexes of the arguments that are kept; `options`: index of the
    argument that can give a time to live.
    """

    sink: str
    key: int | None = None
    values: tuple[int, ...] = ()
    options: int | None = None


Row = TypeVar("Row")


@dataclass(slots=True)
class Table(Generic[Row]):
    """Rows by package and path; a `*` step stands for any further ones at the end, for one step elsewhere."""

    _exact: dict[tuple[str, Steps], Row] = field(default_factory=dict)
    _open: dict[tuple[str, Steps], Row] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)

    @property
    def paths(self) -> Iterator[tuple[str, Steps]]:
        """Package and steps of every row."""
        yield from self._exact
        yield from ((package, (*path, "*")) for package, path in self._open)

    def add(self, package: str, path: Steps, row: Row) -> None:
        self.packages.add(package)
        if path[-1:] == ("*",):
            self._open.setdefault((package, path[:-1]), row)
        else:
            self._exact.setdefault((package, path), row)

    def of(self, package: str, path: Steps) -> Row | None:
        """The row of an access path: its own, else the longest with a `*` behind."""
        package = package.removeprefix("node:")
        if package not in self.packages:
            return None
        path = path[1:] if path[:1] == ("default",) and len(path) > 1 else path
        found = self._exact.get((package, path))
        if found is None:
            found = self._exact.get((package, ("*", *path[1:])))
        for length in range(len(path), -1, -1):
            if found is not None:
                break
            found = self._open.get((package, path[:length]))
        return found


@dataclass(frozen=True, slots=True)
class Dataflow:
    sources: Table[Source]
    sinks: Table[Sink]


@lru_cache(maxsize=1)
def load_dataflow() -> Dataflow:
    """The tables that ship with the tool."""
    data = json.loads((Path(__file__).parent / "data" / "sources.json").read_text(encoding="utf-8"))
    sources: Table[Source] = Table()
    sinks: Table[Sink] = Table()
    for group in data["sources"]:
        for package, path in _paths(group):
            sources.add(package, path, Source(group["kind"]))
    for group in data["sinks"]:
        for package, path in _paths(group):
            sinks.add(package, path, Sink(group["sink"], group.get("key"), tuple(group["values"]), group.get("options")))
    return Dataflow(sources, sinks)


def _paths(group: dict[str, list[str]]) -> list[tuple[str, Steps]]:
    return [(package, steps(one)) for package in group["packages"] for path in group["paths"] for one in expand(path)]
