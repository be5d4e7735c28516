"""Constraints of expressions: each gives the flow variable of its value (0 = holds no token)."""

from __future__ import annotations

import re

from scopeminer.program import components, linking, method_models
from scopeminer.program.analysis import GETTER, DynamicRead
from scopeminer.program.body import EXPRESSIONS, Body
from scopeminer.program.callsite import CallSite
from scopeminer.program.classes import class_value
from scopeminer.program.conditional_expressions import conditional, logic
from scopeminer.program.elements import call_implicitly, is_implicit, iterate
from scopeminer.program.escape import escape
from scopeminer.program.jsx import jsx
from scopeminer.program.modules import dynamic_import, require
from scopeminer.program.objects import PROTOTYPE, copy_properties, inherit, load
from scopeminer.program.patterns import bind
from scopeminer.program.receivers import is_method, super_prototype, this_of
from scopeminer.program.tokens import Function, Holder
from scopeminer.syntax import ir
from scopeminer.values.definitions import Appended, Definition, ValueOf, more

NOTHING_GIVEN = (0,)
NOTHING: dict[int, tuple[int, ...]] = {1: NOTHING_GIVEN}
"""The variables of as many arguments that hold no token: always the same."""
WITH_RECEIVER = frozenset({ir.Member, ir.Super, ir.Index})
"""What says on which object is called what it stands for."""
MOST_ARGUMENTS = 8
"""How many of a function's `arguments` are followed."""
KEY = re.compile(r"[\w.:/-]{1,60}")
"""What a function is put down under, in contrast to a text."""


def named(body: Body, expr: ir.Expr, name: str) -> int:
    """The flow variable of `expr`; `name` is what an anonymous function or class is called."""
    if type(expr) is ir.Func:
        return function_value(body, expr, name)
    return class_value(body, expr, name) if type(expr) is ir.Class else EXPRESSIONS[expr.__class__](body, expr)


def function_value(body: Body, func: ir.Func, name: str = "") -> int:
    """A function as a value."""
    a = body.a

    def make() -> Function:
        return Function(func, body.function.path, body.scope, body.function, func.name or name, a.solver)

    token = a.function(func, make)
    if not token.var:
        token.var = a.solver.constant(token)
    return token.var


def _kept(body: Body, expr: ir.Expr, var: int) -> int:
    """The variable of an expression of which nothing else would tell it later."""
    if var:
        body.a.vars[expr] = var
    return var


def _plain(body: Body, expr: ir.Expr) -> int:
    return 0


def _name(body: Body, expr: ir.Name) -> int:
    name = expr.id
    binding = body.scope.lookup(name)
    if binding is None:
        return _kept(body, expr, _arguments(body)) if name == "arguments" else body.free(expr)
    env = body.env
    definition = env.get(binding) if env and binding.shared is False else None
    if definition is None:
        definition = body.reaching(binding)
    body.a.reads[expr] = definition
    return definition.var


def _arguments(body: Body) -> int:
    """The array-like of everything that the enclosing function was called with."""
    a, function = body.a, this_of(body.function)
    holder = a.array((function, "arguments"), function.label)
    for index in range(max(MOST_ARGUMENTS, len(function.func.params))):
        a.solver.edge(function.param(index, a.solver), holder.field(str(index), a.solver))
    return a.solver.constant(holder)


def _this(body: Body, expr: ir.This) -> int:
    function = body.function
    while function.func.is_arrow and function.outer is not None:
        function = function.outer
    body.a.owners[expr] = function
    return function.this


def _template(body: Body, expr: ir.Template) -> int:
    for hole in expr.holes:
        body.value(hole)
    return 0


def _tagged(body: Body, expr: ir.Tagged) -> int:
    a, tag = body.a, expr.tag
    callee = 0 if is_method(tag) else body.value(tag)
    args = (ir.Opaque((), expr.at), *expr.template.holes)
    variables = (0, *(body.value(hole) for hole in expr.template.holes))
    site = CallSite(body.function, "tag", expr, expr.at, args, variables, 0)
    a.add_site(expr, site)
    return _call_method(body, site, tag) if is_method(tag) else linking.called(a, site, callee)


def _member(body: Body, expr: ir.Member) -> int:
    a, subject, name = body.a, expr.object, expr.name
    if name == "props" and type(subject) is not ir.This:
        a.name(components.READING)
    container = super_prototype(a, body.function) if type(subject) is ir.Super else EXPRESSIONS[subject.__class__](body, subject)
    if not container:
        return 0
    var = a.vars[expr] = load(a, container, name)
    return var


