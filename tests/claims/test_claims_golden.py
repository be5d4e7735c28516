"""The check of one statement against every sample app, as a reviewer would read it: golden.md, read for sense.

After a change that is meant: UPDATE_GOLDEN=1 python -m pytest tests/claims/test_claims_golden.py, then read what differs.
"""

from __future__ import annotations

import os
from pathlib import Path

from scopeminer.claims.check import check
from scopeminer.claims.statement import read
from scopeminer.cli.inspection import facts_of
from scopeminer.report.statement_markdown import render
from scopeminer.scan import inspect

HERE = Path(__file__).parent
SAMPLES = sorted(path.parent for path in (HERE.parents[1] / "sample_apps").glob("*/manifest.y*ml"))
GOLDEN = HERE / "golden.md"


def test_the_reviews_are_those_that_were_read() -> None:
    statement = read("statement.md", (HERE / "statement.md").read_text("utf-8"))
    parts = []
    for sample in SAMPLES:
        lines = render(check(statement, facts_of(inspect(sample)))).splitlines()
        body = lines[next(i for i, line in enumerate(lines) if line.startswith("## ")) :]
        parts.append("\n".join([f"# {sample.name}", "", *body]))
    found = "\n\n".join(parts) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, "utf-8")
    assert found == GOLDEN.read_text("utf-8")
