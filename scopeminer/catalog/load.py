"""Data files → the catalog, read once and as late as possible."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from scopeminer.catalog.catalog import Catalog

BUNDLED = Path(__file__).parent / "data"


class Tables(Mapping[str, Any]):
    """File name without `.json` → its content, parsed when it is asked for. `folders`: the first that has the file wins."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = json.loads(self._file(name).read_bytes())
        return self._parsed[name]

    def _file(self, name: str) -> Path:
        return next((path for folder in self._folders if (path := folder / f"{name}.json").is_file()), self._folders[-1] / f"{name}.json")

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({path.stem for folder in self._folders for path in folder.glob("*.json")}))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@lru_cache(maxsize=1)
def load() -> Catalog:
    """The catalog in use."""
    return Catalog(Tables(BUNDLED))
