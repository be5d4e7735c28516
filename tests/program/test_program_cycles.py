"""Functions that lead back to themselves."""

from __future__ import annotations

import pytest

from scopeminer.program.cycles import Cycles
from tests.program.conftest import name, solve


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("const f = () => g(); const g = () => 1; export const run = () => f();", []),
        ("const f = n => f(n - 1); export const run = () => f(3);", ["f"]),
        (
            "const f = () => g(); const g = () => h(); const h = () => { f(); k(); }; const k = () => 1; export const run = () => f();",
            ["f", "g", "h"],
        ),
        (
            "const f = () => g(); const g = () => f(); const h = () => h2(); const h2 = () => h(); export const run = () => { f(); h(); };",
            ["f", "g", "h", "h2"],
        ),
    ],
    ids=["none", "itself", "a circle with a way out", "two circles"],
)
def test_cycles(code: str, expected: list[str]) -> None:
    edges = solve(code).analysis.edges
    cycles = Cycles(lambda callee: [edge.caller for edge in edges.get(callee, ()) if edge.caller is not None])
    assert sorted(name(function) for function in edges if function in cycles) == expected
