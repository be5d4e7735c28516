"""What the app hands to code that we do not see: that may call every function in it, and make objects of its classes."""

from __future__ import annotations

from functools import partial

from scopeminer.program.analysis import Analysis, Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import INHERITING, Bound, ClassToken, External, Function, Holder
from scopeminer.syntax.ir import Arr, Func, Lit, Str


def escape(a: Analysis, var: int, site: CallSite | None) -> None:
    """Code that we do not see may call every function that `var` holds or that is reachable through it."""
    if not var or var in a.escaped or (var < 0 and _is_outside(a, var)):
        return
    a.escaped.add(var)
    a.solver.on(var, Escape(a, site))


def _is_outside(a: Analysis, constant: int) -> bool:
    """Whether what a constant holds comes from outside the app itself."""
    fixed = a.solver.fixed(constant)
    if type(fixed) is not External:
        return False
    if fixed.origin is not None:
        a.handed_over[fixed] = None
    return True


class Escape:
    """What arrives may be called by code that `site` hands it to."""

    __slots__ = ("a", "site")

    def __init__(self, a: Analysis, site: CallSite | None) -> None:
        self.a = a
        self.site = site

    def __call__(self, tokens: Tokens) -> None:
        a, site = self.a, self.site
        for token in tokens:
            if type(token) is External:
                if token.origin is not None:
                    a.handed_over[token] = None
            elif type(token) is Holder:
                if not token.escaped:
                    self.properties(token)
            elif type(token) is Function:
                _escape_function(a, token, site)
            elif type(token) is ClassToken:
                _escape_class(a, token, self)
            elif type(token) is Bound:
                _escape_function(a, token.target, site)

    def properties(self, holder: Holder) -> None:
        """The same of every property that an object has and will have."""
        holder.escaped = True
        holder.watch(self.property)
        if holder.getters or holder.setters:
            for accessor in (*holder.getters.values(), *holder.setters.values()):
                _escape_function(self.a, accessor, self.site)
        if holder.kind in INHERITING:
            escape(self.a, holder.inherited(self.a.solver), self.site)

    def property(self, name: str, var: int) -> None:
        """The same of what a property holds, whoever else has got that."""
        if var >= 0 or not _is_outside(self.a, var):
            self.a.solver.on(var, self)


def _escape_function(a: Analysis, function: Function, site: CallSite | None) -> None:
    caller = site.caller if site else function.outer
    path, at = (site.path, site.at) if site else (function.path, function.func.at)
    a.reach(function, Edge(caller, function, path, at, None, site is not None and _gives_values(site), site))
    escape(a, function.result, site)


def _escape_class(a: Analysis, cls: ClassToken, way: Escape) -> None:
    """Code that we do not see may construct it, and call what the object has."""
    for holder in (cls.prototype, cls.statics):
        if not holder.escaped:
            way.properties(holder)
    made = made_outside(a, cls)
    if made.kind == "array":
        made.kind = "instance"
        made.parent = cls.prototype_var
        _construct(a, cls, made, way)
        way.properties(made)


def made_outside(a: Analysis, cls: ClassToken) -> Holder:
    """The object that code outside the app makes of a class."""
    return a.array((cls, "made outside"), cls.label)


def _construct(a: Analysis, cls: ClassToken, made: Holder, way: Escape) -> None:
    """Run what makes an object of a class, and of those that it extends."""
    key = (id(cls), "made outside", id(made))
    if key in a.linked:
        return
    a.linked.add(key)
    site = way.site
    for function in (cls.constructor, cls.initializer):
        if function is not None:
            a.solver.add(function.this, made)
            a.reach(function, Edge(site.caller if site else None, function, cls.path, cls.ir.at, None))
    for accessor in (*cls.prototype.getters.values(), *cls.prototype.setters.values()):
        a.solver.add(accessor.this, made)

    def extended(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, ClassToken):
                _construct(a, token, made, way)

    this = a.solver.constant(made)
    for _, method in cls.prototype.variables():
        a.solver.on(method, partial(lend, a, this))
    if cls.base:
        a.solver.on(cls.base, extended)


def lend(a: Analysis, this: int, tokens: Tokens) -> None:
    """The functions among what arrives are called on what the variable `this` holds."""
    for token in tokens:
        if isinstance(token, Function):
            a.solver.edge(this, token.this)


def _gives_values(site: CallSite) -> bool:
    """Whether a call hands over values that the other side may pass on to the functions it is given.

    `memo(C)`, `define(key, f)`, `useEffect(f, [])` and event props do not; `_.map(paths, f)` and `pipe(f, g)` do.
    """
    if len(site.args) < 2 or site.kind not in ("call", "new") or isinstance(site.args[0], (Str, Lit, Arr)):
        return False
    if isinstance(site.args[0], Func) and not isinstance(site.args[1], Func):
        return False
    return not any(token.package.startswith("@forge/") for token in site.externals)
