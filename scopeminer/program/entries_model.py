"""Where a manifest starts code: records handed from the entry points to the engine and the verdicts."""

from __future__ import annotations

from scopeminer.records import NamedTuple
from scopeminer.source import Span


class Label(NamedTuple):
    """How people call what starts an entry (`jira:issuePanel "Insights"`), and where the manifest says it."""

    span: Span
    text: str


Handler = tuple[str, str | None]
"""File and export."""


class EntryPoint(NamedTuple):
    """`export` of `file` is called, or with None the file's top level runs. `side`: backend | frontend.

    `key` is the key of the function or resource; `labels` are the modules that refer to it, in the manifest's order. `answering`, of a
    resource: the handlers that these modules name, one of which answers what its code invokes; None when that is not known.
    """

    file: str
    export: str | None
    side: str
    key: str
    labels: tuple[Label, ...]
    answering: frozenset[Handler] | None = None


class MissingEntry(NamedTuple):
    """Something the manifest starts whose code cannot be seen. `path` as the manifest writes it.

    `kind`: handler-file (the file of a handler is not there) | missing-source (no source of a resource is found) |
    bundled-only (only what a build made of it).
    """

    kind: str
    key: str
    path: str
    reason: str
    span: Span
    side: str = "frontend"


class Guess(NamedTuple):
    """`file` is taken for a source of the resource at `path` (as the manifest writes it): nothing says so, but there is no other."""

    path: str
    file: str


class Entries(NamedTuple):
    """`unreferenced`: keys of functions that no module starts."""

    points: tuple[EntryPoint, ...]
    missing: tuple[MissingEntry, ...]
    unreferenced: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
