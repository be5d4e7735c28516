"""Bytes: marks, encodings, line ends, script blocks; which grammar reads a file; errors, directives, aliases of strings."""

from __future__ import annotations

import pytest

from scopeminer.syntax import ir
from scopeminer.syntax.ir import TypeHint
from scopeminer.syntax.lower import lower
from tests.syntax.show import show


def calls(path: str, source: bytes) -> list[tuple[str, int]]:
    """Calls that are statements, with the offset of what they call."""
    found = [stmt.value for stmt in lower(path, source).body if isinstance(stmt, ir.Do)]
    return [(show(call), call.at) for call in found if isinstance(call, ir.Call)]


@pytest.mark.parametrize(
    "path, source, found",
    [
        ("a.js", b"a.b('c')", [("(Call a.b ['c'])", 2)]),
        ("a.js", b"\xef\xbb\xbff()", [("(Call f [])", 3)]),
        ("a.js", b"#!/usr/bin/env node\r\nf()", [("(Call f [])", 21)]),
        ("a.js", "/* é */ f('ü')".encode(), [("(Call f ['ü'])", 9)]),
        ("a.js", b"f('\xff'); g()", [("(Call f ['\ufffd'])", 0), ("(Call g [])", 8)]),
        ("a.js", b"f('a\0b'); g(`\0`)", [("(Call f ['a\\x00b'])", 0), ("(Call g [(Template [\0] [])])", 10)]),
        ("a.js", "\ufefff('é')".encode("utf-16-le"), [("(Call f ['é'])", 0)]),
        ("a.js", "\ufefff()".encode("utf-16-be"), [("(Call f [])", 0)]),
        ("a.vue", b"<template><p>f()</p></template>\n<script>\ng()\n</script>\n<style>a{}</style>", [("(Call g [])", 41)]),
        ("a.vue", b'<script>a()</script><script setup lang="ts">b(c as D)</script>', [("(Call a [])", 8), ("(Call b [c])", 44)]),
        ("a.svelte", b"<script context='module'>a()</script>{b()}", [("(Call a [])", 25)]),
        ("a.vue", b"<template>no script</template>", []),
        ("a.html", b"<p>f()</p><script>g()</script><SCRIPT type='module'>h()</SCRIPT >", [("(Call g [])", 18), ("(Call h [])", 52)]),
        ("a.html", b"<script type=application/json>{}</script><script type='text/x-template'>f(</script><script src=x>f(</script>", []),
        ("a.html", b"<script type=text/babel>f()</script><!-- <script>g()</script> -->", [("(Call f [])", 24)]),
        ("a.html", b"<script>\n<!--\nf()\n//-->\n</script>", [("(Call f [])", 14)]),
        ("a.html", b"<script>f(<%= a.b ? '>' : 1 %>)</script><script>never closed(", [("(Call f [<%= a.b ? '>' : 1 %>])", 8)]),
    ],
)
def test_bytes(path: str, source: bytes, found: list[tuple[str, int]]):
    assert calls(path, source) == found
    assert lower(path, source).error_bytes == 0


@pytest.mark.parametrize(
    "path, text, grammar",
    [
        ("a.ts", "a", "typescript"),
        ("a.mts", "a", "typescript"),
        ("a.cts", "a", "typescript"),
        ("a.tsx", "a", "tsx"),
        ("a.js", "a", "tsx"),
        ("a.jsx", "a", "tsx"),
        ("a.mjs", "a", "tsx"),
        ("a.vue", "<script lang='ts'>a</script>", "typescript"),
        ("a.vue", "<script>a</script>", "tsx"),
        ("a.ts", "const a = <b>c</b>", "tsx"),
        ("a.js", "const a = <B>c", "typescript"),
        ("a.js", "for (using x of y) {}", "javascript"),
    ],
)
def test_grammar(path: str, text: str, grammar: str):
    module = lower(path, text.encode())
    assert (module.grammar, module.error_bytes) == (grammar, 0)


@pytest.mark.parametrize(
    "text, errors",
    [
        ("a(", 2),
        ("const a = 1 }", 1),
        ("let a: B<; c()", 1),
        ("export * from 'a' with { type: 'json' }", 0),
        ("const a = () => import('b'); vi.mock('c', async (d) => await d<typeof import('c')>())", 0),
        ("declare module 'a' { global { b } }", 0),
        ("tag<{ a: string }>`b`", 0),
        ("tag(a) <{ a: string }>`b`", 0),
        ("const f = (using?: A) => using ?? g(using); async () => { using a = b(); await using c = d(); }", 0),
        ("let a: import('b').C[] = [];", 0),
        ("f<import('a').B>(1); g<typeof import(\"a\")>(2); h<import('a')>(3)", 0),
    ],
)
def test_error_bytes(text: str, errors: int):
    assert lower("a.ts", text.encode()).error_bytes == errors


