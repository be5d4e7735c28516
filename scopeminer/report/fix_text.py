"""A plan and what it makes of the manifest → a unified diff and what it means."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import RenderableType
from rich.text import Text

from scopeminer.advise.plan import Change, Plan
from scopeminer.advise.release import gravest, impact_of
from scopeminer.report.model import Display
from scopeminer.report.page import labelled, page
from scopeminer.report.text import counted, printable

MEANING = {
    "major": "Major version (documented): administrators will be asked again.",
    "minor": "Minor version (documented): it rolls out by itself.",
}
COUNTS = (
    ("scope-removed", "scope", "removed"),
    ("scope-added", "scope", "added"),
    ("impersonation-removed", "allowImpersonation", "withdrawn"),
    ("egress-removed", "address", "removed"),
)
STYLES = {"+": "green", "-": "red", "@": "cyan"}


def render(name: str, before: bytes, after: bytes, plans: Sequence[Plan], applied: bool, display: Display) -> str:
    """`name`: how the manifest's path is written in the diff."""
    changes = [change for plan in plans for change in plan.changes]
    left = list(_left(plans[-1]))
    parts: list[RenderableType] = []
    diff = "".join(_coloured(line, display) for line in unified(name, before, after))
    if not changes:
        lacks = any(finding.fix and finding.fix.action == "choose-scopes" for finding in plans[-1].by_hand)
        missing = "none can be added without a person's choice" if lacks else "none is missing"
        text = page([Text(f"Nothing to change: no scope can be removed and {missing}.")], display)
    else:
        text = page([Text(f"{_counted(changes)}. {_meaning(changes)} {'Written.' if applied else 'Apply with --write.'}")], display)
        parts.append(labelled("Why", _reasons(changes)))
    if left:
        parts.append(labelled("Kept", left))
    if by_hand := list(_by_hand(plans[-1])):
        parts.append(labelled("By hand", by_hand))
    return diff + text + page(parts, display)


def unified(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The lines of a diff that `patch` and `git apply` understand, byte for byte; nothing when there is no difference."""
    old, new = (_lines(source) for source in (before, after))
    for line in difflib.unified_diff(old, new, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(source: bytes) -> list[str]:
    """Lines end with LF; what else ends a line for Python (a form feed, U+2028) is text here."""
    text = source.decode("utf-8", "surrogateescape")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])


def _left(plan: Plan) -> Iterator[str]:
    """What is not touched, by the reason."""
    by_reason: dict[str, list[str]] = {}
    for one in plan.left:
        by_reason.setdefault(one.reason, []).append(printable(one.subject))
    for reason, subjects in by_reason.items():
        yield f"{', '.join(subjects)}: {printable(reason)}"


def _by_hand(plan: Plan) -> Iterator[str]:
    """What another finding asks for, and what that means."""
    for finding in plan.by_hand:
        major = " (a major version)" if finding.fix and finding.fix.release_impact == "major" else ""
        yield f"{printable(finding.message)}{major}"


def _coloured(line: str, display: Display) -> str:
    """On a terminal nothing in a manifest may act on it; in a pipe every byte stays. No line is folded: it would be another one."""
    if not display.colour:
        return line
    style = "bold" if line.startswith(("---", "+++")) else STYLES.get(line[0], "")
    return page([Text(printable(line.rstrip("\r\n")), style=style)], replace(display, width=max(display.width, len(line) * 10)))


def _counted(changes: Sequence[Change]) -> str:
    counts = {kind: sum(change.kind == kind for change in changes) for kind, _, _ in COUNTS}
    always = ("scope-removed", "scope-added")
    plural = {"allowImpersonation": "allowImpersonation", "address": "addresses"}
    parts = [
        f"{_count(counts[kind], noun, plural.get(noun))} {verb}" if kind != "scope-added" else f"{counts[kind]} {verb}"
        for kind, noun, verb in COUNTS
        if counts[kind] or kind in always
    ]
    return ", ".join(parts)


def _count(number: int, noun: str, plural: str | None) -> str:
    return f"{number} {plural}" if plural and number != 1 else counted(number, noun)


def _meaning(changes: Sequence[Change]) -> str:
    return MEANING[gravest(impact_of(change.kind) for change in changes)]


def _reasons(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        mark = "+" if change.kind == "scope-added" else "-"
        yield f"{mark} {printable(change.subject)}: {printable(change.reason)}"
