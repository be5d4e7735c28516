"""Calls: what a callee's tokens mean for a call site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from scopeminer.program import cloning
from scopeminer.program.analysis import Analysis, Edge, is_result
from scopeminer.program.bases import give_to_base
from scopeminer.program.callsite import CallSite
from scopeminer.program.elements import call_implicitly, iterate
from scopeminer.program.escape import escape
from scopeminer.program.objects import load, load_from, properties
from scopeminer.program.outside_calls import NEVER_GIVEN_BACK, escape_arguments, pass_on, step
from scopeminer.program.receivers import this_of
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Native, Token
from scopeminer.syntax.ir import Spread

GiveThis = Callable[[Function], None]
FUNCTION_METHODS = frozenset({"call", "apply", "bind"})
REFLECT = ("Reflect",)
"""An object with an `apply` of its own."""
CALLABLE = (Function, Bound)
GLOBAL = "(global)"
JOINED = frozenset({"@forge/bridge", "@forge/react"})
WITH_PROPERTIES = frozenset({Holder, ClassToken, Function})
MAX_TARGETS = 64
"""A site with more targets than this is resolved by smearing, not by flow: further ones run with unknown arguments."""


def call_value(a: Analysis, site: CallSite, callee: int, receiver: int = 0) -> None:
    """`site` calls whatever `callee` holds, with `this` = what `receiver` holds."""
    if callee:
        a.solver.on(callee, Called(a, site, receiver))


class AtSite:
    """What arrives at a site is called there. Handlers of which there are tens of thousands are objects, which a third of the memory of a
    `partial` or a closure is enough for."""

    __slots__ = ("a", "site", "what")

    def __init__(self, a: Analysis, site: CallSite, what: Any = None) -> None:
        self.a = a
        self.site = site
        self.what = what


class Called(AtSite):
    """With `this` = what the variable `what` holds."""

    __slots__ = ()

    def __call__(self, tokens: Tokens) -> None:
        a, site, receiver = self.a, self.site, self.what
        for token in tokens:
            if type(token) is Function:
                called = cloning.for_call(a, site, token, bool(receiver))
                link(a, site, called)
                a.solver.edge(receiver, called.this)
            elif type(token) is not Holder:
                link(a, site, token)


def call_method(a: Analysis, site: CallSite, receiver: int, name: str) -> None:
    """`site` calls `receiver.name(…)`: each object's own method sees that object as `this`."""
    if receiver:
        a.solver.on(receiver, (MethodOfData if site.modelled else MethodCalled)(a, site, name))


class MethodCalled(AtSite):
    """Its method `what` is."""

    __slots__ = ()
    calls_back = False
    """Whether arrays and promises have a method of this name, and what they do with functions is modelled."""

    def __call__(self, tokens: Tokens) -> None:
        a, site, name = self.a, self.site, self.what
        of_functions = name in FUNCTION_METHODS
        for token in tokens:
            if type(token) is External:
                if of_functions and token.path and token.path != REFLECT:
                    _external_method(a, site, token, name)
                else:
                    call_external(a, site, a.step(token, name), gives_back=not self.calls_back or not is_result(token.path))
            elif of_functions and isinstance(token, CALLABLE):
                function_method(a, site, token, name)
            elif token.__class__ in WITH_PROPERTIES:
                a.solver.on(_method_var(a, token, name), CalledOn(a, site, token))


class MethodOfData(MethodCalled):
    """The same of a method that arrays or promises have."""

    __slots__ = ()
    calls_back = True


def _method_var(a: Analysis, token: Token, name: str) -> int:
    known = a.loads[name]
    var = known.get(token)
    if var is None:
        var = known[token] = a.solver.var()
        load_from(a, token, name, var, token)
    return var


class CalledOn(AtSite):
    """As a method of the token `what`."""

    __slots__ = ()

    def __call__(self, tokens: Tokens) -> None:
        a, site, receiver = self.a, self.site, self.what
        for method in tokens:
            if type(method) is Function:
                called = cloning.for_method_call(a, site, receiver, method)
                link(a, site, called)
                a.solver.add(called.this, receiver)
            elif type(method) is not Holder:
                link(a, site, method)


def link(a: Analysis, site: CallSite, token: Token) -> None:
    """`site` can call `token`."""
    if type(token) is Function:
        if site.kind == "new":
            _construct_function(a, site, token)
        else:
            call_function(a, site, token)
    elif type(token) is External:
        call_external(a, site, token)
    elif type(token) is ClassToken:
        if site.kind in ("new", "jsx"):
            construct(a, site, token)
    elif type(token) is Bound:
        _call_bound(a, site, token)
    elif type(token) is Native:
        site.natives += (token,)
        token.effect(site)


