"""What a renderer is given: the outcome of one run, and how it is to be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scopeminer.audit.model import Audit


@dataclass(frozen=True, slots=True)
class Failure:
    """An app that could not be scanned; `message` is one sentence."""

    app: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """Every app of one run, in the order of their paths."""

    audits: tuple[Audit, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def single(self) -> bool:
        return len(self.audits) == 1 and not self.failures


@dataclass(frozen=True, slots=True)
class Display:
    """How text for people is shown. `seconds`: how long the run took. `commands`: the subcommands that exist."""

    width: int = 80
    colour: bool = False
    seconds: float | None = None
    commands: frozenset[str] = frozenset()


Renderer = Callable[[Run, Display], str]
