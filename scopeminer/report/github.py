"""A run → workflow commands: GitHub Actions shows them as annotations on the changed files.

GitHub shows ten errors, ten warnings and ten notices a step; the gravest come first. Suppressed findings stay away.
"""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Audit
from scopeminer.report import phrases
from scopeminer.report.model import Display, Run
from scopeminer.report.notices import Notice, open_notices
from scopeminer.report.summary import open_findings
from scopeminer.report.text import counted, printable

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(run: Run, display: Display) -> str:
    """A line a notice, then a line an app for the log."""
    return "".join(f"{line}\n" for line in _lines(run))


def _lines(run: Run) -> Iterator[str]:
    for failure in run.failures:
        yield f"::error title=scopeminer::{data(f'{failure.app}: {failure.message}')}"
    yield from map(_annotation, open_notices(run))
    for audit in run.audits:
        yield inert(f"scopeminer · {phrases.title(audit)} · {_said(audit)}")


def _said(audit: Audit) -> str:
    if phrases.is_clean(audit):
        return phrases.clean(audit)
    return " ".join([f"{counted(len(open_findings(audit)), 'finding')}.", *phrases.reach(audit)])


def _annotation(notice: Notice) -> str:
    place = notice.place
    where = f"file={value(place.file)},line={place.line},col={place.utf16_column}"
    return f"::{COMMANDS[notice.level]} {where},title={value(notice.rule)}::{data(notice.message)}"


def data(text: str) -> str:
    """The message of a command: nothing in it ends the line."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """A property of a command: nothing in it begins another property or the message."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def inert(text: str) -> str:
    """A line for the log: runners still obey the older `##[command]` anywhere in a line."""
    return printable(text).replace("##[", "## [")
