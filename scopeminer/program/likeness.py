"""When two chains of calls come to the same: what they hand over is equal, though it stands in different places.

A key is a number. Equal keys of two values mean that no question can tell them apart, now or when more callers are known: a constant is
its text, a parameter that only passes on is what it is given, what nobody knows is what flows there, and anything else is itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Literal, TypeGuard

from scopeminer.program.answers import Answers
from scopeminer.program.callsite import CallSite
from scopeminer.program.constituents import constituents, operands
from scopeminer.program.cycles import Cycles
from scopeminer.program.known import Known
from scopeminer.program.spellings import HOLDS_MORE, WHAT, Spelling, Spellings, nodes_of
from scopeminer.program.tokens import Function
from scopeminer.program.unseen_callers import calls_of, is_called_outside
from scopeminer.syntax.ir import (
    Arr,
    Await,
    Binary,
    Call,
    Class,
    Expr,
    Func,
    ImportCall,
    Jsx,
    Lit,
    Member,
    Name,
    New,
    Obj,
    Opaque,
    Prop,
    Spread,
    Str,
    Tagged,
    Template,
    This,
    Unary,
    Yield,
)
from scopeminer.values.definitions import Definition, Parameter, Stored, ValueOf
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame, Site
from scopeminer.values.nodes import Absent, Link, Node, ParameterRef, Spelled, Unknown
from scopeminer.values.origin import origin
from scopeminer.values.pattern import Alternative, Hole, literal
from scopeminer.values.trace import TEXTUAL, Read, Told, Trace

if TYPE_CHECKING:
    from scopeminer.program.program import Program

Path = tuple[str, ...]
StandsFor = int | tuple[Literal[True], Read] | tuple[Literal[False], tuple[Expr | Definition, Path]]
SHAPELESS = frozenset({Class, Func, ImportCall, Jsx, Opaque, Unary, Yield})
"""What the evaluator looks into under no circumstances: as a value, one is like another."""
TEXTLESS = SHAPELESS | {Arr, Obj, This}
"""What has no text that is known, wherever it stands."""
SILENT = {what: Spelled((Alternative((Hole("open"),)),), what) for what in ("object", "")}
NO_CALLER, BEING_MADE = -1, -3
UNCALLED = "what a function is given that nobody calls"
FEW = 30
"""Callers for which asking costs less than finding out whether they are alike."""
MOST_KEYS = 50_000
"""Kept from one question to the next: a few megabytes."""
DEEPEST = 25
"""Values inside values whose shape is looked at; each takes some of Python's own frames."""


