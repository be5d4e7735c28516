"""Literals, arrays, objects, functions as values."""

from __future__ import annotations

import pytest

from tests.syntax.show import expression


@pytest.mark.parametrize(
    "text, shown",
    [
        ("'a\\'b\\n\\x41\\u0042\\u{1F600}\\\\\\0'", '"a\'b\\nAB😀\\\\\\x00"'),
        ('"a\\\nb"', "'ab'"),
        ("'\\ud83d\\ude00\\ud83d'", "'😀�'"),
        ("`a${b}\\n${c.d}e`", "(Template [a \n e] [b c.d])"),
        ("``", '(Template [""] [])'),
        ("`\\u{110000}`", "(Template [�] [])"),
        ("a`b${c}\\n`", "(Tagged a (Template [b \n] [c]))"),
        ("a.b`c`", "(Tagged a.b (Template [c] []))"),
        ("1", "#1"),
        ("0x1f", "#31"),
        ("1_000", "#1000"),
        ("1.5", "#1.5"),
        ("1e3", "#1000"),
        (".5", "#0.5"),
        ("a?.5:1", "(Cond a #0.5 #1)"),
        ("a?.05:[`?.5`, '?.5', b?.c]", "(Cond a #0.05 (Arr [(Template [?.5] []) '?.5' b.c]))"),
        ("017", "#15"),
        ("10n", "#10n"),
        ("/a\\/b/g", "#/a\\/b/g"),
        ("true", "#True"),
        ("null", "#None"),
        ("undefined", "#None"),
        ("[a, , b]", "(Arr [a #None b])"),
        ("[, a]", "(Arr [#None a])"),
        ("[a, ]", "(Arr [a])"),
        ("[...a, 'b']", "(Arr [(Spread a) 'b'])"),
        (
            "{ a, 'b-c': d, 1: e, [f]: g, ['h']: i, [`j`]: k, ...l, undefined }",
            ("(Obj [(Prop a a) (Prop b-c d) (Prop 1 e) (Prop f g) (Prop h i) (Prop j k) (Spread l) (Prop undefined #None)])"),
        ),
        (
            "{ a() {}, get b() { return c }, set b(d) {}, async *e() {}, 'f'() {}, [g]() {} }",
            (
                '(Obj [(Prop a (Func "" [] [] {})) (Prop b (Func "" [] [(Return c)] {}) get) (Prop b (Func "" '
                '[(Param d -)] [] {}) set) (Prop e (Func "" [] [] is_async is_generator {})) (Prop f (Func "" [] '
                '[] {})) (Prop g (Func "" [] [] {}))])'
            ),
        ),
        ("class A extends B { }", "(Class A B [] [])"),
        ("class { }", '(Class "" - [] [])'),
        ("a => b", '(Func "" [(Param a -)] [(Return b)] is_arrow {})'),
        ("(a, b = 1, ...c) => { d }", '(Func "" [(Param a -) (Param b #1) (Param c - rest)] [(Do d)] is_arrow {})'),
        (
            "async function a({ b, c: [d, , e = 1, ...f], ...g }) {}",
            (
                "(Func a [(Param (ObjPattern [(PropPattern b b -) (PropPattern c (ArrPattern [(ItemPattern d -) "
                "(ItemPattern - -) (ItemPattern e #1)] f) -)] g) -)] [] is_async {})"
            ),
        ),
        ("function (this: A, b?: C) {}", '(Func "" [(Param (NamePattern b (TypeHint [] [C])) -)] [] {})'),
        ("{ get: a, set: b, async: c }", "(Obj [(Prop get a) (Prop set b) (Prop async c)])"),
        ("new.target", "(This).constructor"),
    ],
)
def test_literal(text: str, shown: str):
    assert expression(text) == shown
