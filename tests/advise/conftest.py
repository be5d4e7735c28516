"""Handmade audits: a few uses, unknowns and findings each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pytest

from scopeminer.audit.model import AppInfo, Audit, CatalogInfo, Finding, Reach, ScopeVerdict
from scopeminer.manifest.model import EgressGrant, Grant, Manifest
from scopeminer.privileges.model import Step, Unknown, Usage, Use
from scopeminer.source import Place, Span

VERDICTS = {"over-privilege": "unused", "redundant-scope": "redundant", "dead-code-scope": "dead-code-only"}


def place(text: str) -> Place:
    file, _, line = text.rpartition(":")
    return Place(file, int(line), 1)


def use(name: str, *alternatives: str, at: str = "src/a.ts:1", features: Iterable[str] = ("panel",), **more: object) -> Use:
    """`use("GET /x", "a", "b + c")`: a reachable request that needs a, or b and c."""
    method, _, path = name.partition(" ")
    sets = tuple(tuple(sorted(one.split(" + "))) if one else () for one in alternatives)
    steps = tuple(Step(Place("manifest.yml", 1 + sum(map(ord, label)) % 50, 1), label) for label in features)
    values = {
        "kind": "rest", "api": "requestJira", "site": place(at), "product": "jira", "method": method, "operation": path, "route": path,
        "alternatives": sets, "features": steps, "function": "f",
    } | more  # fmt: skip
    return Use(**values)  # type: ignore[arg-type]


def finding(rule: str, *scopes: str, offers: Iterable[str] = (), at: str = "manifest.yml:9", suppressed: bool = False) -> Finding:
    """A finding on a scope; `offers`: its alternatives."""
    alternatives = tuple(tuple(sorted(one.split(" + "))) for one in offers)
    subject = scopes[0]
    return Finding(rule, "error", f"{rule} {subject}", subject, place(at), scopes, alternatives, suppressed=suppressed)


def audit(
    declared: str = "",
    uses: Iterable[Use] = (),
    findings: Iterable[Finding] = (),
    unknowns: Iterable[Unknown] = (),
    minimal: str = "",
    cannot_tell: str = "",
    **sets: str,
) -> Audit:
    """`declared`, `minimal` (the as-declared set), `cannot_tell`: scopes separated by spaces; `sets`: other policies."""
    uses, findings = tuple(uses), tuple(findings)
    scopes = declared.split()
    said = {one.subject: VERDICTS[one.rule] for one in findings if one.rule in VERDICTS} | dict.fromkeys(cannot_tell.split(), "cannot-tell")
    rows = tuple(
        ScopeVerdict(scope, True, None, said.get(scope, "needed"), "why", Place("manifest.yml", 20 + line, 7), None, (), 0)
        for line, scope in enumerate(scopes)
    )
    satisfied = tuple(next((one for one in each.alternatives if set(one) <= set(scopes)), None) for each in uses)
    policies = {"as-declared": tuple(minimal.split())} | {name: tuple(text.split()) for name, text in sets.items()}
    identifiers = tuple(f"u{number}" for number in range(len(uses)))
    app, catalog = AppInfo(".", "manifest.yml", None, None), CatalogInfo("1", "2026-01-01", 1)
    usage = Usage(uses, tuple(unknowns))
    return Audit(app, catalog, rows, usage, identifiers, satisfied, policies, findings, Reach(0, 0, 0))


def span(number: int) -> Span:
    """The span whose place is line `number` (see `at`)."""
    return Span("manifest.yml", number, number + 1)


def manifest(declared: str = "", impersonating: str = "", egress: Iterable[tuple[str, str]] = (), holes: Iterable[int] = ()) -> Manifest:
    """Grants begin on line 20, egress on line 60."""
    grants = tuple(Grant(scope, span(20 + line), scope in impersonating.split()) for line, scope in enumerate(declared.split()))
    addresses = tuple(EgressGrant(directive, address, None, None, None, span(60 + n)) for n, (directive, address) in enumerate(egress))
    return Manifest("manifest.yml", grants=grants, egress=addresses, holes=tuple(map(span, holes)))


@pytest.fixture
def make() -> SimpleNamespace:
    """The functions of this file."""
    return SimpleNamespace(use=use, finding=finding, audit=audit, manifest=manifest, place=place, span=span)


@pytest.fixture
def at() -> Callable[[Span], Place]:
    """Where a span begins: its number is its line."""
    return lambda span: Place(span.file, span.start, 1)
