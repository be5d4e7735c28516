"""Sizes, single owners of libraries, and what must not stand in a committed file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "scopeminer").rglob("*.py"))
LONGEST = 400


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def short(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_no_module_is_longer_than_the_limit() -> None:
    assert short([path for path in MODULES if len(path.read_text("utf-8").splitlines()) > LONGEST]) == []


def test_every_module_says_what_it_is() -> None:
    written = {path: ast.parse(path.read_text("utf-8")) for path in MODULES}
    assert short([path for path, module in written.items() if module.body and not ast.get_docstring(module)]) == []


@pytest.mark.parametrize(
    ("library", "owner"),
    [("tree_sitter", r"scopeminer/syntax/"), ("tree_sitter_javascript", r"scopeminer/syntax/"), ("yaml", r"scopeminer/manifest/read"),
     ("click", r"scopeminer/cli/"), ("rich", r"scopeminer/(cli|report)/"), ("jinja2", r"scopeminer/report/")],
)  # fmt: skip
def test_a_library_has_one_owner(library: str, owner: str) -> None:
    assert [path for path in short([path for path in MODULES if library in imports(path)]) if not re.match(owner, path)] == []


def test_locks_have_hashes_and_agree() -> None:
    locks = {name: (ROOT / "requirements" / name).read_text("utf-8") for name in ("dev.txt", "run.txt")}
    pins = {name: re.findall(r"^\S+==\S+.*(?=\\$)", text, re.MULTILINE) for name, text in locks.items()}
    assert pins["run.txt"]
    assert set(pins["run.txt"]) <= set(pins["dev.txt"])
    assert [name for name, text in locks.items() if re.search(r"https?://|--(extra-)?index-url|--find-links", text)] == []
