"""Known gaps of the grammars: the text they misread is repaired, and text that only looks alike is left alone."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements


@pytest.mark.parametrize(
    "path, text, shown",
    [
        ("a.ts", "const r = await tag<T>`a${b}`", ['(Let const r (Await (Tagged tag (Template [a ""] [b]))))']),
        (
            "a.ts",
            ("tag<A, B<C>>`x`.then(f); f(tag<{ a: string; b: () => void }>`y`, z); a.b<string | 'c'>`w`; !tag<A[]>`v`"),
            [
                "(Do (Call (Tagged tag (Template [x] [])).then [f]))",
                "(Do (Call f [(Tagged tag (Template [y] [])) z]))",
                "(Do (Tagged a.b (Template [w] [])))",
                "(Do (Unary ! (Tagged tag (Template [v] []))))",
            ],
        ),
        (
            "a.ts",
            "a + tag<T>`x` + tag<U>`y`; return_ = () => tag<typeof import('x')>`z`",
            [
                "(Do (Binary + (Binary + a (Tagged tag (Template [x] []))) (Tagged tag (Template [y] []))))",
                '(Do (Assign return_ = (Func "" [] [(Return (Tagged tag (Template [z] [])))] is_arrow {})))',
            ],
        ),
    ],
)
def test_tagged_with_type_arguments(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            'if (a<b && c>`x`) {} ; const d = (e: F): G<H> => `x`; const s = "a<b>`"; const t = `${a}<br>`',
            [
                "(If (Logic && (Binary < a b) (Binary > c (Template [x] []))) [] [])",
                ('(Let const d (Func "" [(Param (NamePattern e (TypeHint [] [F])) -)] [(Return (Template [x] []))] is_arrow {}))'),
                "(Let const s 'a<b>`')",
                '(Let const t (Template ["" <br>] [a]))',
            ],
        ),
        ("a.ts", "x = a < b > `c`", ["(Do (Assign x = (Binary > (Binary < a b) (Template [c] []))))"]),
    ],
)
def test_no_type_arguments(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            "requestJira(route`/a`, { method: 'POST'",
            ["(Do (Call requestJira [(Tagged route (Template [/a] [])) (Spread (Opaque []))]))", "(Do 'POST')"],
        ),
        ("a.ts", "function a() { b(", ["(Do a)", "(Do (Call b [(Spread (Opaque []))]))"]),
        ("a.ts", "const a = {b: c(), ; d()", ["(Let const a (Obj [(Prop b (Call c []))]))", "(Do (Call d []))"]),
        ("a.ts", "f(a, ) g(", ["(Do (Call f [a]))", "(Do g)"]),
    ],
)
def test_broken_text_keeps_its_calls(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown
