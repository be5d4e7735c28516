"""What functions of the platform and of packages do with values: Object.*, promises, timers, React hooks.

A model is a row in one of the tables below: access path → effect. None of them decides what a use is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from scopeminer.program import globs, promises, requires, resolvers
from scopeminer.program.analysis import GETTER, Analysis, Given
from scopeminer.program.bases import CONTEXT
from scopeminer.program.callbacks import CALLED_BACK, invoke
from scopeminer.program.callsite import CallSite
from scopeminer.program.elements import iterate, load_any, load_computed
from scopeminer.program.escape import escape
from scopeminer.program.left import is_made, is_making, is_under_construction, left_by
from scopeminer.program.linking import apply_value, call_value
from scopeminer.program.method_models import element, fresh_array
from scopeminer.program.objects import inherit, load, merge_properties, own_properties, store
from scopeminer.program.outside_calls import escape_arguments, pass_on
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ANY_KEY, External, Holder, Native
from scopeminer.syntax.ir import Call, Expr, Member, Name, Obj, Opaque, Prop, Spread, Str, This
from scopeminer.values.definitions import Definition, ValueOf

DEEPEST = 3
"""Objects in objects in which somebody looks for getters."""
LONG = 3
"""Steps of a global's path that no model has."""
STATE_CALLS = frozenset({"@forge", "preact", "react"})
"""Whose `useState`, and the setters that it makes, call every function that they are given."""
ExternalModel = Callable[[Analysis, CallSite], None]


def external(site: CallSite, token: External) -> ExternalModel | None:
    """The model of a platform or package function."""
    path = token.path
    if token.package == "(global)":
        return (CONSTRUCTORS if site.kind == "new" else GLOBALS).get(".".join(path)) if len(path) < LONG else None
    if token.package == resolvers.PACKAGE:
        return resolvers.model(site, token)
    if token.package in requires.PACKAGES:
        return requires.model(site, token)
    if site.kind == "new":
        return None
    name = path[-1] if path else "default"
    change = CHANGING.get(name if name != "default" else re.split(r"[./]", token.package)[-1])
    return HOOKS.get(name) if change is None else partial(_changing, change, token)


def _changing(change: ExternalModel, token: External, a: Analysis, site: CallSite) -> None:
    """Besides, it may call what it is given."""
    change(a, site)
    pass_on(a, site, token)


def _argument(site: CallSite, index: int) -> int:
    return site.vars[index] if index < len(site.vars) else 0


def _first(a: Analysis, site: CallSite) -> None:
    a.solver.edge(_argument(site, 0), site.result)


def _stringify(a: Analysis, site: CallSite) -> None:
    """Getters run, in objects of objects too."""
    a.when_named(GETTER, partial(_read_all, a, _argument(site, 0)))


def _read_all(a: Analysis, var: int) -> None:
    for _ in range(DEEPEST):
        var = load_any(a, var)


def _nothing(a: Analysis, site: CallSite) -> None:
    """Neither keeps nor calls what it is given."""


def _assign(a: Analysis, site: CallSite) -> None:
    _first(a, site)
    outlives = bool(site.args) and not _is_made_here(a, site)
    for var, arg in zip(site.vars[1:], site.args[1:], strict=True):
        given = ValueOf(var, arg)
        a.stored.append(Given(site.caller, site.at, var, _argument(site, 0)))
        a.solver.on(_argument(site, 0), partial(_merge, a, left_by(site.caller, given) if outlives else given))


def _is_made_here(a: Analysis, site: CallSite) -> bool:
    """Whether what is merged into is another object for each call of the function: it is made there, or under construction."""
    target = site.args[0]
    if isinstance(target, This):
        return is_under_construction(site.caller)
    return is_made(a.reads.get(target)) if isinstance(target, Name) else is_making(target)


def _merge(a: Analysis, given: Definition, tokens: Tokens) -> None:
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


def _define_property(a: Analysis, site: CallSite) -> None:
    """`Object.defineProperty(object, key, { value })`, or `{ get }`."""
    _first(a, site)
    if len(site.args) < 3:
        return
    key, described = site.args[1], site.args[2]
    name = key.value if isinstance(key, Str) else ANY_KEY
    given = dict(_described(described)) if isinstance(described, Obj) else {}
    read = Call(given.get("get", described), (), site.at)
    getting = CallSite(site.caller, "callback", read, site.at, (), (), a.solver.var())
    getting.modelled = True
    a.add_site(read, getting)
    call_value(a, getting, load(a, site.vars[2], "get"), site.vars[0])
    a.solver.edge(load(a, site.vars[2], "value"), getting.result)
    escape(a, load(a, site.vars[2], "set"), site)
    store(a, site.vars[0], name, getting.result, ValueOf(getting.result, given.get("value", read)), False)


