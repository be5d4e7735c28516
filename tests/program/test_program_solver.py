"""The solver alone: who is told of what, in which order, and how far a budget goes."""

from __future__ import annotations

from functools import partial

from scopeminer.program.solver import CROWD, CROWDING, Solver
from scopeminer.program.tokens import Token


def told_in_order(solver: Solver) -> None:
    while solver.step():
        pass


def test_tokens_come_once_and_in_order() -> None:
    solver, told = Solver(), list[Token]()
    source, middle, end = solver.var(), solver.var(), solver.var()
    tokens = [Token() for _ in range(40)]
    solver.on(end, told.extend)
    solver.edge(middle, end)
    solver.edge(source, middle)
    solver.edge(source, end)
    for token in tokens:
        solver.add(source, token)
    told_in_order(solver)
    assert told == tokens
    assert solver.of(end) == tuple(tokens)


def test_what_crowds_waits_for_all_else() -> None:
    solver, told = Solver(), list[str]()
    crowd, few = solver.var(), solver.var()
    solver.add_all(crowd, [Token() for _ in range(CROWD)])
    for name, var in (("crowd", crowd), ("few", few)):
        solver.on(var, partial(_note, told, name))
    told.clear()
    solver.add(crowd, Token())
    solver.add(few, Token())
    told_in_order(solver)
    assert told == ["few", "crowd"]


def _note(told: list[str], name: str, tokens: object) -> None:
    told.append(name)


def test_a_further_member_of_a_crowd_costs_more() -> None:
    solver = Solver(budget=1_000)
    var = solver.var()
    solver.add_all(var, [Token() for _ in range(CROWD)])
    before = solver.budget
    solver.add_all(var, [Token(), Token()])
    assert before - solver.budget == 2 * CROWDING


def test_nothing_flows_past_the_budget() -> None:
    solver, told = Solver(budget=5), list[Token]()
    source, end = solver.var(), solver.var()
    solver.edge(source, end)
    solver.on(end, told.extend)
    solver.add_all(source, [Token() for _ in range(10)])
    told_in_order(solver)
    assert solver.spent
    assert not told
