"""external-storage: no data transferred or stored outside Atlassian."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.outside import (
    customer_managed,
    declared_only,
    leaving,
    links,
    named,
    product_data,
    remote_place,
    stores,
    talks,
    unknown_hosts,
)
from scopeminer.disclosure.hosts import is_external


def judge(facts: Facts) -> Judgement:
    return settle(
        _against(facts),
        (*_open(facts), *unknown_hosts(facts), *customer_managed(facts), *declared_only(facts, fetch_only=True), *blind(facts)),
        (supports("no reachable code talks to an external host, and the manifest opens none for requests"),),
        links(facts),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for remote in facts.manifest.remotes:
        if stores(remote):
            yield against(f"remote {remote.key} may store data outside Atlassian", remote_place(facts, remote))
    for flow in leaving(facts):
        data = product_data(flow)
        if data and flow.part != "header" and (flow.sink == "remote" or is_external(flow.host)):
            yield against(f"{named(facts, data)} sent to {flow.host or f'remote {flow.key}'}", flow.site)


def _open(facts: Facts) -> Iterator[Basis]:
    for entry in talks(facts):
        if entry.host is not None:
            yield unresolved(f"{entry.host} is contacted; no product data is seen to go there", entry.site)
    for remote in facts.manifest.remotes:
        if not stores(remote):
            yield unresolved(f"remote {remote.key} is declared; no product data is seen to go there", remote_place(facts, remote))
    for flow in leaving(facts):
        if not flow.resolved:
            yield unresolved(f"what is sent to {flow.host or flow.key or 'a host'} cannot be followed", flow.site)
    for vendor in facts.disclosure.vendors:
        if vendor.means == "package":
            yield unresolved(f"{vendor.name} is used; what it sends is not seen", vendor.site)