def call_function(a: Analysis, site: CallSite, function: Function, shift: int = 0) -> None:
    """Arguments flow into parameters, the result flows back. `shift` leading parameters are already bound."""
    if function in site.targets:
        return
    if len(site.targets) >= MAX_TARGETS:
        _call_blindly(a, site, function)
        return
    site.add_target(function)
    solver, caller = a.solver, site.caller
    if site.args:
        _pass_arguments(a, site, function, shift)
    solver.edge(function.result, site.result)
    if function.func.is_generator:
        solver.edge(function.result, a.yield_array(function).unknown(solver))
        solver.add(site.result, a.yield_array(function))
    a.reach(function, Edge(caller, function, caller.path, site.at, site, False, None))


def _pass_arguments(a: Analysis, site: CallSite, function: Function, shift: int) -> None:
    solver, params = a.solver, function.func.params
    rest = len(params) - 1 if params and params[-1].rest else None
    if rest is None and Spread not in map(type, site.args):
        known = function.params
        for index, var in enumerate(site.vars, shift):
            if var:
                solver.edge(var, known[index] if index < len(known) else function.param(index, solver))
        return
    first_spread = site.spread_at
    for index, var in enumerate(site.vars):
        if index >= first_spread:
            var = iterate(a, var) if isinstance(site.args[index], Spread) else var
            for position in range(index, max(len(params), index + 1)):
                solver.edge(var, function.param(position + shift, solver))
        elif var:
            solver.edge(var, function.param(index + shift, solver))
        if var and rest is not None and index + shift >= rest:
            solver.edge(var, a.rest_array(function, rest).field(str(index + shift - rest), solver))


def _call_blindly(a: Analysis, site: CallSite, function: Function) -> None:
    """It can run, with arguments that nobody knows, and what it gives may be called."""
    key = (id(site), "blind", id(function))
    if key not in a.linked:
        a.linked.add(key)
        a.degraded = True
        escape_arguments(a, site)
        a.reach(function, Edge(site.caller, function, site.path, site.at, None, decides=True))
        escape(a, function.result, site)


def _call_bound(a: Analysis, site: CallSite, bound: Bound) -> None:
    if not bound.vars:
        call_function(a, site, bound.target)
        return
    inner = CallSite(site.caller, site.kind, site.node, site.at, (*bound.exprs, *site.args), (*bound.vars, *site.vars), site.result)
    a.all_sites.append(inner)
    call_function(a, inner, bound.target)
    site.modelled = True


def function_method(a: Analysis, site: CallSite, token: Function | Bound, name: str) -> None:
    """`f.call(this, …)`, `f.apply(this, […])`, `f.bind(this, …)`."""
    site.modelled = True
    target = token.target if isinstance(token, Bound) else token
    if site.vars:
        a.solver.edge(site.vars[0], target.this)
    if name == "bind":
        a.solver.add(site.result, _bound(a, site, token) if len(site.vars) > 1 else token)
        return
    args, variables = site.args[1:], site.vars[1:]
    if name == "apply" and args:
        args = (Spread(args[0], site.at),)
    inner = CallSite(site.caller, "call", site.node, site.at, args, variables, site.result)
    a.all_sites.append(inner)
    inner.modelled = True
    link(a, inner, token)


def apply_value(a: Analysis, site: CallSite) -> None:
    """`Reflect.apply(f, this, […])`."""
    if len(site.vars) < 3:
        return
    callee, this, given = site.vars[:3]
    inner = CallSite(site.caller, "call", site.node, site.at, (Spread(site.args[2], site.at),), (given,), site.result)
    a.all_sites.append(inner)
    call_value(a, inner, callee, receiver=this)


def _bound(a: Analysis, site: CallSite, token: Function | Bound) -> Bound:
    """One token a site and function: `this.f = this.f.bind(this, x)` binds what it has bound before."""
    target = token.target if isinstance(token, Bound) else token
    known = a.bound.get((id(site), target))
    if known is None:
        leading = token if isinstance(token, Bound) else Bound(target, (), ())
        known = Bound(target, (*leading.vars, *site.vars[1:]), (*leading.exprs, *site.args[1:]))
        a.bound[id(site), target] = known
    return known


def _external_method(a: Analysis, site: CallSite, token: External, name: str) -> None:
    """`requestJira.call(…)` calls it; `.bind(…)` gives it."""
    if name == "bind":
        a.solver.add(site.result, token)
        return
    inner = CallSite(site.caller, "call", site.node, site.at, site.args[1:], site.vars[1:], site.result)
    if name == "apply" and len(site.args) > 1:
        inner.args = (Spread(site.args[1], site.at),)
    a.all_sites.append(inner)
    site.modelled = True
    link(a, inner, token)


