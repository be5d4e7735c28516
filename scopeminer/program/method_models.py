"""What methods of arrays, Maps and promises do with values: a row in METHODS each, whatever the receiver turns out to be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scopeminer.program.analysis import Analysis
from scopeminer.program.callbacks import invoke
from scopeminer.program.callsite import CallSite
from scopeminer.program.elements import load_any, pairs
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ANY_KEY, Holder
from scopeminer.syntax.ir import Expr, Index, Opaque, Str
from scopeminer.values.definitions import ValueOf

MethodModel = Callable[[Analysis, CallSite, int, Expr], None]


def fresh_array(a: Analysis, site: CallSite) -> Holder:
    """The array that a call makes."""
    holder = a.array((site, "result"), site.caller.label)
    a.solver.add(site.result, holder)
    return holder


def element(site: CallSite, receiver_expr: Expr) -> Index:
    """An expression for "any element of the receiver", for the string evaluator."""
    return Index(receiver_expr, Opaque((), site.at), site.at)


def _each(result: str) -> MethodModel:
    """A callback called with every element, with `this` = the second argument.

    `result`: none | array (of what it returns) | kept (of some elements) | element | flat.
    """

    def model(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
        if not site.vars or not site.vars[0]:
            return
        site.modelled = True
        item = load_any(a, receiver)
        returned = a.solver.var()
        one = element(site, receiver_expr)
        this = site.vars[1] if len(site.vars) > 1 else 0
        invoke(a, site, site.vars[0], (one, one.key, receiver_expr), (item, 0, receiver), returned, this=this)
        if result == "array":
            a.solver.edge(returned, fresh_array(a, site).unknown(a.solver))
        elif result == "flat":
            _flatten(a, returned, fresh_array(a, site))
        elif result == "kept":
            a.solver.edge(item, fresh_array(a, site).unknown(a.solver))
        elif result == "element":
            a.solver.edge(item, site.result)

    return model


def _flatten(a: Analysis, var: int, into: Holder, deep: bool = False) -> None:
    """What `var` holds becomes elements of an array; of arrays, their elements do; `deep`: of arrays in these, too."""
    items = a.solver.var()
    a.solver.edge(var, items)

    def add(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Holder) and token.kind == "array":
                a.solver.edge(token.union(a.solver), items if deep else into.unknown(a.solver))
            if deep or not isinstance(token, Holder) or token.kind != "array":
                a.solver.add(into.unknown(a.solver), token)

    a.solver.on(items, add)


def _flat(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    deep = bool(site.args)
    _on_arrays(a, receiver, lambda holder: _flatten(a, holder.union(a.solver), fresh_array(a, site), deep))


def _comparing(result: MethodModel) -> MethodModel:
    """A callback that gets two of the elements."""

    def model(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
        if site.vars and site.vars[0]:
            item, one = load_any(a, receiver), element(site, receiver_expr)
            site.modelled = True
            invoke(a, site, site.vars[0], (one, one), (item, item), 0)
        result(a, site, receiver, receiver_expr)

    return model


def _copy(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    """A new array of some of the elements, or of all in another order."""
    _on_arrays(a, receiver, lambda holder: a.solver.edge(holder.union(a.solver), fresh_array(a, site).unknown(a.solver)))


def _copy_with(first: int) -> MethodModel:
    """The same with the arguments from `first` on."""

    def model(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
        def add(holder: Holder) -> None:
            array = fresh_array(a, site)
            a.solver.edge(holder.union(a.solver), array.unknown(a.solver))
            for var in site.vars[first:]:
                a.solver.edge(var, array.unknown(a.solver))

        _on_arrays(a, receiver, add)

    return model


def _pairs(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    """`.entries()` of a Map, a Set, an array."""
    _on_arrays(a, receiver, lambda holder: a.solver.add(fresh_array(a, site).unknown(a.solver), pairs(a, holder)))


def _reduce(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    if not site.vars or not site.vars[0]:
        return
    site.modelled = True
    item = load_any(a, receiver)
    memo = a.solver.var()
    a.solver.edge(site.vars[1] if len(site.vars) > 1 else item, memo)
    none = Opaque((), site.at)
    invoke(a, site, site.vars[0], (none, element(site, receiver_expr)), (memo, item), memo)
    a.solver.edge(memo, site.result)


def _then(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    site.modelled = True
    for index, var in enumerate(site.vars[:2]):
        given = (receiver_expr, receiver) if index == 0 else (Opaque((), site.at), a.thrown())
        invoke(a, site, var, (given[0],), (given[1],), site.result)


def _catch(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    site.modelled = True
    a.solver.edge(receiver, site.result)
    if site.vars:
        invoke(a, site, site.vars[0], (Opaque((), site.at),), (a.thrown(),), site.result)


def _finally(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    site.modelled = True
    a.solver.edge(receiver, site.result)
    if site.vars:
        invoke(a, site, site.vars[0], (), (), 0)


def _same(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    _on_arrays(a, receiver, lambda holder: a.solver.add(site.result, holder))


def _pick(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    _on_arrays(a, receiver, lambda holder: a.solver.edge(holder.union(a.solver), site.result))


def _concat(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    def join(holder: Holder) -> None:
        array = fresh_array(a, site)
        a.solver.edge(holder.union(a.solver), array.unknown(a.solver))
        for var in site.vars:
            _flatten(a, var, array)

    _on_arrays(a, receiver, join)


def _adding(first: int, moving: bool) -> MethodModel:
    """The arguments from `first` on become elements; `moving`: others leave their places."""

    def model(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
        def add(holder: Holder) -> None:
            site.modelled = True
            if moving:
                _move(a, holder)
            for arg, var in zip(site.args[first:], site.vars[first:], strict=True):
                a.solver.edge(var, holder.unknown(a.solver))
                holder.store(ANY_KEY, (ValueOf(var, arg), True))

        _on_arrays(a, receiver, add)

    return model


def _move(a: Analysis, holder: Holder) -> None:
    """An element can be in any place."""
    holder.moved = True
    a.solver.edge(holder.union(a.solver), holder.unknown(a.solver))


def _moving(model: MethodModel) -> MethodModel:
    """A method that moves the elements, or takes some away, besides what it does."""

    def moved(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
        _on_arrays(a, receiver, partial(_move, a))
        model(a, site, receiver, receiver_expr)

    return moved


def _splice(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    _adding(2, True)(a, site, receiver, receiver_expr)
    _copy(a, site, receiver, receiver_expr)


def _map_set(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    def put(token: Holder) -> None:
        if token.kind == "map" and len(site.vars) > 1:
            site.modelled = True
            key = site.args[0]
            name = key.value if isinstance(key, Str) else ANY_KEY
            target = token.field(name, a.solver) if name else token.unknown(a.solver)
            a.solver.edge(site.vars[1], target)
            token.store(name, (ValueOf(site.vars[1], site.args[1]), True))
            a.solver.add(site.result, token)

    on_holders(a, receiver, put)


def _map_get(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    def get(token: Holder) -> None:
        if token.kind == "map" and site.args:
            key = site.args[0]
            var = token.unknown(a.solver)
            a.solver.edge(var, site.result)
            a.solver.edge(token.field(key.value, a.solver) if isinstance(key, Str) else token.union(a.solver), site.result)

    on_holders(a, receiver, get)


def _on_arrays(a: Analysis, receiver: int, effect: Callable[[Holder], None]) -> None:
    on_holders(a, receiver, lambda holder: effect(holder) if holder.kind in ("array", "map") else None)


def on_holders(a: Analysis, var: int, effect: Callable[[Holder], None]) -> None:
    """Do something to every object that `var` holds."""

    def tell(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Holder):
                effect(token)

    a.solver.on(var, tell)


def _next(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    """`generator.next()`: an object whose `value` is anything that is yielded."""

    def step(holder: Holder) -> None:
        result = a.array((site, "next"), site.caller.label)
        result.kind = "object"
        a.solver.edge(holder.union(a.solver), result.field("value", a.solver))
        a.solver.add(site.result, result)

    _on_arrays(a, receiver, step)


METHODS: dict[str, MethodModel] = {
    "next": _next,
    "then": _then,
    "catch": _catch,
    "finally": _finally,
    "forEach": _each("none"),
    "map": _each("array"),
    "flatMap": _each("flat"),
    "filter": _each("kept"),
    "find": _each("element"),
    "findLast": _each("element"),
    "findIndex": _each("none"),
    "some": _each("none"),
    "every": _each("none"),
    "sort": _moving(_comparing(_same)),
    "toSorted": _comparing(_copy),
    "reduce": _reduce,
    "reduceRight": _reduce,
    "slice": _copy,
    "reverse": _moving(_same),
    "toReversed": _copy,
    "splice": _splice,
    "toSpliced": _copy_with(2),
    "with": _copy_with(1),
    "copyWithin": _moving(_same),
    "values": _copy,
    "entries": _pairs,
    "flat": _flat,
    "pop": _moving(_pick),
    "shift": _moving(_pick),
    "at": _pick,
    "concat": _concat,
    "push": _adding(0, False),
    "unshift": _adding(0, True),
    "fill": _adding(0, True),
    "add": _adding(0, False),
    "set": _map_set,
    "get": _map_get,
}
