"""Audit → text for people: the answer first, one place each, the next step named."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from scopeminer.audit.model import Audit, Finding, ScopeVerdict
from scopeminer.report import phrases
from scopeminer.report.listing import Row, listing
from scopeminer.report.model import Display, Failure, Run
from scopeminer.report.summary import LEVELS, open_findings
from scopeminer.report.text import counted, printable, shown
from scopeminer.source import Place

MANY = 4
"""Findings of one rule that a reader takes in; errors are all shown."""
VERDICT_STYLES = {"needed": "green", "cannot-tell": "yellow"}
REPROACH = "red"
MARKS = {"error": ("✗", REPROACH), "warning": ("!", "yellow"), "note": ("·", "dim")}
QUESTION = ("?", "yellow")
QUESTIONS = frozenset({"unresolved-route", "unresolved-egress", "unknown-operation"})
"""Rules that ask the reader something instead of reproaching: shown with a question mark."""


def render(run: Run, display: Display) -> str:
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=display.width,
        color_system="standard" if display.colour else None,
        no_color=not display.colour,
        legacy_windows=False,
    )
    for part in _run(run, display):
        console.print(part, markup=False, highlight=False, emoji=False)
    return "".join(line.rstrip() + "\n" for line in buffer.getvalue().split("\n")[:-1])


def _run(run: Run, display: Display) -> Iterator[RenderableType]:
    if run.single:
        yield from _app(run.audits[0], display, display.seconds)
        return
    for audit in run.audits:
        yield from _app(audit, display, None)
        yield ""
    for failure in run.failures:
        yield _failed(failure)
    yield " · ".join([_totals(run), *phrases.elapsed(display.seconds)])


def _app(audit: Audit, display: Display, seconds: float | None) -> Iterator[RenderableType]:
    if phrases.is_clean(audit):
        proved = " · ".join(["", phrases.clean(audit), *phrases.old_catalog(audit, display.today), *phrases.elapsed(seconds)])
        yield Text.assemble(("✓ ", "green"), (phrases.title(audit), "bold"), proved)
        return
    yield Text(phrases.headline(audit, seconds), style="bold")
    yield from _listings(audit, display)
    yield ""
    if reach := " ".join(phrases.reach(audit)):
        yield reach
    yield from (*phrases.release(audit), phrases.coverage(audit), phrases.catalog(audit, display.today))
    if steps := phrases.next_steps(audit, display.commands):
        yield ""
        yield Text.assemble(("Next: ", "bold"), " · ".join(steps))


def _listings(audit: Audit, display: Display) -> Iterator[RenderableType]:
    width = display.width
    if audit.scopes:
        yield ""
        yield listing([*_scope_rows(sorted(audit.scopes, key=_manifest_order))], width, ("scope", "verdict", "because"))
    if findings := open_findings(audit):
        yield ""
        yield listing([*_finding_rows(sorted(findings, key=_gravity_order), display.every)], width)


def _scope_rows(rows: list[ScopeVerdict]) -> Iterator[Row]:
    """A row a scope. One unknown can keep them all: it is told once."""
    before = None
    for row in rows:
        verdict = Text(printable(row.verdict), style=VERDICT_STYLES.get(row.verdict, REPROACH))
        lead = (Text(printable(row.scope)), verdict)
        told = (row.reason, row.nearest) if row.verdict == "cannot-tell" else None
        if told is not None and told == before:
            yield Row(lead, Text("as above", style="dim"))
        else:
            yield Row(lead, Text(printable(row.reason)), _place(row.nearest))
        before = told


def _finding_rows(findings: list[Finding], every: bool) -> Iterator[Row]:
    """A row a finding; of what is no error only the first of many of a rule, and how many more there are."""
    number = Counter(finding.rule for finding in findings)
    shown_of: Counter[str] = Counter()
    for finding in findings:
        shown_of[finding.rule] += 1
        many = not every and finding.level != "error" and number[finding.rule] > MANY
        if not many or shown_of[finding.rule] < MANY:
            yield _finding_row(finding)
        elif shown_of[finding.rule] == MANY:
            more = f"and {number[finding.rule] - MANY + 1} more like these: --verbose shows them"
            yield Row((Text(""), Text("")), Text(more, style="dim"))


def _finding_row(finding: Finding) -> Row:
    mark, style = QUESTION if finding.rule in QUESTIONS else MARKS[finding.level]
    lead = (Text(mark, style=style), Text(printable(finding.rule), style=style))
    return Row(lead, Text(printable(finding.message)), _place(finding.location))


def _manifest_order(row: ScopeVerdict) -> tuple[bool, Place, str]:
    return row.location is None, row.location or Place("", 0, 0), row.scope


def _gravity_order(finding: Finding) -> tuple[int, bool, Place, str, str]:
    place = finding.location or Place("", 0, 0)
    return LEVELS.index(finding.level), finding.rule in QUESTIONS, place, finding.rule, finding.message


def _place(place: Place | None) -> str:
    return shown(place) if place else ""


def _failed(failure: Failure) -> Text:
    return Text.assemble(("✗ ", REPROACH), (printable(failure.app), "bold"), " · ", printable(failure.message))


def _totals(run: Run) -> str:
    clean = sum(phrases.is_clean(audit) for audit in run.audits)
    return f"{counted(len(run.audits) + len(run.failures), 'app')}: {_list_of(clean, len(run.audits) - clean, len(run.failures))}."


def _list_of(clean: int, others: int, failed: int) -> str:
    counts = ((clean, "clean"), (others, "to look at"), (failed, "failed"))
    return ", ".join(f"{number} {what}" for number, what in counts if number)
