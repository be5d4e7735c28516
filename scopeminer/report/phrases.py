"""Audit → the sentences that reports for people share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from scopeminer.audit.model import Audit
from scopeminer.audit.words import distinct, listed
from scopeminer.privileges.model import Coverage, Unknown
from scopeminer.report.summary import complete, open_findings
from scopeminer.report.text import counted, printable, shown
from scopeminer.source import Place

POLICY = "as-declared"
PLACES_SHOWN = 3
NOTHING = "nothing"
OLDEST_CATALOG = 180
"""Days."""


def headline(audit: Audit, seconds: float | None) -> str:
    """`Issue Insights · manifest.yml · 21 files, 14 functions reachable from 3 entry points · 0.18 s`"""
    return " · ".join([title(audit), printable(audit.app.manifest), reachability(audit.usage.coverage), *elapsed(seconds)])


def title(audit: Audit) -> str:
    """Few manifests name their app: then its folder does, the real one where the path given was `.` or `..`."""
    folder = Path(audit.app.path)
    return printable(audit.app.name or (audit.app.path if folder.name.strip(".") else folder.resolve().name))


def reachability(coverage: Coverage) -> str:
    functions = counted(coverage.reachable_functions, "function")
    return f"{counted(coverage.files, 'file')}, {functions} reachable from {counted(coverage.entry_points, 'entry point')}"


def elapsed(seconds: float | None) -> Iterator[str]:
    if seconds is not None:
        yield f"{seconds:.2f} s"


def is_clean(audit: Audit) -> bool:
    sure = complete(audit) and not audit.usage.coverage.guessed_sources
    return sure and not open_findings(audit) and all(row.verdict == "needed" for row in audit.scopes)


def clean(audit: Audit) -> str:
    """What was proved, in one sentence."""
    uses = len(distinct(use for use in audit.usage.uses if use.reachable))
    parts = [
        _all(len(audit.scopes), "declared scope", "is needed", "are needed") or "no scope is declared, none is needed",
        _all(uses, "use", "is allowed", "are allowed"),
        "nothing is unknown",
    ]
    return ", ".join(filter(None, parts))


def _all(number: int, noun: str, singular: str, plural: str) -> str:
    if number > 1:
        return f"{'both' if number == 2 else f'all {number}'} {noun}s {plural}"
    return f"the one {noun} {singular}" if number else ""


def reach(audit: Audit) -> Iterator[str]:
    """The numbers that show what over-privilege means; none where no REST operation is in question."""
    figures, minimal = audit.reach, audit.minimal_sets.get(POLICY)
    counts = bool(figures.declared or figures.used or figures.minimal)
    if counts:
        yield f"This manifest allows {counted(figures.declared, 'REST operation')}; the code uses {figures.used}."
    declared = {row.scope for row in audit.scopes if row.declared}
    if minimal is None or not (counts or declared or minimal):
        return
    scopes = counted(len(minimal), "scope")
    if set(minimal) == declared:
        yield "No smaller set of scopes will do."
    else:
        yield f"The smallest set ({scopes}) allows {figures.minimal}." if counts else f"The smallest set has {scopes}."


def release(audit: Audit) -> Iterator[str]:
    """What following the proposals means for the people who installed the app."""
    actions = {finding.fix.action for finding in open_findings(audit) if finding.fix and finding.fix.release_impact == "major"}
    verbs = (("adding", {"add-scopes", "choose-scopes"}), ("removing", {"remove-scope"}))
    scopes = " and ".join(verb for verb, meant in verbs if actions & meant)
    changes = [f"{scopes} scopes"] if scopes else []
    changes += [f"adding {noun}" for noun, action in (("egress", "add-egress"), ("a module", "add-module")) if action in actions]
    if changes:
        change = f"{listed(changes, most=len(changes))} {'is' if len(changes) == 1 else 'are'}"
        yield f"{change[0].upper()}{change[1:]} documented as a major version: administrators will be asked again."


def coverage(audit: Audit) -> str:
    """What is unknown and how much was read, in one line."""
    figures = audit.usage.coverage
    sites = counted(figures.request_sites, "request site")
    parts = [f"{figures.request_sites_resolved} of {sites} resolved" if figures.request_sites else "no request sites"]
    if figures.request_sites_answered:
        parts.append(f"{figures.request_sites_answered} of them answered by comments")
    if figures.files_with_errors:
        parts.append(f"{counted(figures.files_with_errors, 'file')} with syntax errors")
    if figures.files_skipped:
        parts.append(f"{counted(len(figures.files_skipped), 'file')} left out")
    parts += [f"{printable(file)} is taken for the source of {printable(path)}" for path, file in figures.guessed_sources[:PLACES_SHOWN]]
    if figures.precision != "full":
        parts.append(f"precision {printable(figures.precision)}")
    read = "; ".join(parts)
    told = {unknown.site for unknown in audit.usage.unknowns}
    undocumented = [
        use.site for use in audit.usage.uses if use.reachable and not use.in_catalog and use.holds_back and use.site not in told
    ]
    unknown = [f"{len(undocumented)} undocumented-path ({_some(undocumented)})"] if undocumented else []
    known = unknowns(audit.usage.unknowns)
    return f"Unknown: {', '.join([*([known] if known != NOTHING or not unknown else []), *unknown])}. {read[0].upper()}{read[1:]}."


def catalog(audit: Audit, today: date | None) -> str:
    """Which facts the verdicts rest on, and a word of warning when they are old."""
    named = f"Catalog: {audit.catalog.operations} operations as of {audit.catalog.date}"
    return "; ".join([named, *old_catalog(audit, today)]) + "."


def old_catalog(audit: Audit, today: date | None) -> Iterator[str]:
    """A catalog older than half a year may lack operations and scopes."""
    with suppress(ValueError):
        age = (today - date.fromisoformat(audit.catalog.date)).days if today else 0
        if age > OLDEST_CATALOG:
            yield f"it is {age} days old, renew it with scopeminer catalog refresh"


def unknowns(entries: Iterable[Unknown]) -> str:
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for unknown in entries:
        places[unknown.reason].append(unknown.site)
    return ", ".join(f"{len(sites)} {printable(reason)} ({_some(sites)})" for reason, sites in sorted(places.items())) or NOTHING


def _some(places: list[Place]) -> str:
    distinct = list(dict.fromkeys(shown(place) for place in sorted(places)))
    more = [f"{len(distinct) - PLACES_SHOWN} more"] if len(distinct) > PLACES_SHOWN else []
    return ", ".join([*distinct[:PLACES_SHOWN], *more])


def next_steps(audit: Audit, commands: frozenset[str]) -> tuple[str, ...]:
    """Real commands only: `commands` are those that exist."""
    return tuple(step for command, step in _steps(audit) if command in commands)


def _steps(audit: Audit) -> Iterator[tuple[str, str]]:
    findings = open_findings(audit)
    if any(finding.fix and not finding.fix.by_hand for finding in findings):
        yield "fix", "scopeminer fix"
    doubtful = [row.scope for row in audit.scopes if row.verdict != "needed"]
    if doubtful:
        yield "explain", f"scopeminer explain {printable(doubtful[0])}"
    if findings:
        yield "rules", f"scopeminer rules {min(findings, key=lambda finding: finding.level != 'error').rule}"
