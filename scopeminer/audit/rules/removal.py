"""What the rules about scopes that can go have in common."""

from __future__ import annotations

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MAJOR, Case, finding
from scopeminer.audit.words import listed
from scopeminer.source import Place


def removable(case: Case, rule: str, scope: str, why: str = "", related: tuple[Place, ...] = ()) -> Finding:
    """A finding about a scope that can go; while another need of its product is open, only together with what that one lacks."""
    facts = case.facts
    product = facts.catalog.product_of(scope)
    lacking = {one for need, added in case.decision.advised.items() if product and need.use.product == product for one in added}
    together = f" together with adding {listed(sorted(lacking))}" if lacking else ""
    return finding(
        rule,
        f"{scope} can be removed{together}{why}",
        scope,
        facts.place(facts.grants[scope].span),
        scopes=(scope,),
        related=related,
        confidence="medium" if facts.usage.unparsed or facts.usage.coverage.guessed_sources else "high",
        fix=Fix("remove-scope", (scope,), MAJOR, tuple(sorted(lacking))),
    )
