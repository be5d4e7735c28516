"""Constraints of statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scopeminer.program import modules
from scopeminer.program.bindings import Scope, pattern_names
from scopeminer.program.body import Body
from scopeminer.program.classes import class_value
from scopeminer.program.expressions import function_value, named, value
from scopeminer.program.objects import load_any
from scopeminer.program.patterns import bind
from scopeminer.program.tokens import Function
from scopeminer.syntax import ir
from scopeminer.values.decision import positive_form
from scopeminer.values.definitions import Definition, ElementOf, Parameter, ValueOf


def generate(body: Body) -> None:
    """Constraints of a whole function: parameters, then statements."""
    function = body.function
    func = function.func
    body.hoist(func.body)
    for index, param in enumerate(func.params):
        bind_parameter(body, function, index, param)
    if func.name and not function.is_module and body.scope.lookup(func.name) is None:
        body.declare([func.name])
        body.define(func.name, Definition(body.a.solver.constant(function)))
    block(body, func.body)


def bind_parameter(body: Body, function: Function, index: int, param: ir.Param) -> None:
    """Declare and define what parameter `index` binds."""
    body.declare(pattern_names(param.pattern))
    solver = body.a.solver
    if param.rest:
        array = body.a.rest_array(function, index)
        var = solver.var()
        solver.add(var, array)
    else:
        var = function.param(index, solver)
    if param.default is not None:
        solver.edge(value(body, param.default), var)
    bind(body, param.pattern, Parameter(var, function, index, param.default, param.rest))


def block(body: Body, stmts: tuple[ir.Stmt, ...]) -> None:
    """Statements in order; function and class names are visible from the start."""
    body.enter(stmts)
    for stmt in stmts:
        if isinstance(stmt, ir.Declare) and isinstance(stmt.value, ir.Func):
            body.define(stmt.value.name, ValueOf(function_value(body, stmt.value), stmt.value))
    dead = False
    for stmt in stmts:
        if body.env is None:
            dead = True
            body.env = {}
        STATEMENTS[stmt.__class__](body, stmt)
    if dead:
        body.env = None


def nested(body: Body, stmts: tuple[ir.Stmt, ...]) -> None:
    """A block with a scope of its own."""
    if stmts:
        outer = body.scope
        body.scope = Scope(outer)
        block(body, stmts)
        body.scope = outer


def _let(body: Body, stmt: ir.Let) -> None:
    pattern, given = stmt.pattern, stmt.value
    if given is None:
        if stmt.kind != "var":
            bind(body, pattern, ValueOf(0, ir.Lit(None, stmt.at)))
        return
    var = named(body, given, pattern.id) if isinstance(pattern, ir.NamePattern) else value(body, given)
    bind(body, pattern, ValueOf(var, given))


def _do(body: Body, stmt: ir.Do) -> None:
    value(body, stmt.value)


def _return(body: Body, stmt: ir.Return) -> None:
    if stmt.value is not None:
        function = body.function
        body.a.solver.edge(value(body, stmt.value), function.result)
        if function.returns:
            function.returns.append(stmt.value)
        else:
            function.returns = [stmt.value]
    body.env = None


def _throw(body: Body, stmt: ir.Throw) -> None:
    value(body, stmt.value)
    body.env = None


def _jump(body: Body, stmt: ir.Jump) -> None:
    """`break` and `continue` do not end the environment: what was assigned before them reaches the code behind the loop."""


def _if(body: Body, stmt: ir.If) -> None:
    value(body, stmt.test)
    key, positive = body.decision(stmt.test)
    before = dict(body.env or {})
    body.depth += 1
    body.narrow(stmt.test, True)
    nested(body, stmt.then)
    then = body.env
    body.env = before
    body.narrow(stmt.test, False)
    nested(body, stmt.other)
    body.depth -= 1
    body.merge([(positive, then), (not positive, body.env)], key, positive_form(stmt.test))


def _loop(body: Body, stmt: ir.Loop) -> None:
    outer = body.scope
    body.scope = Scope(outer)
    block(body, stmt.head)
    entries = body.loop_entry(stmt.assigned)
    body.depth += 1
    if stmt.test is not None:
        value(body, stmt.test)
    before = dict(body.env or {})
    nested(body, stmt.body)
    if body.env is None:
        body.env = before
    if stmt.update is not None:
        value(body, stmt.update)
    body.depth -= 1
    body.loop_exit(entries)
    body.scope = outer


def _for_each(body: Body, stmt: ir.ForEach) -> None:
    subject = value(body, stmt.subject)
    outer = body.scope
    body.scope = Scope(outer)
    if stmt.declares and stmt.declares != "var":
        body.declare(pattern_names(stmt.target))
    entries = body.loop_entry(stmt.assigned)
    before = dict(body.env or {})
    body.depth += 1
    keys = stmt.kind == "in"
    element = ElementOf(0 if keys else load_any(body.a, subject), ValueOf(subject, stmt.subject), keys)
    bind(body, stmt.target, element)
    nested(body, stmt.body)
    body.depth -= 1
    if body.env is None:
        body.env = before
    body.loop_exit(entries)
    body.scope = outer


def _try(body: Body, stmt: ir.Try) -> None:
    before = dict(body.env or {})
    nested(body, stmt.body)
    after = body.env
    if stmt.handler or stmt.caught is not None:
        body.merge([("before", before), ("after", dict(after) if after is not None else None)], None, None)
        outer = body.scope
        body.scope = Scope(outer)
        if stmt.caught is not None:
            body.declare(pattern_names(stmt.caught))
            bind(body, stmt.caught, Definition(body.a.solver.var()))
        body.depth += 1
        nested(body, stmt.handler)
        body.depth -= 1
        body.scope = outer
        body.merge([("tried", after), ("caught", body.env)], ("try", id(stmt)), None)
    dead = body.env is None
    if dead:
        body.env = before
    nested(body, stmt.final)
    if dead:
        body.env = None


def _switch(body: Body, stmt: ir.Switch) -> None:
    value(body, stmt.subject)
    definition = body.a.reads.get(id(stmt.subject)) if isinstance(stmt.subject, ir.Name) else None
    before = dict(body.env or {})
    ends: list[tuple[object, dict[Any, Any] | None]] = []
    labels: list[object] = []
    falling: dict[Any, Any] | None = None
    body.depth += 1
    for case in stmt.cases:
        if case.test is not None:
            value(body, case.test)
        label: object = ("default", None) if case.test is None else ("case", case.test.value if isinstance(case.test, ir.Str) else id(case))
        labels.append(label)
        body.env = dict(before)
        if falling is not None:
            body.merge([(0, dict(before)), (1, falling)], None, None)
        nested(body, case.body)
        falling = body.env if not any(isinstance(s, ir.Jump) for s in _flat(case.body)) else None
        if falling is None or not case.body:
            ends.append((label, body.env))
    if falling is not None:
        ends.append((labels[-1], falling))
    if ("default", None) not in labels:
        ends.append((("default", None), before))
    body.depth -= 1
    body.merge(ends, ("switch", id(definition) if definition is not None else id(stmt)), stmt.subject)


def _flat(stmts: tuple[ir.Stmt, ...]) -> list[ir.Stmt]:
    return [inner for s in stmts for inner in (_flat(s.body) if isinstance(s, ir.Block) else [s])]


def _block(body: Body, stmt: ir.Block) -> None:
    nested(body, stmt.body)


def _declare(body: Body, stmt: ir.Declare) -> None:
    if isinstance(stmt.value, ir.Class):
        body.define(stmt.value.name, ValueOf(class_value(body, stmt.value), stmt.value))


STATEMENTS: dict[type, Callable[[Body, Any], None]] = {
    ir.Let: _let,
    ir.Do: _do,
    ir.Return: _return,
    ir.Throw: _throw,
    ir.Jump: _jump,
    ir.If: _if,
    ir.Loop: _loop,
    ir.ForEach: _for_each,
    ir.Try: _try,
    ir.Switch: _switch,
    ir.Block: _block,
    ir.Declare: _declare,
    ir.Import: modules.import_names,
    ir.Export: modules.export_names,
    ir.ExportAll: modules.export_all,
    ir.ExportDefault: modules.export_default,
    ir.ExportAssign: modules.export_assign,
}