def _index(body: Body, expr: ir.Index) -> int:
    container = body.value(expr.object)
    body.value(expr.key)
    if isinstance(expr.key, ir.Lit) and isinstance(expr.key.value, (float, int)) and not isinstance(expr.key.value, bool):
        return _kept(body, expr, load(body.a, container, str(int(expr.key.value))))
    if not container:
        return 0
    var = _kept(body, expr, body.a.solver.var())
    body.a.dynamic.append(DynamicRead(expr, body.function, container, var))
    return var


def _spread(body: Body, expr: ir.Spread) -> int:
    return body.value(expr.value)


def arguments(body: Body, args: tuple[ir.Expr, ...]) -> tuple[int, ...]:
    """A nameless function behind a key is called by it: `resolver.define('getIssue', async () => …)`."""
    if not args:
        return ()
    first = args[0]
    if len(args) == 1:
        var = EXPRESSIONS[first.__class__](body, first)
        return (var,) if var else NOTHING_GIVEN
    if type(first) is ir.Str and KEY.fullmatch(first.value):
        return tuple([named(body, arg, f"'{first.value}'") for arg in args])
    found = tuple([EXPRESSIONS[arg.__class__](body, arg) for arg in args])
    return found if any(found) else NOTHING.setdefault(len(found), found)


def _call(body: Body, expr: ir.Call) -> int:
    a, callee, args = body.a, expr.callee, expr.args
    if type(callee) is ir.Name and callee.id == "require" and len(args) == 1 and body.scope.lookup("require") is None:
        return _kept(body, expr, require(body, expr))
    site = CallSite(body.function, "call", expr, expr.at, args, arguments(body, args), 0)
    a.add_site(expr, site)
    if type(callee) not in WITH_RECEIVER:
        return linking.called(a, site, EXPRESSIONS[callee.__class__](body, callee))
    if is_method(callee):
        return _call_method(body, site, callee)
    site.result = a.solver.var()
    if isinstance(callee, ir.Member):
        linking.call_value(a, site, body.value(callee), receiver=this_of(body.function).this)
    elif isinstance(callee, ir.Index):
        receiver = body.value(callee.object)
        linking.call_value(a, site, body.value(callee), receiver=receiver)
    else:
        linking.super_call(a, site)
    return site.result


def _call_method(body: Body, site: CallSite, callee: ir.Member) -> int:
    a, name, owner = body.a, callee.name, callee.object
    receiver = EXPRESSIONS[owner.__class__](body, owner)
    plain = name not in method_models.METHODS
    if plain and name not in linking.FUNCTION_METHODS and linking.call_known(a, site, receiver, name):
        return site.result
    site.result = a.solver.var()
    if not plain:
        method_models.METHODS[name](a, site, receiver, owner)
    linking.call_method(a, site, receiver, name)
    return site.result


def _new(body: Body, expr: ir.New) -> int:
    callee = body.value(expr.callee)
    args = arguments(body, expr.args)
    site = CallSite(body.function, "new", expr, expr.at, expr.args, args, 0)
    body.a.add_site(expr, site)
    return linking.called(body.a, site, callee)


def _import(body: Body, expr: ir.ImportCall) -> int:
    body.value(expr.source)
    return _kept(body, expr, dynamic_import(body, expr))


def _object(body: Body, expr: ir.Obj) -> int:
    a = body.a
    holder = a.holders[expr] = Holder("object", body.function.label)
    holder.origin = expr
    holder.var = a.solver.constant(holder)
    for prop in expr.props:
        if a.is_full:
            break
        if type(prop) is not ir.Prop:
            copy_properties(a, body.value(prop.value), holder)
        elif prop.value.__class__ not in ir.LITERALS or not isinstance(prop.key, str):
            _property(body, holder, prop)
    return holder.var


def _property(body: Body, holder: Holder, prop: ir.Prop) -> None:
    a, name, given, kind = body.a, prop.key, prop.value, prop.kind
    if not isinstance(name, str):
        body.value(name)
        name = ""
    source = named(body, given, name)
    if type(given) is ir.Func:
        function = a.functions[given]
        a.solver.add(function.this, holder)
        if kind == "get":
            holder.getters = {**holder.getters, name: function}
            a.name(GETTER)
        elif kind == "set":
            a.add_setter(holder, name, function)
        elif is_implicit(name):
            a.name(name)
            call_implicitly(a, function)
    if kind == "init":
        if name == PROTOTYPE:
            inherit(a, holder.var, source, ValueOf(source, given))
        elif source and name:
            holder.give(name, source, a.solver)
        elif source:
            a.solver.edge(source, holder.unknown(a.solver))


