"""deletion-on-request: an organisational promise; delete calls and uninstall handlers are noted."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import note, promise


def judge(facts: Facts) -> Judgement:
    return promise("whether a request for deletion is served is an organisational promise", (), _notes(facts))


def _notes(facts: Facts) -> Iterator[Basis]:
    for use in facts.audit.uses:
        if use.reachable and use.kind == "storage" and "delete" in use.api.lower():
            yield note(f"{use.api} deletes stored data", use.site)
    for event in facts.manifest.events:
        if "uninstall" in event.name:
            yield note(f"{event.name} is handled", facts.place(event.span))
