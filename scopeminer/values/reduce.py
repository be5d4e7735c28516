"""Expressions → the plain expressions they stand for: names, parameters, properties and calls followed to their source."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.syntax.ir import (
    Arr,
    Assign,
    Await,
    Binary,
    Call,
    Cond,
    Expr,
    Index,
    Lit,
    Logic,
    Member,
    Name,
    New,
    Obj,
    Prop,
    Sequence,
    Spread,
    Str,
    Tagged,
    Template,
    This,
)
from scopeminer.values.decision import branch_fits, decision, positive_form
from scopeminer.values.definitions import Appended, Choice, Definition, ElementOf, FieldOf, Parameter, Stored, Truthy, ValueOf
from scopeminer.values.lookup import Frame, Lookup
from scopeminer.values.nodes import Absent, Joined, Link, Node, ParameterRef, Repeated, Unknown
from scopeminer.values.pattern import Alternative, Conditions, join_conditions, literal
from scopeminer.values.trace import Trace

PENDING = "(a caller decides)"
"""Branch label of a value that stands for what callers would say: it goes once nobody says anything and others are known."""
LINKS = frozenset({"next", "nextPage", "nextPageUrl", "nextUrl", "next_page", "self"})
"""Properties of Atlassian's answers that hold an address of the same operation."""
MAX_DEPTH = 70
MAX_CALLS = 12
MAX_NODES = 256
"""Values that one name can stand for; whatever else it is is then one more, which nobody knows."""


