"""Constraints of statements that choose, repeat or leave: which definitions reach what comes behind them.

What is assigned in front of a `break`, a `continue` or an exception reaches the place that it leads to, whatever is assigned later.
"""

from __future__ import annotations

from functools import partial

from scopeminer.program.bindings import Scope, pattern_names
from scopeminer.program.blocks import block, nested
from scopeminer.program.body import Body, Environment
from scopeminer.program.elements import iterate
from scopeminer.program.patterns import bind
from scopeminer.syntax import ir
from scopeminer.values.definitions import Definition, ElementOf, ValueOf

DEFAULT = ("default", None)
"""Label of a switch's default branch."""


def conditional(body: Body, stmt: ir.If) -> None:
    """`if`."""
    test = stmt.test
    body.value(test)
    before = dict(body.env or {})
    body.depth += 1
    body.narrow(test, True)
    nested(body, stmt.then)
    then = body.env
    body.env = before
    body.narrow(test, False)
    nested(body, stmt.other)
    body.depth -= 1
    body.join(then, test)


def jump(body: Body, stmt: ir.Jump) -> None:
    """`break` and `continue`."""
    body.leave(stmt)


def labelled(body: Body, stmt: ir.Block) -> None:
    """A block, which a `break` with its label leaves."""
    left = body.inside("block", partial(nested, body, stmt.body))
    if left:
        body.merge([(None, env) for env in (body.env, *left)], None, None)


def loop(body: Body, stmt: ir.Loop) -> None:
    """`for`, `while`, `do`."""
    outer = body.scope
    body.scope = Scope(outer)
    block(body, stmt.head)
    entries = body.loop_entry(stmt.assigned)
    before = dict(body.env or {})
    body.depth += 1
    if stmt.test is not None:
        body.value(stmt.test)
    _round(body, stmt.body)
    if stmt.update is not None:
        body.env = dict(before) if body.env is None else body.env
        body.value(stmt.update)
    body.depth -= 1
    body.loop_exit(entries)
    body.env, body.scope = before, outer


def for_each(body: Body, stmt: ir.ForEach) -> None:
    """`for … of`, `for … in`."""
    subject = body.value(stmt.subject)
    outer = body.scope
    body.scope = Scope(outer)
    if stmt.declares and stmt.declares != "var":
        body.declare(pattern_names(stmt.target))
    entries = body.loop_entry(stmt.assigned)
    before = dict(body.env or {})
    body.depth += 1
    keys = stmt.kind == "in"
    element = ElementOf(0 if keys else iterate(body.a, subject), ValueOf(subject, stmt.subject), keys)
    bind(body, stmt.target, element)
    _round(body, stmt.body)
    body.depth -= 1
    body.loop_exit(entries)
    body.env, body.scope = before, outer


def _round(body: Body, stmts: tuple[ir.Stmt, ...]) -> None:
    """Once through a loop's body, to wherever it is left: behind a loop there is what each round can begin with."""
    left = body.inside("loop", partial(nested, body, stmts))
    if left:
        body.merge([(None, env) for env in (body.env, *left)], None, None)


def attempt(body: Body, stmt: ir.Try) -> None:
    """`try`: its handlers see what is assigned at any point of it."""
    before = dict(body.env or {})
    assigned = body.recorded(partial(nested, body, stmt.body))
    if stmt.handler:
        after = body.env
        body.env = body.at_any_point(before, assigned)
        assigned += body.recorded(partial(_handler, body, stmt))
        body.merge([("tried", after), ("caught", body.env)], ("try", id(stmt)), None)
    if stmt.final:
        _finally(body, stmt.final, body.at_any_point(before, assigned))


def _handler(body: Body, stmt: ir.Try) -> None:
    outer = body.scope
    body.scope = Scope(outer)
    if stmt.caught is not None:
        body.declare(pattern_names(stmt.caught))
        bind(body, stmt.caught, Definition(body.a.thrown()))
    body.depth += 1
    nested(body, stmt.handler)
    body.depth -= 1
    body.scope = outer


def _finally(body: Body, stmts: tuple[ir.Stmt, ...], entered: Environment) -> None:
    """It runs however it is come to; behind it goes on what came to its end, with what it assigns itself."""
    reached, body.env = body.env, dict(entered)
    nested(body, stmts)
    if body.env is None or reached is None:
        body.env = None
    else:
        body.env = reached | {binding: found for binding, found in body.env.items() if entered.get(binding) is not found}


def switch(body: Body, stmt: ir.Switch) -> None:
    """`switch`: what a case leaves behind, it leaves for each case that falls into it."""
    body.value(stmt.subject)
    definition = body.a.reads.get(stmt.subject) if isinstance(stmt.subject, ir.Name) else None
    before = dict(body.env or {})
    ends: list[tuple[object, Environment | None]] = []
    labels: list[object] = []
    falling: Environment | None = None
    body.depth += 1
    for case in stmt.cases:
        if case.test is not None:
            body.value(case.test)
        label: object = DEFAULT if case.test is None else ("case", case.test.value if isinstance(case.test, ir.Str) else id(case))
        labels = [label] if falling is None else [*labels, label]
        body.merge([(0, dict(before)), (1, falling)], None, None)
        left = body.inside("switch", partial(nested, body, case.body))
        ends += [(entered, env) for env in left for entered in labels]
        falling = body.env
    ends += [(entered, falling) for entered in labels]
    if all(case.test is not None for case in stmt.cases):
        ends.append((DEFAULT, before))
    body.depth -= 1
    body.merge(ends, ("switch", id(definition) if definition is not None else id(stmt)), stmt.subject)
