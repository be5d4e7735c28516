"""A run → a line for each error and warning, as compilers write them; nothing where there is none."""

from __future__ import annotations

from scopeminer.report.model import Run
from scopeminer.report.notices import open_notices
from scopeminer.report.text import shown


def brief(run: Run) -> str:
    """`manifest.yml:27: error: write:jira-work can be removed [over-privilege]`, the gravest first."""
    return "".join(
        f"{shown(notice.place)}: {notice.level}: {notice.message} [{notice.rule}]\n"
        for notice in open_notices(run)
        if notice.level != "note"
    )
