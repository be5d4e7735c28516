"""Two versions of an app → what differs, with the documented release impact of each difference."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.advise.changes import manifest_changes
from scopeminer.advise.difference import Comparison, Difference
from scopeminer.advise.release import impact_of
from scopeminer.audit.model import Audit, ScopeVerdict
from scopeminer.catalog.catalog import Catalog
from scopeminer.disclosure.eligibility import eligibility
from scopeminer.disclosure.model import Eligibility
from scopeminer.manifest.model import Manifest
from scopeminer.manifest.outline import outline
from scopeminer.privileges.model import Use
from scopeminer.records import dataclass
from scopeminer.source import Place, SourceTree

READING = ("read:", "search:", "readonly:")
NEW_EGRESS = ("egress-added", "remote-added", "remote-moved", "egress-configurable")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version: its files, its manifest and the audit of both."""

    tree: SourceTree
    manifest: Manifest
    audit: Audit


def compare(old: Snapshot, new: Snapshot, catalog: Catalog, names: tuple[str, str] = ("old", "new")) -> Comparison:
    """What differs between two versions; `names` is how they are called."""
    found = [*_of_manifest(old, new, catalog), *_of_code(old.audit, new.audit)]
    return Comparison(
        old=names[0],
        new=names[1],
        differences=tuple(found),
        reach=(old.audit.reach.declared, new.audit.reach.declared),
        used=(old.audit.reach.used, new.audit.reach.used),
        eligibility=(_eligibility(old), _eligibility(new)),
    )


def _eligibility(snapshot: Snapshot) -> Eligibility:
    entries = outline(snapshot.manifest.path, snapshot.tree.read(snapshot.manifest.path) or b"")
    return eligibility(snapshot.manifest, entries, snapshot.tree.span_place)


def writes(scope: str) -> bool:
    """Whether a scope allows more than reading, by its verb."""
    return not scope.startswith(READING)


def _of_manifest(old: Snapshot, new: Snapshot, catalog: Catalog) -> Iterator[Difference]:
    for change in manifest_changes(old.manifest, new.manifest):
        side = old if change.kind.endswith("-removed") else new
        place = side.tree.span_place(change.span) if change.span else None
        if change.kind == "scope-added":
            row = next((row for row in new.audit.scopes if row.declared and row.scope == change.subject), None)
            gates: tuple[str, ...] = ("new-scope", "new-write") if writes(change.subject) else ("new-scope",)
            detail, verdict, used = _capability(change.subject, catalog), row.verdict if row else None, _uses_of(new.audit, row)
            yield Difference(change.kind, change.subject, detail, place, change.impact, gates, verdict, used)
        else:
            gates = ("new-egress",) if change.kind in NEW_EGRESS else ()
            yield Difference(change.kind, change.subject, change.detail, place, change.impact, gates)


def _capability(scope: str, catalog: Catalog) -> str:
    """What a scope allows, in counted operations."""
    operations = catalog.accepting(scope)
    if not operations:
        return "no published operation accepts it"
    writing = sum(operation.method not in ("GET", "HEAD") for operation in operations)
    noun = "operation" if len(operations) == 1 else "operations"
    if not writing:
        return f"is accepted by {len(operations)} {noun}, all of them GET"
    kinds = ", ".join(sorted({operation.method for operation in operations} - {"GET", "HEAD"}))
    return f"is accepted by {len(operations)} {noun}, {writing} of them {kinds}"


def _uses_of(audit: Audit, row: ScopeVerdict | None) -> tuple[Place, ...]:
    by_id = dict(zip(audit.use_ids, audit.uses, strict=True))
    uses = [by_id[identifier] for identifier in (row.uses if row and row.verdict == "needed" else ()) if identifier in by_id]
    return tuple(sorted({use.site for use in uses if use.reachable}))


def _of_code(old: Audit, new: Audit) -> Iterator[Difference]:
    before, after = _operations(old), _operations(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            use = after[name][0]
            gates = ("new-write",) if use.alternatives and all(any(map(writes, one)) for one in use.alternatives) else ()
            yield _code("operation-added", name, " and ".join(_principals(after[name])), use.site, gates)
        elif name not in after:
            yield _code("operation-removed", name, "", before[name][0].site)
        elif (was := _principals(before[name])) != (now := _principals(after[name])):
            yield _code("principal-changed", name, f"{' and '.join(was) or 'none'} → {' and '.join(now) or 'none'}", after[name][0].site)
    hosts_before, hosts_after = _hosts(old), _hosts(new)
    for host in sorted(hosts_before.keys() | hosts_after.keys()):
        if host not in hosts_before:
            yield _code("host-added", host[1], host[0], hosts_after[host], ("new-egress",))
        elif host not in hosts_after:
            yield _code("host-removed", host[1], host[0], hosts_before[host])


def _code(kind: str, subject: str, detail: str, place: Place, gates: tuple[str, ...] = ()) -> Difference:
    return Difference(kind, subject, detail, place, impact_of(kind), gates)


def _operations(audit: Audit) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for use in audit.uses:
        if use.reachable and use.operation:
            found.setdefault(f"{use.method} {use.operation}", []).append(use)
    return found


def _principals(uses: list[Use]) -> tuple[str, ...]:
    return tuple(sorted({principal for use in uses for principal in use.principal}))


def _hosts(audit: Audit) -> dict[tuple[str, str], Place]:
    return {(egress.side, egress.host): egress.site for egress in reversed(audit.usage.egress) if egress.host}
