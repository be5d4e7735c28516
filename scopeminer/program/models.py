"""What the platform's own functions do with values: array and promise methods, Object.*, React hooks.

A model is a row in one of the tables below: method name or access path → effect. None of them decides what a use is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.linking import escape_arguments, invoke
from scopeminer.program.objects import copy_properties, load, load_any, store
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import External, Holder, Native
from scopeminer.syntax.ir import Expr, Index, Member, Opaque, Str
from scopeminer.values.definitions import ValueOf

LONG = 3
"""Steps of a global's path that no model has."""
MethodModel = Callable[[Analysis, CallSite, int, Expr], None]
ExternalModel = Callable[[Analysis, CallSite], None]


def _fresh_array(a: Analysis, site: CallSite) -> Holder:
    holder = a.array((id(site), "result"), site.caller.label)
    a.solver.add(site.result, holder)
    return holder


def _element(site: CallSite, receiver_expr: Expr) -> Expr:
    """An expression for "any element of the receiver", for the string evaluator."""
    return Index(receiver_expr, Opaque((), site.at), site.at)


def _each(result: str) -> MethodModel:
    """A callback called with every element; `result`: none | array (of what it returns) | same | element | flat."""

    def model(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
        if not site.vars or not site.vars[0]:
            return
        site.modelled = True
        element = load_any(a, receiver)
        returned = a.solver.var()
        none = Opaque((), site.at)
        invoke(a, site, site.vars[0], (_element(site, receiver_expr), none, receiver_expr), (element, 0, receiver), returned)
        if result in ("array", "flat"):
            array = _fresh_array(a, site)
            a.solver.edge(load_any(a, returned) if result == "flat" else returned, array.unknown(a.solver))
        elif result == "same":
            a.solver.edge(receiver, site.result)
        elif result == "element":
            a.solver.edge(element, site.result)

    return model


def _reduce(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    if not site.vars or not site.vars[0]:
        return
    site.modelled = True
    element = load_any(a, receiver)
    memo = a.solver.var()
    a.solver.edge(site.vars[1] if len(site.vars) > 1 else element, memo)
    none = Opaque((), site.at)
    invoke(a, site, site.vars[0], (none, _element(site, receiver_expr)), (memo, element), memo)
    a.solver.edge(memo, site.result)


def _then(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    site.modelled = True
    for index, var in enumerate(site.vars[:2]):
        given = (receiver_expr, receiver) if index == 0 else (Opaque((), site.at), 0)
        invoke(a, site, var, (given[0],), (given[1],), site.result)


def _catch(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    site.modelled = True
    a.solver.edge(receiver, site.result)
    if site.vars:
        invoke(a, site, site.vars[0], (Opaque((), site.at),), (0,), site.result)


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
        array = _fresh_array(a, site)
        a.solver.edge(holder.union(a.solver), array.unknown(a.solver))
        for var in site.vars:
            a.solver.edge(load_any(a, var), array.unknown(a.solver))

    _on_arrays(a, receiver, join)


def _push(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    def add(holder: Holder) -> None:
        for arg, var in zip(site.args, site.vars, strict=True):
            a.solver.edge(var, holder.unknown(a.solver))
            holder.store("", ValueOf(var, arg), True)

    _on_arrays(a, receiver, add)


def _map_set(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    def put(token: Holder) -> None:
        if token.kind == "map" and len(site.vars) > 1:
            key = site.args[0]
            name = key.value if isinstance(key, Str) else ""
            target = token.field(name, a.solver) if name else token.unknown(a.solver)
            a.solver.edge(site.vars[1], target)
            token.store(name, ValueOf(site.vars[1], site.args[1]), True)
            a.solver.add(site.result, token)

    _on_holders(a, receiver, put)


def _map_get(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    def get(token: Holder) -> None:
        if token.kind == "map" and site.args:
            key = site.args[0]
            var = token.unknown(a.solver)
            a.solver.edge(var, site.result)
            a.solver.edge(token.field(key.value, a.solver) if isinstance(key, Str) else token.union(a.solver), site.result)

    _on_holders(a, receiver, get)


def _on_arrays(a: Analysis, receiver: int, effect: Callable[[Holder], None]) -> None:
    _on_holders(a, receiver, lambda holder: effect(holder) if holder.kind in ("array", "map") else None)


def _on_holders(a: Analysis, var: int, effect: Callable[[Holder], None]) -> None:
    def tell(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Holder):
                effect(token)

    a.solver.on(var, tell)


def _next(a: Analysis, site: CallSite, receiver: int, receiver_expr: Expr) -> None:
    """`generator.next()`: an object whose `value` is anything that is yielded."""

    def step(holder: Holder) -> None:
        result = a.array((id(site), "next"), site.caller.label)
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
    "filter": _each("same"),
    "find": _each("element"),
    "findLast": _each("element"),
    "findIndex": _each("none"),
    "some": _each("none"),
    "every": _each("none"),
    "sort": _each("same"),
    "reduce": _reduce,
    "reduceRight": _reduce,
    "slice": _same,
    "reverse": _same,
    "values": _same,
    "flat": _same,
    "pop": _pick,
    "shift": _pick,
    "at": _pick,
    "concat": _concat,
    "push": _push,
    "unshift": _push,
    "add": _push,
    "set": _map_set,
    "get": _map_get,
}


def external(site: CallSite, token: External) -> ExternalModel | None:
    """The model of a platform or package function."""
    path = token.path
    if token.package == "(global)":
        return (CONSTRUCTORS if site.kind == "new" else GLOBALS).get(".".join(path)) if len(path) < LONG else None
    if path[-1:] == ("define",) and token.package == "@forge/resolver":
        return partial(_define, token)
    return HOOKS.get(path[-1]) if path and site.kind != "new" else None


def _define(token: External, a: Analysis, site: CallSite) -> None:
    """It gives the resolver, for the next definition."""
    a.solver.add(site.result, a.external(token.package, token.path[:-1]))
    escape_arguments(a, site)


def _argument(site: CallSite, index: int) -> int:
    return site.vars[index] if index < len(site.vars) else 0


def _first(a: Analysis, site: CallSite) -> None:
    a.solver.edge(_argument(site, 0), site.result)


def _nothing(a: Analysis, site: CallSite) -> None:
    """Neither keeps nor calls what it is given."""


def _assign(a: Analysis, site: CallSite) -> None:
    _first(a, site)
    for var in site.vars[1:]:
        _on_holders(a, _argument(site, 0), partial(copy_properties, a, var))


def _values(a: Analysis, site: CallSite) -> None:
    array = _fresh_array(a, site)
    a.solver.edge(load_any(a, _argument(site, 0)), array.unknown(a.solver))


def _entries(a: Analysis, site: CallSite) -> None:
    array = _fresh_array(a, site)
    pair = a.array((id(site), "pair"), site.caller.label)
    a.solver.edge(load_any(a, _argument(site, 0)), pair.field("1", a.solver))
    a.solver.add(array.unknown(a.solver), pair)


def _from_entries(a: Analysis, site: CallSite) -> None:
    holder = a.array((id(site), "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    a.solver.edge(load(a, load_any(a, _argument(site, 0)), "1"), holder.unknown(a.solver))


def _new_map(a: Analysis, site: CallSite) -> None:
    holder = a.array((id(site), "result"), site.caller.label)
    holder.kind = "map"
    a.solver.add(site.result, holder)
    a.solver.edge(load(a, load_any(a, _argument(site, 0)), "1"), holder.unknown(a.solver))


def _new_set(a: Analysis, site: CallSite) -> None:
    array = _fresh_array(a, site)
    a.solver.edge(load_any(a, _argument(site, 0)), array.unknown(a.solver))


def _new_promise(a: Analysis, site: CallSite) -> None:
    resolve = a.solver.constant(Native("resolve", lambda call: a.solver.edge(_argument(call, 0), site.result)))
    none = Opaque((), site.at)
    invoke(a, site, _argument(site, 0), (none, none), (resolve, 0), 0)


def _create(a: Analysis, site: CallSite) -> None:
    instance = a.instance(site, None)
    a.solver.edge(_argument(site, 0), instance.inherited(a.solver))
    a.solver.add(site.result, instance)


def _array_from(a: Analysis, site: CallSite) -> None:
    array = _fresh_array(a, site)
    element = load_any(a, _argument(site, 0))
    if _argument(site, 1):
        invoke(a, site, _argument(site, 1), (_element(site, site.args[0]),), (element,), array.unknown(a.solver))
    else:
        a.solver.edge(element, array.unknown(a.solver))


def _timer(a: Analysis, site: CallSite) -> None:
    invoke(a, site, _argument(site, 0), site.args[2:], site.vars[2:], 0)


GLOBALS: dict[str, ExternalModel] = {
    "Object.assign": _assign,
    "Object.values": _values,
    "Object.entries": _entries,
    "Object.fromEntries": _from_entries,
    "Object.freeze": _first,
    "Object.seal": _first,
    "Object.create": _create,
    "Object.keys": _nothing,
    "structuredClone": _first,
    "Promise.all": _first,
    "Promise.allSettled": _first,
    "Promise.any": _values,
    "Promise.race": _values,
    "Promise.resolve": _first,
    "Array.from": _array_from,
    "Array.of": _nothing,
    "Array.isArray": _nothing,
    "setTimeout": _timer,
    "setInterval": _timer,
    **dict.fromkeys(
        [f"console.{name}" for name in ("log", "info", "warn", "error", "debug", "trace", "table", "dir")]
        + ["JSON.stringify", "JSON.parse", "String", "Number", "Boolean", "parseInt", "parseFloat", "encodeURIComponent", "isNaN"],
        _nothing,
    ),
}
CONSTRUCTORS: dict[str, ExternalModel] = {
    "Map": _new_map,
    "WeakMap": _new_map,
    "Set": _new_set,
    "WeakSet": _new_set,
    "Promise": _new_promise,
}


def _use_state(a: Analysis, site: CallSite) -> None:
    pair = _fresh_array(a, site)
    state = pair.field("0", a.solver)
    initial = _argument(site, 0)
    a.solver.edge(initial, state)
    invoke(a, site, initial, (), (), state)

    def change(call: CallSite) -> None:
        a.solver.edge(_argument(call, 0), state)
        invoke(a, call, _argument(call, 0), (Opaque((), call.at),), (state,), state)

    a.solver.add(pair.field("1", a.solver), Native("setState", change))


def _use_reducer(a: Analysis, site: CallSite) -> None:
    pair = _fresh_array(a, site)
    state = pair.field("0", a.solver)
    a.solver.edge(_argument(site, 1), state)

    def dispatch(call: CallSite) -> None:
        args = (Opaque((), call.at), *call.args)
        invoke(a, call, _argument(site, 0), args, (state, *call.vars), state)

    a.solver.add(pair.field("1", a.solver), Native("dispatch", dispatch))


def _use_ref(a: Analysis, site: CallSite) -> None:
    holder = a.array((id(site), "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    a.solver.edge(_argument(site, 0), holder.field("current", a.solver))


def _use_memo(a: Analysis, site: CallSite) -> None:
    invoke(a, site, _argument(site, 0), (), (), site.result)


def _create_context(a: Analysis, site: CallSite) -> None:
    holder = a.array((id(site), "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    a.solver.edge(_argument(site, 0), holder.field("(value)", a.solver))


def _use_context(a: Analysis, site: CallSite) -> None:
    a.solver.edge(load(a, _argument(site, 0), "(value)"), site.result)


def context_provider(a: Analysis, tag: Expr, props: int) -> None:
    """`<Context.Provider value={…}>` (or `<Context value={…}>`): the value reaches every useContext."""
    context = tag.object if isinstance(tag, Member) and tag.name == "Provider" else tag
    store(a, a.variable(context), "(value)", load(a, props, "value"), None, True)


HOOKS: dict[str, ExternalModel] = {
    "useState": _use_state,
    "useReducer": _use_reducer,
    "useRef": _use_ref,
    "useMemo": _use_memo,
    "useCallback": _first,
    "createContext": _create_context,
    "useContext": _use_context,
}