def _array(body: Body, expr: ir.Arr) -> int:
    a = body.a
    holder = a.holders[expr] = Holder("array", body.function.label)
    holder.var = a.solver.constant(holder)
    spread = False
    for index, item in enumerate(expr.items):
        if a.is_full:
            break
        source = EXPRESSIONS[item.__class__](body, item)
        if type(item) is ir.Spread:
            spread = True
            source = iterate(a, source)
        if source and spread:
            a.solver.edge(source, holder.unknown(a.solver))
        elif source:
            holder.give(str(index), source, a.solver)
    return holder.var


def _conditional(body: Body, expr: ir.Cond) -> int:
    return _kept(body, expr, conditional(body, expr))


def _logic(body: Body, expr: ir.Logic) -> int:
    return _kept(body, expr, logic(body, expr))


def _binary(body: Body, expr: ir.Binary) -> int:
    stack: list[ir.Expr] = [expr]
    while stack:
        node = stack.pop()
        if type(node) is ir.Binary:
            stack += (node.right, node.left)
        else:
            EXPRESSIONS[node.__class__](body, node)
    return 0


def _unary(body: Body, expr: ir.Unary) -> int:
    given = expr.value
    EXPRESSIONS[given.__class__](body, given)
    if expr.op == "delete" and isinstance(expr.value, ir.Member | ir.Index):
        bind(body, expr.value, ValueOf(0, ir.Lit(None, expr.at)), assigning=True, conditional=True)
    return 0


def _assign(body: Body, expr: ir.Assign) -> int:
    target, given = expr.target, expr.value
    if isinstance(target, ir.Member):
        body.a.assignments[body.function] = more(body.a.assignments.get(body.function, ()), expr)
    source = named(body, given, target.id if isinstance(target, ir.NamePattern) else "")
    definition: Definition = ValueOf(source, given)
    if expr.op == "=":
        bind(body, target, definition, assigning=True)
        return _kept(body, expr, source)
    if isinstance(target, ir.NamePattern):
        before = body.current(target.id)
        if before is not None:
            if expr.op in ("||=", "&&=", "??="):
                definition = body.choice([(None, before), (None, definition)], None, None)
            else:
                definition = Appended(0, before, expr.op[:-1], given)
    elif expr.op == "+=":
        definition = Definition(0)
    bind(body, target, definition, assigning=True, conditional=True)
    return _kept(body, expr, definition.var)


def _sequence(body: Body, expr: ir.Sequence) -> int:
    var = 0
    for item in expr.items:
        var = body.value(item)
    return _kept(body, expr, var)


def _await(body: Body, expr: ir.Await) -> int:
    return body.value(expr.value)


def _yield(body: Body, expr: ir.Yield) -> int:
    if expr.value is None:
        return 0
    source = body.value(expr.value)
    array = body.a.yield_array(body.function)
    body.a.solver.edge(iterate(body.a, source) if expr.delegate else source, array.unknown(body.a.solver))
    return _kept(body, expr, source)  # compilers write `yield` for `await`


def _opaque(body: Body, expr: ir.Opaque) -> int:
    for part in expr.parts:
        escape(body.a, body.value(part), None)
    return 0


EXPRESSIONS.update(
    {
        ir.Str: _plain,
        ir.Lit: _plain,
        ir.Super: _plain,
        ir.Name: _name,
        ir.This: _this,
        ir.Template: _template,
        ir.Tagged: _tagged,
        ir.Member: _member,
        ir.Index: _index,
        ir.Spread: _spread,
        ir.Call: _call,
        ir.New: _new,
        ir.ImportCall: _import,
        ir.Obj: _object,
        ir.Arr: _array,
        ir.Func: function_value,
        ir.Class: class_value,
        ir.Cond: _conditional,
        ir.Logic: _logic,
        ir.Binary: _binary,
        ir.Unary: _unary,
        ir.Assign: _assign,
        ir.Sequence: _sequence,
        ir.Await: _await,
        ir.Yield: _yield,
        ir.Jsx: jsx,
        ir.Opaque: _opaque,
    }
)
