"""What a renderer is given: the outcome of one run, and how it is to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from scopeminer.audit.model import AppInfo, Audit
from scopeminer.records import dataclass

Source = Callable[[AppInfo, str], bytes | None]
"""App and path, as its places spell it → the file's bytes, None when there is nothing to show. Renderers open no files themselves."""


class ReportError(Exception):
    """A report that cannot be made here: one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An app that could not be scanned; `message` is one sentence."""

    app: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """Every app of one run, in the order of their paths. `source`: for reports with excerpts, None where there are no files."""

    audits: tuple[Audit, ...]
    failures: tuple[Failure, ...] = ()
    source: Source | None = None

    @property
    def single(self) -> bool:
        return len(self.audits) == 1 and not self.failures


@dataclass(frozen=True, slots=True)
class Display:
    """How text for people is shown. `seconds`: how long the run took, on the day `today`. `commands`: the subcommands that exist."""

    width: int = 80
    colour: bool = False
    seconds: float | None = None
    commands: frozenset[str] = frozenset()
    today: date | None = None
    every: bool = False
    """Every finding has a row, however many there are of a rule."""


Renderer = Callable[[Run, Display], str]
Piecewise = Callable[[Run, Display], Iterable[str]]
