"""Constraints of expressions: each gives the flow variable of its value (0 = holds no token)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scopeminer.program import linking, models
from scopeminer.program.analysis import DynamicRead
from scopeminer.program.body import Body
from scopeminer.program.callsite import CallSite
from scopeminer.program.classes import class_value
from scopeminer.program.modules import dynamic_import, require
from scopeminer.program.objects import copy_properties, escape, load, load_any, store
from scopeminer.program.tokens import Function, Holder
from scopeminer.syntax import ir
from scopeminer.values.definitions import Appended, Definition, FieldOf, ValueOf

MOST_ARGUMENTS = 8
"""How many of a function's `arguments` are followed."""


def value(body: Body, expr: ir.Expr, name: str = "") -> int:
    """The flow variable of `expr`; `name` is what an anonymous function or class is called."""
    handler = EXPRESSIONS.get(type(expr))
    if handler is None:
        return 0
    if isinstance(expr, (ir.Func, ir.Class)):
        return function_value(body, expr, name) if isinstance(expr, ir.Func) else class_value(body, expr, name)
    var = handler(body, expr)
    if var:
        body.a.vars[id(expr)] = var
    return var


def function_value(body: Body, func: ir.Func, name: str = "") -> int:
    """A function as a value."""
    a = body.a

    def make() -> Function:
        return Function(func, body.function.path, body.scope, body.function, func.name or name, a.solver)

    token = a.function(func, make)
    var = a.vars.get(id(func))
    if var is None:
        var = a.vars[id(func)] = a.solver.var()
        a.solver.add(var, token)
    return var


def _name(body: Body, expr: ir.Name) -> int:
    if expr.id == "arguments" and body.scope.lookup("arguments") is None:
        return _arguments(body)
    return body.read(expr)


def _arguments(body: Body) -> int:
    """The array-like of everything that the enclosing function was called with."""
    a, function = body.a, linking.this_of(body.function)
    holder = a.array((id(function), "arguments"), function.label)
    for index in range(max(MOST_ARGUMENTS, len(function.func.params))):
        a.solver.edge(function.param(index, a.solver), holder.field(str(index), a.solver))
    var = a.solver.var()
    a.solver.add(var, holder)
    return var


def _this(body: Body, expr: ir.This) -> int:
    function = body.function
    while function.func.is_arrow and function.outer is not None:
        function = function.outer
    body.a.owners[id(expr)] = function
    return function.this


def _template(body: Body, expr: ir.Template) -> int:
    for hole in expr.holes:
        value(body, hole)
    return 0


def _tagged(body: Body, expr: ir.Tagged) -> int:
    a = body.a
    callee = value(body, expr.tag)
    strings = ir.Opaque((), expr.at)
    a.keep.append(strings)
    args = (strings, *expr.template.holes)
    variables = (0, *(value(body, hole) for hole in expr.template.holes))
    site = CallSite(body.function, "tag", expr, expr.at, args, variables, a.solver.var())
    a.add_site(expr, site)
    linking.call_value(a, site, callee)
    return site.result


def _member(body: Body, expr: ir.Member) -> int:
    if isinstance(expr.object, ir.Super):
        return load(body.a, linking.super_prototype(body.a, body.function), expr.name)
    return load(body.a, value(body, expr.object), expr.name)


def _index(body: Body, expr: ir.Index) -> int:
    container = value(body, expr.object)
    value(body, expr.key)
    if isinstance(expr.key, ir.Lit) and isinstance(expr.key.value, float | int) and not isinstance(expr.key.value, bool):
        return load(body.a, container, str(int(expr.key.value)))
    if not container:
        return 0
    var = body.a.solver.var()
    body.a.dynamic.append(DynamicRead(expr, body.function, container, var))
    return var


def _spread(body: Body, expr: ir.Spread) -> int:
    return value(body, expr.value)


def arguments(body: Body, args: tuple[ir.Expr, ...]) -> tuple[int, ...]:
    return tuple(value(body, arg) for arg in args)


