"""Adding a rule or a format touches two places: its own file, and one line of its registry."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scopeminer.audit.rules import RULES
from scopeminer.report.formats import FORMATS

PACKAGE = Path(__file__).parents[2] / "scopeminer"
FILES = sorted(PACKAGE.rglob("*.py"))
RULE_FILES = sorted(path for path in (PACKAGE / "audit" / "rules").glob("*.py") if path.stem not in ("__init__", "rule", "removal"))


def imports(path: Path) -> set[str]:
    """The modules that a file imports, names of packages joined to what is taken from them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


USED = {path: imports(path) for path in FILES}


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_a_rule_is_one_file_and_one_line(path: Path) -> None:
    module = f"scopeminer.audit.rules.{path.stem}"
    registry = PACKAGE / "audit" / "rules" / "__init__.py"
    assert [other for other, modules in USED.items() if module in modules] == [registry]
    assert len(re.findall(rf"\b{path.stem}\.check\b", registry.read_text("utf-8"))) == 1


def test_every_rule_file_is_registered() -> None:
    checks = {rule.check.__module__.rpartition(".")[2] for rule in RULES if rule.check is not None}
    assert checks == {path.stem for path in RULE_FILES}


@pytest.mark.parametrize(("name", "module"), FORMATS.items(), ids=list(FORMATS))
def test_a_format_is_one_file_and_one_line(name: str, module: str) -> None:
    # What else uses a form: a review has the SARIF of a scan, and a justification is its Markdown.
    others = {"scopeminer.report.sarif": {"statement_sarif.py"}, "scopeminer.report.markdown": {"justify.py"}}
    importing = {path.name for path, modules in USED.items() if module in modules}
    assert importing <= others.get(module, set()), importing
    lines = [line for path in FILES for line in path.read_text("utf-8").splitlines() if f'"{module}"' in line]
    assert lines == [f'    "{name}": "{module}",']
