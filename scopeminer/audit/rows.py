"""The table of scopes: verdicts with their reasons, places and uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scopeminer.audit import reasons
from scopeminer.audit.facts import Facts
from scopeminer.audit.model import ScopeVerdict
from scopeminer.audit.needs import Need
from scopeminer.audit.reach import Reach
from scopeminer.audit.satisfaction import accepts
from scopeminer.audit.verdicts import Decision, accepting, needing
from scopeminer.privileges.model import Use
from scopeminer.source import Place

Because = tuple[Sequence[Use], str, Place | None]
"""The uses a verdict rests on, the reason, the place worth looking at."""


def rows(facts: Facts, decision: Decision, reach: Reach, ids: Mapping[int, str]) -> Iterator[ScopeVerdict]:
    """Each declared scope, then those that are missing. `ids`: identity of a use → its id in the report."""
    for scope, verdict in decision.verdicts.items():
        uses, reason, nearest = BECAUSE[verdict](facts, decision, scope)
        yield ScopeVerdict(
            scope=scope,
            declared=True,
            allow_impersonation=facts.grants[scope].allow_impersonation,
            verdict=verdict,
            reason=reason,
            location=facts.place(facts.grants[scope].span),
            nearest=nearest,
            uses=_identified(uses, ids),
            reach=reach.of_scope(scope, facts.declared),
        )
    for scope in sorted({scope for added in decision.advised.values() for scope in added}):
        uses = [need.use for need, added in decision.advised.items() if scope in added]
        count = reach.of_scope(scope, facts.declared | decision.target)
        yield ScopeVerdict(scope, False, None, "missing", reasons.missing(uses), None, uses[0].site, _identified(uses, ids), count)


def _identified(uses: Iterable[Use], ids: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids[id(use)] for use in uses))


def _uses(needs: Iterable[Need]) -> list[Use]:
    return [need.use for need in needs]


def _needed(facts: Facts, decision: Decision, scope: str) -> Because:
    uses = sorted(_uses(needing(facts, scope)), key=lambda use: scope in use.announced)  # what needs it today comes first
    if uses:
        return uses, reasons.needed(uses, scope), uses[0].site
    completing = decision.completing[scope]
    lacking = sorted({one for need in completing for one in decision.advised[need]})
    return _uses(completing), reasons.completing(_uses(completing), lacking), completing[0].use.site


def _redundant(facts: Facts, decision: Decision, scope: str) -> Because:
    needs = accepting(facts, scope)
    others = (facts.declared if scope in decision.target else facts.declared & decision.target) - {scope}
    reason = reasons.redundant(needs, others, kept=scope in decision.target)
    return _uses(needs), reason, needs[0].use.site


def _dead(facts: Facts, decision: Decision, scope: str) -> Because:
    uses = [use for use in facts.dead if accepts(use, scope)]
    return uses, reasons.dead(uses), uses[0].site


def _cannot_tell(facts: Facts, decision: Decision, scope: str) -> Because:
    sources = facts.holding.get(scope, ())
    place = sources[0].site if sources else None
    return [source for source in sources if isinstance(source, Use)], reasons.cannot_tell(facts, scope), place


def _unused(facts: Facts, decision: Decision, scope: str) -> Because:
    nearest = reasons.nearest(facts, scope)
    return [], reasons.unused(facts, scope, nearest), nearest.site if nearest is not None else None


BECAUSE = {"needed": _needed, "redundant": _redundant, "dead-code-only": _dead, "cannot-tell": _cannot_tell, "unused": _unused}
