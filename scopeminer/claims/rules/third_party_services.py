"""third-party-services: no external services; all operations within Atlassian."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.outside import (
    PASSIVE,
    called_remotes,
    customer_managed,
    declared_only,
    endpoints,
    links,
    providers,
    remote_place,
    talks,
    unknown_hosts,
)


def judge(facts: Facts) -> Judgement:
    return settle(
        _against(facts),
        (*_open(facts), *unknown_hosts(facts), *customer_managed(facts), *declared_only(facts), *blind(facts)),
        (supports("no external host in reachable code, shipped pages or the manifest"),),
        links(facts),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for entry in talks(facts):
        if entry.host is not None and entry.directive not in PASSIVE:
            what = {"scripts": "a script is loaded from", "frames": "a frame shows"}.get(entry.directive, "requests go to")
            yield against(f"{what} {entry.host}", entry.site)
    called = called_remotes(facts)
    targets = {endpoint.remote for endpoint in facts.manifest.endpoints}
    for remote in facts.manifest.remotes:
        if remote.key in called or remote.key in targets:
            yield against(f"remote {remote.key} is in use", remote_place(facts, remote))
        if remote.key in called:
            yield against(f"remote {remote.key} is called", called[remote.key])
    for key, place in endpoints(facts):
        yield against(f"endpoint {key} leads to a remote", place)
    for vendor in facts.disclosure.vendors:
        if vendor.means == "package":
            yield against(f"{vendor.name} is used", vendor.site)
    yield from providers(facts)


def _open(facts: Facts) -> Iterator[Basis]:
    for entry in talks(facts):
        if entry.host is not None and entry.directive in PASSIVE:
            yield unresolved(f"{entry.directive} come from {entry.host}", entry.site)
    for remote in facts.manifest.remotes:
        yield unresolved(f"remote {remote.key} is declared", remote_place(facts, remote))
