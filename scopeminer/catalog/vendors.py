"""Services that count visits or collect errors: the rows of data/vendors.json."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from scopeminer.records import dataclass


@dataclass(frozen=True, slots=True)
class VendorRow:
    """`kind`: analytics | error-reporting. A host stands for itself and what is below it."""

    kind: str
    name: str
    packages: frozenset[str]
    hosts: tuple[str, ...]


@lru_cache(maxsize=1)
def load_vendors() -> tuple[VendorRow, ...]:
    """The table that ships with the tool."""
    data = json.loads((Path(__file__).parent / "data" / "vendors.json").read_text(encoding="utf-8"))
    return tuple(VendorRow(row["kind"], row["name"], frozenset(row["packages"]), tuple(row["hosts"])) for row in data["vendors"])


def of_package(package: str) -> VendorRow | None:
    """The service whose package this is."""
    return next((row for row in load_vendors() if package in row.packages), None)


def of_host(host: str) -> VendorRow | None:
    """The service that a host (`api.amplitude.com`, `*.sentry.io`) belongs to."""
    name = host.lower().removeprefix("*.")
    return next((row for row in load_vendors() if any(name == own or name.endswith(f".{own}") for own in row.hosts)), None)
