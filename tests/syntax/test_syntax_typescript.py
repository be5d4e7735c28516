"""What TypeScript adds: enums and namespaces stay, ambient declarations and types go."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements


@pytest.mark.parametrize(
    "path, text, shown",
    [
        ("a.ts", "export as namespace A", []),
        (
            "a.ts",
            (
                "declare const a: string; declare function b(): void; declare module 'c' { export const d: "
                "string } declare global { interface Window { e: F } } declare class G {}"
            ),
            [],
        ),
    ],
)
def test_ambient(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            "enum A { B, C = 5, D, 'E-F' = 'g', H = B, I = 1 << 2, J }",
            [
                (
                    "(Let const A (Obj [(Prop B #0) (Prop C #5) (Prop D #6) (Prop E-F 'g') (Prop H #0) (Prop I "
                    "(Binary << #1 #2)) (Prop J (Opaque []))]))"
                )
            ],
        ),
        (
            "a.ts",
            "const enum A { B = 'b', C = 'c' } declare enum D { E = 'e' }",
            ["(Let const A (Obj [(Prop B 'b') (Prop C 'c')]))", "(Let const D (Obj [(Prop E 'e')]))"],
        ),
        ("a.ts", "export enum A { B = 'b' }", ["(Let const A (Obj [(Prop B 'b')]))", "(Export [(ExportName A A)] -)"]),
    ],
)
def test_enum(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            "namespace A { export const b = 1; const c = 2; export function d() { return c } }",
            [
                (
                    '(Let const A (Call (Func "" [] [(Let const b #1) (Let const c #2) (Declare (Func d [] [(Return '
                    "c)] {})) (Return (Obj [(Prop b b) (Prop d d)]))] is_arrow {}) []))"
                )
            ],
        ),
        (
            "a.ts",
            "namespace A.B { export class C {} } namespace T { export interface U {} }",
            [
                (
                    '(Let const A (Obj [(Prop B (Call (Func "" [] [(Declare (Class C - [] [])) (Return (Obj [(Prop C '
                    "C)]))] is_arrow {}) []))]))"
                )
            ],
        ),
        (
            "a.ts",
            "export namespace A { export namespace B { export const c = 1 } }",
            [
                (
                    '(Let const A (Call (Func "" [] [(Let const B (Call (Func "" [] [(Let const c #1) (Return (Obj '
                    "[(Prop c c)]))] is_arrow {}) [])) (Return (Obj [(Prop B B)]))] is_arrow {}) []))"
                ),
                "(Export [(ExportName A A)] -)",
            ],
        ),
    ],
)
def test_namespace(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            ("function f(a: 'b' | 'c', d: Kind, { e, g: h }: { e: 'i'; g?: Kind }, j: string, k: Kind[]) {} const l: 'm' = n"),
            [
                (
                    "(Declare (Func f [(Param (NamePattern a (TypeHint [b c] [])) -) (Param (NamePattern d (TypeHint "
                    "[] [Kind])) -) (Param (ObjPattern [(PropPattern e (NamePattern e (TypeHint [i] [])) -) "
                    "(PropPattern g (NamePattern h (TypeHint [] [Kind])) -)] -) -) (Param j -) (Param k -)] [] {}))"
                ),
                "(Let const (NamePattern l (TypeHint [m] [])) n)",
            ],
        ),
        ("a.ts", "function f<Kind extends string>(a: Kind) {}", ["(Declare (Func f [(Param a -)] [] {}))"]),
    ],
)
def test_hint(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "text, shown",
    [
        ("await a.b<T>(c)", "(Await (Call a.b [c]))"),
        ("await a.b<T[], { c: d } | null>(c)", "(Await (Call a.b [c]))"),
        ("await a?.b!.c<T>(d).e()", "(Await (Call (Call a.b.c [d]).e []))"),
        ("await super.b<T>()", "(Await (Call (Super).b []))"),
        ("(await a.b)<T>(c)", "(Call (Await a.b) [c])"),
        ("await a.b<T>(c) as D", "(Await (Call a.b [c]))"),
        ("await await a<T>(b)", "(Await (Await (Call a [b])))"),
        ("void a<T>(b)", "(Unary void (Call a [b]))"),
        ("!a.b<T>(c).d", "(Unary ! (Call a.b [c]).d)"),
        ("!!a<T>(b)[0]", "(Unary ! (Unary ! (Index (Call a [b]) #0)))"),
        ("typeof a<T>(b)", "(Unary typeof (Call a [b]))"),
        ("1 + a<T>(b)", "(Binary + #1 (Call a [b]))"),
        ("a + b * c.d<T>(e) + f", "(Binary + (Binary + a (Binary * b (Call c.d [e]))) f)"),
        ("-a / await b<T>(c)", "(Binary / (Unary - a) (Await (Call b [c])))"),
        ("a && !b<T>(c)", "(Logic && a (Unary ! (Call b [c])))"),
        ("a && b.c!.d()", "(Logic && a (Call b.c.d []))"),
        ("-a! + b!.c", "(Binary + (Unary - a) b.c)"),
        ("await a as B", "(Await a)"),
        ("-a!", "(Unary - a)"),
        ("await a /* b */ .c<T>(d)", "(Await (Call a.c [d]))"),
    ],
)
def test_operators_before_calls_with_type_arguments(text: str, shown: str):
    for path in ("a.ts", "a.tsx"):
        assert statements(f"x = {text}", path) == [f"(Do (Assign x = {shown}))"]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("f<import('./a').B>(c)", "(Call f [c])"),
        ("await f.g<typeof import('./a')>(c)", "(Await (Call f.g [c]))"),
        ("f<A, import('./a').B | null>(c)", "(Call f [c])"),
        ("import('./a').then(b)", "(Call (ImportCall './a').then [b])"),
        ("(await import('./a')).b", "(Await (ImportCall './a')).b"),
        (
            "{ a: import('./a'), b: import('./b').catch(c) }",
            "(Obj [(Prop a (ImportCall './a')) (Prop b (Call (ImportCall './b').catch [c]))])",
        ),
    ],
)
def test_types_of_other_files_and_imports(text: str, shown: str):
    for path in ("a.ts", "a.tsx"):
        assert statements(f"x = {text}", path) == [f"(Do (Assign x = {shown}))"]
