"""Expressions → the plain expressions they stand for: names, parameters, properties and calls followed to their source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scopeminer.syntax.ir import (
    Assign,
    Await,
    Call,
    Cond,
    Expr,
    Index,
    Lit,
    Logic,
    Member,
    Name,
    Obj,
    Sequence,
    Spread,
    Str,
    Tagged,
)
from scopeminer.values import arguments, branches, properties
from scopeminer.values.changes import chains, changed
from scopeminer.values.definitions import (
    Appended,
    Choice,
    Definition,
    ElementOf,
    FieldOf,
    LeftBy,
    Parameter,
    RestOf,
    Stored,
    Truthy,
    ValueOf,
)
from scopeminer.values.lookup import ANYBODY, Frame, Lookup
from scopeminer.values.nodes import MAX_DEPTH, Absent, Joined, Link, Node, ParameterRef, Unknown, bounded, under
from scopeminer.values.origin import origin
from scopeminer.values.pattern import Alternative, literal
from scopeminer.values.pending import PENDING
from scopeminer.values.trace import TEXTUAL, Tracing

LINKS = frozenset({"next", "nextPage", "nextPageUrl", "nextUrl", "next_page", "self"})
"""Properties of Atlassian's answers that hold an address of the same operation."""
NOTHING_LEFT = Obj((), 0)
STEPS = 20_000
MAX_CALLS = 12


class OutOfStepsError(Exception):
    """A question that has to be answered in full is not."""


class Reducer:
    """Follows values on demand. `steps` bounds the work of one question; past it everything is unknown."""

    in_full = False
    """Whether there is no answer once the steps are spent: what is left is not even gone through then."""

    def __init__(self, lookup: Lookup, steps: int = STEPS) -> None:
        self.lookup = lookup
        self.steps = self.most = steps
        self.trace: Tracing | None = None
        """Told of every parameter that is read, when somebody wants to know."""
        self.taken: tuple[str, ...] = ()
        """The properties that are going to be taken of what is being reduced, for the trace."""
        self.depth = 0
        """How many values deep the question is: each takes a handful of Python's own frames."""
        self.cuts = 0
        """How often a value was left unfollowed because of where the question came from: in a cycle, too deep, out of steps."""
        self.asked = 0
        """How often an answer was taken from a frame."""
        self.active: set[tuple[object, ...]] = set()
        self.cyclic: set[int] = set()

    def reduce(self, expr: Expr, frame: Frame | None) -> list[Node]:
        """The plain expressions that `expr` can stand for; never empty but inside a cycle."""
        self.steps -= 1
        if self.steps <= 0 or self.depth >= MAX_DEPTH:
            self.cut()
            return [Node(Unknown(), frame)]
        follow = EXPRESSIONS.get(type(expr))
        if follow is None:
            return [Node(expr, frame)]
        self.depth += 1
        try:
            return follow(self, expr, frame)
        finally:
            self.depth -= 1

    def cut(self) -> None:
        """A value is left unfollowed because of the steps it would take, or of Python's own frames."""
        self.cuts += 1
        if self.in_full and self.steps <= 0:
            raise OutOfStepsError

    def _member(self, expr: Member, frame: Frame | None) -> list[Node]:
        return self.property(expr.object, expr.name, frame)

    def _value(self, expr: Await | Spread, frame: Frame | None) -> list[Node]:
        return self.reduce(expr.value, frame)

    def _assigned(self, expr: Assign, frame: Frame | None) -> list[Node]:
        return self.reduce(expr.value, frame) if expr.op == "=" else [Node(expr, frame)]

    def _sequence(self, expr: Sequence, frame: Frame | None) -> list[Node]:
        return self.reduce(expr.items[-1], frame) if expr.items else [Node(Unknown(), frame)]

    def _name(self, expr: Name, frame: Frame | None) -> list[Node]:
        definition = self.lookup.definition(expr)
        if definition is None:
            return [Node(Absent() if expr.id == "undefined" else expr, frame)]
        return self.reduce_definition(definition, frame)

    def reduce_definition(self, definition: Definition, frame: Frame | None) -> list[Node]:
        """The plain expressions behind a definition; a cycle contributes nothing of its own."""
        key = (id(definition), id(frame))
        if key in self.active:
            self.cuts += 1
            self.cyclic.add(id(definition))
            return []
        follow = DEFINITIONS.get(type(definition))
        self.active.add(key)
        try:
            nodes = follow(self, definition, frame) if follow is not None else [Node(Unknown(definition.var), frame)]
        finally:
            self.active.discard(key)
        hint = self.lookup.hint(definition)
        if hint and nodes and all(isinstance(node.value, Unknown | ParameterRef) for node in nodes):
            spelled = [Node(Str(text, 0), frame, ((("hint", id(definition)), text),)) for text in hint]
            pending = ((("hint", id(definition)), PENDING),)
            return spelled + under((node for node in nodes if isinstance(node.value, ParameterRef)), pending)
        return bounded(nodes, frame)

    def _value_of(self, definition: ValueOf, frame: Frame | None) -> list[Node]:
        return self.reduce(definition.expr, frame)

    def _appended(self, definition: Appended, frame: Frame | None) -> list[Node]:
        return [Node(Joined(tuple(self._of(definition.before, frame, ())), definition.op, definition.expr), frame)]

    def _truthy(self, definition: Truthy, frame: Frame | None) -> list[Node]:
        found = self._of(definition.base, frame, self.taken if self.taken == TEXTUAL else ())
        return [node for node in found if not _falsy(node)] or found

    def _rest(self, definition: RestOf, frame: Frame | None) -> list[Node]:
        """Where one property is asked for, it is there as it is in the whole, or not at all."""
        wanted = self.taken[:1]
        if wanted and wanted != TEXTUAL:
            self.asked += 1  # what is answered is not for every question
            gone = wanted[0] in definition.names
            return [Node(NOTHING_LEFT, frame)] if gone else self._of(definition.base, frame, self.taken)
        nodes = self._of(definition.base, frame, self.taken)
        return [node._replace(value=definition.of(node.value)) if isinstance(node.value, Obj) else node for node in nodes]

    def _stored_value(self, definition: Stored, frame: Frame | None) -> list[Node]:
        return self.stored_nodes(definition.container, definition.name, frame) or [Node(Unknown(definition.var), frame)]

    def _of(self, definition: Definition, frame: Frame | None, taken: tuple[str, ...]) -> list[Node]:
        """A definition of which the properties `taken` are what matters."""
        before, self.taken = self.taken, taken
        nodes = self.reduce_definition(definition, frame)
        self.taken = before
        return nodes

    def whole(self, expr: Expr, frame: Frame | None) -> list[Node]:
        """What `expr` can stand for, when all of it matters."""
        before, self.taken = self.taken, ()
        nodes = self.reduce(expr, frame)
        self.taken = before
        return nodes

    def spelled(self, expr: Expr, frame: Frame | None) -> list[Node]:
        """What `expr` can stand for, when only its kind and its text matter (see `text_of`)."""
        before, self.taken = self.taken, TEXTUAL
        nodes = self.reduce(expr, frame)
        self.taken = before
        return nodes

    def _parameter(self, parameter: Parameter, frame: Frame | None) -> list[Node]:
        told = self._told(parameter, TEXTUAL, frame) if self.taken == TEXTUAL else None
        if told is not None:
            return told
        self.asked += 1
        activation = frame.find(parameter.function) if frame is not None else None
        if self.trace is not None:
            self.trace.note(parameter, () if parameter.default is not None else self.taken, frame, activation)
        if activation is None:
            return [Node(ParameterRef(parameter.function, parameter.index), frame)]
        if activation is ANYBODY:
            given = [
                node for site in self.lookup.given(parameter.function) for node in arguments.given(self, parameter, site, ANYBODY, frame)
            ]
            return bounded(given, frame) or [Node(Unknown(parameter.var), frame)]
        return arguments.given(self, parameter, activation.site, activation.outer, frame)

    def _left_by(self, left: LeftBy, frame: Frame | None) -> list[Node]:
        return [node for chain in chains(self, left, frame) for node in self._of(left.base, chain, self.taken)]

    def _told(self, definition: Definition | None, path: tuple[str, ...], frame: Frame | None) -> list[Node] | None:
        """The text of a property that a parameter is given, where the trace knows it."""
        if self.trace is None or definition is None or frame is None or not self.trace.knows(frame):
            return None
        parameter, path = origin(self.lookup, definition, path)
        if not isinstance(parameter, Parameter) or parameter.default is not None or parameter.rest or not LINKS.isdisjoint(path):
            return None
        if self.lookup.hint(parameter) and path != TEXTUAL:
            return None
        told = self.trace.told((parameter, path), frame, self.depth)
        self.asked += told is not None
        return list(told.nodes) or None if told is not None else None

    def with_default(self, nodes: list[Node], default: Expr | None, frame: Frame | None) -> list[Node]:
        """What stands for a value that has a default: that, where there may be none."""
        if default is None:
            return nodes
        out: list[Node] = []
        for node in nodes:
            nothing = isinstance(node.value, Lit) and node.value.value is None  # `undefined`, or a null, which stays
            out += [] if isinstance(node.value, Absent) else [node]
            out += under(self.reduce(default, frame), node.conditions) if nothing or isinstance(node.value, Absent) else []
            if isinstance(node.value, ParameterRef):
                self.aside(default, frame)
        return out

    def aside(self, expr: Expr, frame: Frame | None) -> None:
        """Given by Evaluator: what `expr` reads may matter, too, once what is still open is known."""

    def _field(self, field: FieldOf, frame: Frame | None) -> list[Node]:
        if not isinstance(field.key, str):
            return [Node(Unknown(field.var), frame)]
        taken = (field.key, *self.taken) if field.default is None else (field.key,)
        told = self._told(field.base, taken, frame) if self.taken == TEXTUAL and field.default is None else None
        out = self.properties_of(self._of(field.base, frame, taken), field.key) if told is None else told
        if field.key in LINKS and all(isinstance(node.value, Unknown) for node in out):
            return [Node(Link(), frame)]
        return self.with_default(out or [Node(Unknown(field.var), frame)], field.default, frame)

    def _element(self, element: ElementOf, frame: Frame | None) -> list[Node]:
        out: list[Node] = []
        for base in self._of(element.base, frame, ()):
            if element.keys and isinstance(base.value, Obj):
                names, complete = properties.names_of(self, base.value)
                out += [Node(Str(name, 0), frame, ((("key", id(element)), name),)) for name in names]
                out += [] if complete else [Node(Unknown(), frame)]
            elif element.keys:
                out.append(Node(Unknown(), frame))
            else:
                out += self.any_property_of(base, ("element", id(element)))
        return out or [Node(Unknown(element.var), frame)]

    def _call(self, expr: Call | Tagged, frame: Frame | None) -> list[Node]:
        callees = self.lookup.callees(expr)
        if not callees or len(callees) > MAX_CALLS or (frame is not None and frame.depth > MAX_CALLS):
            self.asked += 1
            return [Node(expr, frame)]
        out: list[Node] = []
        for function, site in callees:
            if frame is not None and frame.find(function) not in (None, ANYBODY):  # of a parent: it was made with something else
                self.asked += 1
                out.append(Node(Unknown(), frame))
                continue
            key = (id(function), id(expr))
            if key in self.active:
                self.cuts += 1
                continue
            self.active.add(key)
            try:
                for value in self.lookup.returns(function):
                    out += self.reduce(value, Frame(function, site, frame))
            finally:
                self.active.discard(key)
            if out and self.lookup.gives_nothing(function):  # who takes that for a text had something else in mind
                out.append(Node(Absent(True), frame))
        return bounded(out, frame) or [Node(expr, frame)]

    def _index(self, expr: Index, frame: Frame | None) -> list[Node]:
        out: list[Node] = []
        for key in self.text(expr.key, frame):
            name = literal(key.pattern)
            if name:  # an empty one is what nobody has named yet
                out += under(self.property(expr.object, name, frame), key.conditions)
                continue
            definition = self.lookup.definition(expr.key) if isinstance(expr.key, Name) else None
            label = ("key", id(definition) if definition is not None else id(expr))
            for base in self.whole(expr.object, frame):
                out += self.any_property_of(base, label)
            sources = [part.source for part in key.pattern if not isinstance(part, str) and part.source is not None]
            out += [Node(ParameterRef(source, -1), frame, ((label, PENDING),)) for source in sources]
        return out or [Node(Unknown(), frame)]

    def text(self, expr: Expr, frame: Frame | None) -> list[Alternative]:
        """The strings that `expr` can be (see values/evaluate)."""
        raise AssertionError("Reducer.text is given by Evaluator")

    def property(self, container: Expr, name: str, frame: Frame | None) -> list[Node]:
        """What `container.name` can stand for."""
        out = self.property_inside(container, name, frame)
        if out and not all(type(node.value) is Unknown for node in out):
            return out
        variable = self.lookup.variable(container)
        return self.stored_nodes(variable, name, frame) or [Node(Link() if name in LINKS else Unknown(), frame)]

    def property_inside(self, container: Expr, name: str, frame: Frame | None) -> list[Node]:
        """What the values that `container` can stand for have under `name`."""
        after, self.taken = self.taken, (name, *self.taken)
        definition = self.lookup.definition(container) if after == TEXTUAL and isinstance(container, Name) else None
        out = self._told(definition, self.taken, frame)
        bases = self.reduce(container, frame) if out is None else []
        self.taken = after
        return self.properties_of(bases, name) if out is None else out

    def stored_nodes(self, variable: int, name: str, frame: Frame | None) -> list[Node]:
        """What the flow graph knows to be stored under `name`, and what literals had there before."""
        out: list[Node] = []
        stored = self.lookup.stored(variable, name)
        for definition in (*(self.lookup.initial(variable, name) if stored else ()), *(one for one, _ in stored)):
            out += self.reduce_definition(definition, frame)
        changes = self.lookup.changes(variable)
        if changes.keyed or changes.merged:
            others = changed(self, changes, name, frame)
            out += others if out or not others else [*others, Node(Unknown(), frame)]
        for getter in self.lookup.getters(variable, name):
            for value in self.lookup.returns(getter):
                out += self.reduce(value, frame)
        return out

    def properties_of(self, bases: Iterable[Node], name: str) -> list[Node]:
        """What the property `name` of any of several reduced values can stand for."""
        out: list[Node] = []
        for base in bases:
            value, conditions = base.value, base.conditions
            if type(value) is Unknown and not value.variable:
                out.append(base)  # of what is not known nothing is
            else:
                found = self.property_of(base, name)
                out += under(found, conditions) if conditions else found
        return out

    def property_of(self, base: Node, name: str) -> list[Node]:
        """What the property `name` of a reduced value can stand for."""
        return properties.property_of(self, base, name)

    def any_property_of(self, base: Node, label: object) -> list[Node]:
        """What any element or property of a reduced value can stand for; `label` names the choice of the key."""
        return properties.any_property_of(self, base, label)


Follow = Callable[[Reducer, Any, Frame | None], list[Node]]
EXPRESSIONS: dict[type, Follow] = {
    Name: Reducer._name,
    Member: Reducer._member,
    Call: Reducer._call,
    Tagged: Reducer._call,
    Await: Reducer._value,
    Spread: Reducer._value,
    Cond: branches.conditional,
    Logic: branches.logic,
    Index: Reducer._index,
    Assign: Reducer._assigned,
    Sequence: Reducer._sequence,
}
"""What stands for something else; any other expression is what it is."""
DEFINITIONS: dict[type, Follow] = {
    ValueOf: Reducer._value_of,
    Parameter: Reducer._parameter,
    FieldOf: Reducer._field,
    ElementOf: Reducer._element,
    Choice: branches.choice,
    Appended: Reducer._appended,
    LeftBy: Reducer._left_by,
    RestOf: Reducer._rest,
    Truthy: Reducer._truthy,
    Stored: Reducer._stored_value,
}


def _falsy(node: Node) -> bool:
    """Whether a value is surely nothing: absent, null, false, zero or empty."""
    value = node.value
    return isinstance(value, Absent) or (isinstance(value, Lit | Str) and not value.value)
