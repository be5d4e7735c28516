"""dead-code-scope: needed only by code that no entry point reaches."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.removal import removable
from scopeminer.audit.rules.rule import Case, sites
from scopeminer.audit.satisfaction import accepts
from scopeminer.audit.words import listed


def check(case: Case) -> Iterator[Finding]:
    for scope, verdict in case.decision.verdicts.items():
        if verdict == "dead-code-only":
            places = sites(use for use in case.facts.dead if accepts(use, scope))
            lines = list(dict.fromkeys(f"{place.file}:{place.line}" for place in places))
            why = f": only {listed(lines)} would need it, and nothing reaches {'that' if len(lines) == 1 else 'them'}"
            yield removable(case, "dead-code-scope", scope, why, tuple(places))