def _call(body: Body, expr: ir.Call) -> int:
    a, callee = body.a, expr.callee
    if isinstance(callee, ir.Name) and callee.id == "require" and len(expr.args) == 1 and body.scope.lookup("require") is None:
        return require(body, expr)
    args = arguments(body, expr.args)
    site = CallSite(body.function, "call", expr, expr.at, expr.args, args, a.solver.var())
    a.add_site(expr, site)
    if isinstance(callee, ir.Super):
        linking.super_call(a, site)
    elif isinstance(callee, ir.Member):
        if isinstance(callee.object, ir.Super):
            linking.call_value(a, site, value(body, callee), receiver=linking.this_of(body.function).this)
        else:
            receiver = value(body, callee.object)
            models.method(a, site, callee.name, receiver, callee.object)
            linking.call_method(a, site, receiver, callee.name)
    elif isinstance(callee, ir.Index):
        receiver = value(body, callee.object)
        linking.call_value(a, site, value(body, callee), receiver=receiver)
    else:
        linking.call_value(a, site, value(body, callee))
    return site.result


def _new(body: Body, expr: ir.New) -> int:
    callee = value(body, expr.callee)
    args = arguments(body, expr.args)
    site = CallSite(body.function, "new", expr, expr.at, expr.args, args, body.a.solver.var())
    body.a.add_site(expr, site)
    linking.call_value(body.a, site, callee)
    return site.result


def _import(body: Body, expr: ir.ImportCall) -> int:
    value(body, expr.source)
    return dynamic_import(body, expr)


def _object(body: Body, expr: ir.Obj) -> int:
    a = body.a
    holder = Holder("object", body.function.label)
    var = a.solver.var()
    a.holders[id(expr)] = holder
    a.solver.add(var, holder)
    for prop in expr.props:
        if isinstance(prop, ir.Spread):
            copy_properties(a, value(body, prop.value), holder)
            continue
        name = prop.key if isinstance(prop.key, str) else ""
        if not name and not isinstance(prop.key, str):
            value(body, prop.key)
        source = value(body, prop.value, name)
        if isinstance(prop.value, ir.Func):
            a.solver.add(a.functions[id(prop.value)].this, holder)
        if prop.kind == "get" and isinstance(prop.value, ir.Func):
            holder.getters[name] = a.functions[id(prop.value)]
        elif prop.kind == "set" and isinstance(prop.value, ir.Func):
            holder.setters[name] = a.functions[id(prop.value)]
        elif prop.kind == "init":
            a.solver.edge(source, holder.field(name, a.solver) if name else holder.unknown(a.solver))
            if name:
                holder.initial[name] = ValueOf(source, prop.value)
    return var


def _array(body: Body, expr: ir.Arr) -> int:
    a = body.a
    holder = Holder("array", body.function.label)
    var = a.solver.var()
    a.holders[id(expr)] = holder
    a.solver.add(var, holder)
    spread = False
    for index, item in enumerate(expr.items):
        source = value(body, item)
        if isinstance(item, ir.Spread):
            spread = True
            source = load_any(a, source)
        a.solver.edge(source, holder.unknown(a.solver) if spread else holder.field(str(index), a.solver))
    return var


def _conditional(body: Body, expr: ir.Cond) -> int:
    value(body, expr.test)
    return _either(body, expr.then, expr.other)


def _logic(body: Body, expr: ir.Logic) -> int:
    return _either(body, expr.left, expr.right)


def _either(body: Body, left: ir.Expr, right: ir.Expr) -> int:
    first, second = value(body, left), value(body, right)
    if not first or not second:
        return first or second
    var = body.a.solver.var()
    body.a.solver.edge(first, var)
    body.a.solver.edge(second, var)
    return var


def _binary(body: Body, expr: ir.Binary) -> int:
    stack: list[ir.Expr] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, ir.Binary):
            stack += (node.right, node.left)
        else:
            value(body, node)
    return 0


def _unary(body: Body, expr: ir.Unary) -> int:
    value(body, expr.value)
    return 0


def _assign(body: Body, expr: ir.Assign) -> int:
    if isinstance(expr.target, ir.Member):
        body.a.assignments.setdefault(body.function, []).append(expr)
    source = value(body, expr.value, expr.target.id if isinstance(expr.target, ir.NamePattern) else "")
    if expr.op == "=":
        bind(body, expr.target, ValueOf(source, expr.value), assigning=True)
        return source
    definition: Definition = ValueOf(source, expr.value)
    if isinstance(expr.target, ir.NamePattern):
        before = body.current(expr.target.id)
        if before is not None:
            if expr.op in ("||=", "&&=", "??="):
                definition = body.choice([(None, before), (None, definition)], None, None)
            else:
                definition = Appended(0, before, expr.op[:-1], expr.value)
    elif expr.op == "+=":
        definition = Definition(0)
    bind(body, expr.target, definition, assigning=True, conditional=True)
    return definition.var


