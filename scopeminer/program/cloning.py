"""Functions that mean something else for each of their calls, generated anew for each: makers of functions, constructors, methods.

`get = verb('GET')` and `put = verb('PUT')` would be one function otherwise, and two instances of a class one object. The first use of such
a function is the function itself; each further one is a clone: the same syntax with nodes of its own, at the same places. How many
there can be is bounded; uses beyond that share the first one's function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import Function, Holder
from scopeminer.syntax.ir import (
    LITERALS,
    Arr,
    Await,
    Block,
    Call,
    Case,
    Class,
    Cond,
    Declare,
    Expr,
    ForEach,
    Func,
    If,
    Let,
    Logic,
    Loop,
    Member,
    Name,
    NamePattern,
    Obj,
    Return,
    Stmt,
    Switch,
    Try,
)
from scopeminer.syntax.record import HOLDING

MOST_CLONES = 24
"""Of one function."""
MOST_NODES = 1_000
"""Of the syntax of a function that is cloned."""
TOP = -1
"""In the place of an offset: a module's top level, in front of a function that its file begins with."""
AROUND = frozenset({If, Loop, ForEach, Try, Switch, Case, Block})
"""What statements stand in."""
ATOMS = frozenset({str, int, float, bool, frozenset, type(None)})
"""What nodes hold beside each other."""
MADE = frozenset({Func, Class})
MAKING = MADE | {Obj, Arr, Name, Await, Cond, Logic, Call}
"""What can be a function, or hold one."""


def for_call(a: Analysis, site: CallSite, function: Function, on_this: bool = False) -> Function:
    """What a call calls: a clone where the function makes others, or is a method of a class that is called `on_this` (`super.go()`)."""
    if site.kind != "call" or _is_first(function, site):
        return function
    return _clone(a, id(site), function) if (on_this and function.owner is not None) or is_maker(function) else function


def for_construction(a: Analysis, site: CallSite, function: Function) -> Function:
    """A constructor, or what initialises fields, for the instances that one construction makes; components of a page are one."""
    return function if site.kind == "jsx" or _is_first(function, site) else _clone(a, id(site), function)


def for_method_call(a: Analysis, site: CallSite, receiver: object, method: Function) -> Function:
    """What a call of a method calls: one of a class as one of the instances has it."""
    if method.owner is None or is_maker(method):
        return for_call(a, site, method)
    made = receiver.origin if isinstance(receiver, Holder) and receiver.kind == "instance" else None
    if not isinstance(made, CallSite) or made.kind == "jsx" or _is_first(method, receiver):
        return method
    return _clone(a, id(receiver), method)


def place_of(function: Function) -> tuple[str, int]:
    """Where a function is written: what its clones have in common."""
    return function.path, TOP if function.is_module else function.func.at


def places_of(functions: Iterable[Function]) -> dict[str, set[int]]:
    """The same of many, by file."""
    found: dict[str, set[int]] = {}
    for path, at in map(place_of, functions):
        found.setdefault(path, set()).add(at)
    return found


def _is_first(function: Function, use: object) -> bool:
    """Whether a use is the first one: most functions have no other."""
    if function.first_use is None:
        function.first_use = use
    return function.first_use is use


def _clone(a: Analysis, use: int, function: Function) -> Function:
    known = a.clones.setdefault(function, {})
    if use not in known and len(known) < MOST_CLONES:
        known[use] = _another(a, function)
    return known.get(use, function)


def _another(a: Analysis, function: Function) -> Function:
    original = function.original
    if original not in a.sizes:
        a.sizes[original] = _size(original.func)
    if function.scope is None or a.sizes[original] > min(MOST_NODES, a.cloneable):
        return function
    a.cloneable -= a.sizes[original]
    func = _copied(function.func)
    clone = Function(func, function.path, function.scope, function.outer, function.label, a.solver)
    clone.owner, clone.original = function.owner, original
    a.functions[func] = clone
    return clone


def _copied(node: Any) -> Any:
    """The same syntax, of nodes that are told apart from those."""
    kind = type(node)
    if kind in LITERALS:
        return node
    parts = tuple([_copied(part) if isinstance(part, HOLDING) else part for part in node])
    return parts if kind is tuple else kind(*parts)


def _size(node: Any) -> int:
    """Of how many nodes a piece of syntax is made; of one with more than are cloned, some number above that."""
    pending, size = [node], 0
    while pending and size <= MOST_NODES:
        size += 1
        pending += [part for part in pending.pop() if part.__class__ not in ATOMS]
    return size


def is_maker(function: Function) -> bool:
    """Whether what a function returns is a function written in it, a class, or an object with one."""
    if function.makes is None:
        function.makes = bool(function.func.params) and _makes(function)
    return function.makes


def _makes(function: Function) -> bool:
    body = function.func.body
    returned = function.returns if function.body_done else _returned(body)
    told = [value for value in returned if value.__class__ in MAKING]
    if not told:
        return False
    names = _Names(body)
    return any(_is_made(value, names) for value in told)


class _Names(dict[str, "Expr | None"]):
    """What the names stand for that a function declares in its outermost block, read when the first one is asked for."""

    def __init__(self, body: tuple[Stmt, ...]) -> None:
        super().__init__()
        self._body: tuple[Stmt, ...] | None = body

    def __missing__(self, name: str) -> Expr | None:
        if self._body is not None:
            self.update(_declared(self._body))
            self._body = None
        return self.setdefault(name, None)


def _declared(body: tuple[Stmt, ...]) -> Iterator[tuple[str, Expr]]:
    for stmt in body:
        if isinstance(stmt, Declare):
            yield stmt.value.name, stmt.value
        elif isinstance(stmt, Let) and isinstance(stmt.pattern, NamePattern) and stmt.value is not None:
            yield stmt.pattern.id, stmt.value


def _returned(body: Iterable[object]) -> Iterator[Expr]:
    """The values that a function's own statements return."""
    for part in body:
        kind = part.__class__
        if isinstance(part, Return):
            if part.value is not None:
                yield part.value
        elif isinstance(part, HOLDING) and (kind is tuple or kind in AROUND):
            yield from _returned(part)


def _is_made(value: Expr, names: _Names, depth: int = 4) -> bool:
    if value.__class__ in MADE:
        return True
    if not depth or value.__class__ not in MAKING:
        return False
    inner: tuple[Expr | None, ...] = ()
    if type(value) is Obj:
        inner = tuple([prop.value for prop in value.props])
    elif type(value) is Arr:
        inner = value.items
    elif type(value) is Name:
        inner = (names[value.id],)
    elif type(value) is Await:
        inner = (value.value,)
    elif type(value) is Cond:
        inner = (value.then, value.other)
    elif type(value) is Logic:
        inner = (value.left, value.right)
    elif type(value) is Call and isinstance(value.callee, Member) and isinstance(value.callee.object, Name):
        inner = value.args if value.callee.object.id == "Object" else ()
    return bool(inner) and any(one is not None and _is_made(one, names, depth - 1) for one in inner)
