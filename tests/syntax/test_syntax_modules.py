"""Imports and exports."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements


@pytest.mark.parametrize(
    "path, text, shown",
    [
        ("a.ts", "export default class A {}", ["(Declare (Class A - [] []))", "(Export [(ExportName A default)] -)"]),
        ("a.ts", "export default class {}", ['(ExportDefault (Class "" - [] []))']),
        (
            "a.ts",
            "export default abstract class A { b() {} }",
            ['(Declare (Class A - [(ClassMember method b (Func "" [] [] {}))] []))', "(Export [(ExportName A default)] -)"],
        ),
        ("a.ts", "export default function () {}", ['(ExportDefault (Func "" [] [] {}))']),
        ("a.ts", "export default async function a() {}", ["(Declare (Func a [] [] is_async {}))", "(Export [(ExportName a default)] -)"]),
        ("a.ts", "export default a", ["(ExportDefault a)"]),
        ("a.ts", "export default { a }", ["(ExportDefault (Obj [(Prop a a)]))"]),
        ("a.ts", "export default () => a", ['(ExportDefault (Func "" [] [(Return a)] is_arrow {}))']),
        (
            "a.ts",
            "export const a = 1, { b, c: [d] } = e",
            [
                "(Let const a #1)",
                ("(Let const (ObjPattern [(PropPattern b b -) (PropPattern c (ArrPattern [(ItemPattern d -)] -) -)] -) e)"),
                "(Export [(ExportName a a) (ExportName b b) (ExportName d d)] -)",
            ],
        ),
        (
            "a.ts",
            "export function a() {} export class B {} export let c",
            [
                "(Declare (Func a [] [] {}))",
                "(Export [(ExportName a a)] -)",
                "(Declare (Class B - [] []))",
                "(Export [(ExportName B B)] -)",
                "(Let let c -)",
                "(Export [(ExportName c c)] -)",
            ],
        ),
        (
            "a.ts",
            "export { a, b as c, d as default, type E }; export type { F }",
            ["(Export [(ExportName a a) (ExportName b c) (ExportName d default)] -)"],
        ),
        (
            "a.ts",
            (
                "export { a as b, default } from 'c'; export * from 'd'; export * as e from 'f'; export * from "
                "'g' with { type: 'json' }; export { type T } from 'h'"
            ),
            [
                "(Export [(ExportName a b) (ExportName default default)] c)",
                "(ExportAll d)",
                "(Export [(ExportName * e)] f)",
                "(ExportAll g)",
            ],
        ),
    ],
)
def test_export(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.ts",
            (
                "import a, { b, c as d, default as e, type F } from 'g'; import * as h from 'i'; import 'j'; "
                "import k from './l.json' with { type: 'json' }"
            ),
            [
                "(Import g [(ImportName default a) (ImportName b b) (ImportName c d) (ImportName default e)])",
                "(Import i [(ImportName * h)])",
                "(Import j [])",
                "(Import ./l.json [(ImportName default k)])",
            ],
        ),
        ("a.ts", ("import type A from 'a'; import { type B } from 'b'; import type { C } from 'c'; import typeof D from 'd'"), []),
        (
            "a.ts",
            "import { 'a-b' as c } from 'd'; export { c as 'e-f' }",
            ["(Import d [(ImportName a-b c)])", "(Export [(ExportName c e-f)] -)"],
        ),
        ("a.ts", "import defer * as a from 'b'", ["(Import b [(ImportName * a)])"]),
        (
            "a.ts",
            "import a = require('b'); import c = d.e; export import f = g.h; export = a",
            [
                "(Let const a (Call require ['b']))",
                "(Let const c d.e)",
                "(Let const f g.h)",
                "(Export [(ExportName f f)] -)",
                "(ExportAssign a)",
            ],
        ),
        ("a.ts", "import type a = require('b')", []),
    ],
)
def test_import(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown
