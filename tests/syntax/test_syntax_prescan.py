"""The queries as a second opinion: their counts agree with the lowering on every file of the sample apps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tree_sitter import QueryError

from scopeminer.syntax import ir, queries
from scopeminer.syntax.lower import lower
from scopeminer.syntax.record import HOLDING

SAMPLES = Path(__file__).parents[2] / "sample_apps"
FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in {".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs"})


def nodes(value: object) -> Iterator[object]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, HOLDING):
            yield item
            stack += item


def counts(path: str, source: bytes) -> tuple[tuple[int, ...], list[str]]:
    """What the lowering found, in the order of Prescan's fields."""
    found = list(nodes(lower(path, source).body))
    by_type = Counter(type(node) for node in found)
    imports = [node.source for node in found if isinstance(node, ir.Import | ir.ExportAll)]
    imports += [node.source for node in found if isinstance(node, ir.Export) and node.source is not None]
    imports += [node.source.value for node in found if isinstance(node, ir.ImportCall) and isinstance(node.source, ir.Str)]
    for node in found:
        if isinstance(node, ir.Call) and isinstance(node.callee, ir.Name) and node.callee.id == "require":
            imports += [arg.value for arg in node.args[:1] if isinstance(arg, ir.Str)]
    return tuple(by_type[kind] for kind in (ir.Call, ir.Tagged, ir.New, ir.ImportCall, ir.Jsx)), sorted(imports)


def test_there_are_samples():
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_counts_agree_on_samples(path: Path):
    source = path.read_bytes()
    scan = queries.prescan(path.name, source)
    assert (scan[:5], sorted(scan.imports)) == counts(path.name, source)


@pytest.mark.parametrize(
    "path, text",
    [
        ("a.ts", "import type { A } from 'a'; import { b } from 'b'; export * from 'c'; export { d } from 'd'; export type { E } from 'e'"),
        ("a.ts", "const a = require('a'); const b = await import('b'); new C(d`e${f(g`h`)}`); type T = typeof import('x')"),
        ("a.ts", "const r = await sql<Row>`select ${id()}`; f<{ a: string }>`x`.then(g)"),
        ("a.tsx", "export const A = () => <><B c={d()} /><div>{e.map((f) => <G key={f} />)}</div></>"),
        ("a.js", "class A { #b = c(); static { d() } f() {} } a?.b?.(c)?.[d()]"),
    ],
)
def test_counts_agree_on_constructs(path: str, text: str):
    scan = queries.prescan(path, text.encode())
    assert (scan[:5], sorted(scan.imports)) == counts(path, text.encode())
    assert sum(scan[:5]) + len(scan.imports) > 1


@pytest.mark.parametrize(
    "text, requests",
    [
        ("api.asUser().requestJira(route`/x`)", ("requestJira",)),
        ("import { requestConfluence as c } from '@forge/bridge'", ("requestConfluence",)),
        ("const { requestBitbucket } = api.asApp()", ("requestBitbucket",)),
        ("// requestJira\nconst text = 'requestJira'; requestJiraLike()", ()),
    ],
)
def test_request_names(text: str, requests: tuple[str, ...]):
    assert queries.prescan("a.js", text.encode()).requests == requests


@pytest.mark.parametrize("grammar", ["javascript", "typescript", "tsx"])
def test_every_folder_compiles_for_its_grammars(grammar: str):
    assert queries.query(grammar).pattern_count >= 10


def test_jsx_queries_are_not_for_typescript(monkeypatch):
    monkeypatch.setitem(queries.FOLDERS, "typescript", ("jsx",))
    queries.query.cache_clear()
    try:
        with pytest.raises(QueryError):
            queries.query("typescript")
    finally:
        queries.query.cache_clear()


def test_queries_inside_the_package_come_first(tmp_path, monkeypatch):
    module = tmp_path / "scopeminer" / "syntax" / "queries.py"
    inside, beside = tmp_path / "scopeminer" / "queries" / "ecmascript", tmp_path / "queries" / "ecmascript"
    monkeypatch.setattr(queries, "__file__", str(module))
    found: list[object] = []
    for place in (None, beside, inside):
        if place is not None:
            place.mkdir(parents=True)
        queries.folder.cache_clear()
        try:
            found.append(queries.folder())
        except FileNotFoundError as error:
            found.append(str(error).partition(" in ")[0])
    queries.folder.cache_clear()
    assert found == ["no queries", beside.parent, inside.parent]
