"""Functions and classes as declarations; assignments that a function makes."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements

ADD_INITIALIZER = (
    '(Prop addInitializer (Func "" [(Param @initializer -)] '
    "[(Do (Call @initializer.call [(Logic || (This).prototype (This))]))] is_arrow {}))"
)
CONTEXT = f"(Logic || (Opaque []) (Obj [{ADD_INITIALIZER}]))"


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            "function a() { return } async function* b() {}",
            ["(Declare (Func a [] [(Return -)] {}))", "(Declare (Func b [] [] is_async is_generator {}))"],
        ),
        (
            "a.ts",
            "function a(b: string): void; function a(b: number) { c = b; () => { d++ } }",
            [('(Declare (Func a [(Param b -)] [(Do (Assign c = b)) (Do (Func "" [] [(Do (Assign d += #1))] is_arrow {d}))] {c d} {d}))')],
        ),
        (
            "a.ts",
            "const a = (b as any).c; (d as any).e = f; (g) = h; i! = j",
            ["(Let const a b.c)", "(Do (Assign d.e = f))", "(Do (Assign g = h))", "(Do (Assign i = j))"],
        ),
    ],
)
def test_function(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            (
                "class A { a = 1; static b = c(); #d; static { e = 1 } constructor(private readonly f: F, public "
                "g = 1, readonly h?: H, i?: I) { super() } get j() { return k } set j(l) {} static async *m() {} "
                "[n]() {} 'o'() {} accessor p = 1 }"
            ),
            [
                (
                    "(Declare (Class A - [(ClassMember field a #1) (ClassMember field b (Call c []) static) "
                    '(ClassMember field #d -) (ClassMember static-block "" (Func "" [] [(Do (Assign e = #1))] {e}) '
                    'static) (ClassMember method constructor (Func "" [(Param (NamePattern f (TypeHint [] [F])) -) '
                    "(Param g #1) (Param (NamePattern h (TypeHint [] [H])) -) (Param (NamePattern i (TypeHint [] "
                    "[I])) -)] [(Do (Assign (This).f = f)) (Do (Assign (This).g = g)) (Do (Assign (This).h = h)) (Do "
                    '(Call (Super) []))] {})) (ClassMember get j (Func "" [] [(Return k)] {})) (ClassMember set j '
                    '(Func "" [(Param l -)] [] {})) (ClassMember method m (Func "" [] [] is_async is_generator {}) '
                    'static) (ClassMember method n (Func "" [] [] {})) (ClassMember method o (Func "" [] [] {})) '
                    "(ClassMember field p #1)] []))"
                )
            ],
        ),
        (
            "a.ts",
            (
                "abstract class A<T> implements B { abstract c: string; abstract d(): void; declare e: F; "
                "override g(): T { return h } private k?: string; l!: M }"
            ),
            [
                (
                    '(Declare (Class A - [(ClassMember method g (Func "" [] [(Return h)] {})) (ClassMember field k '
                    "-) (ClassMember field l -)] []))"
                )
            ],
        ),
        (
            "a.ts",
            "@a @b('c') class D { @e() f = 1; @g h(@i() j: K) {} }",
            [
                (
                    f'(Declare (Class D - [(ClassMember static-block "" (Func "" [] [(Do (Call (Opaque []) [(Call (Call (Call e []) '
                    f"[(Opaque []) {CONTEXT}]) [(Opaque [])])]))] {{}}) static) (ClassMember field f #1) "
                    f'(ClassMember static-block "" (Func "" [] '
                    f"[(Let const @descriptor (Obj [(Prop value (This).prototype.h) {ADD_INITIALIZER}])) "
                    "(Let const @decorated (Call g [(Logic || (This).prototype.h (This).prototype) "
                    "(Logic || 'h' @descriptor) @descriptor])) "
                    "(Do (Assign (This).prototype.h = @descriptor.value)) (Do (Assign (This).prototype.h = @decorated)) "
                    '(Do (Assign (This).prototype.h = @decorated.value))] {}) static) (ClassMember static-block "" (Func "" [] '
                    f"[(Do (Call (Call i []) [(Opaque []) {CONTEXT}]))] {{}}) static) (ClassMember method h "
                    "(Func \"\" [(Param (NamePattern j (TypeHint [] [K])) -)] [] {}))] [a (Call b ['c'])]))"
                )
            ],
        ),
        ("a.ts", "@a() export class B {}", ["(Declare (Class B - [] [(Call a [])]))", "(Export [(ExportName B B)] -)"]),
        ("a.ts", "export @a() class B {}", ["(Declare (Class B - [] [(Call a [])]))", "(Export [(ExportName B B)] -)"]),
    ],
)
def test_class(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown
