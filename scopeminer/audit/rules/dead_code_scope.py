"""dead-code-scope: needed only by code that no entry point reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.over_privilege import removable
from scopeminer.audit.rules.rule import Case
from scopeminer.audit.satisfaction import accepts


def check(case: Case) -> Iterator[Finding]:
    for scope, verdict in sorted(case.decision.verdicts.items()):
        if verdict == "dead-code-only":
            places = tuple(dict.fromkeys(use.site for use in case.facts.dead if accepts(use, scope)))
            message = f"{scope} can be removed with {places[0].file}:{places[0].line}"
            yield replace(removable(case, "dead-code-scope", scope, message), related=places)
