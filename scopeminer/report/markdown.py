"""Audit → the page that justifies an app's scopes: what each is for, what can go, what is not known. Made to be committed.

It says the same wherever and however often it is made: nothing in it comes from the folder's place, the clock or the tool's version.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from scopeminer.advise.features import features_of
from scopeminer.audit.model import Audit, Finding, ScopeVerdict
from scopeminer.privileges.model import Unknown, Use
from scopeminer.report import names, phrases
from scopeminer.report.markdown_text import code, escaped, row, table
from scopeminer.report.model import Display, Run
from scopeminer.report.purpose import purpose
from scopeminer.report.text import counted, shown
from scopeminer.source import Place

NONE = "—"
REMOVABLE = frozenset({"unused", "redundant", "dead-code-only"})
CATALOG = "Compared with Atlassian's documents as of "
"""How the line with the catalog's date begins."""


def render(run: Run, display: Display) -> str:
    """A page an app, one below the other."""
    failures = [f"{code(failure.app)} could not be read: {escaped(failure.message)}\n" for failure in run.failures]
    return "\n".join([*map(page, run.audits), *failures]) or "No app was found.\n"


def page(audit: Audit) -> str:
    """The page of one app."""
    return "\n".join(_lines(audit)) + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    declared = [row for row in audit.scopes if row.declared]
    needed = [row for row in declared if _is_needed(row, audit)]
    on_purpose = {finding.subject: finding for finding in audit.findings if finding.suppressed and finding.suppressed_by != "baseline"}
    removable = [row for row in declared if row.verdict in REMOVABLE and row not in needed]
    yield f"# Scopes of {_title(audit)}"
    yield ""
    yield " ".join([_asked(len(declared), len(needed)), *map(escaped, phrases.reach(audit))])
    yield from _uses(audit, "Needed", needed)
    yield from _uses(audit, "Needed and not declared", [row for row in audit.scopes if not row.declared])
    yield from _reasons("Kept because it cannot be told", [row for row in declared if row.verdict == "cannot-tell"])
    yield from _reasons("Kept on purpose", [_justified(row, on_purpose[row.scope]) for row in removable if row.scope in on_purpose])
    yield from _reasons("To be removed, and why", [row for row in removable if row.scope not in on_purpose])
    yield from _unknowns(audit)
    yield ""
    yield "## How this page is made"
    yield ""
    figures = audit.usage.coverage
    sites = f"{figures.request_sites_resolved} of {counted(figures.request_sites, 'request')} resolved"
    yield f"Read from the app's code and {code(audit.app.manifest)} by scopeminer; {sites}."
    yield f"{CATALOG}{audit.catalog.date} ({counted(audit.catalog.operations, 'operation')})."
    yield "`scopeminer justify -o FILE` writes it, `scopeminer justify --check FILE` says whether it still holds."


def _title(audit: Audit) -> str:
    return escaped(audit.app.name or posixpath.basename(audit.app.folder) or "this app")


def _asked(declared: int, needed: int) -> str:
    return (
        f"The app asks for {counted(declared, 'scope')}; its code shows the need for {needed}."
        if declared
        else "The app asks for no scope."
    )


def _is_needed(row: ScopeVerdict, audit: Audit) -> bool:
    """Of scopes that cover for each other one has to stay: the one that the smallest set keeps."""
    return row.verdict == "needed" or (row.verdict == "redundant" and row.scope in audit.minimal_sets.get(phrases.POLICY, ()))


def _justified(row: ScopeVerdict, finding: Finding) -> ScopeVerdict:
    """What a person said of a scope counts here before what the code says."""
    return replace(row, reason=finding.kept_because or row.reason)


def _uses(audit: Audit, title: str, rows: list[ScopeVerdict]) -> Iterator[str]:
    by_id = dict(zip(audit.use_ids, audit.usage.uses, strict=True))
    if rows:
        yield from _section(title, "scope", "what it is for", "operations", "features", "acts as", "where")
    for verdict in sorted(rows, key=lambda row: row.scope):
        uses = [by_id[use] for use in verdict.uses if use in by_id]
        yield row(
            code(verdict.scope),
            escaped(purpose(verdict.scope, uses) if uses else verdict.reason),
            _each(uses, lambda use: [code(names.what(use))]),
            _each(uses, lambda use: [escaped(step.label) for step in features_of(use)]),
            _each(uses, lambda use: [f"the {who}" for who in use.principal] + (["a named user"] if use.impersonates else [])),
            _places(use.site for use in uses) if uses else _where(verdict),
        )


def _each(uses: Iterable[Use], said: Callable[[Use], list[str]]) -> str:
    return ", ".join(sorted({text for use in uses for text in said(use)})) or NONE


def _reasons(title: str, rows: list[ScopeVerdict]) -> Iterator[str]:
    if rows:
        yield from _section(title, "scope", "verdict", "why", "where")
    for verdict in sorted(rows, key=lambda row: row.scope):
        yield row(code(verdict.scope), verdict.verdict, escaped(verdict.reason), _where(verdict))


def _where(verdict: ScopeVerdict) -> str:
    return _places(place for place in (verdict.nearest, verdict.location) if place)


def _places(places: Iterable[Place]) -> str:
    return ", ".join(dict.fromkeys(code(shown(place)) for place in sorted(places))) or NONE


def _unknowns(audit: Audit) -> Iterator[str]:
    yield ""
    yield "## Unknown"
    yield ""
    sites = {unknown.site for unknown in audit.usage.unknowns}
    bounded = [use for use in audit.uses if use.reachable and use.resolution != "exact" and use.holds_back and use.site not in sites]
    declared = {row.scope for row in audit.scopes if row.declared}
    rows = [
        (unknown.site, _what(unknown), escaped(names.bounds(unknown)), unknown.holds_back & declared) for unknown in audit.usage.unknowns
    ]
    rows += [(use.site, "which operation it is", code(names.what(use)), use.holds_back & declared) for use in bounded]
    rows += [(broken.place, "a part of the file cannot be parsed", "", frozenset()) for broken in audit.usage.unparsed]
    if not rows:
        yield "Nothing."
        return
    yield from table("where", "what", "what is known of it", "scopes that it keeps")
    keeping = {(site, what) for site, what, _, held in rows if held}
    for site, what, known, held in sorted(rows, key=lambda one: one[:3]):
        if held or (site, what) not in keeping:  # who has got the whole SDK may call products that the app has no scope of
            yield row(code(shown(site)), what, known or NONE, ", ".join(map(code, sorted(held))) or NONE)


def _what(unknown: Unknown) -> str:
    detail = f" ({code(unknown.detail)})" if unknown.detail else ""
    return escaped(names.why_unknown(unknown)) + detail


def _section(title: str, *heads: str) -> Iterator[str]:
    yield from ("", f"## {title}", "", *table(*heads))
