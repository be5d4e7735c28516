"""A very large file is parsed in pieces: what it says is the same as when it is parsed as one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tree_sitter import Node

from scopeminer.syntax import lower as lowering
from scopeminer.syntax import lower_operators, pieces, slices
from scopeminer.syntax.ir import Module
from scopeminer.syntax.lower import lower
from scopeminer.syntax.text import Text

ORDINARY = """import api from '@forge/api';
/* one; */ const a = { b: 1 };
// const none = 2;
export const f = async x => { const y = x; await api.call(`/a/${y};`); };
function g() { return /[}]/; }
class C { m() { let z; } }
var q=1;var r=2;let s={};const t=`;
const inside = 3;
`;
export default function () { if (a) { b(); } }
// scopeminer: ignore
"""
KEYS = "export type Keys = keyof typeof table;\nconst k: Keys = f();\nexport const table = { one: 1, two: 2 };\n"


def cut_everywhere(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on every file is cut at every place; what could not be is listed."""
    monkeypatch.setattr(pieces, "LARGE", 0)
    monkeypatch.setattr(pieces, "PIECE", 0)
    monkeypatch.setattr(slices, "LARGE", 0)
    monkeypatch.setattr(slices, "PIECE", 0)
    whole: list[str] = []
    as_one = lowering._whole

    def watched(path: str, text: Text, grammars: tuple[str, ...], size: int) -> Module:
        whole.append(path)
        return as_one(path, text, grammars, size)

    monkeypatch.setattr(lowering, "_whole", watched)
    return whole


def same(module: Module, expected: Module) -> bool:
    """What frames brackets is parsed again and again, and counted as often."""
    assert expected.nodes <= module.nodes or expected.error_bytes
    return module._replace(nodes=0) == expected._replace(nodes=0)


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        (ORDINARY, True),
        (KEYS, True),
        ("const é = 'é';\nconst b = é;\nf(b);", True),
        ("let a = {}\nfunction f() {}\nfunction g() {}", True),
        ("const a = /[(]/;\nconst b = 1;\nf(/[)]/);", True),
        ("const a = /`/; const b = 1; /* ` */ const c = 2;", True),
        ("const a = x => /'/; // b; const c = 1;\nconst d = 1;", True),
        ('const a = x => /"/ //"; const c = 1;\nconst d = 1;', False),
        ("const a = `${`;const b = 1;`}`; const c = 1;", False),
        ("if (/{/.test(a)) { const b = 1; }\nconst c = 1;", True),
        ("const a = b\n/{/g; const c = 1;", False),
        ("const a = /[/'{]/;\nf(x, /\"\\/{/g);return/`/; const c = 1;", True),
        ("const a = 1; const b = ; const c = 3;", False),
        ("function f(){}function g(){}class C{}var a=1", True),
        ("const f = () => {}const g = 1;", False),
        ("let a = {}function f() {}", False),
        ("const a = tag<T>`b`; const c = 3;", False),
    ],
)
def test_the_same_in_pieces(text: str, is_cut: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lower("a.ts", text.encode())
    whole = cut_everywhere(monkeypatch)
    assert same(lower("a.ts", text.encode()), expected)
    assert not whole if is_cut else whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("const t = { a: 1, b: x => x.y, ['c']: [1, 2], // d, e\n ...f, 'g,': `,${h}` };", 5),
        ("const t = [1, , f(2, 3), /[,]/, , ];", 6),
        ("g(a, b => { c = 1; }, ...d);", 3),
        ("(() => { var a = 1;var b = a;function c() { return b }function d() {} \n if (a) c(); else d() })();", 5),
        ("(() => { a.b();\nc = d;\n new E(); g() })();", 3),
        ("export const f = async x => { const y = 1; // scopeminer: ignore\n let z = y; if (z) y = z\n throw z };", 2),
        ("const t = { a: { b: { c: 1, d: 2, e: 3, f: 4 } } };", 4),
        ("class C { a = 1; b = 2; let = 3; }", 0),
        ("let { a, b, c } = d;", 0),
        ("if (a) { const b = /[}]/; const c = 1; } else { d(); }", 2),
        ("if (a) { const b = `${`}`}`; const c = 1; } else { d(); }", 0),
    ],
)
def test_a_large_statement_is_parsed_in_slices(text: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lower("a.ts", text.encode())
    whole = cut_everywhere(monkeypatch)
    seen: list[Node] = []
    every = slices.SlicedLowering.slices

    def watched(lowering: slices.SlicedLowering, node: Node) -> Iterator[Node]:
        for part in every(lowering, node):
            seen.append(part)
            yield part

    monkeypatch.setattr(slices.SlicedLowering, "slices", watched)
    assert same(lower("a.ts", text.encode()), expected)
    assert len(seen) == number
    assert bool(whole) is not bool(number)


@pytest.mark.parametrize("text", ["/*" * 50_000, "`\\" * 50_000, "'\\" * 50_000, "(" * 50_000, "};var " * 20_000])
def test_hard_texts_are_cut_in_time(text: str) -> None:
    assert len(list(pieces._cuts(text.encode()))) < 10


def test_a_large_file_is_cut_and_a_small_one_is_not() -> None:
    line = b"export const route = () => api.asApp().requestJira('/rest/api/3/myself');\n"
    assert not pieces.can_be_cut(line)
    assert pieces.can_be_cut(line * 3_000)
    assert len(list(pieces.pieces(line * 3_000, "tsx", lambda start, end: ((start, end),)))) == 4


@pytest.mark.parametrize(
    ("sign", "operand"),
    [("+", "f(a.b{0}, 'x{0}')"), ("+", "'f{0}' + a"), ("||", "f{0}(a)"), ("+", "f(b && c * {0})"), ("+ /* a */", "f{0}()")],
)
def test_a_very_long_chain_is_lowered_one_operand_at_a_time(sign: str, operand: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"x = {f' {sign} '.join(operand.format(number) for number in range(60))};".encode()
    expected = lower("a.ts", text)
    monkeypatch.setattr(lower_operators, "LARGE", 0)
    assert lower("a.ts", text) == expected
