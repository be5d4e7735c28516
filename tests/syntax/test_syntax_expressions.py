"""Expressions: text in, records out."""

from __future__ import annotations

import pytest

from tests.syntax.show import expression


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a.b.c", "a.b.c"),
        ("a?.b?.['c']?.(d)", "(Call a.b.c [d])"),
        ("a[b]", "(Index a b)"),
        ("a['b']", "a.b"),
        ("a[0]", "(Index a #0)"),
        ("a.#b", "a.#b"),
        ("this.a", "(This).a"),
        ("super.a(b)", "(Call (Super).a [b])"),
        ("f()(a)", "(Call (Call f []) [a])"),
        ("a.b(...c)", "(Call a.b [(Spread c)])"),
        ("new A(b)", "(New A [b])"),
        ("new A", "(New A [])"),
        ("new a.B<C>(d)", "(New a.B [d])"),
        ("import('a')", "(ImportCall 'a')"),
        ("require('a')", "(Call require ['a'])"),
        ("import.meta.env.A", "(Opaque []).env.A"),
        ("a as B", "a"),
        ("a satisfies B", "a"),
        ("a!.b!", "a.b"),
        ("<A>b", "b"),
        ("f<A>", "f"),
        ("f<A>(b)", "(Call f [b])"),
        ("((a))", "a"),
        ("a ? b : c ? d : e", "(Cond a b (Cond c d e))"),
        ("a || b && c ?? d", "(Logic ?? (Logic || a (Logic && b c)) d)"),
        ("a + b - c * d", "(Binary - (Binary + a b) (Binary * c d))"),
        ("a instanceof b", "(Binary instanceof a b)"),
        ("a /* x */ + /* y */ b", "(Binary + a b)"),
        ("!a", "(Unary ! a)"),
        ("typeof a", "(Unary typeof a)"),
        ("-1", "(Unary - #1)"),
        ("void 0", "(Unary void #0)"),
        ("delete a.b", "(Unary delete a.b)"),
        ("a = b", "(Assign a = b)"),
        ("a += b", "(Assign a += b)"),
        ("a ||= b", "(Assign a ||= b)"),
        ("a++", "(Assign a += #1)"),
        ("--a.b", "(Assign a.b -= #1)"),
        ("[a, b.c, , ...d] = e", "(Assign (ArrPattern [(ItemPattern a -) (ItemPattern b.c -) (ItemPattern - -)] d) = e)"),
        (
            "({ a, b: c, d = 1, ['e']: f.g, ...h } = i)",
            ("(Assign (ObjPattern [(PropPattern a a -) (PropPattern b c -) (PropPattern d d #1) (PropPattern e f.g -)] h) = i)"),
        ),
        ("a, b, c", "(Sequence [a b c])"),
        ("async () => await a", '(Func "" [] [(Return (Await a))] is_async is_arrow {})'),
        (
            "function* () { yield; yield a; yield* b }",
            '(Func "" [] [(Do (Yield -)) (Do (Yield a)) (Do (Yield b delegate))] is_generator {})',
        ),
        ("a in b", "(Binary in a b)"),
        ("a ** b ** c", "(Binary ** a (Binary ** b c))"),
        ("#a in b", "(Binary in '#a' b)"),
    ],
)
def test_expression(text: str, shown: str):
    assert expression(text) == shown
