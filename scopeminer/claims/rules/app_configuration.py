"""app-configuration: what is stored are settings that administrators submit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.requests import title
from scopeminer.disclosure.model import Flow, Origin

NONE = "nothing is stored"
PERSISTENT = frozenset({"storage", "secret", "sql", "object-store", "property", "browser"})
SETTINGS = re.compile(r"admin|settings|config", re.IGNORECASE)
"""Types of modules that administrators open: `jira:adminPage`, `confluence:globalSettings`, …"""
SUBMITTED = frozenset({"input", "payload", "constant", "environment"})


def judge(facts: Facts) -> Judgement:
    writes = persistent(facts)
    good = "every write is reached only from settings pages and stores what was submitted there" if writes else NONE
    return settle(_against(writes), (*_open(writes), *blind(facts)), (supports(good, writes[0].site if writes else None),))


def persistent(facts: Facts) -> list[Flow]:
    """The writes that outlive a request."""
    return [flow for flow in facts.disclosure.flows if flow.sink in PERSISTENT and flow.part != "key"]


def _against(writes: list[Flow]) -> Iterator[Basis]:
    for flow in writes:
        foreign = [one for one in flow.origins if _is_content(one)]
        if foreign:
            what = ", ".join(dict.fromkeys(title(category) for one in foreign for category in one.categories)) or "product data"
            yield against(f"{what} stored by {flow.api}", flow.site)


def _is_content(one: Origin) -> bool:
    """Product content or user data: an answer, an event, the account of who is there."""
    return one.kind in ("response", "event") or (one.kind == "context" and "account" in one.categories)


def _open(writes: list[Flow]) -> Iterator[Basis]:
    for flow in writes:
        ordinary = [entry for entry in flow.entries if not SETTINGS.search(entry)]
        if not flow.resolved:
            yield unresolved(f"what {flow.api} stores cannot be followed", flow.site)
        elif ordinary:
            yield unresolved(f"{flow.api} is reached from {ordinary[0]}, which is no settings page", flow.site)
        elif any(one.kind not in SUBMITTED for one in flow.origins):
            yield unresolved(f"{flow.api} stores more than what was submitted", flow.site)