@pytest.mark.parametrize(
    "text, found",
    [
        ("// scopeminer: ignore a\nf()", ((3, "scopeminer: ignore a"),)),
        ("f(/* scopeminer: b */ 1)", ((5, "scopeminer: b"),)),
        ("/*\n * scopeminer: c\n * scopeminer: d\n */", ((6, "scopeminer: c"), (23, "scopeminer: d"))),
        ("const a = <p>{/* scopeminer: e */}</p>", ((17, "scopeminer: e"),)),
        ("type A = { // scopeminer: f\n b: c }", ((14, "scopeminer: f"),)),
        ("f('// scopeminer: g'); `scopeminer: h`", ()),
    ],
)
def test_directives(text: str, found: tuple[tuple[int, str], ...]):
    assert lower("a.tsx", text.encode()).directives == found


@pytest.mark.parametrize(
    "text, types",
    [
        ("type A = 'a' | \"b\"", {"A": TypeHint(("a", "b"), ())}),
        ("export type A = ('a' | B) | undefined | null", {"A": TypeHint(("a",), ("B",))}),
        ("type A = 'a' | string; type B = 1 | 'b'; type C = D['e']; type F = `g${H}`; type I = {}", {}),
        ("function f() { type A = 'a' } function g() { type A = 'b' }", {"A": TypeHint(("a", "b"), ())}),
        ("function f() { type A = 'a' } type A = string", {}),
        ("enum A { B = 'b', C = 'c' } enum D { E = 'e', F = 1 }", {"A": TypeHint(("b", "c"), ())}),
        (
            "const M = { a: 1, 'b-c': 2 }; type A = keyof typeof M",
            {"A": TypeHint((), ("keyof typeof M",)), "keyof typeof M": TypeHint(("a", "b-c"), ())},
        ),
        (
            "export const L = ['a', 'b'] as const satisfies string[]; function f(x: (typeof L)[number]) {}",
            {"items of typeof L": TypeHint(("a", "b"), ())},
        ),
        ("const M: Record<string, string> = { a: 1 }; function f(x: keyof typeof M) {}", {}),
        ("const M = { a: 1 } as Record<string, string>; function f(x: keyof typeof M) {}", {}),
        ("const M = { a: 1, ...N }; let O = { a: 1 }; function f(x: keyof typeof M, y: keyof typeof O) {}", {}),
        ("const L = ['a']; function f(x: (typeof L)[number]) {}", {}),
    ],
)
def test_types(text: str, types: dict[str, TypeHint]):
    assert lower("a.ts", text.encode()).types == types


@pytest.mark.parametrize(
    "text, at",
    [
        ("await api.asUser().requestJira(x)", 19),
        ("a['b'](x)", 2),
        ("  f(x)", 2),
        ("new A.B(x)", 6),
        ("(0, a.b)(x)", 1),
        ("a\n  .b(x)", 5),
    ],
)
def test_a_call_stands_at_the_name_it_calls(text: str, at: int):
    (stmt,) = lower("a.js", text.encode()).body
    assert isinstance(stmt, ir.Do)
    call = stmt.value.value if isinstance(stmt.value, ir.Await) else stmt.value
    assert isinstance(call, ir.Call | ir.New)
    assert call.at == at


@pytest.mark.parametrize(
    "text, shown",
    [
        ("'/a/' + " + " + ".join(["b", "'/c'"] * 30), "Template"),
        ("a && " * 60 + "b", "Logic"),
        ("a - " * 60 + "b", "Opaque"),
        ("a + " * 60 + "b", "Opaque"),
        ("a + " * 30 + "b", "Binary"),
    ],
)
def test_long_chains(text: str, shown: str):
    (stmt,) = lower("a.js", text.encode()).body
    assert isinstance(stmt, ir.Do)
    assert type(stmt.value).__name__ == shown
    if isinstance(stmt.value, ir.Template):
        assert (stmt.value.quasis[:3], len(stmt.value.holes)) == (("/a/", "/c", "/c"), 30)