class Reducer:
    """Follows values on demand. `steps` bounds the work of one question; past it everything is unknown."""

    def __init__(self, lookup: Lookup, steps: int = 20_000) -> None:
        self.lookup = lookup
        self.steps = steps
        self.trace: Trace | None = None
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
        self._cyclic: set[int] = set()

    def reduce(self, expr: Expr, frame: Frame | None) -> list[Node]:
        """The plain expressions that `expr` can stand for; never empty but inside a cycle."""
        self.steps -= 1
        if self.steps <= 0 or self.depth >= MAX_DEPTH:
            self.cuts += 1
            return [Node(Unknown(), frame)]
        self.depth += 1
        try:
            return self._reduce(expr, frame)
        finally:
            self.depth -= 1

    def _reduce(self, expr: Expr, frame: Frame | None) -> list[Node]:
        match expr:
            case Name():
                return self._name(expr, frame)
            case Member():
                return self.property(expr.object, expr.name, frame)
            case Call() | Tagged():
                return self._call(expr, frame)
            case Await() | Spread():
                return self.reduce(expr.value, frame)
            case Cond():
                return self._conditional(expr, frame)
            case Logic():
                return self._logic(expr, frame)
            case Index():
                return self._index(expr, frame)
            case Assign(op="="):
                return self.reduce(expr.value, frame)
            case Sequence():
                return self.reduce(expr.items[-1], frame) if expr.items else [Node(Unknown(), frame)]
        return [Node(expr, frame)]

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
            self._cyclic.add(id(definition))
            return []
        self.active.add(key)
        try:
            nodes = self._definition(definition, frame)
        finally:
            self.active.discard(key)
        hint = self.lookup.hint(definition)
        if hint and nodes and all(isinstance(node.value, Unknown | ParameterRef) for node in nodes):
            spelled = [Node(Str(text, 0), frame, ((("hint", id(definition)), text),)) for text in hint]
            pending = ((("hint", id(definition)), PENDING),)
            return spelled + under((node for node in nodes if isinstance(node.value, ParameterRef)), pending)
        return bounded(nodes, frame)

    def _definition(self, definition: Definition, frame: Frame | None) -> list[Node]:
        match definition:
            case ValueOf():
                return self.reduce(definition.expr, frame)
            case Parameter():
                return self._parameter(definition, frame)
            case FieldOf():
                return self._field(definition, frame)
            case ElementOf():
                return self._element(definition, frame)
            case Choice():
                return self._choice(definition, frame)
            case Appended():
                taken, self.taken = self.taken, ()
                before = tuple(self.reduce_definition(definition.before, frame))
                self.taken = taken
                return [Node(Joined(before, definition.op, definition.expr), frame)]
            case Truthy():
                found = self._of(definition.base, frame, ())
                return [node for node in found if not _falsy(node)] or found
            case Stored():
                return self._stored(definition.container, definition.name, frame) or [Node(Unknown(definition.var), frame)]
        return [Node(Unknown(definition.var), frame)]

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

    def _parameter(self, parameter: Parameter, frame: Frame | None) -> list[Node]:
        self.asked += 1
        activation = frame.find(parameter.function) if frame is not None else None
        if self.trace is not None:
            self.trace.note(parameter, () if parameter.default is not None else self.taken, frame, activation)
        if activation is None:
            return [Node(ParameterRef(parameter.function, parameter.index), frame)]
        if activation.site is None:
            return [Node(Unknown(parameter.var), frame)]
        args: tuple[Expr, ...] | None = activation.site.args
        if any(isinstance(arg, Spread) for arg in activation.site.args[: parameter.index + 1]):
            args = self._spread_arguments(activation.site.args, activation.outer)
        if args is None:
            return [Node(Unknown(parameter.var), frame)]
        if parameter.rest:
            return [Node(Arr(args[parameter.index :], 0), activation.outer)]
        nodes = self.reduce(args[parameter.index], activation.outer) if parameter.index < len(args) else [Node(Absent(), frame)]
        return self._with_default(nodes, parameter.default, frame)

    def _spread_arguments(self, args: tuple[Expr, ...], frame: Frame | None) -> tuple[Expr, ...] | None:
        """Arguments with every spread of a literal array written out; None when one is not known."""
        out: list[Expr] = []
        for arg in args:
            if not isinstance(arg, Spread):
                out.append(arg)
                continue
            nodes = self.whole(arg.value, frame)
            if len(nodes) != 1 or not isinstance(nodes[0].value, Arr) or nodes[0].frame is not frame:
                return None
            out += nodes[0].value.items
        return tuple(out)

    def _with_default(self, nodes: list[Node], default: Expr | None, frame: Frame | None) -> list[Node]:
        if default is None:
            return nodes
        out: list[Node] = []
        for node in nodes:
            out += under(self.reduce(default, frame), node.conditions) if isinstance(node.value, Absent) else [node]
            if isinstance(node.value, ParameterRef):
                self.aside(default, frame)
        return out

    def aside(self, expr: Expr, frame: Frame | None) -> None:
        """Tell the trace of what `expr` reads, which something that is still open keeps from mattering yet."""

    def _field(self, field: FieldOf, frame: Frame | None) -> list[Node]:
        if not isinstance(field.key, str):
            return [Node(Unknown(field.var), frame)]
        out: list[Node] = []
        for base in self._of(field.base, frame, (field.key, *self.taken) if field.default is None else (field.key,)):
            out += under(self.property_of(base, field.key), base.conditions)
        if field.key in LINKS and all(isinstance(node.value, Unknown) for node in out):
            return [Node(Link(), frame)]
        return self._with_default(out or [Node(Unknown(field.var), frame)], field.default, frame)

    def _element(self, element: ElementOf, frame: Frame | None) -> list[Node]:
        out: list[Node] = []
        for base in self._of(element.base, frame, ()):
            if element.keys and isinstance(base.value, Obj):
                names = [prop.key for prop in base.value.props if isinstance(prop, Prop) and isinstance(prop.key, str)]
                out += [Node(Str(name, 0), frame, ((("key", id(element)), name),)) for name in names]
            elif element.keys:
                out.append(Node(Unknown(), frame))
            else:
                out += self.any_property_of(base, ("element", id(element)))
        return out or [Node(Unknown(element.var), frame)]

    def _choice(self, choice: Choice, frame: Frame | None) -> list[Node]:
        if len(choice.parts) == 1:
            return self.reduce_definition(choice.parts[0][1], frame)
        decided = self.decide(choice.test, frame) if choice.test is not None else None
        out: list[Node] = []
        for label, part in choice.parts:
            if decided is not None and choice.key is not None and not branch_fits(label, decided, choice):
                continue
            conditions = () if choice.key is None else ((choice.key, label),)
            out += under(self.reduce_definition(part, frame), conditions)
        if id(choice) in self._cyclic:
            self._cyclic.discard(id(choice))
            plain = [node for node in out if not isinstance(node.value, Joined)]
            appended = tuple(node.value.expr for node in out if isinstance(node.value, Joined))
            out = plain + [Node(Repeated(node, appended), node.frame, node.conditions) for node in plain]
        return out

    def decide(self, test: Expr, frame: Frame | None) -> str | bool | None:
        """The value of a condition (True, False) or of a switch's subject (its text); None when it is not known."""
        if isinstance(test, Binary) and test.op in ("===", "=="):
            left, right = self._constant(test.left, frame), self._constant(test.right, frame)
            return None if left is None or right is None else left == right
        if isinstance(test, Name | Member):
            nodes = self.whole(test, frame)
            if len(nodes) == 1 and isinstance(nodes[0].value, Absent | Lit):
                return isinstance(nodes[0].value, Lit) and bool(nodes[0].value.value)
            if len(nodes) == 1 and isinstance(nodes[0].value, Obj | Arr):
                return True
            return nodes[0].value.value if len(nodes) == 1 and isinstance(nodes[0].value, Str) else None
        return None

    def _constant(self, expr: Expr, frame: Frame | None) -> str | None:
        nodes = self.whole(expr, frame)
        if len(nodes) == 1 and isinstance(nodes[0].value, Str | Lit):
            return str(nodes[0].value.value)
        return "None" if len(nodes) == 1 and isinstance(nodes[0].value, Absent) else None

    def _conditional(self, expr: Cond, frame: Frame | None) -> list[Node]:
        key, positive = decision(expr.test, self.lookup.definition)
        decided = self.decide(positive_form(expr.test), frame)
        if isinstance(decided, str):
            decided = bool(decided)
        out: list[Node] = []
        for branch, part in ((positive, expr.then), (not positive, expr.other)):
            if decided is None or decided == branch:
                out += under(self.reduce(part, frame), ((key, branch),))
        return out

    def _logic(self, expr: Logic, frame: Frame | None) -> list[Node]:
        right = self.reduce(expr.right, frame)
        if expr.op == "&&":
            return [*right, Node(Absent(), frame)]
        out: list[Node] = []
        certain = True
        for node in self.whole(expr.left, frame):
            value = node.value
            falsy = isinstance(value, Absent) or (isinstance(value, Lit) and not value.value and (expr.op == "||" or value.value is None))
            falsy = falsy or (isinstance(value, Str) and not value.value and expr.op == "||")
            certain = certain and not falsy and isinstance(value, Str | Obj | Arr | Template | Tagged | Lit | New)
            if not falsy:
                out.append(node)
        return out if out and certain else [*out, *right]

    def _call(self, expr: Call | Tagged, frame: Frame | None) -> list[Node]:
        callees = self.lookup.callees(expr)
        if not callees or len(callees) > MAX_CALLS or (frame is not None and frame.depth > MAX_CALLS):
            self.asked += 1
            return [Node(expr, frame)]
        out: list[Node] = []
        for function, site in callees:
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
        return bounded(out, frame) or [Node(expr, frame)]

    def _index(self, expr: Index, frame: Frame | None) -> list[Node]:
        out: list[Node] = []
        for key in self.text(expr.key, frame):
            name = literal(key.pattern)
            if name is not None:
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
        out: list[Node] = []
        after, self.taken = self.taken, (name, *self.taken)
        bases = self.reduce(container, frame)
        self.taken = after
        for base in bases:
            out += under(self.property_of(base, name), base.conditions)
        if out and not all(isinstance(node.value, Unknown) for node in out):
            return out
        variable = self.lookup.variable(container)
        return self._stored(variable, name, frame) or [Node(Link() if name in LINKS else Unknown(), frame)]

    def _stored(self, variable: int, name: str, frame: Frame | None) -> list[Node]:
        out: list[Node] = []
        for definition, _ in self.lookup.stored(variable, name):
            out += self.reduce_definition(definition, frame)
        for getter in self.lookup.getters(variable, name):
            for value in self.lookup.returns(getter):
                out += self.reduce(value, frame)
        return out

    def property_of(self, base: Node, name: str) -> list[Node]:
        """What the property `name` of a reduced value can stand for."""
        from scopeminer.values.properties import property_of

        return property_of(self, base, name)

    def any_property_of(self, base: Node, label: object) -> list[Node]:
        """What any element or property of a reduced value can stand for; `label` names the choice of the key."""
        from scopeminer.values.properties import any_property_of

        return any_property_of(self, base, label)

    def stored_nodes(self, variable: int, name: str, frame: Frame | None) -> list[Node]:
        """What the flow graph knows to be stored under `name`."""
        return self._stored(variable, name, frame)

    def this_variable(self, expr: This) -> int:
        """The flow variable of a `this`."""
        return self.lookup.this(expr)


def _falsy(node: Node) -> bool:
    """Whether a value is surely nothing: absent, null, false, zero or empty."""
    value = node.value
    return isinstance(value, Absent) or (isinstance(value, Lit | Str) and not value.value)


def settled(given: list[Conditions]) -> list[bool]:
    """Which of several values stay when no caller is left to ask: not the pending ones that have named rivals."""
    named = {key for conditions in given for key, label in conditions if label != PENDING}
    return [all(label != PENDING or key not in named for key, label in conditions) for conditions in given]


def bounded(nodes: list[Node], frame: Frame | None) -> list[Node]:
    """At most MAX_NODES and an unknown one for all that are left."""
    return nodes if len(nodes) <= MAX_NODES else [*nodes[:MAX_NODES], Node(Unknown(), frame)]


def under(nodes: Iterable[Node], conditions: Conditions) -> list[Node]:
    """The nodes that can occur under further conditions."""
    if not conditions:
        return list(nodes)
    out = []
    for node in nodes:
        joined = join_conditions(conditions, node.conditions)
        if joined is not None:
            out.append(Node(node.value, node.frame, joined))
    return out
