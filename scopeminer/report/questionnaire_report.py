"""Answers to a security questionnaire → text, `scopeminer/questionnaire/1` or Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from scopeminer import __version__
from scopeminer.claims.model import Basis
from scopeminer.claims.questionnaire import Answer
from scopeminer.report.markdown_text import code, escaped, row, table
from scopeminer.report.model import Display
from scopeminer.report.page import indented, page
from scopeminer.report.plain import plain
from scopeminer.report.statement_json import basis as basis_json
from scopeminer.report.statement_words import said
from scopeminer.report.text import printable, shown

QUESTIONNAIRE = "scopeminer/questionnaire/1"
CALLED = {"yes": "yes", "no": "no", "cannot-tell": "cannot tell", "vendor": "for the vendor"}
STYLES = {"yes": "bold", "no": "bold", "cannot-tell": "yellow", "vendor": "dim"}
SHOWN = 3


def render(answers: tuple[Answer, ...], app: str, form: str, display: Display) -> str:
    """In the form `text`, `json` or `markdown`."""
    if form == "json":
        return plain({
            "schema": QUESTIONNAIRE,
            "tool": {"name": "scopeminer", "version": __version__},
            "app": app,
            "answers": [
                {"id": a.id, "question": a.question, "answer": a.answer, "text": a.text, "basis": [basis_json(one) for one in a.basis]}
                for a in answers
            ],
        })  # fmt: skip
    if form == "markdown":
        return "\n".join(_markdown(answers, app)) + "\n"
    return page(_parts(answers, app), display)


def _parts(answers: tuple[Answer, ...], app: str) -> Iterator[RenderableType]:
    yield Text(f"Security questionnaire: {printable(app)}", style="bold")
    for answer in answers:
        yield ""
        yield Text(answer.question)
        lines = [Text(CALLED[answer.answer], style=STYLES[answer.answer]) + Text(f"  {answer.text}", style="not bold")]
        lines += [Text(said(one), style="dim") for one in answer.basis[:SHOWN]]
        lines += [Text(f"and {len(answer.basis) - SHOWN} more", style="dim")] if len(answer.basis) > SHOWN else []
        yield indented(lines)


def _markdown(answers: tuple[Answer, ...], app: str) -> Iterator[str]:
    yield f"# Security questionnaire: {code(app)}"
    yield ""
    yield from table("Question", "Answer", "Evidence")
    for answer in answers:
        yield row(escaped(answer.question), f"**{CALLED[answer.answer]}**: {escaped(answer.text)}", "<br>".join(map(_basis, answer.basis)))


def _basis(basis: Basis) -> str:
    return escaped(basis.text) + (f" {code(shown(basis.site))}" if basis.site else "")
