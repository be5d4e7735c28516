"""persistent-storage: what is kept is kept in Forge's key-value store or entities."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.app_configuration import NONE, persistent
from scopeminer.claims.rules.ground import against, blind, counted, settle, supports, unresolved
from scopeminer.claims.rules.outside import leaving, product_data, remote_place, stores


def judge(facts: Facts) -> Judgement:
    writes = [flow for flow in persistent(facts) if flow.sink in ("storage", "secret")]
    good = f"{counted(len(writes), 'write')} to Forge storage, none elsewhere" if writes else NONE
    return settle(_against(facts), (*_open(facts), *blind(facts)), (supports(good, writes[0].site if writes else None),))


def _against(facts: Facts) -> Iterator[Basis]:
    for flow in persistent(facts):
        if flow.sink == "property" and "/app/properties" not in (flow.key or ""):
            yield against("data is written into properties of a product, which stay when the app goes", flow.site)
        elif flow.sink == "browser":
            yield against(f"{flow.key or 'data'} is kept in the browser ({flow.api})", flow.site)
    for remote in facts.manifest.remotes:
        if stores(remote):
            yield against(f"remote {remote.key} is declared for storage", remote_place(facts, remote))


def _open(facts: Facts) -> Iterator[Basis]:
    for flow in persistent(facts):
        if flow.sink in ("sql", "object-store"):
            yield unresolved(
                f"{flow.api} stores in {'SQL' if flow.sink == 'sql' else 'the object store'}, which Atlassian hosts", flow.site
            )
        elif flow.expires:
            yield unresolved(f"an entry of {flow.api} expires by itself", flow.site)
    for capability in facts.disclosure.capabilities:
        if capability.kind in ("hosted-sql", "database"):
            yield unresolved(f"{capability.package} is used: what it keeps is not seen", capability.site)
    for flow in leaving(facts):
        if product_data(flow) and flow.part == "body":
            yield unresolved(f"data goes to {flow.host or flow.key or 'a host'}; whether it is kept there is not in the code", flow.site)
