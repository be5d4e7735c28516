"""data-minimisation: clear over-fetching contradicts it; that nothing more could be spared is never provable."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules import minimum_scopes
from scopeminer.claims.rules.ground import against, note, promise
from scopeminer.claims.rules.requests import title

READING = ("read:", "search:", "readonly:")


def judge(facts: Facts) -> Judgement:
    consistent = minimum_scopes.judge(facts).verdict == "supported"
    notes = (note("consistent: every declared scope is needed, and no over-fetching was found"),) if consistent else ()
    return promise("whether less data would do is not decidable from code", _against(facts), notes)


def _against(facts: Facts) -> Iterator[Basis]:
    for access in facts.disclosure.accesses:
        if access.over and access.sure:
            yield against(
                f"{access.operation} asks for {title(access.category)} ({access.because.rstrip('=')}), and nothing reads them", access.site
            )
    for row in facts.audit.scopes:
        reads = row.scope.startswith(READING) and bool(facts.catalog.accepting(row.scope))
        if row.declared and row.verdict in ("unused", "dead-code-only") and reads:
            yield against(f"{row.scope} lets the app read data that it does not need", row.location)
