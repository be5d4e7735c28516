"""Data files → the catalog, read once and as late as possible."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from scopeminer.catalog.catalog import Catalog

BUNDLED = Path(__file__).parent / "data"
DATE = re.compile(rb'"date":\s*"(\d{4}-\d\d-\d\d)"')
HEAD = 400
"""The date stands within the first bytes of operations.json: the choice of a catalog must not read two."""


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


def user_folder() -> Path:
    """Where a refreshed catalog lies: below the user's data folder."""
    named = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".local" / "share") / "scopeminer" / "catalog"


@lru_cache(maxsize=1)
def load() -> Catalog:
    """The catalog in use: the refreshed one when there is one and it is newer than the one that came with the tool."""
    try:
        folder = user_folder()
        if _date(folder) > _date(BUNDLED):
            return Catalog(Tables(folder, BUNDLED))
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
        # No home folder, or a file that is no catalog: what came with the tool is always right.
        pass
    return Catalog(Tables(BUNDLED))


def load_from(path: Path) -> Catalog:
    """A catalog by its folder or its operations.json; what it lacks comes from the bundled one. Raises OSError or ValueError."""
    folder = path if path.is_dir() else path.parent
    if not (folder / "operations.json").is_file():
        raise FileNotFoundError(f"{path} holds no operations.json")
    try:
        return Catalog(Tables(folder, BUNDLED))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no catalog") from error


def _date(folder: Path) -> bytes:
    path = folder / "operations.json"
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        found = DATE.search(file.read(HEAD))
    return found[1] if found else b""
