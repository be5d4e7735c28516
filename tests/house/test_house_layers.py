"""pyproject.toml's import contracts against the rooms that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["type"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}
ROOMS = {path.stem for path in (ROOT / "scopeminer").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
PURE = {"values", "program", "privileges", "disclosure", "audit", "advise"}
LAYERS = [
    {"cli", "servers"},
    {"fleet"},
    {"scan", "report"},
    {"claims", "compare"},
    {"advise"},
    {"audit"},
    {"disclosure"},
    {"privileges"},
    {"program"},
    {"values"},
    {"syntax", "manifest", "catalog"},
    {"config", "source"},
    {"records"},
]


def test_the_layers_are_those_of_the_design_top_to_bottom() -> None:
    assert [set(re.findall(r"\w+", layer)) for layer in CONTRACTS["layers"]["layers"]] == LAYERS


def test_every_room_has_a_layer() -> None:
    assert CONTRACTS["layers"]["exhaustive"] is True
    assert ROOMS - {"__init__", "__main__"} <= set().union(*LAYERS)


def test_every_room_of_the_analysis_is_kept_from_input_and_output() -> None:
    assert set(CONTRACTS["forbidden"]["source_modules"]) == {f"scopeminer.{room}" for room in PURE & ROOMS}


def test_the_contracts_forbid_what_the_design_names() -> None:
    assert set(CONTRACTS["forbidden"]["forbidden_modules"]) == {"os", "socket", "subprocess", "click", "rich", "yaml", "tree_sitter"}
