"""One verdict for every declared scope, as design.md section 4 defines them, and a row for every one that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scopeminer.audit import reasons
from scopeminer.audit.facts import Facts
from scopeminer.audit.model import ScopeVerdict
from scopeminer.audit.policies import Minimal
from scopeminer.audit.reach import Reach
from scopeminer.audit.satisfaction import accepts, additions, satisfied
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Unknown, Use
from scopeminer.source import Place


@dataclass(frozen=True)
class Decision:
    """`verdicts` of the declared scopes; `advised`: use without a satisfied alternative → the scopes to add for it."""

    verdicts: Mapping[str, str]
    minimal_sets: Mapping[str, tuple[str, ...]]
    advised: Mapping[Use, Alternative]
    minimal: Minimal = field(repr=False, compare=False)


def decide(facts: Facts, reach: Reach) -> Decision:
    """Verdicts, minimal sets and advice: they depend on each other, and on nothing else."""
    kept = frozenset(scope for scope in facts.declared if _is_held(facts, scope))
    minimal = Minimal(facts, reach, kept)
    sets = minimal.sets()
    target = frozenset(sets["as-declared"])
    advised = {use: _advised(use, facts.declared, target) for use in facts.missing}
    completed = {scope for use in facts.missing for scope in _completed(use, facts.declared, advised[use])}
    verdicts = {scope: "needed" if scope in completed else verdict(facts, scope) for scope in facts.declared}
    return Decision(verdicts, sets, advised, minimal)


def verdict(facts: Facts, scope: str) -> str:
    """needed | redundant | dead-code-only | unused | cannot-tell, apart from scopes that complete an advised alternative."""
    if is_needed(facts, scope):
        return "needed"
    if _is_held(facts, scope):
        return "cannot-tell"
    if any(accepts(use, scope) for use in facts.needs):
        return "redundant"
    return "dead-code-only" if any(accepts(use, scope) for use in facts.dead) else "unused"


def is_needed(facts: Facts, scope: str) -> bool:
    """Some use is satisfied by what is declared and not without this scope, or announces that it will need it."""
    return bool(needing(facts, scope))


def needing(facts: Facts, scope: str) -> list[Use]:
    """The uses that make a scope needed."""
    without = facts.declared - {scope}
    return [
        use
        for use in facts.needs
        if scope in use.announced or (satisfied(use.alternatives, facts.declared) and not satisfied(use.alternatives, without))
    ]


def _is_held(facts: Facts, scope: str) -> bool:
    """Something that is unknown could need it, or nobody publishes what it is for."""
    return scope in facts.holding or scope in facts.catalog.unpublished or scope not in facts.catalog.scopes


def _advised(use: Use, declared: frozenset[str], target: frozenset[str]) -> Alternative:
    """What to add for a use: inside the minimal set where it offers one, else the fewest."""
    inside = [one for one in use.alternatives if target.issuperset(one)]
    return additions(inside or use.alternatives, declared)[0]


def _completed(use: Use, declared: frozenset[str], added: Alternative) -> frozenset[str]:
    """The declared scopes of the alternative that the addition completes."""
    whole = declared.union(added)
    return frozenset(scope for one in use.alternatives if whole.issuperset(one) and set(added) <= set(one) for scope in set(one) & declared)


def rows(facts: Facts, decision: Decision, reach: Reach, ids: Mapping[Use, str]) -> Iterator[ScopeVerdict]:
    """The table of scopes: each declared one, then those that are missing."""
    for scope in sorted(facts.declared):
        grant = facts.grants[scope]
        said = decision.verdicts[scope]
        uses, reason, place = _because(facts, scope, said)
        yield ScopeVerdict(
            scope=scope,
            declared=True,
            allow_impersonation=grant.allow_impersonation,
            verdict=said,
            reason=reason,
            location=facts.place(grant.span),
            nearest=place,
            uses=tuple(dict.fromkeys(ids[use] for use in uses if use in ids)),
            reach=reach.of_scope(scope, facts.declared),
        )
    for scope in sorted({scope for added in decision.advised.values() for scope in added}):
        uses = [use for use, added in decision.advised.items() if scope in added]
        allowed = facts.declared | frozenset(decision.minimal_sets["as-declared"]) | {scope}
        identifiers = tuple(dict.fromkeys(ids[use] for use in uses))
        count = reach.of_scope(scope, allowed)
        yield ScopeVerdict(scope, False, None, "missing", reasons.missing(uses), None, uses[0].site, identifiers, count)


def _because(facts: Facts, scope: str, said: str) -> tuple[Sequence[Use], str, Place | None]:
    """Uses, reason and the place worth looking at."""
    if said == "needed":
        uses = needing(facts, scope) or [use for use in facts.missing if accepts(use, scope)]
        return uses, reasons.needed(uses, scope), uses[0].site
    if said == "redundant":
        uses = [use for use in facts.needs if accepts(use, scope)]
        return uses, reasons.redundant(uses, scope, facts.declared), uses[0].site
    if said == "dead-code-only":
        uses = [use for use in facts.dead if accepts(use, scope)]
        return uses, reasons.dead(uses), uses[0].site
    if said == "cannot-tell":
        source: Unknown | Use | None = facts.holding.get(scope)
        uses = [source] if isinstance(source, Use) else [use for use in facts.needs if accepts(use, scope)]
        return uses, reasons.cannot_tell(facts, scope), source.site if source is not None else None
    return [], reasons.unused(facts, scope), None
