"""No input makes `lower` raise; places stay inside the file; nesting stays bounded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower
from scopeminer.syntax.queries import prescan
from scopeminer.syntax.record import HOLDING, Record
from tests.syntax.show import show

SAMPLES = Path(__file__).parents[2] / "sample_apps"
TEXTS = [
    *(path.read_bytes()[:1500] for path in sorted(SAMPLES.rglob("*.*")) if path.suffix in {".js", ".jsx", ".ts", ".tsx"}),
    b"const r = await sql<Row>`select ${a.b<{ c: string }>`d`}`; enum E { A = 'a', B } namespace N.M { export const c = 1 }",
    b"@a() export class B extends C<D> { @e f = 1; constructor(private g = 2) { super() } static { h() } }",
    b"for await (const { a = 1, ...b } of c) { switch (d) { case `e`: break; default: throw f } } export * as g from 'h'",
    b"const a = <A.B c='d' {...e}>text &amp; {f ? <g-h /> : <></>}</A.B>; x = y?.[z]?.(...w) ?? new V()",
    b"export default async function* f(this: A, [b, , c = 1]: D[], ...{ e }) { yield* g; label: do { i++ } while (j) }",
]
SNIPPETS = [
    b"", b"(", b")", b"{", b"}", b"`", b"${", b"'", b'"', b"<", b">", b"</", b"/>", b"=>", b"...", b"\\", b"\0", b"\xff", b"\xed\xa0\x80",
    b"//", b"/*", b"await ", b"export ", b"import ", b"@", b"<T>`", b"type ", b"declare ", b"enum ", b"?.", b"\r\n", b"&", b"#", b";", b",",
    b"scopeminer: ", "\N{SNOWMAN}".encode(), b"new ", b"class ", b"function ", b"async ", b"= ", b"if ", b"else ", b": ",
]  # fmt: skip
PATHS = ["a.ts", "a.tsx", "a.js", "a.mjs", "a.cts", "a.vue", "a.svelte"]
EDIT = st.tuples(
    st.sampled_from(["delete", "insert", "repeat", "cut", "splice"]), st.integers(0, 1500), st.integers(0, 60), st.sampled_from(SNIPPETS)
)


def edited(text: bytes, edits: list[tuple[str, int, int, bytes]], other: bytes) -> bytes:
    for how, at, length, snippet in edits:
        at = at % (len(text) + 1)
        match how:
            case "delete":
                text = text[:at] + text[at + length :]
            case "insert":
                text = text[:at] + snippet + text[at:]
            case "repeat":
                text = text[:at] + text[at : at + length] * 2 + text[at + length :]
            case "cut":
                text = text[:at] if length > 50 else text
            case "splice":
                text = text[:at] + other[length : length + at] + text[at:]
    return text


def nodes(value: object) -> Iterator[tuple[object, int]]:
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, HOLDING):
            yield item, depth
            stack += [(part, depth + isinstance(item, Record)) for part in item]


def check(path: str, text: bytes) -> ir.Module:
    module = lower(path, text)
    assert module.error_bytes >= 0
    for node, _ in nodes(module.body):
        if hasattr(node, "at"):
            assert 0 <= node.at <= len(text)
            assert node.at <= getattr(node, "end", len(text)) <= len(text)
    for at, directive in module.directives:
        assert text[at:].startswith(b"scopeminer:")
        assert directive.startswith("scopeminer:")
    return module


@settings(max_examples=350, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PATHS), st.sampled_from(TEXTS), st.lists(EDIT, min_size=1, max_size=6), st.sampled_from(TEXTS))
def test_mutated_sources(path: str, text: bytes, edits: list[tuple[str, int, int, bytes]], other: bytes):
    source = edited(text, edits, other)
    check(path, source)
    prescan(path, source)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(PATHS), st.binary(max_size=200))
def test_any_bytes(path: str, source: bytes):
    if not source.startswith((b"\xff\xfe", b"\xfe\xff")):
        check(path, source)


N = 3000
DEEP = {
    "calls": "f(" * N + "g()" + ")" * N, "members": "a" + ".b()" * N,
    "parentheses": "(" * N + "f()" + ")" * N, "arrays": "[" * N + "f()" + "]" * N,
    "objects": "x=" + "{a:" * N + "f()" + "}" * N, "arrows": "x=>" * N + "f()", "else-if": "if(a){f()}else " * N + "f()",
    "conditions": "a?b:" * N + "f()", "blocks": "{" * N + "f()" + "}" * N, "elements": "x=" + "<a>" * N + "{f()}" + "</a>" * N,
    "patterns": "let " + "[" * N + "a" + "]" * N + "=f()", "prefixes": "!" * N + "f()", "holes": "`${" * N + "f()" + "}`" * N,
    "functions": "function a(){" * N + "f()" + "}" * N, "classes": "class A{m(){" * N + "f()" + "}}" * N, "open": "f(" * N,
    "awaits": "await " * N + "f()", "assignments": "a=" * N + "f()", "labels": "a:" * N + "f()", "tags": "f()" + "`x`" * N,
    "indices": "f()" + "[0]" * N, "casts": "f()" + " as B" * N, "namespaces": "namespace A{" * N + "f()" + "}" * N,
    "news": "new " * N + "A(f())",
    "switches": "switch(a){case 1:" * N + "f()" + "}" * N, "sums": "+".join(["a"] * N) + "+f()",
    "texts": "'a'+" + "+".join(["b"] * N) + "+f()",
    "ors": "||".join(["a"] * N) + "||f()", "powers": "**".join(["a"] * N) + "**f()", "unions": "type A=" + "|".join(["'a'"] * N) + ";f()",
    "types": "let x:" + "A<" * N + "B" + ">" * N + ";f()",
}  # fmt: skip


def test_little_stack_left():
    def below(frames: int) -> ir.Module:
        return below(frames - 1) if frames else lower("a.js", b"[" * 90 + b"f('a')" + b"]" * 90)

    here = 0
    frame = sys._getframe()
    while frame is not None:
        here, frame = here + 1, frame.f_back  # type: ignore[assignment]
    module = below(sys.getrecursionlimit() - here - 120)
    assert show(module.body) == "[(Do (Opaque [(Call f ['a'])]))]"
    assert module.error_bytes > 0


@pytest.mark.parametrize("path", ["a.ts", "a.jsx"])
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nesting(text: str, path: str):
    found = list(nodes(check(path, text.encode()).body))
    assert max(depth for _, depth in found) < 400
    if path == "a.ts" and "<a>" not in text:
        assert any(isinstance(node, ir.Call) for node, _ in found)
