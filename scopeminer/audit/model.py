"""The outcome of a scan: verdicts, findings and what they rest on, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping

from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Usage, Use
from scopeminer.records import dataclass, field
from scopeminer.source import Place


@dataclass(frozen=True, slots=True)
class ScopeVerdict:
    """One row of the scope table.

    `verdict`: needed | redundant | dead-code-only | unused | cannot-tell | missing (only when not declared).
    `reason`: one sentence. `nearest`: the place worth looking at, with a label, or None.
    `uses`: ids of the uses the verdict rests on. `reach`: how many published operations this scope alone takes part in
    authorising for this app (operations with an alternative inside the declared scopes that contains it).
    """

    scope: str
    declared: bool
    allow_impersonation: bool | None
    verdict: str
    reason: str
    location: Place | None
    nearest: Place | None
    uses: tuple[str, ...]
    reach: int


BY_HAND = frozenset({"add-egress", "add-module", "choose-scopes"})
"""Actions that `scopeminer fix` leaves to a person: what such an entry says beside its name (a category, a model), or which of several
scopes it is, is their choice."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The change of the manifest that settles a finding; `scopeminer fix` makes it, unless it is one of BY_HAND.

    `action`: remove-scope | add-scopes | choose-scopes | drop-impersonation | remove-egress | add-egress | add-module. `with_scopes`: what
    has to be added in the same step, because a need of the same product is still missing. `release_impact`: as documented, see
    advise/release.py.
    """

    action: str
    scopes: tuple[str, ...]
    release_impact: str
    with_scopes: tuple[str, ...] = ()

    @property
    def by_hand(self) -> bool:
        return self.action in BY_HAND


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject`, `scopes`, `alternatives` as design.md section 5 says; `fingerprint` survives line shifts.

    `suppressed_by`: comment | baseline | configuration, "" where that was not said. `kept_because`: the reason that a person gave.
    """

    rule: str
    level: str
    message: str
    subject: str
    location: Place | None
    scopes: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    related: tuple[Place, ...] = ()
    confidence: str = "high"
    fix: Fix | None = None
    fingerprint: str = ""
    suppressed: bool = False
    suppressed_by: str = ""
    kept_because: str = ""


@dataclass(frozen=True, slots=True)
class AppInfo:
    """`path`: as it was asked for; `folder`: the same folder as seen from the root of its repository, "" when it is that root."""

    path: str
    manifest: str
    id: str | None
    name: str | None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class CatalogInfo:
    version: str
    date: str
    operations: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Operations that the declared scopes authorise, that code uses, and that the smallest set would authorise."""

    declared: int
    used: int
    minimal: int


@dataclass(frozen=True, slots=True)
class MinimalCost:
    """What a minimal set means: how many scopes, operations allowed, those beyond the used ones, families, the next best set."""

    scopes: int
    reach: int
    excess_reach: int
    families: tuple[str, ...]
    more_than_50: bool
    runner_up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """`use_ids` maps each use of `usage.uses` (same order) to its id in the report."""

    app: AppInfo
    catalog: CatalogInfo
    scopes: tuple[ScopeVerdict, ...]
    usage: Usage
    use_ids: tuple[str, ...]
    satisfied_by: tuple[Alternative | None, ...]
    minimal_sets: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    reach: Reach
    minimal_costs: Mapping[str, MinimalCost] = field(default_factory=dict)
    declared_egress: tuple[tuple[str, str], ...] = ()

    @property
    def uses(self) -> tuple[Use, ...]:
        return self.usage.uses
