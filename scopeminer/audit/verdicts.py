"""One verdict for every declared scope, as design.md section 4 defines them."""

from __future__ import annotations

from collections.abc import Mapping

from scopeminer.audit.facts import Facts
from scopeminer.audit.needs import Need
from scopeminer.audit.policies import AS_DECLARED, Minimal
from scopeminer.audit.reach import Reach
from scopeminer.audit.satisfaction import accepts, additions
from scopeminer.catalog.model import Alternative
from scopeminer.records import dataclass, field


@dataclass(frozen=True)
class Decision:
    """`policy`: what was asked for. `verdicts` of the declared scopes; `advised`: need that is missing → the scopes to add for it.

    `target`: what is left and what is new when everything that is advised is done. `completing`: declared scope → the missing needs whose
    advised alternative it belongs to.
    """

    policy: str
    verdicts: Mapping[str, str]
    advised: Mapping[Need, Alternative]
    target: frozenset[str]
    completing: Mapping[str, tuple[Need, ...]]
    minimal: Minimal = field(repr=False, compare=False)


def decide(facts: Facts, reach: Reach, policy: str = AS_DECLARED) -> Decision:
    """Verdicts, minimal sets and the advice of a policy: they depend on each other, and on nothing else."""
    minimal = Minimal(facts, reach)
    target = minimal.target(policy)
    advised = {need: _advised(need, facts.declared, target) for need in facts.missing}
    completing: dict[str, tuple[Need, ...]] = {}
    for need, added in advised.items():
        for scope in _completed(need, facts.declared, added):
            completing[scope] = (*completing.get(scope, ()), need)
    verdicts = {scope: "needed" if scope in completing else verdict(facts, scope) for scope in sorted(facts.declared)}
    return Decision(policy, verdicts, advised, target, completing, minimal)


def verdict(facts: Facts, scope: str) -> str:
    """needed | redundant | dead-code-only | unused | cannot-tell, apart from scopes that complete an advised alternative."""
    if needing(facts, scope):
        return "needed"
    if facts.held(scope):
        return "cannot-tell"
    if accepting(facts, scope):
        return "redundant"
    return "dead-code-only" if any(accepts(use, scope) for use in facts.dead) else "unused"


def needing(facts: Facts, scope: str) -> tuple[Need, ...]:
    """The needs that are satisfied by what is declared and not without `scope`, or have announced that they will need it."""
    without = facts.declared - {scope}
    return tuple(
        need
        for need in accepting(facts, scope)
        if scope in need.use.announced or (need.certain(facts.declared) and not need.possible(without))
    )


def accepting(facts: Facts, scope: str) -> tuple[Need, ...]:
    """The needs that `scope` helps to satisfy, needed or not."""
    return facts.naming.get(scope, ())


def _advised(need: Need, declared: frozenset[str], target: frozenset[str]) -> Alternative:
    """What to add for a need: the least that the target, which satisfies every need, offers."""
    return additions((one for one in need.alternatives if target.issuperset(one)), declared)[0]


def _completed(need: Need, declared: frozenset[str], added: Alternative) -> frozenset[str]:
    """The declared scopes of the alternatives that the addition completes."""
    complete = (frozenset(one) for one in need.alternatives if declared.union(added).issuperset(one) and set(added) <= set(one))
    return frozenset(scope for one in complete for scope in one & declared)
