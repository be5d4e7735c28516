"""Properties that are reached without being named: under a key that is not known, as elements, by the platform itself."""

from __future__ import annotations

from functools import partial

from scopeminer.program.analysis import Analysis, Edge
from scopeminer.program.objects import get, load, properties
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import INHERITING, ClassToken, External, Function, Holder, Token

ANY = "*"
"""The step of an access path that a computed key stands for."""
OWN, ALL, ELEMENTS = "*own", "*all", "*elements"
"""What is meant: own properties, inherited ones too (as `object[key]` does), what iterating gives."""
ITERATORS = ("@@iterator", "@@asyncIterator")
OBJECTS = "*objects"
CONVERSIONS = frozenset({"then", "toJSON", "toString", "valueOf"})


def is_implicit(name: str) -> bool:
    """Whether the platform itself calls methods of this name: symbols that it knows, promises, conversions."""
    return name in CONVERSIONS or name.startswith("@@")


def load_any(a: Analysis, container: int) -> int:
    """The variable of any own property of `container`: `Object.values`, an element of an array, a value in a Map."""
    return _load(a, container, OWN)


def load_computed(a: Analysis, container: int) -> int:
    """The variable of `container[key]` with a key that is not known: methods of classes have names, too."""
    return _load(a, container, ALL)


def iterate(a: Analysis, container: int) -> int:
    """The variable of what iterating `container` gives: pairs where it is a Map."""
    return _load(a, container, ELEMENTS)


def iterate_objects(a: Analysis, container: int) -> int:
    """The variable of what iterating those objects of `container` gives that have an iterator of their own."""
    fixed = a.solver.fixed(container)
    if not container or isinstance(fixed, External) or (isinstance(fixed, Holder) and fixed.kind == "array"):
        return 0
    var = a.loads[OBJECTS].get(container)
    if var is None:
        var = a.loads[OBJECTS][container] = a.solver.var()
        for name in ITERATORS:
            a.when_named(name, a.solver.on, container, partial(_iterate_objects, a, name, var))
    return var


def _iterate_objects(a: Analysis, name: str, target: int, tokens: Tokens) -> None:
    for token in tokens:
        if isinstance(token, Holder) and token.kind in ("object", "instance", "copy"):
            _iterate_object(a, name, token, target)


def _load(a: Analysis, container: int, what: str) -> int:
    if not container:
        return 0
    known = a.loads[what]
    var = known.get(container)
    if var is None:
        fixed = a.solver.fixed(container)
        if isinstance(fixed, External):
            return a.constant(a.step(fixed, ANY))
        var = known[container] = a.solver.var()
        a.solver.on(container, Read(a, what, var, None))
    return var


class Read:
    """The constraint `target` ⊇ what is read of what arrives."""

    __slots__ = ("a", "receiver", "target", "what")

    def __init__(self, a: Analysis, what: str, target: int, receiver: Token | None) -> None:
        self.a = a
        self.what = what
        self.target = target
        self.receiver = receiver

    def __call__(self, tokens: Tokens) -> None:
        a, what, target, receiver = self.a, self.what, self.target, self.receiver
        for token in tokens:
            if isinstance(token, Holder):
                _read_holder(a, what, target, receiver or token, token)
            elif isinstance(token, ClassToken):
                _read_holder(a, what, target, token, token.statics)
                if what == ALL and token.base:
                    a.solver.on(token.base, Read(a, what, target, receiver))
            elif isinstance(token, Function):
                if what == ALL:
                    a.solver.edge(properties(a, token).union(a.solver), target)
            elif isinstance(token, External) and receiver is None:
                a.solver.add(target, a.step(token, ANY))


def _read_holder(a: Analysis, what: str, target: int, receiver: Token, holder: Holder) -> None:
    loaded = a.loaded[holder]
    if target in loaded:
        return
    loaded.add(target)
    if what == ELEMENTS and holder.kind == "map":
        a.solver.add(target, pairs(a, holder))
        return
    a.solver.edge(holder.union(a.solver), target)
    for getter in holder.getters.values():
        get(a, getter, receiver, target)
    if what == ELEMENTS and holder.kind in ("object", "instance"):
        for name in ITERATORS:
            a.when_named(name, _iterate_object, a, name, holder, target)
    if what == ALL and holder.kind in INHERITING:
        a.solver.on(holder.inherited(a.solver), Read(a, what, target, receiver))


def pairs(a: Analysis, holder: Holder) -> Holder:
    """A pair of a Map's key and value."""
    pair = a.array((holder, "pair"), holder.label)
    a.solver.edge(holder.union(a.solver), pair.field("1", a.solver))
    return pair


def _iterate_object(a: Analysis, name: str, holder: Holder, target: int) -> None:
    """What the method gives that makes an object's iterator: a generator's elements, or the `value`s that `next()` gives."""
    method = load(a, a.solver.constant(holder), name)

    def run(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Function):
                a.solver.add(token.this, holder)
                call_implicitly(a, token)
                iterator = a.yield_array(token).unknown(a.solver) if token.func.is_generator else _steps(a, token.result)
                a.solver.edge(iterator, target)

    a.solver.on(method, run)


def _steps(a: Analysis, iterator: int) -> int:
    """`iterator.next().value`, or its elements where it is an array's."""
    given = a.solver.var()
    a.solver.edge(iterate(a, iterator), given)

    def step(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Function):
                call_implicitly(a, token)
                a.solver.edge(load(a, token.result, "value"), given)

    a.solver.on(load(a, iterator, "next"), step)
    a.solver.on(load(a, iterator, "return"), partial(_end, a, iterator))
    return given


def _end(a: Analysis, iterator: int, tokens: Tokens) -> None:
    """Whoever leaves a loop early ends the iterator."""
    for token in tokens:
        if isinstance(token, Function):
            a.solver.edge(iterator, token.this)
            call_implicitly(a, token)


def call_implicitly(a: Analysis, function: Function) -> None:
    """The platform calls it, where what it belongs to is used."""
    a.reach(function, Edge(function.outer, function, function.path, function.func.at, None))