def _described(expr: Obj) -> Iterator[tuple[str, Expr]]:
    for prop in expr.props:
        if isinstance(prop, Prop) and isinstance(prop.key, str) and prop.kind == "init":
            yield prop.key, prop.value


def _get_property(a: Analysis, site: CallSite) -> None:
    """`Reflect.get(object, key)`."""
    key = site.args[1] if len(site.args) > 1 else None
    subject = _argument(site, 0)
    a.solver.edge(load(a, subject, key.value) if isinstance(key, Str) else load_computed(a, subject), site.result)


def _new_proxy(a: Analysis, site: CallSite) -> None:
    """`new Proxy(object, handler)` has the members of the object, and whatever the handler gives for any of them."""
    _first(a, site)
    handler, none = _argument(site, 1), Opaque((), site.at)
    escape_arguments(a, site)
    members = a.array((site, "result"), site.caller.label)
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


def _array_of(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    for var, arg in zip(site.vars, site.args, strict=True):
        a.solver.edge(iterate(a, var) if isinstance(arg, Spread) else var, array.unknown(a.solver))


def _entries(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    pair = a.array((site, "pair"), site.caller.label)
    a.solver.edge(load_any(a, _argument(site, 0)), pair.field("1", a.solver))
    a.solver.add(array.unknown(a.solver), pair)


def _from_entries(a: Analysis, site: CallSite) -> None:
    holder = a.array((site, "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    a.solver.edge(load(a, iterate(a, _argument(site, 0)), "1"), holder.unknown(a.solver))


def _new_map(a: Analysis, site: CallSite) -> None:
    holder = a.array((site, "result"), site.caller.label)
    holder.kind = "map"
    a.solver.add(site.result, holder)
    a.solver.edge(load(a, iterate(a, _argument(site, 0)), "1"), holder.unknown(a.solver))


def _new_set(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    a.solver.edge(iterate(a, _argument(site, 0)), array.unknown(a.solver))


def _create(a: Analysis, site: CallSite) -> None:
    instance = a.instance(site, None)
    a.solver.edge(_argument(site, 0), instance.inherited(a.solver))
    a.solver.add(site.result, instance)
    escape(a, _argument(site, 1), site)


def _set_prototype(a: Analysis, site: CallSite) -> None:
    inherit(a, _argument(site, 0), _argument(site, 1), ValueOf(_argument(site, 1), site.args[1]) if len(site.args) > 1 else None)
    a.solver.edge(_argument(site, 0), site.result)


def _inherits(a: Analysis, site: CallSite) -> None:
    """`util.inherits(K, Base)`."""
    inherit(a, load(a, _argument(site, 0), "prototype"), load(a, _argument(site, 1), "prototype"), None)


def _array_from(a: Analysis, site: CallSite) -> None:
    array = fresh_array(a, site)
    item = iterate(a, _argument(site, 0))
    if _argument(site, 1):
        this = _argument(site, 2)
        invoke(a, site, _argument(site, 1), (element(site, site.args[0]),), (item,), array.unknown(a.solver), this=this)
    else:
        a.solver.edge(item, array.unknown(a.solver))


def _timer(a: Analysis, site: CallSite) -> None:
    invoke(a, site, _argument(site, 0), site.args[2:], site.vars[2:], 0)


GLOBALS: dict[str, ExternalModel] = {
    "Object.assign": _assign,
    "Reflect.apply": apply_value,
    "Reflect.get": _get_property,
    "Reflect.set": _set_property,
    "Object.defineProperty": _define_property,
    "Object.values": _values,
    "Object.entries": _entries,
    "Object.fromEntries": _from_entries,
    "Object.freeze": _first,
    "Object.seal": _first,
    "Object.create": _create,
    "Object.setPrototypeOf": _set_prototype,
    "Reflect.setPrototypeOf": _set_prototype,
    "Object.keys": _nothing,
    "JSON.stringify": _stringify,
    "import.meta.glob": globs.glob,
    "import.meta.globEager": globs.glob,
    "require.context": globs.context,
    "structuredClone": _first,
    "Promise.all": _first,
    "Promise.resolve": _first,
    **promises.MODELS,
    "Array.from": _array_from,
    "Array.of": _array_of,
    "Array.isArray": _nothing,
    "setTimeout": _timer,
    "setInterval": _timer,
    **dict.fromkeys(
        [f"console.{name}" for name in ("log", "info", "warn", "error", "debug", "trace", "table", "dir")]
        + ["JSON.parse", "String", "Number", "Boolean", "parseInt", "parseFloat", "encodeURIComponent", "isNaN"],
        _nothing,
    ),
}
CONSTRUCTORS: dict[str, ExternalModel] = {
    "Map": _new_map,
    "WeakMap": _new_map,
    "Set": _new_set,
    "WeakSet": _new_set,
    "Promise": promises.made,
    "Proxy": _new_proxy,
}


MERGING = ("assign", "assignIn", "deepmerge", "defaults", "defaultsDeep", "extend", "merge", "mergeDeep", "mergeWith", "object-assign")
CHANGING: dict[str, ExternalModel] = {**dict.fromkeys(MERGING, _assign), "set": _set_property, "inherits": _inherits}
"""Functions of packages that change the object they are given, by what they are called wherever they come from."""


def _use_state(a: Analysis, site: CallSite) -> None:
    """A function is called, not kept: what it gives is the state."""
    calls = all(token.package.split("/")[0] in STATE_CALLS for token in site.externals)
    keep = partial(_keep_state, a, calls)
    pair = fresh_array(a, site)
    state = pair.field("0", a.solver)
    initial = _argument(site, 0)
    keep(initial, state)
    invoke(a, site, initial, (), (), state)

    def change(call: CallSite) -> None:
        keep(_argument(call, 0), state)
        invoke(a, call, _argument(call, 0), (Opaque((), call.at),), (state,), state)

    a.solver.add(pair.field("1", a.solver), Native("setState", change))


def _keep_state(a: Analysis, calls: bool, given: int, state: int) -> None:
    def keep(tokens: Tokens) -> None:
        a.solver.add_all(state, [token for token in tokens if not isinstance(token, CALLED_BACK)])

    if calls:
        a.solver.on(given, keep)
    else:
        a.solver.edge(given, state)


def _use_reducer(a: Analysis, site: CallSite) -> None:
    pair = fresh_array(a, site)
    state = pair.field("0", a.solver)
    a.solver.edge(_argument(site, 1), state)
    if _argument(site, 2):
        invoke(a, site, _argument(site, 2), site.args[1:2], site.vars[1:2], state)

    def dispatch(call: CallSite) -> None:
        args = (Opaque((), call.at), *call.args)
        invoke(a, call, _argument(site, 0), args, (state, *call.vars), state)

    a.solver.add(pair.field("1", a.solver), Native("dispatch", dispatch))


def _use_ref(a: Analysis, site: CallSite) -> None:
    holder = a.array((site, "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    a.solver.edge(_argument(site, 0), holder.field("current", a.solver))


def _use_memo(a: Analysis, site: CallSite) -> None:
    invoke(a, site, _argument(site, 0), (), (), site.result)


def _create_context(a: Analysis, site: CallSite) -> None:
    holder = a.array((site, "result"), site.caller.label)
    holder.kind = "object"
    a.solver.add(site.result, holder)
    given = holder.field(CONTEXT, a.solver)
    a.solver.edge(_argument(site, 0), given)
    none = (Opaque((), site.at),)
    consume = Native("Consumer", lambda call: invoke(a, call, load(a, _argument(call, 0), "children"), none, (given,), call.result))
    a.solver.add(holder.field("Consumer", a.solver), consume)


def _use_context(a: Analysis, site: CallSite) -> None:
    a.solver.edge(load(a, _argument(site, 0), CONTEXT), site.result)


def context_provider(a: Analysis, tag: Expr, given: Obj, props: int) -> None:
    """`<Context.Provider value={…}>` (or `<Context value={…}>`): the value reaches every useContext."""
    if any(isinstance(prop, Spread) or prop.key == "value" for prop in given.props):
        context = tag.object if isinstance(tag, Member) and tag.name == "Provider" else tag
        store(a, a.variable(context), CONTEXT, load(a, props, "value"), None, True)


HOOKS: dict[str, ExternalModel] = {
    "useState": _use_state,
    "useReducer": _use_reducer,
    "useRef": _use_ref,
    "useMemo": _use_memo,
    "useCallback": _first,
    "createContext": _create_context,
    "useContext": _use_context,
}
