"""Properties: loading, storing, copying and escaping of abstract values."""

from __future__ import annotations

from functools import partial

from scopeminer.program.analysis import SETTER, Analysis, Edge
from scopeminer.program.escape import escape
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ANY_KEY, INHERITING, MERGED, PLAIN, ClassToken, External, Function, Holder, Token
from scopeminer.values.definitions import Definition

PROTOTYPE = "__proto__"


def load(a: Analysis, container: int, name: str) -> int:
    """The variable of `container.name`, shared by all readers."""
    if not container:
        return 0
    known = a.loads[name]
    var = known.get(container)
    if var is None:
        if container < 0:
            fixed = a.solver.fixed(container)
            if type(fixed) is External:
                return a.constant(a.step(fixed, name))
        var = known[container] = a.solver.var()
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

    def __call__(self, tokens: Tokens) -> None:
        a, name, target, receiver = self.a, self.name, self.target, self.receiver
        for token in tokens:
            if type(token) is Holder and token.kind in PLAIN and not token.getters:
                token.read(name, target, a.solver)
            else:
                load_from(a, token, name, target, receiver or token)


def load_from(a: Analysis, token: Token, name: str, target: int, receiver: Token) -> None:
    """`target` ⊇ `token.name`; `receiver` is what a getter's `this` is. A target is for one name."""
    solver = a.solver
    if type(token) is Holder:
        kind, origin, getters = token.kind, token.origin, token.getters
        is_of_class = kind == "instance" and token.parent < 0
        if getters or not is_of_class:
            loaded = a.loaded[token]
            if target in loaded:
                return
            loaded.add(target)
        token.read(name, target, solver)
        for key_name in (name, ANY_KEY) if getters else ():
            if key_name in getters:
                get(a, getters[key_name], receiver, target)
        if is_of_class:
            solver.edge(load(a, token.parent, name), target)  # getters of the class know its instances (linking._initialize)
        elif name == "constructor" and type(origin) is ClassToken:
            solver.add(target, origin)
        elif kind in INHERITING and not (type(origin) is ClassToken and name in origin.methods):
            solver.on(token.inherited(solver), Load(a, name, target, receiver))
    elif type(token) is External:
        solver.add(target, a.step(token, name))
    elif type(token) is ClassToken:
        _load_static(a, token, name, target, receiver)
    elif type(token) is Function:
        properties(a, token).read(name, target, solver)
        if name == "default":
            solver.add(target, token)  # `module.exports = f`, imported by a compiled module


def _load_static(a: Analysis, token: ClassToken, name: str, target: int, receiver: Token) -> None:
    loaded = a.loaded[token]
    if target in loaded:
        return
    loaded.add(target)
    if name == "prototype":
        a.solver.add(target, token.prototype)
    load_from(a, token.statics, name, target, token)
    if token.base:
        a.solver.on(token.base, Load(a, name, target, receiver))


def get(a: Analysis, getter: Function, receiver: Token, target: int) -> None:
    """`target` gets what a getter gives; the platform calls it."""
    a.solver.add(getter.this, receiver)
    a.reach(getter, Edge(getter.outer, getter, getter.path, getter.func.at, None))
    a.solver.edge(getter.result, target)


def properties(a: Analysis, function: Function) -> Holder:
    """The holder of a function's own properties (`f.x = …`, `F.prototype`)."""
    if function.properties is None:
        function.properties = Holder("object", function.label)
        if not function.func.is_arrow:
            prototype = function.properties.field("prototype", a.solver)
            a.solver.add(prototype, Holder("prototype", function.label))
    return function.properties


def store(a: Analysis, container: int, name: str, source: int, definition: Definition | None, conditional: bool) -> None:
    """`container.name = source`; an empty name is a key that is not known."""
    if container and name == PROTOTYPE:
        inherit(a, container, source, definition)
    elif container:
        a.solver.on(container, Store(a, name, source, None if definition is None else (definition, conditional)))


class Store:
    """The constraint `container.name` ⊇ `source`."""

    __slots__ = ("a", "name", "source", "stored")

    def __init__(self, a: Analysis, name: str, source: int, stored: tuple[Definition, bool] | None) -> None:
        self.a = a
        self.name = name
        self.source = source
        self.stored = stored

    def __call__(self, tokens: Tokens) -> None:
        a, name, source = self.a, self.name, self.source
        for token in tokens:
            holder = token if type(token) is Holder else own_properties(a, token)
            if holder is not None:
                target = holder.field(name, a.solver) if name else holder.unknown(a.solver)
                a.solver.edge(source, target)
                if holder.kind in INHERITING or holder.setters:
                    a.when_named(name, _set, a, holder, name, source, holder)
                elif isinstance(token, ClassToken) and token.base:
                    a.when_named(name, a.solver.on, token.base, partial(_set_static, a, name, source, holder))
                if self.stored is not None:
                    holder.store(name, self.stored)
                holder.moved = holder.moved or holder.kind == "array"
            elif isinstance(token, External):
                if name and token.package == "(global)" and not token.path:
                    a.set_global(name, source)
                escape(a, source, None)


def own_properties(a: Analysis, token: Token) -> Holder | None:
    """Where its own properties are kept, if it has any."""
    if type(token) is Holder:
        return token
    if type(token) is ClassToken:
        return token.statics
    return properties(a, token) if type(token) is Function else None


