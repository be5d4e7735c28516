"""Byte offsets of the program → places and evidence chains for people."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.privileges.model import Step
from scopeminer.program.analysis import Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.chains import Chain
from scopeminer.program.entries_model import EntryPoint
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
        self._entries: dict[tuple[int, Function], list[Step]] = {}
        self._known: dict[Function, tuple[Step, ...]] = {}

    def site(self, site: CallSite) -> Place:
        """Where a call stands."""
        return self.place(site.path, site.at)

    def span(self, span: Span) -> Place:
        """Where a span begins."""
        return self.place(span.file, span.start)

    def entry(self, point: EntryPoint) -> Place:
        """Where the manifest starts it."""
        return self.span(point.labels[0].span) if point.labels else self.place(point.file, 0)

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
        start = self.program.chains.to(top)
        edges = self._beyond(start, inner[::-1], site.caller) if start is not None else inner[-2::-1]
        steps = self._leading(top, start) if start is not None else ()
        return tuple(dict.fromkeys((*steps, *map(self._step, edges), Step(self.site(site), label))))

    def _step(self, edge: Edge) -> Step:
        return Step(self.place(edge.path, edge.at), name_of(edge.callee))

    def _beyond(self, start: Chain, deciding: list[Edge], end: Function) -> list[Edge]:
        """What follows a chain: the calls that decide, with what leads from one to the next and from the last one to `end`."""
        onward = self.program.chains.onward
        chain = start
        for edge in deciding:
            chain = Chain(chain.entry, edge, onward(chain, edge.caller))
        last: Chain | None = onward(chain, end)
        out: list[Edge] = []
        while last is not None and last is not start:
            out.append(last.edge)
            last = last.before
        return out[::-1]

    def _leading(self, function: Function, chain: Chain) -> tuple[Step, ...]:
        """The steps of the chain to a function: most functions that ask for something ask for more than one thing."""
        known = self._known.get(function)
        if known is None:
            first, *calls = list(chain.back())[::-1]
            known = self._known[function] = (*self._entry(chain.entry, first.callee), *map(self._step, calls))
        return known

    def _entry(self, entry: EntryPoint | None, root: Function) -> list[Step]:
        """The manifest entry and the function it starts: all chains from there share these steps."""
        key = (id(entry), root)
        if key not in self._entries:
            self._entries[key] = self._steps_to(entry, root)
        return self._entries[key]

    def _steps_to(self, entry: EntryPoint | None, root: Function) -> list[Step]:
        if entry is None:
            return []
        steps = [Step(self.span(label.span), label.text) for label in entry.labels[:1]]
        return [*steps, Step(self.place(root.path, 0 if root.is_module else root.func.at), name_of(root))]
