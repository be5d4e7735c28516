"""Which OAuth scopes an Atlassian Forge app's code needs, against those its manifest declares."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scopeminer.audit.model import Audit, Finding
    from scopeminer.catalog.catalog import Catalog
    from scopeminer.scan import scan

__version__ = "0.1.0"
__all__ = ["Audit", "Catalog", "Finding", "__version__", "scan"]

PUBLIC = {
    "Audit": "scopeminer.audit.model",
    "Catalog": "scopeminer.catalog.catalog",
    "Finding": "scopeminer.audit.model",
    "scan": "scopeminer.scan",
}


def __getattr__(name: str) -> object:
    """Imported when it is asked for (PEP 562): `scopeminer --version` must not pay for the analysis."""
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(PUBLIC[name]), name)
