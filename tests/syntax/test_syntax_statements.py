"""Statements: text in, records out."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            "const a = 1, { b } = c; let d; var e = f",
            ["(Let const a #1)", "(Let const (ObjPattern [(PropPattern b b -)] -) c)", "(Let let d -)", "(Let var e f)"],
        ),
        ("a.ts", "using a = b(); await using c = d()", ["(Let const a (Call b []))", "(Let const c (Await (Call d [])))"]),
        ("a.js", "using a = b(); await using c = d()", ["(Let const a (Call b []))", "(Let const c (Await (Call d [])))"]),
        ("a.ts", "if (a) b(); else if (c) { d() } else e()", ["(If a [(Do (Call b []))] [(If c [(Do (Call d []))] [(Do (Call e []))])])"]),
        (
            "a.ts",
            "for (let a = 0, b = 1; a < b; a++) c(a)",
            ["(Loop [(Let let a #0) (Let let b #1)] (Binary < a b) (Assign a += #1) [(Do (Call c [a]))] {a})"],
        ),
        ("a.ts", "for (;;) { break }", ['(Loop [] - - [(Jump break "")] {})']),
        ("a.ts", "for (a = 0; ; ) {}", ["(Loop [(Do (Assign a = #0))] - - [] {a})"]),
        ("a.ts", "while (a) b = c", ["(Loop [] a - [(Do (Assign b = c))] {b})"]),
        ("a.ts", "do { a++ } while (b)", ["(Loop [] b - [(Do (Assign a += #1))] {a})"]),
        (
            "a.ts",
            "for (const [a, b] of c) d = a",
            ["(ForEach of const (ArrPattern [(ItemPattern a -) (ItemPattern b -)] -) c [(Do (Assign d = a))] {d})"],
        ),
        ("a.ts", "for await (const a of b()) {}", ["(ForEach of const a (Call b []) [] {})"]),
        ("a.ts", "for (a.b in c) {}", ['(ForEach in "" a.b c [] {})']),
        ("a.ts", "for (a of b) {}", ['(ForEach of "" a b [] {a})']),
        ("a.ts", "try { a() } catch { b() } finally { c() }", ["(Try [(Do (Call a []))] - [(Do (Call b []))] [(Do (Call c []))])"]),
        ("a.ts", "try { a() } catch (e: unknown) { b(e) }", ["(Try [(Do (Call a []))] e [(Do (Call b [e]))] [])"]),
        (
            "a.ts",
            "switch (a) { case 'b': c(); break; case 'd': default: e() }",
            ["(Switch a [(Case 'b' [(Do (Call c [])) (Jump break \"\")]) (Case 'd' []) (Case - [(Do (Call e []))])])"],
        ),
        ("a.ts", "a: for (;;) { continue a }", ["(Loop [] - - [(Jump continue a)] {})"]),
        ("a.ts", "throw new Error(a)", ["(Throw (New Error [a]))"]),
        ("a.ts", "{ let a = 1 } ; debugger", ["(Block [(Let let a #1)])"]),
        ("a.ts", "with (a) { b() }", ["(Do a)", "(Block [(Do (Call b []))])"]),
        ("a.ts", "label: { a(); break label }", ["(Block [(Block [(Do (Call a [])) (Jump break label)])])"]),
        (
            "a.js",
            "var a = require('b'), c = a.d; module.exports = { c }; exports.e = f; await g",
            [
                "(Let var a (Call require ['b']))",
                "(Let var c a.d)",
                "(Do (Assign module.exports = (Obj [(Prop c c)])))",
                "(Do (Assign exports.e = f))",
                "(Do (Await g))",
            ],
        ),
        (
            "a.ts",
            "async ({ a = await b() }) => { for await (c of d) {} }",
            [
                (
                    '(Do (Func "" [(Param (ObjPattern [(PropPattern a a (Await (Call b [])))] -) -)] [(ForEach of "" '
                    "c d [] {c})] is_async is_arrow {c}))"
                )
            ],
        ),
        (
            "a.ts",
            "(() => { a = 1; let b = 2; [c, { d }] = e; f.g = 1; for (h in i) {} })",
            [
                (
                    '(Do (Func "" [] [(Do (Assign a = #1)) (Let let b #2) (Do (Assign (ArrPattern [(ItemPattern c -) '
                    "(ItemPattern (ObjPattern [(PropPattern d d -)] -) -)] -) = e)) (Do (Assign f.g = #1)) (ForEach "
                    'in "" h i [] {h})] is_arrow {a c d h}))'
                )
            ],
        ),
    ],
)
def test_statement(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown
