"""The inventory as people read it: a category, what touches it, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.catalog.categories import load_categories
from scopeminer.disclosure.model import Access, Disclosure, Flow
from scopeminer.records import dataclass
from scopeminer.report.text import printable

SINKS = {
    "storage": "stored under {key}",
    "secret": "stored as a secret under {key}",
    "sql": "stored in SQL",
    "object-store": "stored in the object store",
    "property": "written into a property by {key}",
    "browser": "kept in the browser under {key}",
    "log": "logged by {api}",
    "prompt": "put into a prompt by {api}",
    "egress": "sent to {host} ({part})",
    "remote": "sent to remote {key}",
    "file": "written to a file by {api}",
    "memory": "kept at module level in {key}",
    "product": "written back by {key}",
}


KINDS = {
    "payload": "what a caller sends",
    "input": "what people enter",
    "stored": "stored data",
    "secret": "a secret",
    "external": "other hosts' answers",
    "environment": "environment variables",
    "event": "events",
    "context": "the context",
    "response": "answers of products",
    "unknown": "something unknown",
}


@dataclass(frozen=True, slots=True)
class Category:
    """One row of the inventory."""

    id: str
    title: str
    reads: tuple[Access, ...]
    writes: tuple[Access, ...]
    flows: tuple[Flow, ...]


def categories(disclosure: Disclosure) -> tuple[Category, ...]:
    """Every category that is touched for sure or flows anywhere, in the order of the table."""
    titles = load_categories().titles
    sure = [access for access in disclosure.accesses if access.sure]
    out = []
    for identifier, title in titles.items():
        reads = tuple(one for one in sure if one.category == identifier and one.action == "reads")
        writes = tuple(one for one in sure if one.category == identifier and one.action == "writes")
        flows = tuple(flow for flow in disclosure.flows if any(identifier in origin.categories for origin in flow.origins))
        if reads or writes or flows:
            out.append(Category(identifier, title, reads, writes, flows))
    return tuple(out)


def others(disclosure: Disclosure) -> tuple[Flow, ...]:
    """What is stored, kept or sent that is no product's data: settings, what people typed, what storage held."""
    return tuple(
        flow
        for flow in disclosure.flows
        if flow.sink not in ("log", "product") and flow.part not in ("key", "header") and not any(one.categories for one in flow.origins)
    )


def doubts(disclosure: Disclosure) -> Iterator[Access]:
    """Requests that may touch more than is seen."""
    yield from (access for access in disclosure.accesses if not access.sure)


def where(flow: Flow) -> str:
    """`stored under page-{}`."""
    host = flow.host or "a host known at run time"
    key = flow.key or ("a key known at run time" if flow.sink != "memory" else flow.api)
    return printable(SINKS[flow.sink].format(key=key, host=host, api=flow.api, part=flow.part))


def because(access: Access) -> str:
    """`GET /wiki/api/v2/pages/{id} (body-format)`."""
    extra = [access.because] if access.because else []
    extra += ["nothing of it is read"] if access.over else []
    return printable(access.operation) + (f" ({', '.join(extra)})" if extra else "")


def made_of(flow: Flow) -> str:
    """What kinds of things a value is made of, for people."""
    kinds = dict.fromkeys(KINDS[origin.kind] for origin in flow.origins)
    return ", ".join(kinds) or ("something unknown" if not flow.resolved else "constants")
