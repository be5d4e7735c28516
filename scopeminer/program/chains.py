"""Chains of calls from an entry of the manifest to a function: short ones, of those that can happen.

The shortest way through the calls need not be one. A function made inside another one runs after that has run: through a shared helper
(`withRetry(fn)`, `<Modal onOk={fn}>`) lead calls of everybody who uses it, and only those of the maker reach what the maker gave. And what
a resolver defines runs for the modules that have this resolver, whoever else imports its file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from scopeminer.program.analysis import Edge
from scopeminer.program.entries_model import EntryPoint
from scopeminer.program.tokens import Bound, Function, Holder
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.program.program import Program

MAX_LENGTH = 200
"""Calls that a chain is followed back."""
MAX_VISITED = 500
"""Functions that are looked at for a way from a function to what is made in it."""
MAX_NESTED = 20
"""Ways that are looked for within each other."""
GIVEN_DEPTH = 2
"""Objects and arrays that a function can be wrapped in where it is returned."""


class Chain(NamedTuple):
    """`edge` is the last call, `before` what leads to it; the first edge has no caller, and `entry` is what the manifest starts there."""

    entry: EntryPoint | None
    edge: Edge
    before: Chain | None

    def back(self) -> Iterator[Edge]:
        """The calls, the last one first."""
        link: Chain | None = self
        while link is not None:
            yield link.edge
            link = link.before


class Chains:
    """The chains of one program, worked out as they are asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[Function, Chain | None] = {}
        self._nested = 0

    def to(self, function: Function) -> Chain | None:
        """From an entry down to `function`; None when it does not run."""
        pending: list[Function] = []
        seen: set[Function] = set()
        current: Function | None = function
        while current is not None and current not in self._known and current not in seen:
            seen.add(current)
            pending.append(current)
            edge = self._program.last.get(current)
            current = edge.caller if edge is not None else None
        for each in reversed(pending):
            if each not in self._known:
                self._known[each] = self._shortest(each)  # for who asks for it while a better one is looked for
                self._known[each] = self._possible(each, self._known[each])
        return self._known[function]

    def onward(self, chain: Chain, target: Function | None) -> Chain:
        """`chain` and the shortest way on to `target`, where it ends elsewhere and there is one."""
        source = chain.edge.callee
        if target is None or target is source:
            return chain
        return self._way(chain, source, target) or chain

    def _shortest(self, function: Function) -> Chain | None:
        edge = self._program.last.get(function)
        if edge is None:
            return None
        if edge.caller is None:
            return Chain(self._program.roots.get(function), edge, None)
        before = self._known.get(edge.caller)
        return Chain(before.entry, edge, before) if before is not None else None

    def _possible(self, function: Function, chain: Chain | None) -> Chain | None:
        """`chain`, or one that can happen where that cannot, as far as such a one is found."""
        if chain is None:
            return None
        entries = self._starts.get((chain.edge.path, chain.edge.at), ()) if chain.edge.site is None else ()
        if entries and chain.entry not in entries:
            return self._from_entry(entries, chain)
        maker = _maker(function)
        if maker is None or _leads_through(chain, maker) or self._is_given(maker, function):
            return chain
        if self._nested >= MAX_NESTED:
            return chain
        self._nested += 1
        start = self.to(maker)
        self._nested -= 1
        if start is None or _leads_through(start, function):
            return chain
        return self._way(start, maker, function) or chain

    def _from_entry(self, entries: tuple[EntryPoint, ...], chain: Chain) -> Chain:
        """What a resolver defines, from a module that has the resolver."""
        program, defining = self._program, chain.edge.caller
        for entry in entries:
            loaded = program.analysis.modules.get(entry.file)
            if loaded is None or defining is None:
                continue
            top = loaded.top
            start = Chain(entry, Edge(None, top, top.path, top.func.at, None), None)
            way = start if top is defining else self._way(start, top, defining)
            if way is not None:
                return Chain(entry, chain.edge, way)
        return chain

    def _way(self, start: Chain, source: Function, target: Function) -> Chain | None:
        """`start` and the shortest way on from `source`, where that chain ends, to `target`."""
        found: dict[Function, Chain] = {source: start}
        queue = deque([source])
        while queue and len(found) < MAX_VISITED:
            caller = queue.popleft()
            for edge in self._program.outgoing.get(caller, ()):
                callee = edge.callee
                if callee in found or (edge.site is not None and edge.site.kind == "join"):
                    continue
                maker = _maker(callee)
                before = found[caller]
                if maker is None or callee is target or _leads_through(before, maker) or self._is_given(maker, callee):
                    found[callee] = Chain(start.entry, edge, before)
                    if callee is target:
                        return found[callee]
                    queue.append(callee)
        return None

    def _is_given(self, maker: Function, function: Function) -> bool:
        """Whether `maker` gives the function to its caller, who may call it then."""
        solver = self._program.analysis.solver
        variables = [maker.result]
        for _ in range(GIVEN_DEPTH + 1):
            inside: list[int] = []
            for token in (token for var in variables for token in solver.of(var)):
                if token is function or (isinstance(token, Bound) and token.target is function):
                    return True
                if isinstance(token, Holder):
                    inside += (*(var for _, var in token.variables()), token.rest)
            variables = inside[:MAX_VISITED]
        return False

    @cached_property
    def _starts(self) -> dict[tuple[str, int], tuple[EntryPoint, ...]]:
        """Where a resolver defines something → the entries that are known to have the resolver."""
        having = self._program.having
        tokens = self._program.analysis.externals.values() if having else ()
        defining = {token: having.get(token.origin, ()) for token in tokens if token.origin is not None and token.path[-1:] == ("define",)}
        out: dict[tuple[str, int], tuple[EntryPoint, ...]] = {}
        for site in self._program.sites() if defining else ():
            for token in filter(defining.__contains__, site.externals):
                place = site.path, site.at
                out[place] = tuple(dict.fromkeys((*out.get(place, ()), *defining[token])))
        return out


def _maker(function: Function) -> Function | None:
    """The function that makes it; None for what is there once its file is loaded."""
    outer = function.outer
    return outer if outer is not None and not outer.is_module else None


def _leads_through(chain: Chain, function: Function) -> bool:
    """Whether it runs in the chain; where that is too long to say, yes."""
    return any(edge.callee is function or number > MAX_LENGTH for number, edge in enumerate(chain.back()))
