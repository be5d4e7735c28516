"""What functions of the platform and of packages do with values: Object.*, promises, timers, React hooks.

A model is a row in one of the tables below: access path → effect. None of them decides what a use is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from scopeminer.program import globs, resolvers
from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.elements import iterate, load_any, load_computed
from scopeminer.program.linking import apply_value, invoke
from scopeminer.program.method_models import element, fresh_array
from scopeminer.program.objects import escape, load, merge_properties, own_properties, store
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ANY_KEY, External, Native
from scopeminer.syntax.ir import Expr, Member, Opaque, Spread, Str
from scopeminer.values.definitions import ValueOf

ExternalModel = Callable[[Analysis, CallSite], None]


def external(a: Analysis, site: CallSite, token: External) -> bool:
    """Apply the model of a platform or package function; False when there is none."""
    path = token.path
    model: ExternalModel | None = None
    if token.package == "(global)":
        model = GLOBALS.get(".".join(path)) if site.kind != "new" else CONSTRUCTORS.get(".".join(path))
    elif token.package == resolvers.PACKAGE:
        return resolvers.external(a, site, token)
    elif path and site.kind != "new":
        model = HOOKS.get(path[-1])
    if model is None:
        change = CHANGING.get(path[-1] if path and path[-1] != "default" else re.split(r"[./]", token.package)[-1])
        if change is not None and site.kind != "new":
            change(a, site)  # besides, it may call what it is given
        return False
    model(a, site)
    return True


def _argument(site: CallSite, index: int) -> int:
    return site.vars[index] if index < len(site.vars) else 0


def _first(a: Analysis, site: CallSite) -> None:
    a.solver.edge(_argument(site, 0), site.result)


def _nothing(a: Analysis, site: CallSite) -> None:
    """Neither keeps nor calls what it is given."""


def _assign(a: Analysis, site: CallSite) -> None:
    _first(a, site)
    for var, arg in zip(site.vars[1:], site.args[1:], strict=True):
        a.solver.on(_argument(site, 0), partial(_merge, a, ValueOf(var, arg)))


def _merge(a: Analysis, given: ValueOf, tokens: Tokens) -> None:
    for token in tokens:
        target = own_properties(a, token)
        if target is not None:
            merge_properties(a, given.var, given, target)
        elif isinstance(token, External):
            escape(a, given.var, None)


def _set_property(a: Analysis, site: CallSite) -> None:
    """`Reflect.set(object, key, value)`, `_.set(object, path, value)`."""
    if len(site.args) > 2:
        key = site.args[1]
        name = key.value if isinstance(key, Str) else ANY_KEY
        store(a, site.vars[0], name, site.vars[2], ValueOf(site.vars[2], site.args[2]), True)


def _values(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    a.solver.edge(load_any(a, _argument(site, 0)), array.unknown(a.solver))


def _one_of(a: Analysis, site: CallSite) -> None:
    """`Promise.race`, `Promise.any`."""
    a.solver.edge(iterate(a, _argument(site, 0)), site.result)


def _all_settled(a: Analysis, site: CallSite) -> None:
    outcome = a.array((id(site), "outcome"), site.caller.label)
    outcome.kind = "object"
    a.solver.edge(iterate(a, _argument(site, 0)), outcome.field("value", a.solver))
    a.solver.edge(a.thrown(), outcome.field("reason", a.solver))
    a.solver.add(fresh_array(a, site).unknown(a.solver), outcome)


def _array_of(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    for var, arg in zip(site.vars, site.args, strict=True):
        a.solver.edge(iterate(a, var) if isinstance(arg, Spread) else var, array.unknown(a.solver))


def _reflect_get(a: Analysis, site: CallSite) -> None:
    a.solver.edge(load_computed(a, _argument(site, 0)), site.result)


def _entries(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    pair = a.array((id(site), "pair"), site.caller.label)
    a.solver.edge(load_any(a, _argument(site, 0)), pair.field("1", a.solver))
    a.solver.add(array.unknown(a.solver), pair)


def _from_entries(a: Analysis, site: CallSite) -> None:
    holder = a.array((id(site), "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    a.solver.edge(load(a, iterate(a, _argument(site, 0)), "1"), holder.unknown(a.solver))


def _new_map(a: Analysis, site: CallSite) -> None:
    holder = a.array((id(site), "result"), site.caller.label)
    holder.kind = "map"
    a.solver.add(site.result, holder)
    a.solver.edge(load(a, iterate(a, _argument(site, 0)), "1"), holder.unknown(a.solver))


def _new_set(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    a.solver.edge(iterate(a, _argument(site, 0)), array.unknown(a.solver))


def _new_promise(a: Analysis, site: CallSite) -> None:
    resolve = a.solver.constant(Native("resolve", lambda call: a.solver.edge(_argument(call, 0), site.result)))
    reject = a.solver.constant(Native("reject", lambda call: _throw(a, call)))
    none = Opaque((), site.at)
    invoke(a, site, _argument(site, 0), (none, none), (resolve, reject), 0)


def _throw(a: Analysis, site: CallSite) -> None:
    a.solver.edge(_argument(site, 0), a.thrown())


def _create(a: Analysis, site: CallSite) -> None:
    instance = a.instance(site, None)
    a.solver.edge(_argument(site, 0), instance.inherited(a.solver))
    a.solver.add(site.result, instance)


def _array_from(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    item = iterate(a, _argument(site, 0))
    if _argument(site, 1):
        invoke(a, site, _argument(site, 1), (element(site, site.args[0]),), (item,), array.unknown(a.solver))
    else:
        a.solver.edge(item, array.unknown(a.solver))


def _timer(a: Analysis, site: CallSite) -> None:
    invoke(a, site, _argument(site, 0), site.args[2:], site.vars[2:], 0)


GLOBALS: dict[str, ExternalModel] = {
    "Object.assign": _assign,
    "Reflect.apply": apply_value,
    "Reflect.get": _reflect_get,
    "Reflect.set": _set_property,
    "Object.values": _values,
    "Object.entries": _entries,
    "Object.fromEntries": _from_entries,
    "Object.freeze": _first,
    "Object.seal": _first,
    "Object.create": _create,
    "Object.keys": _nothing,
    "import.meta.glob": globs.glob,
    "import.meta.globEager": globs.glob,
    "require.context": globs.context,
    "structuredClone": _first,
    "Promise.all": _first,
    "Promise.allSettled": _all_settled,
    "Promise.any": _one_of,
    "Promise.race": _one_of,
    "Promise.reject": _throw,
    "Promise.resolve": _first,
    "Array.from": _array_from,
    "Array.of": _array_of,
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


MERGING = ("assign", "assignIn", "deepmerge", "defaults", "defaultsDeep", "extend", "merge", "mergeDeep", "mergeWith", "object-assign")
CHANGING: dict[str, ExternalModel] = {**dict.fromkeys(MERGING, _assign), "set": _set_property}
"""Functions of packages that change the object they are given, by what they are called wherever they come from."""


def _use_state(a: Analysis, site: CallSite) -> None:
    pair = fresh_array(a, site)
    state = pair.field("0", a.solver)
    initial = _argument(site, 0)
    a.solver.edge(initial, state)
    invoke(a, site, initial, (), (), state)

    def change(call: CallSite) -> None:
        a.solver.edge(_argument(call, 0), state)
        invoke(a, call, _argument(call, 0), (Opaque((), call.at),), (state,), state)

    a.solver.add(pair.field("1", a.solver), Native("setState", change))


def _use_reducer(a: Analysis, site: CallSite) -> None:
    pair = fresh_array(a, site)
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
