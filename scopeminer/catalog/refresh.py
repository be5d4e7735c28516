"""A newer catalog in the user's data folder, from a folder of documents or from Atlassian's addresses: only when asked by name."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scopeminer.catalog.build import Facts, build
from scopeminer.catalog.documents import UnknownFormError
from scopeminer.catalog.load import BUNDLED, user_folder
from scopeminer.catalog.store import ShrunkError, check_size, write

TIMEOUT = 60
"""Seconds for one document."""
LARGEST = 64 * 1024 * 1024
"""Bytes; the largest document has about three million."""

Fetch = Callable[[str], bytes]


class RefreshError(Exception):
    """Why there is no new catalog, in one sentence; the old one stays in use."""


def download(address: str) -> bytes:
    """The bytes behind an https address. Raises OSError."""
    if not address.startswith("https://"):
        raise OSError(f"{address} is no https address")
    with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # https alone, checked above
        data: bytes = answer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"{address} sends more than {LARGEST} bytes")
    return data


def refresh(documents: Path | None = None, target: Path | None = None, fetch: Fetch = download) -> Path:
    """The folder of the new catalog. `documents`: a folder with PROVENANCE.json; None: the official addresses.

    Nothing is replaced before everything was read, understood and found to be of a credible size.
    """
    folder = target or user_folder()
    before = _present(folder)
    try:
        if documents is not None:
            tables = build(documents, Facts.kept(BUNDLED), BUNDLED, before)
        else:
            with tempfile.TemporaryDirectory() as name:
                _fetch_all(before, Path(name), fetch)
                tables = build(Path(name), Facts.kept(BUNDLED), BUNDLED, before)
        check_size(before, tables["operations.json"])
        write({"operations.json": tables["operations.json"]}, folder)
    except (OSError, UnknownFormError, ShrunkError) as error:
        raise RefreshError(f"the catalog was not refreshed: {error}; {before['version']} stays in use") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        what = f"a document has an unknown form ({type(error).__name__}: {error})"
        raise RefreshError(f"the catalog was not refreshed: {what}; {before['version']} stays in use") from error
    return folder


def _present(folder: Path) -> dict[str, Any]:
    """The operations in use: the user's, where they can be read and are newer, else the bundled ones."""
    bundled: dict[str, Any] = json.loads((BUNDLED / "operations.json").read_text(encoding="utf-8"))
    try:
        own: dict[str, Any] = json.loads((folder / "operations.json").read_text(encoding="utf-8"))
        return own if own["date"] > bundled["date"] and own["operations"] else bundled
    except (OSError, ValueError, KeyError, TypeError):
        return bundled


def _fetch_all(before: dict[str, Any], folder: Path, fetch: Fetch) -> None:
    today = datetime.now(UTC).date().isoformat()
    provenance = []
    for name, title, _, _, address in before["documents"]:
        if not address:
            continue
        data = fetch(address)
        version = str(json.loads(data).get("info", {}).get("version", ""))
        (folder / f"{name}.json").write_bytes(data)
        provenance.append({"document": f"{name}.json", "title": title, "version": version, "fetched_there": today, "official_url": address})
    (folder / "PROVENANCE.json").write_text(json.dumps(provenance), encoding="utf-8")
