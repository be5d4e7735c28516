"""data-list-complete: page metadata, account details and the app's configuration are all that is read."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, note, settle, supports, unresolved
from scopeminer.claims.rules.requests import doubtful, reading, requests, title

LISTED = frozenset({"page-metadata", "content-property", "label", "account", "permission", "app-property"})
ALL = "page metadata, account details and the app's own settings"
OWN = frozenset({"user-property"})
"""May hold what the app put there itself."""


def judge(facts: Facts) -> Judgement:
    said = requests(facts, f"are resolved, and read {ALL} only", f"is resolved, and reads {ALL} only")
    return settle(
        _against(facts),
        (*_open(facts), *doubtful(facts), *blind(facts)),
        (supports(said),),
        _notes(facts),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for access in reading(facts):
        if access.category not in LISTED | OWN and access.because != "event":
            because = f" ({access.because})" if access.because else ""
            yield against(f"{access.operation} reads {title(access.category)}{because}", access.site)


def _open(facts: Facts) -> Iterator[Basis]:
    for access in reading(facts):
        if access.because == "event" and access.category not in LISTED:
            yield unresolved(f"the event {access.operation} brings {title(access.category)}", access.site)
        elif access.category in OWN:
            yield unresolved(f"{access.operation} reads {title(access.category)}, which may hold settings", access.site)


def _notes(facts: Facts) -> Iterator[Basis]:
    for row in facts.audit.scopes:
        if row.declared and row.verdict == "unused":
            yield note(f"{row.scope} would allow more and is not used", row.location)
