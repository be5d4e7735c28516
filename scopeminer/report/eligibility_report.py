"""Eligibility for Runs on Atlassian → text, `scopeminer/eligibility/1` or Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from scopeminer import __version__
from scopeminer.disclosure.model import Eligibility, Reason
from scopeminer.report.listing import Row, listing
from scopeminer.report.markdown_text import code, escaped, row, table
from scopeminer.report.model import Display
from scopeminer.report.page import page
from scopeminer.report.plain import Json, place, plain
from scopeminer.report.text import printable, shown

ELIGIBILITY = "scopeminer/eligibility/1"
CALLED = {"eligible": "eligible", "not-eligible": "not eligible", "cannot-tell": "cannot tell"}
STYLES = {"eligible": "green", "not-eligible": "red", "cannot-tell": "yellow"}
PRE_CHECK = "A pre-check of the manifest: the badge is awarded by Atlassian on the deployed version."


def render(found: Eligibility, app: str, form: str, display: Display) -> str:
    """In the form `text`, `json` or `markdown`."""
    if form == "json":
        return plain(_json(found, app))
    if form == "markdown":
        return "\n".join(_markdown(found, app)) + "\n"
    return page(_parts(found, app, display.width), display)


def _json(found: Eligibility, app: str) -> dict[str, Json]:
    return {
        "schema": ELIGIBILITY,
        "tool": {"name": "scopeminer", "version": __version__},
        "app": app,
        "verdict": found.verdict,
        "pre_check": PRE_CHECK,
        "reasons": [_reason(reason) for reason in found.reasons],
    }


def _reason(reason: Reason) -> Json:
    return {"rule": reason.rule, "message": reason.message, "sure": reason.sure, "instead": reason.instead, "location": place(reason.site)}


def _parts(found: Eligibility, app: str, width: int) -> Iterator[RenderableType]:
    yield Text(f"{printable(app)} · Runs on Atlassian: ", style="bold") + Text(CALLED[found.verdict], style=f"bold {STYLES[found.verdict]}")
    if found.reasons:
        yield ""
        yield listing([_row(reason) for reason in found.reasons], width)
    yield ""
    yield Text(PRE_CHECK, style="dim")


def _row(reason: Reason) -> Row:
    mark = Text("✗", style="red") if reason.sure else Text("?", style="yellow")
    message = Text(reason.rule, style="bold") + Text(f": {printable(reason.message)}", style="not bold")
    return Row((mark,), message + Text(f" → {reason.instead}", style="dim not bold"), shown(reason.site))


def _markdown(found: Eligibility, app: str) -> Iterator[str]:
    yield f"# Runs on Atlassian: {CALLED[found.verdict]}"
    yield ""
    yield f"{code(app)}. {PRE_CHECK}"
    if found.reasons:
        yield ""
        yield from table("Rule", "Reason", "What would have to change", "Where")
        for reason in found.reasons:
            yield row(code(reason.rule), escaped(reason.message), escaped(reason.instead), code(shown(reason.site)))
