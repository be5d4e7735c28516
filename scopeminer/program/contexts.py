"""Questions about a call site whose answer depends on its callers, asked again under each of them.

Chains of calls are many, what they hand over is not: a question is asked once for all chains that hand over the same of what it reads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from scopeminer.program.callsite import CallSite
from scopeminer.program.known import Known
from scopeminer.program.program import MAX_ALL_STEPS, Program
from scopeminer.program.recursion import calls_itself, counted, hands_on, settles
from scopeminer.program.tokens import Function
from scopeminer.records import dataclass
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.trace import Read, Reads, Trace, Tracing

MAX_CALLS_DEEP = 6
MAX_CONTEXTS = 1_000
"""Of one question."""
FEW = 2
"""Chains for which asking costs less than finding out whether they are alike: most questions have no more."""
MAX_CHAINS = 20_000
"""Of one question, those included whose answer is known already."""

Answer = TypeVar("Answer")
Question = Callable[[Evaluator, Frame | None], tuple[Answer, Iterable[object]]]
"""Answers under a chain of calls, and names the functions whose callers still decide something. What it evaluates, it evaluates with
the evaluator it is given: that notes what the answer depends on."""


def contexts(program: Program, ask: Question[Answer]) -> Iterator[tuple[Frame | None, Answer]]:
    """Ask under no caller, and wherever the answer depends on one, again under each; at most MAX_CONTEXTS times.

    Each answer comes once with each function in which a chain begins that leads to it, the first such chain standing for all.
    Where that is not enough, the answer under no caller stands for all that is left: what callers decide is unknown in it.
    """
    told: set[Hashable] = set()
    for frame, known, is_whole in _chains(program, ask):
        if is_whole and (known, top := _top(frame)) not in told:
            told.add((known, top))
            yield frame, known.answer


def nearest(program: Program, ask: Question[Answer], most: int, steps: int) -> Iterator[Answer | None]:
    """The answers under the nearest chains of callers, at most `most` of them and as long as they take no more than `steps` of the string
    evaluator, the short ones first; equal ones again and again, None under a chain whose callers still have a say.

    Who stops listening has heard all that matters; where they do not suffice, it is as for `contexts`.
    """
    for _, known, is_whole in _chains(program, ask, most, steps):
        yield known.answer if is_whole else None


def _chains(
    program: Program, ask: Question[Answer], most: int = MAX_CHAINS, steps: int = MAX_ALL_STEPS
) -> Iterator[tuple[Frame | None, _Answered[Answer], bool]]:
    """Chains of callers, each with its answer and whether no caller of theirs has a say in it any more."""
    asked: _Asked[Answer] = _Asked(program, ask)
    pending: deque[Frame | None] = deque([None])
    take = pending.pop if most == MAX_CHAINS else pending.popleft
    continued: dict[Hashable, int] = {}
    chains, last = 0, program.steps + steps
    try:
        while pending and chains < most and asked.times < MAX_CONTEXTS and program.steps < last and not program.is_spent:
            frame = take()
            chains += 1
            known = asked.under(frame)
            callers = _callers(asked, frame, known.sources)
            if callers is None:
                yield frame, known, True
                continue
            yield frame, known, False
            if frame is not None:
                state = (known, program.likeness.entered(frame))
                if continued.get(state, MAX_CALLS_DEEP) <= frame.depth:
                    continue
                continued[state] = frame.depth
            pending += reversed(callers)
        if pending:
            yield None, asked.under(None), True
    finally:
        program.likeness.forget()


@dataclass(slots=True, eq=False)
class _Answered(Generic[Answer]):
    """`sources`: the functions whose callers still decide something."""

    answer: Answer
    sources: tuple[object, ...]


class _Asked(Generic[Answer]):
    """One question, and what is known of it."""

    def __init__(self, program: Program, ask: Question[Answer]) -> None:
        self.program = program
        self._ask = ask
        self._known: Known[_Answered[Answer]] = Known()
        self.times = 0

    def under(self, frame: Frame | None) -> _Answered[Answer]:
        """The answer under a chain of calls; the same object wherever the same was read."""
        likeness = self.program.likeness
        if self.times < FEW:
            return self._answer(frame, None)
        found = self._known.find(likeness.read, frame)
        if found is None:
            trace = Trace(frame, likeness)
            found = self._answer(frame, trace)
            self._known.put(tuple(trace.reads), likeness.read, frame, found)
        return found

    def reads(self, frame: Frame | None, function: Function) -> tuple[Evaluator, list[Read]]:
        """What the answer under a chain of calls depends on of what a function is given; and who can tell what that is."""
        trace = Reads()
        self._answer(frame, trace)
        return Evaluator(self.program.answers, self.program.memory), [read for read in trace.reads if read[0].function is function]

    def _answer(self, frame: Frame | None, trace: Tracing | None) -> _Answered[Answer]:
        self.times += 1
        self.program.contexts += 1
        evaluator = self.program.evaluator()
        evaluator.trace = trace
        answer, sources = self._ask(evaluator, frame)
        self.program.count(evaluator)
        return _Answered(answer, tuple(dict.fromkeys(sources)))


def _top(frame: Frame | None) -> object:
    """Where a chain of calls begins."""
    top = None
    while frame is not None:
        top = frame.site.caller if isinstance(frame.site, CallSite) else top
        frame = frame.outer
    return top


def _callers(asked: _Asked[Answer], frame: Frame | None, sources: Iterable[object]) -> list[Frame] | None:
    """The chain extended by each caller of a function that still decides something; None when none does.

    One that another of these functions calls comes first: what both are given belongs to one call then.
    """
    if frame is not None and frame.depth >= MAX_CALLS_DEEP:
        return None
    open_ones = [source for source in sources if isinstance(source, Function) and (frame is None or frame.find(source) is None)]
    found = {source: callers for source in open_ones if (callers := asked.program.likeness.callers(source))}
    for source, callers in found.items():
        if len(found) == 1 or any(site is not None and site.caller is not source and site.caller in found for site in callers):
            return _extended(asked, frame, source, callers)
    return next((_extended(asked, frame, source, callers) for source, callers in found.items()), None)


def _extended(asked: _Asked[Answer], frame: Frame | None, function: Function, callers: tuple[CallSite | None, ...]) -> list[Frame]:
    """A chain with each of a function's callers. A call of itself adds what it changes to what the others hand over."""
    likeness = asked.program.likeness
    others = [site for site in callers if not calls_itself(function, site)]
    if not others or len(others) == len(callers):
        return likeness.extended(frame, function, callers)
    evaluator, reads = asked.reads(frame, function)
    out = likeness.extended(frame, function, others)
    for site in callers:
        if site is None or site in others or (reads and hands_on(evaluator.lookup, site, reads)):
            continue
        again = likeness.again.get(site)
        if again is None:
            again = likeness.again[site] = counted(evaluator, site)
        for chain in likeness.extended(frame, function, [again]):
            out += likeness.extended(chain, function, others) if reads and settles(evaluator, again, reads) else [chain]
    return out
