"""Findings → the change of the manifest that settles them, without ever taking away what code needs or might need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scopeminer.advise.release import gravest, impact_of
from scopeminer.advise.satisfaction import allowed, cheapest
from scopeminer.advise.what_if import declared_scopes
from scopeminer.audit.model import Audit, Finding
from scopeminer.audit.satisfaction import satisfied
from scopeminer.manifest.model import Edits, Manifest
from scopeminer.privileges.model import Unknown, Use
from scopeminer.records import dataclass
from scopeminer.source import Place, Span

REMOVALS = frozenset({"over-privilege", "redundant-scope", "dead-code-scope"})
POLICY = "as-declared"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to change. `kind`: scope-removed | scope-added | impersonation-removed | egress-removed."""

    kind: str
    subject: str
    reason: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Left:
    """Something a reader may expect to be changed and that is not, and why."""

    subject: str
    reason: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`edits` is what manifest.edit applies; `impact`: none | minor | major, as documented. `by_hand`: findings that ask for more."""

    edits: Edits
    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    by_hand: tuple[Finding, ...] = ()

    @property
    def impact(self) -> str:
        return gravest(impact_of(change.kind) for change in self.changes)


def plan(audit: Audit, manifest: Manifest, place: Callable[[Span], Place], prefer: str | None = None, policy: str = POLICY) -> Plan:
    """What to change so that nothing is declared without need and nothing needed is missing.

    `prefer`: the policy of the minimal set to move to, needed scopes included; None keeps them and adds what is missing by `policy`.
    `place`: where a span of the manifest begins. Suppressed findings are left alone.
    """
    declared = declared_scopes(audit)
    open_findings = [finding for finding in audit.findings if not finding.suppressed]
    target = frozenset(audit.minimal_sets.get(prefer or policy, ()))
    added: frozenset[str] = _missing(open_findings, target, declared) if prefer is None else target - declared
    wanted = frozenset(scope for finding in open_findings if finding.rule in REMOVALS for scope in finding.scopes or (finding.subject,))
    unwanted = (wanted & declared) if prefer is None else (declared - target)
    removed, left = _safe(audit, manifest, unwanted - added, added, place)
    impersonation = _impersonation(open_findings, manifest, removed)
    egress = _egress(open_findings, manifest, place)
    changes = (
        *_removals(audit, removed, prefer),
        *(Change("scope-added", scope, _why_added(open_findings, scope, prefer), None) for scope in sorted(added)),
        *(Change("impersonation-removed", scope, reason, where) for scope, reason, where in impersonation),
        *(Change("egress-removed", subject, reason, where) for _, subject, reason, where in egress),
    )
    edits = Edits(
        remove=tuple(sorted(removed)),
        add=tuple(sorted(added)),
        drop_impersonation=tuple(scope for scope, _, _ in impersonation),
        remove_egress=tuple(dict.fromkeys((directive, address) for directive, address, _, _ in egress)),
    )
    return Plan(edits, changes, left, tuple(finding for finding in open_findings if finding.fix and finding.fix.by_hand))


def _missing(findings: list[Finding], target: frozenset[str], declared: frozenset[str]) -> frozenset[str]:
    """The additions that satisfy every under-privilege: inside the minimal set where it offers one, as advised otherwise."""
    added: set[str] = set()
    for finding in findings:
        if finding.rule != "under-privilege" or satisfied(finding.alternatives, declared.union(added)):
            continue
        offered = [alternative for alternative in finding.alternatives if target.issuperset(alternative)]
        added.update(cheapest(offered, declared.union(added)) if offered else finding.scopes)
    return frozenset(added) - declared


def _safe(
    audit: Audit, manifest: Manifest, unwanted: frozenset[str], added: frozenset[str], place: Callable[[Span], Place]
) -> tuple[frozenset[str], tuple[Left, ...]]:
    """What of `unwanted` can go, and what stays: nothing goes whose loss breaks a use, whatever a finding says."""
    declared = declared_scopes(audit)
    left = _kept(audit, manifest, unwanted)
    removed = unwanted - left.keys()
    for use in audit.uses:
        if use.reachable and allowed(use, declared) and not allowed(use, (declared - removed) | added):
            needed = removed & {scope for sets in (use.alternatives, *use.candidate_alternatives) for one in sets for scope in one}
            left |= dict.fromkeys(needed, f"{use.api} at {use.site.file}:{use.site.line} needs it")
            removed -= needed
    places = {grant.scope: place(grant.span) for grant in manifest.grants}
    return removed, tuple(Left(scope, left[scope], places.get(scope)) for scope in sorted(left))


def _kept(audit: Audit, manifest: Manifest, unwanted: frozenset[str]) -> dict[str, str]:
    """Scope → why it is not touched: a person says so, or it cannot be told whether something needs it."""
    left = {row.scope: row.reason for row in audit.scopes if row.declared and row.verdict == "cannot-tell"}
    for finding in audit.findings:
        if finding.suppressed and finding.rule in REMOVALS:
            left |= dict.fromkeys(finding.scopes or (finding.subject,), "kept on purpose")
    for grant in manifest.grants:
        if manifest.has_hole(grant.span):
            left[grant.scope] = "a placeholder stands in it"
    sources: list[Unknown | Use] = [*audit.usage.unknowns, *(use for use in audit.uses if use.reachable)]
    for source in sources:
        why = f"what is at {source.site.file}:{source.site.line} could need it"
        left |= dict.fromkeys((source.holds_back & unwanted) - left.keys(), why)
    for use in audit.uses:
        if use.reachable:
            left |= dict.fromkeys(
                unwanted.intersection(use.announced) - left.keys(), f"announced as mandatory for {use.method} {use.operation}"
            )
    return left


def _removals(audit: Audit, removed: frozenset[str], prefer: str | None) -> Iterator[Change]:
    for row in sorted(audit.scopes, key=lambda row: row.scope):
        if row.declared and row.scope in removed:
            reason = f"not in the smallest {prefer} set" if row.verdict == "needed" else f"{row.verdict}, {row.reason}"
            yield Change("scope-removed", row.scope, reason, row.location)


def _why_added(findings: list[Finding], scope: str, prefer: str | None) -> str:
    needs = [finding for finding in findings if finding.rule == "under-privilege" and any(scope in one for one in finding.alternatives)]
    return needs[0].message if needs else f"in the smallest {prefer} set"


def _impersonation(findings: list[Finding], manifest: Manifest, removed: frozenset[str]) -> list[tuple[str, str, Place | None]]:
    allowing = {grant.scope for grant in manifest.grants if grant.allow_impersonation} - removed
    unused = {finding.subject: finding for finding in findings if finding.rule == "impersonation-unused"}
    reason = "allowImpersonation: no request acts for a user who is not present"
    return [(scope, reason, unused[scope].location) for scope in sorted(allowing & unused.keys())]


def _egress(findings: list[Finding], manifest: Manifest, place: Callable[[Span], Place]) -> list[tuple[str, str, str, Place | None]]:
    """(directive, address or remote, reason, place) of every declared entry that an unused-egress finding stands at."""
    unused = {finding.location for finding in findings if finding.rule == "unused-egress"}
    out: list[tuple[str, str, str, Place | None]] = []
    for grant in manifest.egress:
        where = place(grant.span)
        if where in unused and not manifest.has_hole(grant.span):
            out.append((grant.directive, grant.address or grant.remote or "", f"nothing reachable uses it ({grant.directive})", where))
    return out
