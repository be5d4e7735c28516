"""Format names → renderers."""

from __future__ import annotations

import pytest

from scopeminer.audit.model import Audit
from scopeminer.report.formats import FORMATS, renderer
from scopeminer.report.model import Display, Run


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_renders_every_audit(name: str, any_audit: Audit) -> None:
    assert renderer(name)(Run((any_audit,)), Display()).endswith("\n")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_renders_several_audits(name: str, audits: dict[str, Audit]) -> None:
    assert renderer(name)(Run(tuple(audits.values())), Display()).endswith("\n")