def call_external(a: Analysis, site: CallSite, token: External, gives_back: bool = True) -> None:
    """Code outside the app: its result is a longer access path, and it may call every function it is given.

    `gives_back`: whether that result can be one of these functions, too: not so where data that a package gave is mapped or filtered.
    """
    if token in site.externals:
        return
    site.add_external(token)
    model = a.model(site, token)
    if model is not None:
        site.modelled = True
        model(a, site)
        return
    if token.package == GLOBAL and token.path:
        a.when_global(token.path[0], partial(_call_own_global, a, site, token.path[1:]))
    pass_on(a, site, token, gives_back)


def _call_own_global(a: Analysis, site: CallSite, path: tuple[str, ...], var: int) -> None:
    """`jira.requestJira(…)` where `globalThis.jira` was set. What the calls in a path give is known where they are made."""
    if is_result(path):
        return
    receiver = 0
    for name in path:
        receiver, var = var, load(a, var, name)
    call_value(a, site, var, receiver)


def call_known(a: Analysis, site: CallSite, callee: int, name: str = "") -> bool:
    """Whether `callee`, or its method `name`, is one function that is known for ever: then the result of `site` is known as well.

    What several packages answer is not: the app itself may do that (see program/joins). Nor is what a global does: the app may have set it.
    """
    if callee >= 0:
        return False
    token = a.solver.fixed(callee)
    if type(token) is External:
        token = a.step(token, name) if name else token
        if token.package in JOINED or (token.package == GLOBAL and a.model(site, token) is None):
            return False
        _call_known_external(a, site, token)
        return True
    if type(token) is Function and not name and site.kind != "new" and not token.func.is_generator:
        called = cloning.for_call(a, site, token)
        site.result = called.result
        call_function(a, site, called)
        return True
    return False


def called(a: Analysis, site: CallSite, callee: int) -> int:
    """The result of calling a value."""
    if not call_known(a, site, callee):
        site.result = a.solver.var()
        call_value(a, site, callee)
    return site.result


def _call_known_external(a: Analysis, site: CallSite, token: External) -> None:
    model = a.model(site, token)
    if model is not None:
        site.add_external(token)
        site.modelled = True
        site.result = a.solver.var()
        model(a, site)
    elif not any(site.vars) or all(not var or isinstance(a.solver.fixed(var), NEVER_GIVEN_BACK) for var in site.vars):
        site.add_external(token)
        site.result = a.constant(a.step(token, step(site, token)))
        escape_arguments(a, site)
    else:
        site.result = a.solver.var()
        call_external(a, site, token)


def construct(a: Analysis, site: CallSite, cls: ClassToken) -> None:
    """`new cls(…)`: one instance per site."""
    solver = a.solver
    instance = a.instance(site, cls)
    solver.add(site.result, instance)
    _initialize(a, site, cls, lambda function: solver.add(function.this, instance), site.result, 0)


def super_call(a: Analysis, site: CallSite) -> None:
    """`super(…)`: the base class's constructor runs on the same object."""
    function = this_of(site.caller)
    cls = function.owner
    if cls is None:
        return

    def run(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, ClassToken):
                _initialize(a, site, token, lambda target: a.solver.edge(function.this, target.this), function.this, 0)
            elif isinstance(token, External):
                call_external(a, site, token)

    a.solver.on(cls.base, run)


def _initialize(a: Analysis, site: CallSite, cls: ClassToken, give_this: GiveThis, made: int, depth: int) -> None:
    """What runs when an object of `cls` is made: the variable `made` holds it."""
    if cls.initializer is not None:
        initializer = cloning.for_construction(a, site, cls.initializer)
        give_this(initializer)
        if initializer not in a.edges:
            a.reach(initializer, Edge(site.caller, initializer, site.path, site.at, None))
    for getter in cls.prototype.getters.values():
        give_this(getter)
    for function in cls.implicit:
        give_this(function)
        call_implicitly(a, function)
    if cls.constructor is not None:
        constructor = cloning.for_construction(a, site, cls.constructor)
        give_this(constructor)
        call_function(a, site, constructor)
    if cls.base:

        def inherit(tokens: Tokens) -> None:
            for token in tokens:
                if isinstance(token, ClassToken) and cls.constructor is None and depth < 20:
                    _initialize(a, site, token, give_this, made, depth + 1)
                elif isinstance(token, External):
                    give_to_base(a, site, cls, token, made)
                    if cls.constructor is None:
                        escape_arguments(a, site)

        a.solver.on(cls.base, inherit)


def _construct_function(a: Analysis, site: CallSite, function: Function) -> None:
    """`new F(…)` of a plain function: an object that inherits from `F.prototype`."""
    if function in site.targets:
        return
    instance = a.instance(site, None)
    a.solver.edge(properties(a, function).field("prototype", a.solver), instance.inherited(a.solver))
    a.solver.add(site.result, instance)
    a.solver.add(function.this, instance)
    call_function(a, site, function)
