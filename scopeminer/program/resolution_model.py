"""What an import specifier means: records handed from the module resolution to the engine."""

from __future__ import annotations

from typing import TypeAlias

from scopeminer.records import NamedTuple


class LocalFile(NamedTuple):
    """Code of the app (or a JSON module); `path` as SourceTree spells it, links resolved."""

    path: str


class Package(NamedTuple):
    """An npm package or a module of the platform (`fs`, `node:https`), installed or not; `subpath` is what follows its name."""

    name: str
    subpath: str


class Asset(NamedTuple):
    """What a bundler turns into a value without code: style sheets, images, texts; `path` None when there is no such file."""

    path: str | None


class Unresolved(NamedTuple):
    """A specifier that means code of the app which is not there."""

    specifier: str


Resolution: TypeAlias = LocalFile | Package | Asset | Unresolved