class Likeness:
    """The keys of one program, as long as it does not change."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.answers = Answers(program.analysis)
        self._numbers: dict[Hashable, int] = {}
        self._count = count()
        self._values: dict[tuple[int, Path], Known[int]] = {}
        self._stands_for: dict[tuple[int, Path], StandsFor] = {}
        self._spellings = Spellings(self)
        self._shapes: dict[tuple[int, Path, Frame | None], int] = {}
        self._free: dict[tuple[int, Path, Frame | None], int] = {}
        """The shapes under no caller, which outlive a question."""
        self._frames: dict[tuple[object, Site | None, Frame | None], Frame] = {}
        self._chains: dict[Frame, int] = {}
        self._changed_ones: dict[int, bool] = {}
        self._called: dict[object, bool] = {}
        self._callers: dict[Function, tuple[CallSite | None, ...]] = {}
        self.again: dict[CallSite, CallSite] = {}
        """Calls of functions in themselves, as their next rounds (see program/recursion)."""
        self._found: dict[tuple[Read, Frame | None], int] = {}
        self._depth = 0
        self._spread: dict[int, tuple[int, ...]] = {}
        """Keys of what several sources could have → those of the sources."""
        self._recursive = Cycles(self._calling)

    def read(self, read: Read, chain: Frame | None) -> int:
        """The key of what a parameter, or a property of it, is given in `chain`."""
        known = self._found.get((read, chain))
        if known is None:
            known = self._found[read, chain] = self._looked_up(read, chain)
        return known

    def _looked_up(self, read: Read, chain: Frame | None) -> int:
        parameter, path = read
        call = chain.find(parameter.function) if chain is not None else None
        if call is None:
            return self._number(("open", parameter, path) if self.is_called(parameter.function) else UNCALLED)
        if call.site is None:
            return self._number("nobody knows")
        args = call.site.args
        if parameter.rest or Spread in map(type, args[: parameter.index + 1]):
            return self._number(("call", self._call(call), path))
        return self._value(args[parameter.index], call.outer, path) if parameter.index < len(args) else self._absent(path)

    def callers(self, function: Function) -> tuple[CallSite | None, ...]:
        """The calls of a function from code that runs, the first of those alike in each caller; None = a call of which nothing is known."""
        known = self._callers.get(function)
        if known is None:
            calls = calls_of(self._program.callers(function))
            sites = [site for site in calls if site is not None]
            again = Counter(site.caller for site in sites) if len(sites) > FEW else {}
            unlike: dict[Hashable, CallSite] = {}
            for site in sites:
                several = again.get(site.caller, 1) > 1
                unlike.setdefault((site.caller, self._call(Frame(function, site, None))) if several else site, site)
            known = self._callers[function] = (*unlike.values(), *calls[len(sites) :])
        return known

    def extended(self, chain: Frame | None, function: Function, sites: Iterable[CallSite | None]) -> list[Frame]:
        """A chain with each of several callers at its outer end; those that end alike share their ends, and what is known of these."""
        inner = tuple(_frames(chain))[::-1]
        out = []
        for site in sites:
            frame = self._framed(function, site, None)
            for call in inner:
                frame = self._framed(call.function, call.site, frame)
            out.append(frame)
        return out

    def _framed(self, function: object, site: Site | None, outer: Frame | None) -> Frame:
        key = (function, site, outer)
        known = self._frames.get(key)
        if known is None:
            known = self._frames[key] = Frame(function, site, outer)
        return known

    def entered(self, chain: Frame | None) -> frozenset[Function]:
        """The functions of a chain that a longer one must not enter again, though it could: they can be called before they return."""
        functions = (frame.function for frame in _frames(chain))
        return frozenset(one for one in functions if isinstance(one, Function) and one in self._recursive)

    def _calling(self, function: Function) -> list[Function]:
        return [edge.caller for edge in self._program.analysis.edges.get(function, ()) if edge.caller is not None]

    def is_called(self, function: object) -> bool:
        """Whether a caller of a function could still be added to a chain."""
        known = self._called.get(function)
        if known is None:
            edges = self._program.callers(function) if isinstance(function, Function) else ()
            known = self._called[function] = is_called_outside(edges) or any(edge.site is not None for edge in edges)
        return known

    def _number(self, key: Hashable) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = next(self._count)
        return known

    def _call(self, call: Frame | None) -> int:
        """Of everything that a call hands over."""
        if call is None or call.site is None:
            return self._number(("no call", call is None))
        return self._number(("call", call.function, *(self._value(arg, call.outer) for arg in call.site.args)))

    def _chain(self, chain: Frame | None) -> int:
        if chain is None:
            return NO_CALLER
        known = self._chains.get(chain)
        if known is None:
            known = self._chains[chain] = self._number(("chain", self._call(chain), self._chain(chain.outer)))
        return known

    def forget(self) -> None:
        """The chains seen so far are not asked about any more: their keys are kept as long as they are few."""
        if len(self._numbers) > MOST_KEYS or len(self._found) > MOST_KEYS:
            for chains in (self._frames, self._chains, self._shapes, self._found):
                chains.clear()
            for kept in (self._numbers, self._stands_for, self._values, self._spellings, self._spread, self._free):
                kept.clear()

    def _absent(self, path: Path) -> int:
        return self._number(("of", False, self._absent(path[1:])) if path and path != TEXTUAL else ("plain", (Absent, ())))

    def _value(self, expr: Expr, chain: Frame | None, path: Path = ()) -> int:
        """Of a property of an expression; with every step on the way there it counts whether anything is known of what it is taken of."""
        stands_for = self._stands_for.get((id(expr), path))
        if stands_for is None:
            stands_for = self._stands_for[id(expr), path] = self._followed(expr, path)
        if isinstance(stands_for, int):
            return stands_for
        if stands_for[0]:
            return self.read(stands_for[1], chain)
        what, path = stands_for[1]
        if path and type(what) is Obj and not self.changed(what):
            return self._property(what.props, chain, path)
        return self._known(what, chain, path)

    def _followed(self, expr: Expr, path: Path) -> StandsFor:
        """What a property of an expression is in every chain: a key, what a parameter is given, or a property of something else."""
        while isinstance(expr, Await):
            expr = expr.value
        textual = path == TEXTUAL
        if (textual or not path) and isinstance(expr, Str | Lit):
            return self._number(("plain", (type(expr.value), expr.value, ())))
        if textual and type(expr) in TEXTLESS:
            return self._number(("plain", (str, SILENT[WHAT.get(type(expr), "")], ())))
        if not path and type(expr) in SHAPELESS:
            return self._number(("plain", (type(expr), ())))
        definition = self.answers.definition(expr) if isinstance(expr, Name) else None
        if definition is None:
            return False, (expr, path)
        found, path = origin(self.answers, definition, path)
        return (True, (found, path)) if self._is_read(found) else (False, (found, path))

    def _property(self, props: tuple[Prop | Spread, ...], chain: Frame | None, path: Path) -> int:
        """Of a property of an object literal: what is spread behind it could have it too; what surely has not says nothing."""
        sources: dict[int, None] = {}
        nothing = self._number(("of", False, self._absent(())))
        first = path if path[1:] == TEXTUAL else path[:1]
        for prop in reversed(props):
            if isinstance(prop, Spread):
                one = self._value(prop.value, chain, first)
                sources |= dict.fromkeys(self._spread.get(one, (one,)))
            elif prop.key == path[0]:
                found = self._value(prop.value, chain, path[1:])
                break
        else:
            found = self._absent(path[1:])
        sources.pop(nothing, None)
        own = self._number(("of", False, found))
        if not sources:
            return own
        key = self._number(("spread", tuple(sources), path[1:], own))
        if first == path:
            self._spread[key] = (*sources, own)
        return key

    def changed(self, made: Obj) -> bool:
        """Whether there is more to an object literal than stands in it."""
        known = self._changed_ones.get(id(made))
        if known is None:
            holder = self._program.analysis.holders.get(made)
            plain = all(isinstance(prop, Spread) or (isinstance(prop.key, str) and prop.kind == "init") for prop in made.props)
            known = self._changed_ones[id(made)] = not plain or (holder is not None and bool(holder.stores))
        return known

    def _defined(self, definition: Definition, chain: Frame | None, path: Path) -> int:
        """Of what a name stands for, through definitions that only pass on."""
        found, path = origin(self.answers, definition, path)
        return self.read((found, path), chain) if self._is_read(found) else self._known(found, chain, path)

    def _is_read(self, definition: Definition) -> TypeGuard[Parameter]:
        """Whether a definition is a parameter that is whatever it is given."""
        return type(definition) is Parameter and definition.default is None and not definition.rest and not self.answers.hint(definition)

    def _known(self, what: Expr | Definition, chain: Frame | None, path: Path) -> int:
        spelling = self._spellings.of(what, chain, path, self._depth) if path[-1:] == TEXTUAL else None
        plain = self._plain(what, chain, path) if spelling is None else spelling.key
        if plain != HOLDS_MORE:
            return plain
        key = (id(what), path, chain)
        shapes = self._shapes if chain is not None else self._free
        known = shapes.get(key)
        if known is None and self._depth < DEEPEST:
            shapes[key] = BEING_MADE
            self._depth += 1
            known = shapes[key] = self._number(self._shape(what, chain, path, spelling))
            self._depth -= 1
        if known is None or known == BEING_MADE:
            return self._number(("itself", id(what), path, self._chain(chain)))
        return known

    def _plain(self, what: Expr | Definition, chain: Frame | None, path: Path) -> int:
        """Of a value that holds nothing else and that callers beyond `chain` have no say in; HOLDS_MORE for others."""
        values = self._values.get((id(what), path))
        if values is None:
            values = self._values[id(what), path] = Known()
        found = values.find(self.read, chain)
        if found is None:
            trace = Trace(chain, self)
            evaluator = self.evaluator(trace)
            found = self._evaluated(evaluator, what, chain, path)
            self.count(evaluator)
            found = HOLDS_MORE if evaluator.cuts or any(map(self.is_called, trace.open)) else found
            values.put(tuple(trace.reads), self.read, chain, found)
        return found

    def _evaluated(self, evaluator: Evaluator, what: Expr | Definition, chain: Frame | None, path: Path) -> int:
        nodes, blind = nodes_of(evaluator, what, chain, path)
        parts = [self._node(evaluator, node) for node in nodes]
        return HOLDS_MORE if None in parts else self.plain(blind, parts)

    def plain(self, blind: Sequence[bool], parts: Iterable[Hashable]) -> int:
        """Of what holds nothing else. `blind`: whether nothing is known of what each step on the way there is taken of."""
        key = self._number(("plain", *parts))
        for unknown in reversed(blind):
            key = self._number(("of", unknown, key))
        return key

    def told(self, read: Read, frame: Frame, depth: int) -> Told | None:
        """What a read of text finds in a chain of calls (see values/trace.Teller)."""
        return self._spellings.given(read, frame, depth)

    def count(self, evaluator: Evaluator) -> None:
        """What an evaluator was asked is answered."""
        self._program.count(evaluator)

    def evaluator(self, trace: Trace) -> Evaluator:
        """One that tells `trace` what it reads."""
        evaluator = self._program.evaluator()
        evaluator.trace = trace
        return evaluator

    def _node(self, evaluator: Evaluator, node: Node) -> Hashable:
        value = node.value
        match value:
            case Str() | Lit():
                return type(value.value), value.value, node.conditions
            case Absent() | Link():
                return type(value), *value, node.conditions
            case ParameterRef():
                return UNCALLED, node.conditions
            case Unknown():
                return Unknown, self._program.analysis.solver.of(value.variable), node.conditions
            case Template() | Tagged() | Binary():
                texts = tuple(evaluator.text_of(node))
                whole = all(literal(text.pattern) is not None for text in texts)
                return (type(value), texts, node.conditions) if whole else None  # a reader of documents sees more in a hole
        return (type(value), node.conditions) if type(value) in SHAPELESS else None

    def _shape(self, what: Expr | Definition, chain: Frame | None, path: Path, spelling: Spelling | None) -> Hashable:
        """Of what is made of other values, by those, or by what is read of them where that is all that matters."""
        a = self._program.analysis
        match what:
            case ValueOf() if not self.answers.hint(what):
                return "value", self._value(what.expr, chain, path)
            case Parameter(rest=True):
                return "rest", self.read((what, ()), chain), what.index, path
            case Obj() if not path and not self.changed(what):
                return "object", *((prop.key if isinstance(prop, Prop) else "...", self._value(prop.value, chain)) for prop in what.props)
            case Member():
                return "member", self._value(what.object, chain, (what.name, *path)), a.solver.of(self.answers.variable(what.object))
            case Call() | New() | Tagged() if (site := a.sites.get(what)) is not None and not site.targets:
                made = (type(what), path, tuple(site.externals), a.solver.of(self.answers.variable(what)))
                receiver = what.callee.name if isinstance(what, Call) and isinstance(what.callee, Member) else id(what)
                return receiver, made, self._parts(what, chain)
            case Call() | New() | Tagged() | This() | Stored():
                return "itself", id(what), path, self._chain(chain)
            case Name():
                return "name", what.id, path
        if spelling is not None and spelling.told is not None:
            return "same", id(what), path, tuple(self.read(read, chain) for read in spelling.reads)
        return "same", id(what), path, self._parts(what, chain)

    def _parts(self, what: Expr | Definition, chain: Frame | None) -> tuple[int, ...]:
        """The keys of everything that a value is made of where it stands, and of what is stored in it later."""
        if isinstance(what, Parameter):
            default = (self._value(what.default, chain),) if what.default is not None else ()
            return self.read((what, ()), chain), *default
        if isinstance(what, Definition):
            return tuple(self._part(part, chain) for part in constituents(what))
        if isinstance(what, Call) and isinstance(what.callee, Member):
            return self._value(what.callee.object, chain), *(self._value(arg, chain) for arg in what.args)
        late = self.answers.late_definitions(what) if isinstance(what, Obj | Arr) else ()
        return (*(self._value(part, chain) for part in operands(what)), *(self._defined(one, chain, ()) for one in late))

    def _part(self, part: Expr | Definition, chain: Frame | None) -> int:
        return self._defined(part, chain, ()) if isinstance(part, Definition) else self._value(part, chain)


def _frames(chain: Frame | None) -> Iterator[Frame]:
    while chain is not None:
        yield chain
        chain = chain.outer
