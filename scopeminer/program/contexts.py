"""Questions about a call site whose answer depends on its callers, asked again under each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from scopeminer.program.joins import extend
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame

MAX_CALLS_DEEP = 6
MAX_CONTEXTS = 1_000
"""Of one question."""
MAX_ALL_CONTEXTS = 20_000
"""Of all questions about a program together; the largest app seen needs half of that."""

Answer = TypeVar("Answer")
Question = Callable[[Evaluator, Frame | None], tuple[Answer, Iterable[object]]]
"""Answers under a chain of calls, and names the functions whose callers still decide something."""


def contexts(program: Program, ask: Question[Answer]) -> Iterator[tuple[Frame | None, Answer]]:
    """Ask under no caller, and wherever the answer depends on one, again under each; at most MAX_CONTEXTS times.

    Where that is not enough, the answer under no caller stands for all that is left: what callers decide is unknown in it.
    """
    pending: list[Frame | None] = [None]
    blind: list[Answer] = []
    done = 0
    while pending and done < MAX_CONTEXTS and program.contexts < MAX_ALL_CONTEXTS:
        frame = pending.pop()
        done += 1
        program.contexts += 1
        answer, sources = ask(Evaluator(program.answers, program.memory), frame)
        blind = blind or [answer]
        callers = _callers(program, frame, sources)
        if callers is None:
            yield frame, answer
        else:
            pending += reversed(callers)
    if pending:
        yield None, blind[0] if blind else ask(Evaluator(program.answers, program.memory), None)[0]


def _callers(program: Program, frame: Frame | None, sources: Iterable[object]) -> list[Frame] | None:
    """The chain extended by each caller of the first function that still decides something; None when none does."""
    if frame is not None and frame.depth >= MAX_CALLS_DEEP:
        return None
    for source in sources:
        if not isinstance(source, Function) or (frame is not None and frame.find(source) is not None):
            continue
        edges = program.callers(source)
        known = [edge.site for edge in edges if edge.site is not None]
        blind = [edge for edge in edges if edge.site is None and edge.decides]
        if not known and not blind:
            continue
        out = [extend(frame, source, caller) for caller in dict.fromkeys(known)]
        return out if not blind else [*out, extend(frame, source, None)]
    return None
