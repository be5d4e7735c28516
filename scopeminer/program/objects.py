"""Properties: loading, storing, copying and escaping of abstract values."""

from __future__ import annotations

from functools import partial

from scopeminer.program.analysis import Analysis, Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Token
from scopeminer.syntax.ir import Arr, Func, Lit, Str
from scopeminer.values.definitions import Definition

TARGET_BITS = 32
"""Of a variable's number: a budget ends every analysis long before there are as many."""


def load(a: Analysis, container: int, name: str) -> int:
    """The variable of `container.name`, shared by all readers."""
    if not container:
        return 0
    key = (container, name)
    var = a.loads.get(key)
    if var is None:
        var = a.loads[key] = a.solver.var()
        a.solver.on(container, Load(a, name, var, None))
    return var


class Load:
    """The constraint `target` ⊇ `container.name`. There are tens of thousands of them, and a closure takes five times the room."""

    __slots__ = ("a", "name", "receiver", "target")

    def __init__(self, a: Analysis, name: str, target: int, receiver: Token | None) -> None:
        """`receiver`: what a getter's `this` is; None = what the property is read from."""
        self.a = a
        self.name = name
        self.target = target
        self.receiver = receiver

    def __call__(self, token: Token) -> None:
        load_from(self.a, token, self.name, self.target, self.receiver or token)


def load_from(a: Analysis, token: Token, name: str, target: int, receiver: Token) -> None:
    """`target` ⊇ `token.name`; `receiver` is what a getter's `this` is. A target is for one name."""
    solver = a.solver
    if isinstance(token, Holder):
        key = id(token) << TARGET_BITS | target
        if key in a.loaded:
            return
        a.loaded.add(key)
        solver.edge(token.field(name, solver), target)
        if token.kind not in ("module", "prototype", "class"):
            solver.edge(token.unknown(solver), target)
        getter = token.getters.get(name)
        if getter is not None:
            solver.add(getter.this, receiver)
            a.reach(getter, Edge(getter.outer, getter, getter.path, getter.func.at, None))
            solver.edge(getter.result, target)
        if token.inherits:
            solver.on(token.inherited(solver), Load(a, name, target, receiver))
    elif isinstance(token, ClassToken):
        key = id(token) << TARGET_BITS | target
        if key in a.loaded:
            return
        a.loaded.add(key)
        if name == "prototype":
            solver.add(target, token.prototype)
        load_from(a, token.statics, name, target, token)
        if token.base:
            solver.on(token.base, Load(a, name, target, receiver))
    elif isinstance(token, Function):
        solver.edge(properties(a, token).field(name, solver), target)
    elif isinstance(token, External):
        solver.add(target, a.external(token.package, (*token.path, name)))


def properties(a: Analysis, function: Function) -> Holder:
    """The holder of a function's own properties (`f.x = …`, `F.prototype`)."""
    if function.properties is None:
        function.properties = Holder("object", function.label)
        if not function.func.is_arrow:
            prototype = function.properties.field("prototype", a.solver)
            a.solver.add(prototype, Holder("prototype", function.label))
    return function.properties


def load_any(a: Analysis, container: int) -> int:
    """The variable of any property of `container`: a key that is not known, an element, a yielded value."""
    if not container:
        return 0
    key = (container, "*")
    var = a.loads.get(key)
    if var is None:
        var = a.loads[key] = a.solver.var()
        target = var

        def read(token: Token) -> None:
            if isinstance(token, Holder):
                a.solver.edge(token.union(a.solver), target)
            elif isinstance(token, ClassToken):
                a.solver.edge(token.statics.union(a.solver), target)
            elif isinstance(token, External):
                a.solver.add(target, a.external(token.package, (*token.path, "*")))

        a.solver.on(container, read)
    return var


def store(a: Analysis, container: int, name: str, source: int, definition: Definition | None, conditional: bool) -> None:
    """`container.name = source`; an empty name is a key that is not known."""

    def write(token: Token) -> None:
        if isinstance(token, ClassToken):
            token = token.statics
        elif isinstance(token, Function):
            token = properties(a, token)
        if isinstance(token, Holder):
            target = token.field(name, a.solver) if name else token.unknown(a.solver)
            a.solver.edge(source, target)
            _set(a, token, name, source, token)
            if definition is not None:
                token.stores.setdefault(name, []).append((definition, conditional))
        elif isinstance(token, External):
            escape(a, source, None)

    if container:
        a.solver.on(container, write)


def _set(a: Analysis, token: Token, name: str, source: int, receiver: Holder) -> None:
    """Run the setters behind `receiver.name = source`, inherited ones too."""
    if not isinstance(token, Holder):
        return
    setter = token.setters.get(name)
    if setter is not None:
        a.solver.add(setter.this, receiver)
        a.solver.edge(source, setter.param(0, a.solver))
        a.reach(setter, Edge(setter.outer, setter, setter.path, setter.func.at, None))
    elif token.inherits and name:
        key = (id(token), f"set {name} {id(receiver)}", source)
        if key not in a.linked:
            a.linked.add(key)
            a.solver.on(token.inherited(a.solver), lambda inner: _set(a, inner, name, source, receiver))


def copy_properties(a: Analysis, source: int, target: Holder) -> None:
    """`target` gets every property of what `source` holds (spread, Object.assign)."""

    def copy(token: Token) -> None:
        if isinstance(token, ClassToken):
            token = token.statics
        if not isinstance(token, Holder) or token is target:
            return
        key = (id(token), "...", id(target))
        if key in a.linked:
            return
        a.linked.add(key)
        a.keep.append(target)
        token.watch(lambda name, var: a.solver.call(partial(_receive, a, name, var), target))

    a.solver.on(source, copy)


def _receive(a: Analysis, name: str, var: int, target: Token) -> None:
    """One more property copied: `target` holds what `var` does under `name`."""
    if isinstance(target, Holder):
        a.solver.edge(var, target.field(name, a.solver) if name else target.unknown(a.solver))


def escape(a: Analysis, var: int, site: CallSite | None) -> None:
    """Code that we do not see may call every function that `var` holds or that is reachable through it."""
    if not var or var in a.escaped:
        return
    a.escaped.add(var)
    a.solver.on(var, lambda token: _escape_token(a, token, site))


def _escape_token(a: Analysis, token: Token, site: CallSite | None) -> None:
    if isinstance(token, Bound):
        token = token.target
    if isinstance(token, Function):
        caller = site.caller if site else token.outer
        path, at = (site.path, site.at) if site else (token.path, token.func.at)
        a.reach(token, Edge(caller, token, path, at, None, site is not None and _gives_values(site)))
        escape(a, token.result, site)
    elif isinstance(token, Holder):
        escape(a, token.union(a.solver), site)
        if token.inherits:
            escape(a, token.inherited(a.solver), site)
    elif isinstance(token, ClassToken):
        escape(a, token.prototype_var, site)
        escape(a, token.statics.union(a.solver), site)
        for function in (token.constructor, token.initializer):
            if function is not None:
                a.reach(function, Edge(site.caller if site else None, function, token.path, token.ir.at, None))


def _gives_values(site: CallSite) -> bool:
    """Whether a call hands over values that the other side may pass on to the functions it is given.

    `memo(C)`, `define(key, f)`, `useEffect(f, [])` and event props do not; `_.map(paths, f)` does.
    """
    if site.kind not in ("call", "new") or any(token.package.startswith("@forge/") for token in site.externals):
        return False
    return any(not isinstance(arg, Func | Str | Lit | Arr) for arg in site.args[:1]) and len(site.args) > 1
