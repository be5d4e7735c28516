"""What was found out about a definition once is not found out again: under the same callers, or under any where they do not matter."""

from __future__ import annotations

from scopeminer.syntax.ir import Lit, Str
from scopeminer.values.definitions import Definition
from scopeminer.values.lookup import Frame, Lookup
from scopeminer.values.nodes import Absent, Joined, Node, Repeated, Unknown
from scopeminer.values.reduce import Reducer

Memory = dict[int, tuple[Frame | None, list[Node]]]
"""By identity of the definition: what it is under a frame that had no say in it. To be shared while the program does not change."""
MOST_ACTIVE = 250
"""Definitions that lead to each other, as a name that thousands of branches assign to: each takes a few of Python's own frames."""


class Remembering(Reducer):
    """A reducer that keeps whole answers: those in which nothing was cut off for the sake of the question that led there."""

    def __init__(self, lookup: Lookup, memory: Memory | None = None) -> None:
        super().__init__(lookup)
        self._memory: Memory = {} if memory is None else memory
        self._here: dict[tuple[int, Frame | None, tuple[str, ...]], list[Node]] = {}

    def reduce_definition(self, definition: Definition, frame: Frame | None) -> list[Node]:
        """The plain expressions behind a definition (see Reducer)."""
        free = self._memory.get(id(definition))
        if free is not None:
            return [node._replace(frame=frame) for node in free[1]] if free[0] is not frame else list(free[1])
        key = (id(definition), frame, self.taken)
        known = self._here.get(key) or self._here.get((id(definition), frame, ()))
        if known is not None:
            self.asked += 1
            return list(known)
        self.steps -= 1
        if self.steps <= 0 or len(self.active) >= MOST_ACTIVE:
            self.cuts += 1
            return [Node(Unknown(definition.var), frame)]
        cuts, asked = self.cuts, self.asked
        nodes = super().reduce_definition(definition, frame)
        if self.cuts == cuts:
            if self.asked == asked and all(_is_free(node, frame) for node in nodes):
                self._memory[id(definition)] = (frame, nodes)
            else:
                self._here[key] = nodes
        return list(nodes)


def _is_free(node: Node, frame: Frame | None) -> bool:
    """Whether a node means the same under any frame once that stands in the place of `frame`."""
    if node.frame is not frame:
        return isinstance(node.value, Str | Lit | Absent)
    return not isinstance(node.value, Joined | Repeated)
