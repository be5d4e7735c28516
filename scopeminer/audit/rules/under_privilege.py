"""under-privilege: one finding a need that no alternative inside the declared scopes covers; only additions are offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.reasons import spoken
from scopeminer.audit.rules.rule import MAJOR, Case, finding
from scopeminer.audit.satisfaction import additions
from scopeminer.privileges.model import Use


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    by_need: dict[tuple[str, ...], list[Use]] = {}
    for use in facts.missing:
        by_need.setdefault((use.kind, spoken(use), use.product), []).append(use)
    for uses in by_need.values():
        first, advised = uses[0], case.decision.advised[uses[0]]
        offered = (advised, *(one for one in additions(first.alternatives, facts.declared) if one != advised))
        more = f" or {len(offered) - 1} other {'alternative' if len(offered) == 2 else 'alternatives'}" if len(offered) > 1 else ""
        confidence = "low" if facts.open_grants else "medium" if first.certainty != "certain" or first.guarded else "high"
        yield replace(
            finding("under-privilege", f"{spoken(first)} needs {_listed(advised)}{more}", _subject(first), first.site, advised, confidence),
            alternatives=offered,
            related=tuple(dict.fromkeys(use.site for use in uses[1:] if use.site != first.site)),
            fix=Fix("add-scopes", advised, MAJOR),
        )


def _listed(scopes: tuple[str, ...]) -> str:
    return scopes[0] if len(scopes) == 1 else f"{scopes[0]} and {len(scopes) - 1} more scopes"


def _subject(use: Use) -> str:
    return f"{use.method} {use.operation}" if use.operation else use.api
