"""The outer form of values: which properties an object has, what a key reads."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.program.program import Program
from scopeminer.syntax.ir import Call, Expr, Obj, Prop, Spread
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.nodes import Node
from scopeminer.values.pattern import route_text

MOST_NAMES = 40


class Shapes:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def keys(self, expr: Expr) -> list[str] | None:
        """The property names of an object; None for what is none, or not known to be one."""
        objects = self._objects(expr)
        if not objects:
            return None
        return list(
            dict.fromkeys(prop.key for obj in objects for prop in obj.props if isinstance(prop, Prop) and isinstance(prop.key, str))
        )

    def has(self, expr: Expr, name: str) -> bool:
        """Whether an object can have a property."""
        return name in (self.keys(expr) or ())

    def parts(self, expr: Expr, names: set[str]) -> Iterator[Expr]:
        """The values of some properties of an object, and what is spread into it."""
        for obj in self._objects(expr):
            for prop in obj.props:
                if isinstance(prop, Spread) or prop.key in names or not isinstance(prop.key, str):
                    yield prop.value

    def names(self, expr: Expr) -> tuple[str, ...]:
        """The property names of a value and of the objects in it, also of one that is made into a text."""
        out: dict[str, None] = {}
        pending = [expr]
        while pending and len(out) < MOST_NAMES:
            current = pending.pop()
            if isinstance(current, Call) and current.args and self._is_text_of(current):
                pending.append(current.args[0])
                continue
            for obj in self._objects(current):
                for prop in obj.props:
                    if isinstance(prop, Prop) and isinstance(prop.key, str):
                        out[prop.key] = None
                        if isinstance(prop.value, Obj):
                            pending.append(prop.value)
        return tuple(out)

    def text(self, expr: Expr) -> str:
        """What a key reads, holes as `{}`; several readings are separated by `|`."""
        texts = Evaluator(self._program.answers, self._program.memory).text(expr, None)
        return "|".join(sorted({route_text(text.pattern).replace("{*}", "{}") for text in texts}))

    def _objects(self, expr: Expr) -> list[Obj]:
        nodes: list[Node] = Evaluator(self._program.answers, self._program.memory).reduce(expr, None)
        return [node.value for node in nodes if isinstance(node.value, Obj)]

    def _is_text_of(self, call: Call) -> bool:
        return any(path == "JSON.stringify" for _, path in self._program.answers.paths(call))
