"""Tables → the catalog's data files, all of them or none."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from scopeminer.catalog.unpack import rows_of

SHRINKAGE = 0.05
"""A document that loses more of its operations than this is taken for a broken download."""


class ShrunkError(Exception):
    """New data lists far fewer operations than the data in use."""


def check_size(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Raises ShrunkError when a document lost more than SHRINKAGE of the operations that it listed."""
    before, after = _counts(old), _counts(new)
    for document, count in before.items():
        left = after.get(document, 0)
        if left < count * (1 - SHRINKAGE):
            raise ShrunkError(f"{document} lists {left} operations, {count} before: more than {SHRINKAGE:.0%} are gone")


def _counts(table: dict[str, Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for operation in rows_of(table):
        if operation.status not in ("removed", "undocumented"):
            counts[operation.document] = counts.get(operation.document, 0) + 1
    return counts


def write(tables: dict[str, Any], folder: Path) -> None:
    """Writes every table into `folder`: readers see an old file or the new one, and none is replaced before all are written."""
    folder.mkdir(parents=True, exist_ok=True)
    staged: list[tuple[str, Path]] = []
    try:
        for name, table in tables.items():
            descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            staged.append((temporary, folder / name))
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(render(table))
            os.chmod(temporary, 0o644)
        for temporary, final in staged:
            os.replace(temporary, final)
    except BaseException:
        for temporary, _ in staged:
            Path(temporary).unlink(missing_ok=True)
        raise


def render(table: dict[str, Any]) -> str:
    """Compact JSON, one row of a list a line: a new download shows as a readable difference."""
    return "{\n" + ",\n".join(f"{json.dumps(key)}:{_block(value)}" for key, value in table.items()) + "\n}\n"


def _block(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"{json.dumps(key)}:{_block(item)}" for key, item in value.items()) + "\n}"
    if isinstance(value, list) and any(isinstance(item, list | dict | str) for item in value) and len(value) > 3:
        return "[\n" + ",\n".join(_compact(item) for item in value) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
