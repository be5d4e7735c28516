"""Constraints of statements."""

from __future__ import annotations

from scopeminer.program import control_flow, modules
from scopeminer.program.bindings import pattern_names
from scopeminer.program.blocks import STATEMENTS, block
from scopeminer.program.body import EXPRESSIONS, Body
from scopeminer.program.classes import class_value
from scopeminer.program.expressions import named
from scopeminer.program.patterns import bind, bind_name
from scopeminer.program.tokens import Function
from scopeminer.syntax import ir
from scopeminer.values.definitions import Definition, Parameter, ValueOf


def generate(body: Body) -> None:
    """Constraints of a whole function: parameters, then statements."""
    function = body.function
    func = function.func
    if func.hoisted:
        body.declare(func.hoisted)
    for index, param in enumerate(func.params):
        bind_parameter(body, function, index, param)
    if func.name and not function.is_module and body.scope.lookup(func.name) is None:
        body.declare([func.name])
        body.define(func.name, Definition(body.a.solver.constant(function)))
    block(body, func.body)
    function.gives_nothing = function.gives_nothing or body.env is not None


def bind_parameter(body: Body, function: Function, index: int, param: ir.Param | ir.NamePattern) -> None:
    """Declare and define what parameter `index` binds."""
    solver = body.a.solver
    if type(param) is ir.NamePattern:
        body.declare((param.id,))
        bind_name(body, param, Parameter(function.param(index, solver), function, index))
        return
    pattern, default, rest = param.pattern, param.default, param.rest
    body.declare(pattern_names(pattern))
    if rest:
        array = body.a.rest_array(function, index)
        var = solver.var()
        solver.add(var, array)
    else:
        var = function.param(index, solver)
    if default is not None:
        solver.edge(body.value(default), var)
    bind(body, pattern, Parameter(var, function, index, default, rest))


def _let(body: Body, stmt: ir.Let) -> None:
    pattern, given = stmt.pattern, stmt.value
    if given is None:
        if stmt.kind != "var":
            bind(body, pattern, ValueOf(0, ir.Lit(None, stmt.at)))
        return
    if type(pattern) is ir.NamePattern:
        bind_name(body, pattern, ValueOf(named(body, given, pattern.id), given))
    else:
        bind(body, pattern, ValueOf(body.value(given), given))


def _do(body: Body, stmt: ir.Do) -> None:
    given = stmt.value
    EXPRESSIONS[given.__class__](body, given)


def _return(body: Body, stmt: ir.Return) -> None:
    function, given = body.function, stmt.value
    if given is None:
        function.gives_nothing = True
    else:
        body.a.solver.edge(EXPRESSIONS[given.__class__](body, given), function.result)
        function.gives(given)
    body.env = None


def _throw(body: Body, stmt: ir.Throw) -> None:
    body.a.solver.edge(body.value(stmt.value), body.a.thrown())
    body.env = None


def _declare(body: Body, stmt: ir.Declare) -> None:
    if isinstance(stmt.value, ir.Class):
        body.define(stmt.value.name, ValueOf(class_value(body, stmt.value), stmt.value))


STATEMENTS.update(
    {
        ir.Let: _let,
        ir.Do: _do,
        ir.Return: _return,
        ir.Throw: _throw,
        ir.Jump: control_flow.jump,
        ir.If: control_flow.conditional,
        ir.Loop: control_flow.loop,
        ir.ForEach: control_flow.for_each,
        ir.Try: control_flow.attempt,
        ir.Switch: control_flow.switch,
        ir.Block: control_flow.labelled,
        ir.Declare: _declare,
        ir.Import: modules.import_names,
        ir.Export: modules.export_names,
        ir.ExportAll: modules.export_all,
        ir.ExportDefault: modules.export_default,
        ir.ExportAssign: modules.export_assign,
    }
)