def bind(body: Body, pattern: ir.Pattern, definition: Definition, assigning: bool = False, conditional: bool = False) -> None:
    """What `definition` gives flows into the names and places of `pattern`."""
    a = body.a
    match pattern:
        case ir.NamePattern():
            if body.scope.lookup(pattern.id) is None and assigning:
                store(a, a.global_value("globalThis"), pattern.id, definition.var, definition, True)
            elif body.scope.lookup(pattern.id) is None:
                body.declare([pattern.id])
            body.define(pattern.id, definition)
            if pattern.hint is not None:
                a.hints[id(definition)] = (pattern.hint, body.function.path, definition)
        case ir.ObjPattern():
            for prop in pattern.props:
                bind(body, prop.pattern, _field(body, definition, prop.key, prop.default), assigning)
            if pattern.rest is not None:
                bind(body, pattern.rest, definition, assigning)
        case ir.ArrPattern():
            for index, item in enumerate(pattern.items):
                if item.pattern is not None:
                    bind(body, item.pattern, _field(body, definition, str(index), item.default), assigning)
            if pattern.rest is not None:
                bind(body, pattern.rest, definition, assigning)
        case ir.Member():
            _store_member(body, pattern, definition, conditional or body.depth > 0)
        case ir.Index():
            container = value(body, pattern.object)
            value(body, pattern.key)
            name = pattern.key.value if isinstance(pattern.key, ir.Str) else ""
            store(a, container, name, definition.var, definition, True)


def _store_member(body: Body, target: ir.Member, definition: Definition, conditional: bool) -> None:
    a = body.a
    container = value(body, target.object)
    store(a, container, target.name, definition.var, definition, conditional)
    if isinstance(definition, ValueOf) and isinstance(definition.expr, ir.Func):
        a.solver.edge(container, a.functions[id(definition.expr)].this)


def _field(body: Body, base: Definition, key: str | ir.Expr, default: ir.Expr | None) -> Definition:
    a = body.a
    if isinstance(key, str):
        loaded = load(a, base.var, key)
    else:
        value(body, key)
        loaded = load_any(a, base.var)
    if default is not None:
        fallback = value(body, default)
        if fallback:
            var = a.solver.var()
            a.solver.edge(loaded, var)
            a.solver.edge(fallback, var)
            loaded = var
    return FieldOf(loaded, base, key, default)


def _sequence(body: Body, expr: ir.Sequence) -> int:
    var = 0
    for item in expr.items:
        var = value(body, item)
    return var


def _await(body: Body, expr: ir.Await) -> int:
    return value(body, expr.value)


def _yield(body: Body, expr: ir.Yield) -> int:
    if expr.value is None:
        return 0
    source = value(body, expr.value)
    array = body.a.yield_array(body.function)
    body.a.solver.edge(load_any(body.a, source) if expr.delegate else source, array.unknown(body.a.solver))
    return 0


def _jsx(body: Body, expr: ir.Jsx) -> int:
    a = body.a
    children = expr.children
    props: tuple[ir.Prop | ir.Spread, ...] = expr.attributes
    if children:
        inner = children[0] if len(children) == 1 else ir.Arr(children, expr.at)
        props = (*props, ir.Prop("children", inner, expr.at))
    props_expr = ir.Obj(props, expr.at)
    a.keep.append(props_expr)
    props_var = value(body, props_expr)
    site = CallSite(body.function, "jsx", expr, expr.at, (props_expr,), (props_var,), a.solver.var())
    a.add_site(expr, site)
    if isinstance(expr.tag, ir.Str):
        escape(a, props_var, site)
    else:
        linking.call_value(a, site, value(body, expr.tag))
        models.context_provider(a, expr.tag, props_var)
    return site.result


def _opaque(body: Body, expr: ir.Opaque) -> int:
    for part in expr.parts:
        escape(body.a, value(body, part), None)
    return 0


def _nothing(body: Body, expr: ir.Expr) -> int:
    return 0


EXPRESSIONS: dict[type, Callable[[Body, Any], int]] = {
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
    ir.Func: _nothing,
    ir.Class: _nothing,
    ir.Cond: _conditional,
    ir.Logic: _logic,
    ir.Binary: _binary,
    ir.Unary: _unary,
    ir.Assign: _assign,
    ir.Sequence: _sequence,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.Jsx: _jsx,
    ir.Opaque: _opaque,
}
