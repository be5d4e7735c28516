"""Facts → verdicts and findings: the outcome of a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from scopeminer.audit.facts import Facts
from scopeminer.audit.fingerprint import arranged
from scopeminer.audit.model import AppInfo, Audit, CatalogInfo, Finding
from scopeminer.audit.model import Reach as ReachFigures
from scopeminer.audit.policies import AS_DECLARED
from scopeminer.audit.reach import Reach
from scopeminer.audit.rows import rows
from scopeminer.audit.rules import RULES, Case
from scopeminer.audit.satisfaction import satisfying
from scopeminer.audit.verdicts import decide
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Alternative
from scopeminer.manifest.model import Manifest
from scopeminer.privileges.model import Usage, Use
from scopeminer.records import replace
from scopeminer.source import Place, Span


def audit(
    info: AppInfo, manifest: Manifest, usage: Usage, catalog: Catalog, place: Callable[[Span], Place], policy: str = AS_DECLARED
) -> Audit:
    """Compare what the app's code needs with what its manifest declares.

    `place`: where a span of the manifest begins. `policy` (one of policies.POLICIES) decides what is advised where there is a choice: which
    alternative of a missing need, and which of several redundant scopes stays.
    """
    facts, reach = Facts(manifest, usage, catalog, place), Reach(catalog)
    decision = decide(facts, reach, policy)
    ids = identifiers(usage.uses)
    return Audit(
        app=info,
        catalog=CatalogInfo(catalog.version, catalog.date, catalog.size),
        scopes=tuple(rows(facts, decision, reach, dict(zip(map(id, usage.uses), ids, strict=True)))),
        usage=usage,
        use_ids=ids,
        satisfied_by=tuple(_satisfied_by(use, facts.declared) for use in usage.uses),
        minimal_sets=decision.minimal.sets,
        findings=arranged(_findings(Case(facts, decision, reach))),
        reach=_reach(facts, reach, decision.minimal.sets[AS_DECLARED]),
        minimal_costs=decision.minimal.costs,
        declared_egress=tuple((grant.directive, grant.address or f"remote {grant.remote}") for grant in manifest.egress),
    )


def _findings(case: Case) -> Iterator[Finding]:
    for rule in RULES:
        if rule.check is not None:
            yield from (replace(finding, level=rule.level) for finding in rule.check(case))


def _satisfied_by(use: Use, declared: frozenset[str]) -> Alternative | None:
    return satisfying(use.alternatives, declared) if use.resolution == "exact" else None


def _reach(facts: Facts, reach: Reach, minimal: tuple[str, ...]) -> ReachFigures:
    used = {f"{use.method} {use.operation}" for use in facts.usage.uses if use.reachable and use.operation and use.in_catalog}
    return ReachFigures(reach.size(facts.declared), len(used), reach.size(minimal))


def identifiers(uses: tuple[Use, ...]) -> tuple[str, ...]:
    """A short id a use, that does not move with its line."""
    seen: dict[str, int] = {}
    out = []
    for use in uses:
        what = (use.site.file, use.kind, use.api, use.method, use.operation, use.route, use.function, use.reachable)
        digest = sha256(repr(what).encode(errors="surrogatepass")).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        out.append(f"u{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else ""))
    return tuple(out)
