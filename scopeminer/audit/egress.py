"""Used hosts against declared ones."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.facts import Facts
from scopeminer.disclosure.matching import PORTS, addresses, matches, needs_entry, overlaps, parse
from scopeminer.manifest.model import EgressGrant, Remote
from scopeminer.privileges.model import Egress, Outsider

SPEAKING = ("fetch.backend", "fetch.client", "scripts", "frames")
"""Directives whose run-time addresses are worth a finding; avatars and links are run-time data everywhere."""
HIDING = ("eval", "missing-source", "bundled-only", "unresolved-import", "budget", "syntax-error", "container")
"""Unknowns behind which any host may be used."""
BACKEND = "fetch.backend"
OWN = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")
"""The machine of whoever develops the app."""


def used(facts: Facts) -> Iterator[Egress]:
    """What has to be declared: links that a user follows need no entry, they only ask."""
    return filter(is_used, facts.usage.egress)


def is_used(egress: Egress) -> bool:
    """Whether one has to be declared."""
    return egress.directive != "navigation" and needs_entry(egress.url, egress.directive)


def undeclared(facts: Facts) -> Iterator[Egress]:
    """Uses of a known host that no entry allows. Where customers manage egress, nothing can be said."""
    if not facts.manifest.egress_configurable:
        sure = (egress for egress in facts.usage.egress if egress.host is not None and not egress.is_data)
        yield from (egress for egress in sure if is_used(egress) and not _allowed(facts, egress))


def _allowed(facts: Facts, egress: Egress) -> bool:
    """Whether an entry allows it; where only the domain is known, whether one could."""
    fits = overlaps if "*" in (egress.host or "") else matches
    return any(fits(address, egress.url, egress.side) for grant, address in entries(facts) if grant.directive == egress.directive)


def entries(facts: Facts) -> Iterator[tuple[EgressGrant, str]]:
    """Each entry below `permissions.external` with each address that it allows."""
    for grant in facts.manifest.egress:
        for address in addresses(grant, facts.manifest.remotes):
            yield grant, address


def elsewhere(facts: Facts, egress: Egress) -> EgressGrant | None:
    """The entry that names the host of an undeclared use for another directive or scheme: most likely meant for it."""
    return next((grant for grant, address in entries(facts) if grant.address is not None and _same_host(address, egress)), None)


def _same_host(address: str, egress: Egress) -> bool:
    host = parse(address).host
    return host != "*" and egress.host is not None and overlaps(host, egress.host, "backend")


def unused_grants(facts: Facts) -> Iterator[tuple[EgressGrant, str]]:
    """Entries with an address of their own that nothing uses, and nothing out of our sight could."""
    return ((grant, address) for grant, address in _grants_without_use(facts) if outsider(facts, grant.directive, address) is None)


def held_grants(facts: Facts) -> Iterator[tuple[EgressGrant, str, Outsider]]:
    """Entries that nothing in sight uses, with what may out of it."""
    for grant, address in _grants_without_use(facts) if facts.usage.outsiders else ():
        unseen = outsider(facts, grant.directive, address)
        if unseen is not None:
            yield grant, address, unseen


def outsider(facts: Facts, directive: str, address: str) -> Outsider | None:
    """What is not here and may talk to an address; what is known to be of its service before what may be anybody's."""
    side, host = "backend" if directive == BACKEND else "client", parse(address).host
    able = (one for one in facts.usage.outsiders if one.side == side and (not one.directives or directive in one.directives))
    there = [one for one in able if any(_below(host, domain) for domain in one.domains)]
    return min(there, key=lambda one: "*" in one.domains, default=None)


def _below(host: str, domain: str) -> bool:
    """Whether some host of a declared one (`*.example.com`) can belong to a domain."""
    bare = host.removeprefix("*.")
    return domain in ("*", bare) or bare.endswith(f".{domain}") or (bare != host and domain.endswith(f".{bare}"))


def _grants_without_use(facts: Facts) -> Iterator[tuple[EgressGrant, str]]:
    """`*` is another rule's matter, a placeholder nobody's. An entry with the host of an undeclared use is not unused but wrong."""
    found: list[tuple[EgressGrant, str]] = []
    for grant in facts.manifest.egress:
        address = grant.address
        if address is None or not _comparable(address) or hidden(facts, grant.directive) or facts.manifest.has_hole(grant.span):
            continue
        same = (egress for egress in facts.usage.egress if egress.directive == grant.directive)
        if not any(_could_reach(egress, address) for egress in same):
            found.append((grant, address))
    meant = {elsewhere(facts, egress) for egress in undeclared(facts)} if found else set()
    yield from (one for one in found if one[0] not in meant)


def unused_remotes(facts: Facts) -> Iterator[tuple[Remote, str]]:
    """Remotes that no call, endpoint, reference, entry or address of the code leads to, each with its first address."""
    manifest = facts.manifest
    if not manifest.remotes or hidden(facts, BACKEND) or any(use.key is None for use in facts.usage.remotes):
        return
    named = {use.key for use in facts.usage.remotes} | {endpoint.remote for endpoint in manifest.endpoints}
    named |= {reference.target for reference in manifest.references} | {grant.remote for grant in manifest.egress}
    mentioned = repr((manifest.extra, [module.value for module in manifest.modules]))
    for remote in manifest.remotes:
        reached = any(_could_reach(egress, url) for egress in facts.usage.egress for url in remote.base_urls)
        reached = reached or any(outsider(facts, BACKEND, url) for url in remote.base_urls)
        apart = remote.key not in named and repr(remote.key) not in mentioned
        if apart and not reached and remote.base_urls and not manifest.has_hole(remote.span):
            yield remote, remote.base_urls[0]


def _comparable(address: str) -> bool:
    """Whether use of an address can be seen: of `*` everything is one, and links to other programs (`slack:`) are not looked at."""
    parsed = parse(address)
    return parsed.host != "*" and parsed.scheme in PORTS


def _could_reach(egress: Egress, address: str) -> bool:
    return egress.host is None or overlaps(address, egress.url, egress.side)


def hidden(facts: Facts, directive: str) -> bool:
    """Whether code may talk to hosts out of our sight: what hides in a page can only be a page's, the rest anybody's."""
    if facts.manifest.egress_configurable:
        return True
    hiding = (unknown for unknown in facts.usage.unknowns if unknown.reason in HIDING)
    return any(unknown.side != "frontend" or directive != BACKEND for unknown in hiding)
