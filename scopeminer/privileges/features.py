"""Call sites → the manifest entries that lead to them: what stops working when a call does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Step
from scopeminer.program.callsite import CallSite
from scopeminer.program.entries_model import EntryPoint
from scopeminer.program.graph import reaching
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.values.lookup import Frame


class Features:
    """The entries of one program, worked out when the first use asks."""

    def __init__(self, program: Program, points: Iterable[EntryPoint], locator: Locator) -> None:
        self._program = program
        self._points = tuple(points)
        self._locator = locator

    def of(self, site: CallSite, frames: Iterable[Frame | None] = (None,)) -> tuple[Step, ...]:
        """Every manifest entry that leads to a call, through the callers in `frames` where those decided it, by place."""
        tops = {_top(site, frame) for frame in frames}
        return merged({step for steps in {self._steps.get(top, ()) for top in tops} for step in steps})

    @cached_property
    def _steps(self) -> dict[Function, tuple[Step, ...]]:
        made: dict[tuple[EntryPoint, ...], tuple[Step, ...]] = {}
        out: dict[Function, tuple[Step, ...]] = {}
        for function, points in reaching(self._program, self._points).items():
            if points not in made:
                made[points] = merged(Step(self._locator.span(label.span), label.text) for point in points for label in point.labels)
            out[function] = made[points]
        return out


def _top(site: CallSite, frame: Frame | None) -> Function:
    """Where the chain of calls that leads to a site begins."""
    top = site.caller
    while frame is not None:
        if isinstance(frame.site, CallSite):
            top = frame.site.caller
        frame = frame.outer
    return top


def merged(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Each feature once, where the manifest names it first: a page and its resolver are one."""
    first: dict[str, Step] = {}
    for step in sorted(steps, key=lambda step: (step.place, step.label)):
        first.setdefault(step.label, step)
    return tuple(first.values())
