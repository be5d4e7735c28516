"""What was found out about a definition once is not found out again: under the same callers, or under any where they do not matter."""

from __future__ import annotations

from scopeminer.syntax.ir import Lit, Str
from scopeminer.values.definitions import Definition
from scopeminer.values.lookup import Frame, Lookup
from scopeminer.values.nodes import Absent, Joined, Node, Repeated, Unknown
from scopeminer.values.reduce import ANY_CALL, NOTHING_READ, Reducer

Memory = dict[int, tuple[Frame | None, list[Node]]]
"""By identity of the definition: what it is under a frame that had no say in it. To be shared while the program does not change."""
MOST_ACTIVE = 250
"""Definitions that lead to each other, as a name that thousands of branches assign to: each takes a few of Python's own frames."""


class Remembering(Reducer):
    """A reducer that keeps whole answers: those in which nothing was cut off for the sake of the question that led there."""

    def __init__(self, lookup: Lookup, memory: Memory | None = None) -> None:
        super().__init__(lookup)
        self._memory: Memory = {} if memory is None else memory
        self._here: dict[tuple[int, Frame | None, tuple[str, ...]], tuple[list[Node], int]] = {}

    def reduce_definition(self, definition: Definition, frame: Frame | None) -> list[Node]:
        """The plain expressions behind a definition (see Reducer)."""
        free = self._memory.get(id(definition))
        if free is not None:
            return _moved(*free, frame) if free[0] is not frame else list(free[1])
        key = (id(definition), frame, self.taken)
        known = self._here.get(key) or self._here.get((id(definition), frame, ()))
        if known is not None:
            self.outermost = min(self.outermost, known[1])
            return list(known[0])
        self.steps -= 1
        if self.steps <= 0 or len(self.active) >= MOST_ACTIVE:
            self.cuts += 1
            return [Node(Unknown(definition.var), frame)]
        cuts, outermost, self.outermost = self.cuts, self.outermost, NOTHING_READ
        nodes = super().reduce_definition(definition, frame)
        if self.cuts == cuts:
            if self.outermost > (frame.depth if frame is not None else ANY_CALL) and all(map(_is_free, nodes)):
                self._memory[id(definition)] = (frame, nodes)
            else:
                self._here[key] = nodes, self.outermost
        self.outermost = min(self.outermost, outermost)
        return list(nodes)


def _moved(made: Frame | None, nodes: list[Node], frame: Frame | None) -> list[Node]:
    """Nodes that were found under `made`, under another frame."""
    return [node._replace(frame=_frame_of(node.frame, made, frame)) for node in nodes]


def _frame_of(inner: Frame | None, made: Frame | None, frame: Frame | None) -> Frame | None:
    """The calls of `inner` inside `made`, inside `frame`; as they are where they are not inside `made`: then they do not matter."""
    calls = []
    at = inner
    while at is not made:
        if at is None:
            return inner
        calls.append(at)
        at = at.outer
    for call in reversed(calls):
        frame = Frame(call.function, call.site, frame)
    return frame


def _is_free(node: Node) -> bool:
    """Whether a node is the same under any frame, but for the calls around it."""
    return not isinstance(node.value, Joined | Repeated)
