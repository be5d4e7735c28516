"""What stops working when scopes go, and which feature costs which scope."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.advise.features import by_feature
from scopeminer.advise.satisfaction import allowed, cheapest
from scopeminer.audit.model import Audit
from scopeminer.audit.words import distinct
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Step, Unknown, Use
from scopeminer.records import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """A reachable use that would no longer be allowed; `lacking`: the fewest of the removed scopes that would allow it again."""

    use: Use
    lacking: Alternative


@dataclass(frozen=True, slots=True)
class Consequences:
    """The manifest's scopes with some `removed` and some `added`.

    `broken`: uses that are allowed now and would not be. `mended`: uses that are not allowed now and would be. `doubtful`: what
    cannot be resolved and could need a removed scope. `unharmed`: features none of whose uses break.
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    broken: tuple[Broken, ...]
    mended: tuple[Use, ...]
    doubtful: tuple[Unknown, ...]
    unharmed: tuple[Step, ...]

    @property
    def features(self) -> dict[Step, tuple[Use, ...]]:
        """Feature → what of it breaks."""
        return by_feature(broken.use for broken in self.broken)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one feature costs. `scopes`: those its uses rest on. `alone`: those that nothing but this feature needs. `lacking`: what
    would have to be declared for its other uses."""

    feature: Step
    scopes: tuple[str, ...]
    alone: tuple[str, ...]
    lacking: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one declared scope is there for. `uses`: those that break without it; `features`: theirs."""

    scope: str
    uses: tuple[Use, ...]
    features: tuple[Step, ...]

    @property
    def only_use(self) -> Use | None:
        """The use that is the only reason for the scope, if there is just one."""
        different = distinct(self.uses)
        return different[0] if len(different) == 1 else None


def declared_scopes(audit: Audit) -> frozenset[str]:
    """What the manifest grants."""
    return frozenset(row.scope for row in audit.scopes if row.declared)


def what_if(audit: Audit, removed: Iterable[str], added: Iterable[str] = ()) -> Consequences:
    """The consequences of a change of the scopes; nothing is changed."""
    now = declared_scopes(audit)
    gone, new = frozenset(removed), frozenset(added)
    then = (now - gone) | new
    reachable = [use for use in audit.uses if use.reachable]
    broken = tuple(Broken(use, _lacking(use, then, now)) for use in reachable if allowed(use, now) and not allowed(use, then))
    harmed = {step.label for step in by_feature(one.use for one in broken)}
    return Consequences(
        removed=tuple(sorted(gone)),
        added=tuple(sorted(new)),
        broken=broken,
        mended=tuple(use for use in reachable if not allowed(use, now) and allowed(use, then)),
        doubtful=tuple(unknown for unknown in audit.usage.unknowns if unknown.holds_back & (gone & now)),
        unharmed=tuple(step for step in by_feature(audit.uses) if step.label not in harmed),
    )


def reasons(audit: Audit) -> tuple[Reason, ...]:
    """For each declared scope, sorted, what breaks without it alone."""
    now = declared_scopes(audit)
    out: list[Reason] = []
    for scope in sorted(now):
        uses = tuple(use for use in audit.uses if use.reachable and allowed(use, now) and not allowed(use, now - {scope}))
        out.append(Reason(scope, uses, tuple(by_feature(uses))))
    return tuple(out)


def costs(audit: Audit) -> tuple[Cost, ...]:
    """For each feature, in the order of the manifest, the declared scopes that its uses rest on."""
    why, now = reasons(audit), declared_scopes(audit)
    rests_on = {use: frozenset(alternative or ()) for use, alternative in zip(audit.uses, audit.satisfied_by, strict=True)}
    out: list[Cost] = []
    for feature, uses in by_feature(audit.uses).items():
        scopes = frozenset().union(*(rests_on[use] for use in uses))
        alone = tuple(reason.scope for reason in why if [step.label for step in reason.features] == [feature.label])
        lacking = {scope for use in uses if not allowed(use, now) for scope in _lacking(use, now, None)}
        out.append(Cost(feature, tuple(sorted(scopes)), alone, tuple(sorted(lacking)), uses))
    return tuple(out)


def _lacking(use: Use, scopes: frozenset[str], before: frozenset[str] | None) -> Alternative:
    """What `scopes` lack for a use, in the way in which `before` allowed it (None: in the cheapest way)."""
    lacking: set[str] = set()
    for alternatives in use.candidate_alternatives or (use.alternatives,):
        allowed_before = [one for one in alternatives if before is not None and before.issuperset(one)]
        lacking.update(cheapest(allowed_before or alternatives, scopes))
    return tuple(sorted(lacking))
