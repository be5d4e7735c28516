"""What lies outside Atlassian: hosts that code talks to, remotes, endpoints, providers."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts
from scopeminer.claims.rules.ground import against, note, unresolved
from scopeminer.disclosure.hosts import is_external
from scopeminer.disclosure.matching import parse
from scopeminer.disclosure.model import Flow, Origin
from scopeminer.manifest.model import Remote
from scopeminer.privileges.model import Egress
from scopeminer.source import Place

PASSIVE = frozenset({"images", "fonts", "styles", "media"})
"""What a page loads to show it: nothing of the app's goes with it."""
PRODUCT_DATA = frozenset({"response", "event", "context"})


def talks(facts: Facts) -> tuple[Egress, ...]:
    """Reachable requests to hosts that are not Atlassian's, links left out."""
    return tuple(e for e in facts.audit.usage.egress if e.directive != "navigation" and (e.host is None or is_external(e.host)))


def unknown_hosts(facts: Facts) -> Iterator[Basis]:
    """Requests whose host is known at run time only."""
    for entry in talks(facts):
        if entry.host is None:
            yield unresolved("a request goes to a host that is known only at run time", entry.site)
    for use in facts.audit.usage.remotes:
        if use.key is None:
            yield unresolved("a remote is called by a key that is known only at run time", use.site)


def customer_managed(facts: Facts) -> Iterator[Basis]:
    """Egress that administrators open."""
    if facts.manifest.egress_configurable:
        found = facts.outline.find("permissions", "external", "configurable")
        yield unresolved("administrators decide which hosts the app may reach", facts.place(found[0].name) if found else None)


def declared_only(facts: Facts, fetch_only: bool = False) -> Iterator[Basis]:
    """Hosts that the manifest opens and no reachable code talks to."""
    used = {entry.host for entry in facts.audit.usage.egress if entry.host}
    for grant in facts.manifest.egress:
        if grant.directive == "navigation" or (fetch_only and not grant.directive.startswith("fetch")):
            continue
        host = parse(grant.address).host if grant.address else ""
        if grant.address is None or not any(host == one or (host.startswith("*") and one.endswith(host[1:])) for one in used):
            what = grant.address or f"remote {grant.remote}"
            yield unresolved(f"{what} is declared under {grant.directive} and no reachable code is seen to use it", facts.place(grant.span))


def links(facts: Facts) -> Iterator[Basis]:
    """Addresses that people follow: worth knowing, no transmission."""
    for entry in facts.audit.usage.egress:
        if entry.directive == "navigation" and is_external(entry.host):
            yield note(f"links to {entry.host}", entry.site)


def remote_place(facts: Facts, remote: Remote) -> Place:
    return facts.place(remote.span)


def stores(remote: Remote) -> bool:
    """Whether a remote keeps data: it says so, or it does not say what it does."""
    return not remote.operations or "storage" in remote.operations


def computes(remote: Remote) -> bool:
    """Whether code of the app runs there."""
    return stores(remote) or "compute" in remote.operations


def called_remotes(facts: Facts) -> dict[str, Place]:
    """Key → the first reachable call of it."""
    found: dict[str, Place] = {}
    for use in facts.audit.usage.remotes:
        if use.key:
            found.setdefault(use.key, use.site)
    return found


def endpoints(facts: Facts) -> Iterator[tuple[str, Place]]:
    """Endpoints that lead to remotes."""
    for endpoint in facts.manifest.endpoints:
        if endpoint.remote:
            yield endpoint.key, facts.place(endpoint.span)


def providers(facts: Facts) -> Iterator[Basis]:
    """Authentication providers, declared or used."""
    for entry in facts.outline.find("providers", "auth", "*") or facts.outline.find("providers"):
        yield against("an external authentication provider is declared", facts.place(entry.name))
    for found in facts.disclosure.authentications:
        if found.direction == "provider":
            yield against("an external account is used (withProvider)", found.site)


def connect(facts: Facts) -> Iterator[Basis]:
    for entry in (*facts.outline.find("connectModules"), *facts.outline.find("app", "connect")):
        if entry.value:
            yield against("Connect modules run on the vendor's servers", facts.place(entry.name))


def product_data(flow: Flow) -> tuple[Origin, ...]:
    """What of a flow is a product's: answers, fields of events and contexts."""
    return tuple(one for one in flow.origins if one.kind in PRODUCT_DATA and (one.categories or one.kind != "context"))


def leaving(facts: Facts) -> Iterator[Flow]:
    """Flows to hosts that are external or not known, and to remotes."""
    for flow in facts.disclosure.flows:
        if flow.sink == "remote" or (flow.sink == "egress" and (flow.host is None or is_external(flow.host))):
            yield flow


def named(facts: Facts, origins: tuple[Origin, ...]) -> str:
    """What data it is, for people."""
    from scopeminer.catalog.categories import load_categories

    titles = load_categories().titles
    found = dict.fromkeys(titles.get(category, category) for one in origins for category in one.categories)
    return ", ".join(found) or "product data"
