"""account-data: names and account ids are shown and compared, and go nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.requests import doubtful, reading, title
from scopeminer.disclosure.hosts import is_atlassian, is_loopback
from scopeminer.disclosure.model import Flow

ACCOUNT = frozenset({"account", "account-email", "account-profile"})
NONE = "no account data is read"
KEEPING = {
    "storage": "stored",
    "secret": "stored",
    "sql": "stored in SQL",
    "object-store": "stored",
    "browser": "stored in the browser",
    "property": "stored in a property",
    "log": "logged",
    "egress": "sent to {host}",
    "remote": "sent to remote {key}",
    "file": "written to a file",
    "prompt": "put into a prompt",
}


def judge(facts: Facts) -> Judgement:
    touched = any(access.category in ACCOUNT for access in facts.disclosure.accesses) or any(
        _account(flow) for flow in facts.disclosure.flows
    )
    good = "account ids, names and avatars are read and reach no storage, log or external host" if touched else NONE
    return settle(_against(facts), (*_open(facts, touched), *blind(facts)), (supports(good),))


def _against(facts: Facts) -> Iterator[Basis]:
    for access in reading(facts):
        if access.category in ("account-email", "account-profile"):
            because = f" ({access.because})" if access.because else ""
            yield against(f"{access.operation} reads {title(access.category)}{because}", access.site)
    for flow in facts.disclosure.flows:
        if flow.sink in KEEPING and flow.part != "key" and _account(flow) and not _stays(flow) and not _somewhere(flow):
            what = ", ".join(dict.fromkeys(title(category) for category in _account(flow)))
            yield against(f"{what} {KEEPING[flow.sink].format(host=flow.host, key=flow.key)}", flow.site)


def _open(facts: Facts, touched: bool) -> Iterator[Basis]:
    for flow in facts.disclosure.flows:
        if flow.sink not in KEEPING or _stays(flow):
            continue
        if _somewhere(flow) and _account(flow):
            yield unresolved("account data goes to a host that is known only at run time", flow.site)
        elif flow.part == "key" and _account(flow):
            yield unresolved(f"an account id is part of the storage key {flow.key}", flow.site)
        elif any(one.kind in ("context", "event") and not one.fields for one in flow.origins):
            yield unresolved(f"a whole context or event, account id included, goes to {flow.api}", flow.site)
        elif touched and not flow.resolved and flow.part != "key":
            yield unresolved(f"what {flow.api} is given cannot be followed, and the app reads account data", flow.site)
    yield from doubtful(facts)


def _account(flow: Flow) -> tuple[str, ...]:
    return tuple(category for one in flow.origins for category in one.categories if category in ACCOUNT)


def _somewhere(flow: Flow) -> bool:
    """Sent to a host that may be Atlassian's."""
    return flow.sink == "egress" and flow.host is None


def _stays(flow: Flow) -> bool:
    """A request to a product, or to the own machine."""
    return flow.sink == "egress" and flow.host is not None and (is_atlassian(flow.host) is True or is_loopback(flow.host))
