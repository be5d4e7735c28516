"""data-residency: same region as the customer's data. Pinning is a choice made per customer, so it is never supported by code."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, note, promise
from scopeminer.claims.rules.outside import leaving, named, product_data, remote_place, stores
from scopeminer.disclosure.hosts import is_external
from scopeminer.manifest.model import Remote


def judge(facts: Facts) -> Judgement:
    return promise(
        "hosted storage follows the site's region, but where a customer's data is pinned is not in the code",
        _against(facts),
        (
            note(f"remote {r.key} has regional addresses", remote_place(facts, r))
            for r in facts.manifest.remotes
            if len(set(r.base_urls)) > 1
        ),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for remote in facts.manifest.remotes:
        if stores(remote) and in_scope(remote) and len(set(remote.base_urls)) == 1:
            yield against(f"remote {remote.key} stores end-user data at one address for all regions", remote_place(facts, remote))
    for entry in facts.outline.find("modules", "sql", "*", "dareCompliant"):
        if entry.value is False:
            yield against("the SQL module is not compliant with data residency", facts.place(entry.name))
    for flow in leaving(facts):
        data = product_data(flow)
        if flow.sink == "egress" and is_external(flow.host) and data:
            yield against(f"{named(facts, data)} sent to {flow.host}, which has no regional addresses", flow.site)


def in_scope(remote: Remote) -> bool:
    """Whether a remote says, or leaves open, that it stores end-user data in scope."""
    value = remote.value if isinstance(remote.value, dict) else {}
    storage = value.get("storage")
    return not (isinstance(storage, dict) and storage.get("inScopeEUD") is False)
