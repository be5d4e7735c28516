"""Packages that reach beside the platform's own storage: the rows of data/capabilities.json."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def load_capabilities() -> dict[str, str]:
    """Package → filesystem | database | hosted-sql | process."""
    data = json.loads((Path(__file__).parent / "data" / "capabilities.json").read_text(encoding="utf-8"))
    return {package: kind for kind, packages in data["capabilities"].items() for package in packages}
