"""What a value is made of: a backward walk from an expression over the solved program, property by property."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.disclosure.arrivals import Arrivals
from scopeminer.disclosure.joined import Joined
from scopeminer.disclosure.passing import Passing
from scopeminer.program.program import Program
from scopeminer.program.tokens import External, Function
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import (
    Arr,
    Assign,
    Await,
    Binary,
    Call,
    Cond,
    Expr,
    Func,
    Index,
    Jsx,
    Lit,
    Logic,
    Member,
    Name,
    New,
    Obj,
    Opaque,
    Sequence,
    Spread,
    Str,
    Tagged,
    Template,
    This,
    Unary,
    Yield,
)  # fmt: skip
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
from scopeminer.values.lookup import Frame

Fields = tuple[str, ...]
ANY = "*"
MOST_STEPS = 6_000
"""Of one question; what is left beyond is unknown."""
MOST_FIELDS = 6
DEEPEST = 12
"""Calls that are remembered on the way into callees."""
MEASURES = frozenset({"length", "size", "byteLength"})
"""Properties that tell how much there is, not what."""
TRUTHS = frozenset({"===", "==", "!==", "!=", "<", ">", "<=", ">=", "in", "instanceof"})


class Found(NamedTuple):
    """One thing that a value is made of (see model.Origin); `frame` is the chain of calls on whose inside it was met."""

    kind: str
    api: str
    file: str
    at: int
    fields: Fields
    frame: Frame | None = None


class Demand(NamedTuple):
    """A value that is asked for: the properties `fields` of an expression or definition."""

    value: Expr | Definition
    fields: Fields
    frame: Frame | None


class Origins:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.answers = program.answers
        self.arrivals = Arrivals(program)
        self.passing = Passing(program)
        self.joined = Joined(program)

    def of(self, value: Expr | Definition, fields: Fields = (), frame: Frame | None = None) -> tuple[Found, ...]:
        """Everything that a value is made of, each once, in the order in which it was met."""
        pending = [Demand(value, fields, frame)]
        seen: set[tuple[int, Fields, int]] = set()
        out: dict[tuple[object, ...], Found] = {}
        while pending:
            demand = pending.pop()
            key = (id(demand.value), demand.fields, id(demand.frame))
            if key in seen:
                continue
            if len(seen) >= MOST_STEPS:
                _keep(out, Found("unknown", "", "", 0, ()))
                break
            seen.add(key)
            for one in self._step(demand):
                if isinstance(one, Demand):
                    pending.append(one._replace(fields=one.fields[:MOST_FIELDS]))
                else:
                    _keep(out, one)
        return tuple(out.values())

    def _step(self, demand: Demand) -> Iterator[Demand | Found]:
        if isinstance(demand.value, Definition):
            return self._definition(demand.value, demand.fields, demand.frame)
        return self._expression(demand.value, demand.fields, demand.frame)

    def _definition(self, one: Definition, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        match one:
            case ValueOf():
                yield Demand(one.expr, fields, frame)
            case Parameter():
                yield from self._parameter(one, fields, frame)
            case FieldOf():
                yield Demand(one.base, (one.key if isinstance(one.key, str) else ANY, *fields), frame)
                if one.default is not None:
                    yield Demand(one.default, fields, frame)
            case ElementOf():
                yield Demand(one.base, () if one.keys else (ANY, *fields), frame)
            case Choice():
                yield from (Demand(part, fields, frame) for _, part in one.parts)
            case LeftBy():
                yield Demand(one.base, fields, frame)
                if frame is not None and frame.find(one.called.function) is not None:
                    yield Demand(one.base, fields, None)
            case RestOf() | Truthy():
                yield Demand(one.base, fields, frame)
            case Appended():
                yield Demand(one.before, (), frame)
                yield Demand(one.expr, (), frame)
            case Stored():
                yield from (Demand(found, fields, None) for found, _ in self.answers.stored(one.container, one.name))
            case _:
                yield Found("error", "", "", 0, ())  # a caught error: nobody knows, and nothing to hide in it

    def _parameter(self, one: Parameter, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        if one.default is not None:
            yield Demand(one.default, fields, frame)
        activation = frame.find(one.function) if frame is not None else None
        if activation is not None and activation.site is not None:
            yield from self._argument(activation.site.args, one, fields, activation.outer)
            return
        if not isinstance(one.function, Function):
            return
        for edge in self.program.callers(one.function):
            if edge.site is not None and edge.site.kind == "join":
                for met in self.joined.frames(edge):
                    yield from self._argument(edge.site.args, one, fields, met)
            elif edge.site is not None:
                inner = frame if edge.site.kind == "callback" else None
                yield from self._argument(edge.site.args, one, fields, inner)
        yield from (Found(a.kind, a.api, a.file, a.at, a.fields) for a in self.arrivals.of(one.function, one.index, fields))

    def _argument(self, args: tuple[Expr, ...], one: Parameter, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        spread = next((i for i, arg in enumerate(args) if isinstance(arg, Spread)), len(args))
        if one.rest:
            taken = args[one.index :]
            wanted = fields[1:] if fields else fields
            yield from (Demand(arg, fields if isinstance(arg, Spread) else wanted, frame) for arg in taken)
        elif one.index < spread:
            if one.index < len(args):
                yield Demand(args[one.index], fields, frame)
        elif spread < len(args):
            yield Demand(args[spread], (ANY, *fields), frame)

    def _expression(self, expr: Expr, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        match expr:
            case Str() | Lit():
                yield Found("constant", "", "", expr.at, ())
            case Name():
                yield from self._name(expr, fields, frame)
            case Member():
                yield from self._member(expr, expr.object, expr.name, fields, frame)
            case Index():
                yield from self._member(expr, expr.object, _key(expr.key), fields, frame)
            case Call() | New() | Tagged():
                yield from self._call(expr, fields, frame)
            case Obj():
                yield from self._object(expr, fields, frame)
            case Arr():
                yield from _array(expr, fields, frame)
                yield from (Demand(pushed, fields[1:], None) for pushed, _ in self.answers.late_stores(expr, ""))
            case This():
                yield from self._this(expr, fields)
            case _:
                yield from (Demand(part, wanted, frame) for part, wanted in _parts(expr, fields))

    def _name(self, expr: Name, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        definition = self.answers.definition(expr)
        if definition is not None:
            yield Demand(definition, fields, frame)
        elif (expr.id, *fields)[:2] == ("process", "env"):
            yield Found("environment", ".".join(("process", *fields)), "", expr.at, fields[1:])
        elif (expr.id, *fields)[:2] in (("location", "href"), ("location", "search"), ("document", "cookie")):
            yield Found("input", ".".join((expr.id, *fields)), "", expr.at, ())

    def _member(self, expr: Expr, base: Expr, name: str, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        if name in MEASURES:
            return
        yield Demand(base, (name, *fields), frame)
        if isinstance(base, Name | Member | Call | New):  # what was stored into it elsewhere
            for definition, _ in self.answers.stored(self.answers.variable(base), name):
                yield Demand(definition, fields, None)

    def _this(self, expr: This, fields: Fields) -> Iterator[Demand | Found]:
        variable = self.answers.this(expr)
        for name in fields[:1] if fields and fields[0] != ANY else self.answers.stored_names(variable):
            for definition in (*self.answers.initial(variable, name), *(found for found, _ in self.answers.stored(variable, name))):
                yield Demand(definition, fields[1:], None)

    def _object(self, obj: Obj, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        wanted = fields[0] if fields else ANY
        for prop in obj.props:
            if isinstance(prop, Spread):
                yield Demand(prop.value, fields, frame)
            elif wanted in (ANY, prop.key) or not isinstance(prop.key, str):
                yield Demand(prop.value, fields[1:], frame)
        if wanted != ANY:
            for definition, _ in self.answers.late_stores(obj, wanted):
                yield Demand(definition, fields[1:], None)

    def _call(self, expr: Call | New | Tagged, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
        site = self.program.analysis.sites.get(expr)
        source = self.passing.source(site) if site is not None else None
        if source is not None and site is not None:
            kind, token = source
            if kind != "constant":
                yield Found(kind, _shown(token), site.path, site.at, fields, frame)
            return
        targets = [function for function in site.targets if not function.is_module] if site is not None else []
        for function in targets:
            deeper = frame is None or (frame.find(function) is None and frame.depth < DEEPEST)
            inner = Frame(function, site, frame) if deeper else None
            yield from (Demand(value, fields, inner) for value in self.answers.returns(function))
        if not targets or not isinstance(expr, Call | New):
            yield from (Demand(value, wanted, frame) for value, wanted in self.passing.through(expr, site, fields))


def _keep(out: dict[tuple[object, ...], Found], found: Found) -> None:
    out.setdefault((found.kind, found.api, found.file, found.at, found.fields, id(found.frame)), found)


def _shown(token: External) -> str:
    return ".".join(token.path).replace(".()", "()").removeprefix("default.")


def _key(key: Expr) -> str:
    if isinstance(key, Str):
        return key.value
    is_number = isinstance(key, Lit) and isinstance(key.value, float | int) and not isinstance(key.value, bool)
    return str(int(key.value)) if is_number and isinstance(key, Lit) and isinstance(key.value, float | int) else ANY


def _array(array: Arr, fields: Fields, frame: Frame | None) -> Iterator[Demand | Found]:
    number = int(fields[0]) if fields and fields[0].isdigit() else None
    exact = number is not None and not any(isinstance(item, Spread) for item in array.items[: number + 1])
    items = array.items[number : number + 1] if exact and number is not None else array.items
    for item in items:
        yield Demand(item, fields if isinstance(item, Spread) else fields[1:], frame)


def _parts(expr: Expr, fields: Fields) -> Iterator[tuple[Expr, Fields]]:
    """The parts whose values make up the value of an expression, with the properties asked of each."""
    match expr:
        case Template():
            yield from ((hole, ()) for hole in expr.holes)
        case Await() | Spread() | Assign():
            yield expr.value, fields
        case Cond():
            yield from ((expr.then, fields), (expr.other, fields))
        case Logic():
            yield from ((expr.left, fields), (expr.right, fields))
        case Binary() if expr.op not in TRUTHS:
            yield from ((expr.left, ()), (expr.right, ()))
        case Unary() if expr.op in ("-", "+", "~"):
            yield expr.value, ()
        case Sequence() if expr.items:
            yield expr.items[-1], fields
        case Yield() if expr.value is not None:
            yield expr.value, fields
        case Opaque():
            yield from ((part, ()) for part in expr.parts)
        case Jsx() | Func():
            return
