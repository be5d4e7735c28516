"""What functions of the platform and of packages do with values: Object.*, promises, timers, React hooks.

A model is a row in one of the tables below: access path → effect. None of them decides what a use is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from scopeminer.program import resolvers
from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.linking import call_value, escape_arguments, invoke
from scopeminer.program.method_models import element, fresh_array, on_holders
from scopeminer.program.objects import load, load_any, merge_properties, store
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ANY_KEY, External, Holder, Native
from scopeminer.syntax.ir import Call, Expr, Member, Obj, Opaque, Prop, Spread, Str
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
        on_holders(a, _argument(site, 0), partial(merge_properties, a, var, ValueOf(var, arg)))


def _set_property(a: Analysis, site: CallSite) -> None:
    """`Reflect.set(object, key, value)`, `_.set(object, path, value)`."""
    if len(site.args) > 2:
        key = site.args[1]
        name = key.value if isinstance(key, Str) else ANY_KEY
        store(a, site.vars[0], name, site.vars[2], ValueOf(site.vars[2], site.args[2]), True)


def _define_property(a: Analysis, site: CallSite) -> None:
    """`Object.defineProperty(object, key, { value })`, or `{ get }`."""
    _first(a, site)
    if len(site.args) < 3:
        return
    key, described = site.args[1], site.args[2]
    name = key.value if isinstance(key, Str) else ANY_KEY
    given = dict(_described(described)) if isinstance(described, Obj) else {}
    read = Call(given.get("get", described), (), site.at, site.at)
    getting = CallSite(site.caller, "callback", read, site.at, (), (), a.solver.var())
    getting.modelled = True
    a.add_site(read, getting)
    call_value(a, getting, load(a, site.vars[2], "get"), site.vars[0])
    a.solver.edge(load(a, site.vars[2], "value"), getting.result)
    store(a, site.vars[0], name, getting.result, ValueOf(getting.result, given.get("value", read)), False)


def _described(expr: Obj) -> Iterator[tuple[str, Expr]]:
    for prop in expr.props:
        if isinstance(prop, Prop) and isinstance(prop.key, str) and prop.kind == "init":
            yield prop.key, prop.value


def _get_property(a: Analysis, site: CallSite) -> None:
    """`Reflect.get(object, key)`."""
    key = site.args[1] if len(site.args) > 1 else None
    subject = _argument(site, 0)
    a.solver.edge(load(a, subject, key.value) if isinstance(key, Str) else load_any(a, subject), site.result)


def _apply(a: Analysis, site: CallSite) -> None:
    """`Reflect.apply(f, this, [...])`."""
    if len(site.args) > 2:
        call = CallSite(site.caller, "call", site.node, site.at, (Spread(site.args[2], site.at),), site.vars[2:3], site.result)
        a.all_sites.append(call)
        call.modelled = True
        call_value(a, call, site.vars[0], site.vars[1])


def _new_proxy(a: Analysis, site: CallSite) -> None:
    """`new Proxy(object, handler)` has the members of the object, and whatever the handler gives for any of them."""
    _first(a, site)
    handler, none = _argument(site, 1), Opaque((), site.at)
    escape_arguments(a, site)
    members = a.array((id(site), "result"), site.caller.label)
    members.kind = "copy"
    a.solver.add(site.result, members)
    subject, any_member = site.args[0] if site.args else none, a.solver.var()
    invoke(a, site, load(a, handler, "get"), (subject, none, none), (_argument(site, 0), 0, 0), any_member)
    invoke(a, site, load(a, handler, "apply"), (subject, none, none), (_argument(site, 0), 0, 0), 0)
    a.solver.on(any_member, partial(_gives_members, a, members))


def _gives_members(a: Analysis, members: Holder, tokens: Tokens) -> None:
    """What a handler reads under the name that it is asked for has that name, and no other."""
    for token in tokens:
        if isinstance(token, External) and token.path[-1:] == ("*",):
            a.solver.add(members.inherited(a.solver), a.external(token.package, token.path[:-1], token.origin))
        else:
            a.solver.add(members.unknown(a.solver), token)


def _values(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    a.solver.edge(load_any(a, _argument(site, 0)), array.unknown(a.solver))


def _entries(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
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
    array = fresh_array(a, site)
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
    array = fresh_array(a, site)
    item = load_any(a, _argument(site, 0))
    if _argument(site, 1):
        invoke(a, site, _argument(site, 1), (element(site, site.args[0]),), (item,), array.unknown(a.solver))
    else:
        a.solver.edge(item, array.unknown(a.solver))


def _timer(a: Analysis, site: CallSite) -> None:
    invoke(a, site, _argument(site, 0), site.args[2:], site.vars[2:], 0)


GLOBALS: dict[str, ExternalModel] = {
    "Object.assign": _assign,
    "Reflect.apply": _apply,
    "Reflect.get": _get_property,
    "Reflect.set": _set_property,
    "Object.defineProperty": _define_property,
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
    "Proxy": _new_proxy,
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
