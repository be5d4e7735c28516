"""What values are as text, kept for all chains of calls in which the same is read, and for all questions that ask for it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from scopeminer.program.known import Known
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import LITERALS, Arr, Await, Expr, Lit, Name, New, Obj, Spread, Str, Tagged, Template
from scopeminer.values.definitions import Definition
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Absent, Joined, Link, Node, ParameterRef, Repeated, Spelled, Unknown
from scopeminer.values.trace import TEXTUAL, Read, Told, Trace

if TYPE_CHECKING:
    from scopeminer.program.likeness import Likeness

Path = tuple[str, ...]
HOLDS_MORE = -2
"""In the place of a key: what a value holds has to be looked at."""
WHAT: dict[type, str] = {Arr: "object", Obj: "object", Tagged: "template", Template: "template"}
KINDS = frozenset({Absent, Link, Lit, ParameterRef, Spelled, Str, Unknown})
"""What is told apart although only the text of it matters."""
MADE = frozenset({Joined, New, Repeated})
"""What something has to be made of that neither its kind nor its text says."""


class Spelling(NamedTuple):
    """A value of which only the text matters, and what was read for it; `told` None: nothing that holds in general.

    `key`: what tells it from another one, where no caller that is missing has a say in it.
    """

    told: Told | None
    reads: tuple[Read, ...] = ()
    key: int = HOLDS_MORE


class Spellings:
    """The texts of one program, as long as it does not change."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        self._known: dict[tuple[int, Path], Known[Spelling]] = {}

    def clear(self) -> None:
        """Forget everything: the keys that it is kept by are not used any more."""
        self._known.clear()

    def given(self, read: Read, frame: Frame, depth: int) -> Told | None:
        """What a parameter is given in a chain of calls; None where that has to be followed."""
        parameter, path = read
        call = frame.find(parameter.function)
        if call is None:
            return None
        expr, path = self._inside(call.argument(parameter.index), path)
        if expr is None or type(expr) in LITERALS:
            return None
        definition = self._likeness.answers.definition(expr) if isinstance(expr, Name) else None
        return self.of(definition or expr, call.outer, path, depth).told

    def _inside(self, expr: Expr | None, path: Path) -> tuple[Expr | None, Path]:
        """What stands in object literals for the beginning of a path."""
        while isinstance(expr, Await | Obj):
            if isinstance(expr, Await):
                expr = expr.value
                continue
            if path == TEXTUAL or self._likeness.changed(expr):
                break
            written = next((prop for prop in reversed(expr.props) if isinstance(prop, Spread) or prop.key == path[0]), None)
            if isinstance(written, Spread):
                break
            expr, path = written.value if written is not None else None, path[1:]
        return expr, path

    def of(self, what: Expr | Definition, chain: Frame | None, path: Path, depth: int) -> Spelling:
        """A property of a value in a chain of calls. `depth`: of the value that asks for it."""
        known = self._known.get((id(what), path))
        if known is None:
            known = self._known[id(what), path] = Known()
        found = known.find(self._likeness.read, chain)
        if found is None:
            trace = Trace(chain, self._likeness)
            found = self._made(what, chain, path, depth, trace)
            known.put(tuple(trace.reads), self._likeness.read, chain, found)
        return found

    def _made(self, what: Expr | Definition, chain: Frame | None, path: Path, depth: int, trace: Trace) -> Spelling:
        evaluator = self._likeness.evaluator(trace)
        evaluator.depth = depth
        nodes, blind = nodes_of(evaluator, what, chain, path)
        spelled = [_spelled(evaluator, node) for node in nodes]
        told = tuple(node for node in spelled if node is not None)
        self._likeness.count(evaluator)
        if evaluator.cuts or len(told) < len(spelled):
            return Spelling(None)
        unanswered = frozenset(filter(self._likeness.is_called, trace.open))
        key = HOLDS_MORE if unanswered or not told else self._likeness.plain(blind, _distinct(told))
        return Spelling(Told(told, unanswered), tuple(trace.reads), key)


def nodes_of(evaluator: Evaluator, what: Expr | Definition, chain: Frame | None, path: Path) -> tuple[list[Node], list[bool]]:
    """What a property can stand for, and whether nothing is known of what each step on the way there is taken of."""
    evaluator.taken = path
    nodes = evaluator.reduce_definition(what, chain) if isinstance(what, Definition) else evaluator.reduce(what, chain)
    blind = []
    for index, name in enumerate(path[:-1] if path[-1:] == TEXTUAL else path):
        evaluator.taken = path[index + 1 :]
        blind.append(all(isinstance(node.value, Unknown) for node in nodes))
        nodes = evaluator.properties_of(nodes, name)
    evaluator.taken = ()
    return nodes, blind


def _spelled(evaluator: Evaluator, node: Node) -> Node | None:
    """A value of which only kind and text matter; None where these do not say all."""
    value = node.value
    if type(value) in MADE:
        return None
    if type(value) in KINDS:
        return node
    return Node(Spelled(tuple(evaluator.text_of(node)), WHAT.get(type(value), "")), None, node.conditions)


def _distinct(told: tuple[Node, ...]) -> tuple[Hashable, ...]:
    """What tells these texts from others: each once, but not as if there were only one of it."""
    found = tuple(dict.fromkeys(map(_apart, told)))
    return (*found, "again") if len(found) == 1 < len(told) else found


def _apart(node: Node) -> Hashable:
    """What tells one text from another: one that nobody knows is like another."""
    match value := node.value:
        case Str() | Lit():
            return type(value.value), value.value, node.conditions
        case Spelled():
            return str, value, node.conditions
        case Absent():
            return value.of_nothing, node.conditions
    return type(value), node.conditions
