"""The queries in `queries/*/*.scm`, and the pre-scan they make: what a file holds, without lowering it.

A second, independent reading of the same text: the tests compare its counts with the lowering on every file of the sample apps, and it
costs a fraction of a lowering for those who only ask whether a file mentions a request function or a package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tree_sitter import Node, Query, QueryCursor

from scopeminer.records import NamedTuple
from scopeminer.syntax.grammars import language, preferred
from scopeminer.syntax.repairs import parse_repaired
from scopeminer.syntax.text import read

# A query that names a kind which the grammar lacks does not compile: a folder for each family of grammars.
FOLDERS = {
    "javascript": ("ecmascript", "jsx"),
    "typescript": ("ecmascript", "typescript"),
    "tsx": ("ecmascript", "jsx", "typescript"),
}


class Prescan(NamedTuple):
    """Counts of calls (without `import()`), tagged templates, `new`, `import()` and JSX elements; `imports`: the specifiers of static
    imports and exports, `import()` and `require`, in file order; `requests`: names of request functions, sorted."""

    calls: int
    tagged: int
    news: int
    dynamic: int
    elements: int
    imports: tuple[str, ...]
    requests: tuple[str, ...]


def prescan(path: str, source: bytes) -> Prescan:
    """What the file `path` holds, by its queries; never raises."""
    text = read(path, source)
    parsed = parse_repaired(text.readable, preferred(path, text.is_typescript))
    found = QueryCursor(query(parsed.grammar)).captures(parsed.tree.root_node)

    def spans(*names: str) -> set[tuple[int, int]]:
        return {(node.start_byte, node.end_byte) for name in names for node in found.get(name, ())}

    typed = spans("type_call")
    dynamic = spans("dynamic") - typed
    sources = spans("static", "dynamic_source", "required") - spans("type_only")
    return Prescan(
        len(spans("call") - typed - dynamic),
        len(spans("tagged")),
        len(spans("new")),
        len(dynamic),
        len(spans("element")),
        tuple(text.source[start + 1 : end - 1].decode("utf-8", "replace") for start, end in sorted(sources)),
        tuple(sorted({_text(text.source, node) for node in found.get("request", ())})),
    )


def _text(source: bytes, node: Node) -> str:
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")


@cache
def query(grammar: str) -> Query:
    """All queries for a grammar, as one."""
    files = [file for name in FOLDERS[grammar] for file in sorted((folder() / name).glob("*.scm"))]
    return Query(language(grammar), "\n".join(file.read_text("utf-8") for file in files))


@cache
def folder() -> Path:
    """`queries/`: inside the package (as installed), else beside it (in the repository).

    Raises FileNotFoundError, naming both places, when the installation is incomplete.
    """
    package = Path(__file__).parent.parent
    places = (package / "queries", package.parent / "queries")
    for place in places:
        if (place / "ecmascript").is_dir():
            return place
    raise FileNotFoundError(f"no queries in {places[0]} or {places[1]}: the installation is incomplete")
