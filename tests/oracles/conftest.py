"""Independent truths about call graphs: checkouts that a developer names by an environment variable; skipped without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CODE = {".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx"}
LARGEST = 200_000


def checkout(variable: str, below: str) -> Path:
    """The folder `below` the checkout that the environment variable names."""
    root = os.environ.get(variable)
    if not root:
        pytest.skip(f"{variable} names no checkout to compare with")
    folder = Path(root) / below
    assert folder.is_dir(), f"{folder} is not there: is {variable} the root of the checkout?"
    return folder


def texts(folder: Path, first: str) -> dict[str, str]:
    """Every source below `folder` by its relative path, `first` in front."""
    files = {first: (folder / first).read_text("utf-8")}
    for path in sorted(folder.rglob("*")):
        if path.suffix in CODE and path.is_file() and path.stat().st_size < LARGEST:
            files.setdefault(path.relative_to(folder).as_posix(), path.read_text("utf-8", errors="replace"))
    return files
