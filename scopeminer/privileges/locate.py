"""Byte offsets of the program → places and evidence chains for people."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.privileges.model import Step
from scopeminer.program.analysis import Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.graph import name_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.source import Place, Span
from scopeminer.values.lookup import Frame

PlaceOf = Callable[[str, int], Place]


class Locator:
    """Places and evidence of one program."""

    def __init__(self, program: Program, place: PlaceOf) -> None:
        self.program = program
        self.place = place
        self._entries: dict[Function, list[Step]] = {}

    def site(self, site: CallSite) -> Place:
        """Where a call stands."""
        return self.place(site.path, site.at)

    def span(self, span: Span) -> Place:
        """Where a span begins."""
        return self.place(span.file, span.start)

    def evidence(self, site: CallSite, label: str, frame: Frame | None = None) -> tuple[Step, ...]:
        """Manifest entry → calls → request; the calls of `frame` decided the request, the others are a shortest chain."""
        inner: list[Edge] = []
        top = site.caller
        while frame is not None:
            caller_site = frame.site
            if isinstance(caller_site, CallSite) and isinstance(frame.function, Function):
                inner.append(Edge(caller_site.caller, frame.function, caller_site.path, caller_site.at, caller_site))
                top = caller_site.caller
            frame = frame.outer
        edges = [*self.program.chain(top), *reversed(inner)]
        steps = [*self._entry(edges[0].callee)] if edges else []
        steps += [Step(self.place(edge.path, edge.at), name_of(edge.callee)) for edge in edges[1:]]
        steps.append(Step(self.site(site), label))
        return tuple(dict.fromkeys(steps))

    def _entry(self, root: Function) -> list[Step]:
        """The manifest entry and the function it starts: all chains from there share these steps."""
        if root not in self._entries:
            self._entries[root] = self._steps_to(root)
        return self._entries[root]

    def _steps_to(self, root: Function) -> list[Step]:
        entry = self.program.roots.get(root)
        if entry is None:
            return []
        steps = [Step(self.span(label.span), label.text) for label in entry.labels[:1]]
        return [*steps, Step(self.place(root.path, 0 if root.is_module else root.func.at), name_of(root))]
