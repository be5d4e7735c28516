"""Small documents in Atlassian's form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


def documents(folder: Path, paths: dict[str, Any], date: str = "2099-01-01", name: str = "jira") -> Path:
    """A folder of one document with PROVENANCE.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"info": {"version": "9"}, "paths": paths}), encoding="utf-8")
    entry = {
        "document": f"{name}.json",
        "title": "Jira",
        "version": "9",
        "fetched_there": date,
        "official_url": f"https://example.com/{name}",
    }
    (folder / "PROVENANCE.json").write_text(json.dumps([entry]), encoding="utf-8")
    return folder


@pytest.fixture(name="documents")
def _documents() -> Any:
    return documents
