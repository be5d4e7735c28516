"""What was found out once is not found out again: about a definition under the same callers, or under any where they do not matter; and
about a property of an object literal where they do not.
"""

from __future__ import annotations

from scopeminer.syntax.ir import Lit, Obj, Str
from scopeminer.values import properties
from scopeminer.values.definitions import Definition
from scopeminer.values.lookup import Frame, Lookup
from scopeminer.values.nodes import Absent, Joined, Node, Repeated, Unknown
from scopeminer.values.reduce import STEPS, Reducer


class Memory:
    """What is so under every frame, with the frame under which it was asked. To be shared while the program does not change."""

    __slots__ = ("definitions", "properties")

    def __init__(self) -> None:
        self.definitions: dict[int, tuple[Frame | None, list[Node]]] = {}
        """By identity."""
        self.properties: dict[tuple[int, str], tuple[Frame | None, list[Node], Obj]] = {}
        """By identity of the object literal, which is kept: some are made for one question, and another may come to stand in its place."""


FREE, BOUND = frozenset({Str, Lit, Absent}), frozenset({Joined, Repeated})
"""What means the same under every frame, and what holds others that are under one."""
MOST_ACTIVE = 250
"""Definitions that lead to each other, as a name that thousands of branches assign to: each takes a few of Python's own frames."""


class Remembering(Reducer):
    """A reducer that keeps whole answers: those in which nothing was cut off for the sake of the question that led there."""

    def __init__(self, lookup: Lookup, memory: Memory | None = None, steps: int = STEPS) -> None:
        super().__init__(lookup, steps)
        self._memory = memory or Memory()
        self._here: dict[tuple[int, Frame | None, tuple[str, ...]], list[Node]] = {}

    def reduce_definition(self, definition: Definition, frame: Frame | None) -> list[Node]:
        """The plain expressions behind a definition (see Reducer)."""
        free = self._memory.definitions.get(id(definition))
        if free is not None:
            return _again(free[0], free[1], frame)
        key = (id(definition), frame, self.taken)
        here = self._here
        known = (here.get(key) or (here.get((id(definition), frame, ())) if self.taken else None)) if here else None
        if known is not None:
            self.asked += 1
            return list(known)
        self.steps -= 1
        if self.steps <= 0 or len(self.active) >= MOST_ACTIVE:
            self.cut()
            return [Node(Unknown(definition.var), frame)]
        cuts, asked = self.cuts, self.asked
        nodes = super().reduce_definition(definition, frame)
        if self.cuts == cuts:
            if self.asked == asked and _are_free(nodes, frame):
                self._memory.definitions[id(definition)] = (frame, nodes)
            else:
                self._here[key] = nodes
        return list(nodes)

    def property_of(self, base: Node, name: str) -> list[Node]:
        """What the property `name` of a reduced value can stand for (see Reducer)."""
        value, frame = base.value, base.frame
        if type(value) is not Obj:
            return properties.property_of(self, base, name)
        key = (id(value), name)
        free = self._memory.properties.get(key)
        if free is not None:
            return _again(free[0], free[1], frame)
        cuts, asked = self.cuts, self.asked
        nodes = properties.property_of(self, base, name)
        if self.cuts == cuts and self.asked == asked and _are_free(nodes, frame):
            self._memory.properties[key] = (frame, list(nodes), value)
        return nodes


def _again(known: Frame | None, nodes: list[Node], frame: Frame | None) -> list[Node]:
    """What was found under one frame, under another one."""
    return list(nodes) if known is frame else [node._replace(frame=frame) for node in nodes]


def _are_free(nodes: list[Node], frame: Frame | None) -> bool:
    """Whether nodes mean the same under any frame once that stands in the place of `frame`."""
    for node in nodes:
        kind = type(node.value)
        if kind in BOUND if node.frame is frame else kind not in FREE:
            return False
    return True
