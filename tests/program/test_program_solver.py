"""The solver alone: who is told of what, in which order, and how far a budget goes."""

from __future__ import annotations

import random
from functools import partial

import pytest

from scopeminer.program import solver as solvers
from scopeminer.program.solver import CROWD, CROWDING, SEARCH, Solver
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


def test_a_constant_tells_what_it_holds_and_nothing_flows_into_it() -> None:
    solver, told = Solver(), list[Token]()
    first, other, var = Token(), Token(), solver.var()
    constant, source = solver.constant(first), solver.constant(other)
    solver.on(constant, told.extend)
    solver.edge(constant, var)
    solver.edge(source, constant)
    solver.add(constant, other)
    solver.add_all(constant, (other,))
    told_in_order(solver)
    assert told == [first]
    assert solver.of(constant) == solver.of(var) == (first,)
    assert solver.fixed(constant) is first
    assert solver.fixed(var) is None


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


def test_variables_that_flow_in_a_circle_are_one_in_the_end() -> None:
    """Told apart, these would take four times as much."""
    solver, told = Solver(budget=3 * SEARCH), list[Token]()
    ring = [solver.var() for _ in range(100)]
    readers = [solver.var() for _ in range(10)]
    for index, var in enumerate(ring):
        solver.edge(ring[index - 1], var)
        solver.edge(var, readers[index % 10])
    solver.on(ring[7], told.extend)
    tokens = [Token() for _ in range(CROWD + 200)]
    for index, token in enumerate(tokens):
        solver.add(ring[index % 100], token)
        told_in_order(solver)
    assert not solver.spent
    assert all(set(solver.of(var)) == set(tokens) for var in (*ring, *readers))
    assert len(told) == len(tokens) == len(set(told))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_united_holds_and_tells_what_it_would_without(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = _grown(seed)
    monkeypatch.setattr(solvers, "SEARCH", 1 + seed % 3 * 40)
    assert _grown(seed) == apart


def _grown(seed: int) -> list[set[int]]:
    """What the variables of a graph hold that grows while tokens flow in it, each handler told of each of them once."""
    chance, solver, told = random.Random(seed), Solver(), list[tuple[int, list[int]]]()
    variables = [solver.var() for _ in range(chance.randint(5, 25))]
    tokens = [Token() for _ in range(chance.randint(10, 60))]
    number = {token: index for index, token in enumerate(tokens)}

    def listen(var: int, heard: list[int]) -> None:
        def tell(fresh: solvers.Tokens) -> None:
            heard.extend(number[token] for token in fresh)
            for token in fresh:
                if number[token] % 5 == 0:
                    solver.edge(variables[(number[token] + var) % len(variables)], variables[(number[token] * 3 + var) % len(variables)])

        told.append((var, heard))
        solver.on(var, tell)

    for _ in range(chance.randint(40, 160)):
        what, var = chance.randrange(10), chance.choice(variables)
        if what < 4:
            solver.edge(var, chance.choice(variables))
        elif what < 7:
            solver.add_all(var, chance.sample(tokens, chance.randint(1, 4) if what < 6 else len(tokens)))
        elif what < 8:
            listen(var, [])
        else:
            any(not solver.step() for _ in range(what))
    told_in_order(solver)
    held = {var: {number[token] for token in solver.of(var)} for var in variables}
    assert all(sorted(heard) == sorted(held[var]) for var, heard in told)
    return list(held.values())
