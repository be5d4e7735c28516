"""What a function's text says about names: which it assigns to, which functions inside it do, and what `var` declares in it."""

from __future__ import annotations

import pytest

from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower

CASES = [
    # text of a function's body, what it assigns to, what functions inside do, what is hoisted
    ("", "", "", ""),
    ("a = 1; b += 2; c++; [d, { e: f }] = g; h.i = 1", "a b c d f", "", ""),
    ("let a = 1; const b = 2; var c = 3", "", "", "c"),
    ("() => { a = 1 }", "a", "a", ""),
    ("a = 1; () => { b = 1; () => { c = 1 } }", "a b c", "b c", ""),
    ("b = 1; () => { b = 1 }", "b", "b", ""),
    ("function g() { var a; b = 1 } var c", "b", "b", "c"),
    ("({ m() { a = 1 }, get n() { b = 1 } })", "a b", "a b", ""),
    ("class C { x = (a = 1); y() { b = 1 } }", "a b", "a b", ""),
    ("class C { static x = (a = 1); static { b = 1; var c } }", "a b", "a b", ""),
    ("class C { [a = 1] = 2 }", "a", "a", ""),
    ("for (var a of b) { var { c, d: [e] } = a } for (f of g) {} for (let h in i) {}", "f", "", "a c e"),
    ("for (var a = 0, b; a < 1; a++) { () => a++ }", "a", "a", "a b"),
    ("if (a) { var b } else { var c } try { var d } catch { var e } finally { var f } switch (g) { case 1: var h }", "", "", "b c d e f h"),
    ("while (a = b()) { var c } do { var c } while (0); x: { var d }", "a", "", "c d"),
    ("namespace_(() => { var a }); var b = () => { var c = () => { d = 1 } }", "d", "d", "b"),
]


@pytest.mark.parametrize("body, assigned, within, hoisted", CASES)
def test_names(body: str, assigned: str, within: str, hoisted: str) -> None:
    (stmt,) = lower("a.ts", f"function f() {{ {body} }}".encode()).body
    assert isinstance(stmt, ir.Declare)
    assert isinstance(stmt.value, ir.Func)
    assert _shown(stmt.value) == (assigned, within, hoisted)


@pytest.mark.parametrize("body, assigned, within, hoisted", CASES)
def test_names_of_a_module(body: str, assigned: str, within: str, hoisted: str) -> None:
    assert _shown(lower("a.ts", body.encode())) == (assigned, within, hoisted)


def test_names_of_a_large_file() -> None:
    """It is parsed in pieces."""
    filler = "function g() { return 'some text that makes it longer' }\n" * 6_000
    module = lower("a.ts", f"a = 1; var b;\n{filler}() => {{ c = 1 }}; var d;".encode())
    assert _shown(module) == ("a c", "c", "b d")


def _shown(node: ir.Func | ir.Module) -> tuple[str, str, str]:
    return " ".join(sorted(node.assigned)), " ".join(sorted(node.assigned_within)), " ".join(node.hoisted)
