"""How far a scan is: a line on a terminal's stderr while it runs, and the time of each stage for --verbose."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scopeminer.records import dataclass, field

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 0.6
"""Seconds; what is done by then needs no line."""


@dataclass(slots=True)
class Stages:
    """Collects the seconds of each stage over all apps, and shows the app and stage of now where somebody can look."""

    shown: bool
    seconds: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.perf_counter)
    _start: float = field(default_factory=time.perf_counter)
    _stage: str = "start"
    _apps: int = 1
    _done: int = 0
    _progress: Progress | None = None

    def __call__(self, stage: str, app: str) -> None:
        """A stage begins (see scan.Watch)."""
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._began
        self._began, self._stage = now, stage
        if stage == "apps":
            self._apps = int(app)
        elif stage == "manifest":
            self._done += 1
        if self.shown and now - self._start > PATIENCE and stage != "apps":
            self._show(stage, app)

    def end(self) -> None:
        """Nothing begins any more; what was shown goes."""
        self("report", "") if not self.shown else None
        if self._progress is not None:
            self._progress.stop()

    def timings(self) -> str:
        """`manifest 0.01 s, code 0.20 s, …`, without what took no time."""
        return ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in self.seconds.items() if stage not in ("start", "apps", "report"))

    def _show(self, stage: str, app: str) -> None:
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.add_task("", total=self._apps)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], description=f"{app}: {stage}", completed=self._done - 1, total=self._apps)


@contextmanager
def stages(quiet: bool) -> Iterator[Stages]:
    """Watches the scans inside the block; only a terminal gets to see something."""
    from scopeminer.scan import watched

    found = Stages(shown=not quiet and sys.stderr is not None and sys.stderr.isatty())
    try:
        with watched(found):
            yield found
    finally:
        found.end()
