"""Call sites → the manifest entries that lead to them: what stops working when a call does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

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
        self._made: dict[int, tuple[Step, ...]] = {}
        """By identity of the entries, which is told sooner than that they are equal."""

    def of(self, site: CallSite, frames: Iterable[Frame | None] = (None,)) -> tuple[Step, ...]:
        """Every manifest entry that leads to a call, through the callers in `frames` where those decided it, by place."""
        every = list({id(steps): steps for frame in frames for steps in (self._steps(_top(site, frame)),)}.values())
        return every[0] if len(every) == 1 else merged(chain.from_iterable(every))

    def _steps(self, function: Function) -> tuple[Step, ...]:
        """Of the entries that lead to a function; many functions have the same ones."""
        points = self._reaching.get(function, ())
        known = self._made.get(id(points))
        if known is None:
            labels = (label for point in points for label in point.labels)
            known = self._made[id(points)] = merged(Step(self._locator.span(label.span), label.text) for label in labels)
        return known

    @cached_property
    def _reaching(self) -> dict[Function, tuple[EntryPoint, ...]]:
        return reaching(self._program, self._points)


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
