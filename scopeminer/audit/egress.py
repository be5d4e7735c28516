"""Used hosts against declared ones."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.facts import Facts
from scopeminer.disclosure.matching import addresses, matches, needs_entry, overlaps
from scopeminer.disclosure.model import Egress
from scopeminer.manifest.model import EgressGrant, Remote

SPEAKING = ("fetch.backend", "fetch.client", "scripts", "frames")
"""Directives whose run-time addresses are worth a finding; avatars and links are run-time data everywhere."""
HIDING = ("eval", "missing-source", "bundled-only", "unresolved-import", "budget", "syntax-error")
"""Unknowns behind which any host may be used."""


def used(facts: Facts) -> Iterator[Egress]:
    """What has to be declared: links that a user follows need no entry, they only ask."""
    return (egress for egress in facts.usage.egress if egress.directive != "navigation" and needs_entry(egress.url, egress.directive))


def allowed(facts: Facts, egress: Egress) -> bool:
    """Whether an entry surely allows it, whatever the holes of the address hold."""
    return any(matches(address, egress.url, egress.side) for _, address in _entries(facts, egress.directive))


def could_be_allowed(facts: Facts, egress: Egress) -> bool:
    """Whether an entry allows it for some content of its holes."""
    return any(overlaps(address, egress.url, egress.side) for _, address in _entries(facts, egress.directive))


def _entries(facts: Facts, directive: str) -> Iterator[tuple[EgressGrant, str]]:
    for grant in facts.manifest.egress:
        if grant.directive == directive:
            for address in addresses(grant, facts.manifest.remotes):
                yield grant, address


def _hidden(facts: Facts, side: str) -> bool:
    """Whether code of that side may talk to hosts out of our sight."""
    return facts.manifest.egress_configurable or any(
        unknown.reason in HIDING and (side == "backend" or unknown.side == "frontend" or unknown.reason != "missing-source")
        for unknown in facts.usage.unknowns
    )


def unused_grants(facts: Facts) -> Iterator[tuple[EgressGrant, str]]:
    """Entries with an address of their own that nothing uses; `*` is another rule's matter, placeholders nobody's."""
    for grant in facts.manifest.egress:
        side = "backend" if grant.directive == "fetch.backend" else "client"
        if grant.address is None or grant.address.strip() == "*" or facts.manifest.has_hole(grant.span) or _hidden(facts, side):
            continue
        same = [egress for egress in facts.usage.egress if egress.directive == grant.directive]
        if not any(egress.host is None or overlaps(grant.address, egress.url, egress.side) for egress in same):
            yield grant, grant.address


def unused_remotes(facts: Facts) -> Iterator[tuple[Remote, str]]:
    """Remotes that no call, endpoint, reference or address of the code leads to."""
    manifest = facts.manifest
    if _hidden(facts, "backend") or any(use.key is None for use in facts.usage.remotes):
        return
    called = {use.key for use in facts.usage.remotes} | {endpoint.remote for endpoint in manifest.endpoints}
    called |= {reference.target for reference in manifest.references} | {grant.remote for grant in manifest.egress}
    mentioned = repr((manifest.extra, [module.value for module in manifest.modules]))
    for remote in manifest.remotes:
        leaving = facts.usage.egress
        reached = any(one.host is None or overlaps(url, one.url, one.side) for one in leaving for url in remote.base_urls)
        if remote.key not in called and not reached and remote.base_urls and repr(remote.key) not in mentioned:
            yield remote, remote.base_urls[0]
