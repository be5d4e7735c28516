"""Classes: prototypes, statics, fields and their initialisation."""

from __future__ import annotations

from functools import partial

from scopeminer.program.analysis import STATIC_GETTER, Analysis, Edge
from scopeminer.program.body import Body
from scopeminer.program.components import DEFAULTS
from scopeminer.program.elements import is_implicit
from scopeminer.program.escape import escape
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ClassToken, Function
from scopeminer.syntax import ir
from scopeminer.syntax.record import HOLDING
from scopeminer.values.definitions import ValueOf


def class_value(body: Body, expr: ir.Class, name: str = "") -> int:
    """A class as a value; its static parts run at once, the rest when it is constructed."""
    a = body.a
    known = a.classes.get(expr)
    if known is not None:
        return known.var
    cls = a.classes[expr] = ClassToken(expr, body.function.path, expr.name or name, a.solver)
    var = cls.var = a.solver.constant(cls)
    if expr.base is not None:
        cls.base = body.value(expr.base)
        a.solver.edge(a.base_prototype(cls), cls.prototype.inherited(a.solver))
        a.when_named(STATIC_GETTER, partial(a.solver.on, cls.base, partial(_lend_getters, a, cls)))
    fields: list[ir.Stmt] = []
    for member in expr.members:
        if member.kind in ("method", "get", "set") and isinstance(member.value, ir.Func):
            _method(body, cls, member, member.value)
        elif member.kind == "static-block" and isinstance(member.value, ir.Func):
            _run_now(body, cls, member.value)
        elif member.kind == "field" and member.value is not None:
            if member.static and _says_this(member.value):
                initial = ir.Func("", (), (_field_statement(member, member.value),), member.at, member.at, False, False, False, frozenset())
                _run_now(body, cls, initial)
            elif member.static:
                _static_field(body, cls, member)
            else:
                fields.append(_field_statement(member, member.value))
    if fields:
        func = ir.Func("", (), tuple(fields), expr.at, expr.end, False, False, False, frozenset())
        cls.initializer = _own(body, cls, func, cls.label)
    for decorator in expr.decorators:
        replacing = body.value(ir.Call(decorator, (expr,), expr.at))
        escape(a, replacing, None)
    if expr.decorators:
        escape(a, var, None)
    return var


def _lend_getters(a: Analysis, heir: ClassToken, bases: Tokens) -> None:
    """In a static getter that a class inherits, `this` is the class itself."""
    for base in bases:
        if isinstance(base, ClassToken) and (key := (id(base), "static", id(heir))) not in a.linked:
            a.linked.add(key)
            for getter in base.statics.getters.values():
                a.solver.add(getter.this, heir)
            if base.base:
                a.solver.on(base.base, partial(_lend_getters, a, heir))


def _own(body: Body, cls: ClassToken, func: ir.Func, label: str) -> Function:
    a = body.a
    function = a.function(func, lambda: Function(func, body.function.path, body.scope, body.function, label, a.solver))
    function.owner = cls
    return function


def _method(body: Body, cls: ClassToken, member: ir.ClassMember, func: ir.Func) -> None:
    solver = body.a.solver
    name = member.key if isinstance(member.key, str) else ""
    if not isinstance(member.key, str):
        body.value(member.key)
    function = _own(body, cls, func, f"{cls.label}.{name}" if name else cls.label)
    if name == "constructor" and not member.static:
        cls.constructor = function
        return
    holder = cls.statics if member.static else cls.prototype
    if member.static:
        solver.add(function.this, cls)
    if member.kind == "get":
        holder.getters = {**holder.getters, name: function}
        if member.static:
            body.a.name(STATIC_GETTER)
    elif member.kind == "set":
        body.a.add_setter(holder, name, function)
    elif member.kind == "method":
        solver.add(holder.field(name, solver) if name else holder.unknown(solver), function)
    if is_implicit(name) and not member.static:
        cls.implicit += (function,)
        body.a.name(name)


def _run_now(body: Body, cls: ClassToken, func: ir.Func) -> None:
    function = _own(body, cls, func, cls.label)
    body.a.solver.add(function.this, cls)
    body.a.reach(function, Edge(body.function, function, body.function.path, func.at, None))


def _static_field(body: Body, cls: ClassToken, member: ir.ClassMember) -> None:
    if member.value is None or not isinstance(member.key, str):
        return
    solver = body.a.solver
    if member.key == DEFAULTS:
        body.a.name(DEFAULTS)
    source = body.named(member.value, member.key)
    solver.edge(source, cls.statics.field(member.key, solver))
    cls.statics.store(member.key, (ValueOf(source, member.value), False))


def _says_this(value: ir.Expr) -> bool:
    """Whether `this` or `super` stands in the value of a static field: there it is the class."""
    pending: list[object] = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, ir.This | ir.Super):
            return True
        if isinstance(node, HOLDING) and not (isinstance(node, ir.Func) and not node.is_arrow) and not isinstance(node, ir.Class):
            pending.extend(node)
    return False


def _field_statement(member: ir.ClassMember, initial: ir.Expr) -> ir.Stmt:
    this = ir.This(member.at)
    target: ir.Pattern = ir.Member(this, member.key, member.at) if isinstance(member.key, str) else ir.Index(this, member.key, member.at)
    return ir.Do(ir.Assign(target, "=", initial, member.at), member.at)
