"""The public names, and that they cost nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scopeminer

SAMPLE = Path(__file__).parents[2] / "sample_apps" / "clean-app"


def test_the_public_names() -> None:
    assert sorted(scopeminer.__all__) == ["Audit", "Catalog", "Finding", "__version__", "scan"]
    assert all(hasattr(scopeminer, name) for name in scopeminer.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sacn'"):
        scopeminer.sacn


@pytest.mark.parametrize("first", ["import scopeminer.scan", "import scopeminer"])
def test_scan_can_be_called_whatever_was_imported_before(first: str) -> None:
    program = f"{first}\nfrom scopeminer import scan\nprint(len(scan({str(SAMPLE)!r}).scopes) > 0)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "True\n"


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys, scopeminer; print([m for m in sys.modules if m.startswith('scopeminer.')])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