def _set(a: Analysis, token: Token, name: str, source: int, receiver: Holder) -> None:
    """Run the setters behind `receiver.name = source`, inherited ones too."""
    if not isinstance(token, Holder):
        return
    setter = token.setters.get(name)
    if setter is not None:
        a.solver.add(setter.this, receiver)
        a.solver.edge(source, setter.param(0, a.solver))
        a.reach(setter, Edge(setter.outer, setter, setter.path, setter.func.at, None))
    elif token.kind in INHERITING and name:
        key = (id(token), f"set {name} {id(receiver)}", source)
        if key not in a.linked:
            a.linked.add(key)
            a.solver.on(token.inherited(a.solver), partial(_set_inherited, a, name, source, receiver))


def _set_static(a: Analysis, name: str, source: int, receiver: Holder, tokens: Tokens) -> None:
    """The setters of what a class extends."""
    for token in tokens:
        if isinstance(token, ClassToken):
            _set(a, token.statics, name, source, receiver)
            if token.base:
                a.solver.on(token.base, partial(_set_static, a, name, source, receiver))


def _set_inherited(a: Analysis, name: str, source: int, receiver: Holder, tokens: Tokens) -> None:
    for token in tokens:
        _set(a, token, name, source, receiver)


def copy_properties(a: Analysis, source: int, target: Holder) -> None:
    """`target` gets every property of what `source` holds (spread, Object.assign)."""

    def copy(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, External):
                _copy_external(a, token, target)
            given = token.statics if isinstance(token, ClassToken) else token
            if not isinstance(given, Holder) or given is target:
                continue
            key = (id(given), "...", id(target))
            if key not in a.linked:
                a.linked.add(key)
                given.watch(Copied(a, target).property)
                for setter in target.setters.values():
                    a.solver.add(setter.this, target)
                    a.reach(setter, Edge(setter.outer, setter, setter.path, setter.func.at, None))
                for name, getter in given.getters.items():
                    get(a, getter, given, target.field(name, a.solver) if name else target.unknown(a.solver))

    a.solver.on(source, copy)


class Copied:
    """`target` has every property that something else has."""

    __slots__ = ("a", "target")

    def __init__(self, a: Analysis, target: Holder) -> None:
        self.a = a
        self.target = target

    def property(self, name: str, var: int) -> None:
        """One more of them. One that is new to the target may be copied from there in turn, and so on."""
        solver, target = self.a.solver, self.target
        if target.setters or (target.watchers and name not in target.fields):
            solver.call_later(partial(self._receive, name, var), (target,))
        elif solver.budget > 0:
            solver.budget -= 1
            target.receive(name, var, solver)

    def _receive(self, name: str, var: int, targets: Tokens) -> None:
        self.target.receive(name, var, self.a.solver)
        if self.target.setters:
            _set(self.a, self.target, name, var, self.target)


def _copy_external(a: Analysis, token: External, target: Holder) -> None:
    """`{ ...api.asApp() }`: the members of the copy are those of what was copied. What is no known API is data."""
    if not a.follow(token.package, token.path):
        return
    a.solver.add(_parent(a, target), token)


def inherit(a: Analysis, container: int, source: int, definition: Definition | None) -> None:
    """`container.__proto__ = source`, however it is written: to the string evaluator, it has the same properties."""

    def extend(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, ClassToken):
                a.solver.edge(source, token.base if token.base > 0 else _based(a, token))
            elif isinstance(token, Holder):
                a.solver.edge(source, _parent(a, token))
                if definition is not None:
                    token.store(MERGED, (definition, True))

    a.solver.on(container, extend)


def _based(a: Analysis, cls: ClassToken) -> int:
    """The variable of what a class extends, which so far extended nothing, or what its head says and nothing else."""
    own, cls.base = cls.base, a.solver.var()
    a.solver.edge(own, cls.base)
    return cls.base


def _parent(a: Analysis, holder: Holder) -> int:
    """The variable of what an object inherits from, which so far inherited nothing, or what its class says and nothing else."""
    own = holder.parent
    if holder.kind not in PLAIN and own >= 0:
        return holder.inherited(a.solver)
    holder.kind = "copy" if holder.kind in PLAIN else holder.kind
    holder.parent = a.solver.var()
    a.solver.edge(own, holder.parent)
    for name, readers in holder.waiting().items():
        for reader in readers:
            a.solver.on(holder.parent, Load(a, name, reader, holder))
    if holder.escaped:
        escape(a, holder.parent, None)
    return holder.parent


def merge_properties(a: Analysis, source: int, definition: Definition, target: Holder) -> None:
    """`Object.assign(target, source)`: whatever the source turns out to have, setters may be meant."""
    copy_properties(a, source, target)
    a.when_named(SETTER, _run_setters, a, target, (target,))
    target.store(MERGED, (definition, True))


def _run_setters(a: Analysis, receiver: Holder, tokens: Tokens) -> None:
    """Those of the objects, and of what they inherit from."""
    for token in tokens:
        key = (id(token), "set *", id(receiver))
        if isinstance(token, Holder) and key not in a.linked:
            a.linked.add(key)
            for setter in token.setters.values():
                a.solver.add(setter.this, receiver)
                a.reach(setter, Edge(setter.outer, setter, setter.path, setter.func.at, None))
            if token.kind in INHERITING:
                a.solver.on(token.inherited(a.solver), partial(_run_setters, a, receiver))
