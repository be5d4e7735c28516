"""What data an app reads and writes: the categories that its requests, events, contexts and SDK calls touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.catalog.categories import load_categories
from scopeminer.disclosure.lineage import Lineage
from scopeminer.disclosure.model import Access, Flow
from scopeminer.disclosure.reads import Reads
from scopeminer.privileges.model import Unknown, Use

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ASKING = re.compile(
    r"(?:/search|/jql|/match|/bulkfetch|/bulk/get|/list|/picker|/evaluate|/check|/analyse|/parse|/sanitize|/approximate-count)/?$"
    r"|/contentbody/convert"
)
"""Paths whose POST asks and changes nothing."""
HEAVY = frozenset({"page-body"})
"""Categories that an operation gives only when it is asked to: asked for and not read, they are over-fetched."""
PARAMETER = re.compile(r"(?:^|&)\{")
"""A parameter whose name is not known."""
CHANGING = re.compile(
    r"create|insert|update|delete|remove|add|set|sync|attach|detach|link|unlink|upsert|start|cancel|replay", re.IGNORECASE
)
"""Beginnings of the names of GraphQL mutations."""
UNRESOLVED = frozenset({
    "dynamic-route", "dynamic-method", "escaped-request", "graphql", "eval", "budget", "unresolved-import", "missing-source",
    "bundled-only",
})  # fmt: skip


class Accesses:
    """Reads the accesses off one app."""

    def __init__(self, lineage: Lineage, flows: Iterable[Flow]) -> None:
        self.lineage = lineage
        self._written = {flow.site for flow in flows if flow.sink == "product" and ("body" in flow.names or not flow.resolved)}
        self.categories = load_categories()
        self.reads = Reads(lineage)

    def all(self) -> tuple[Access, ...]:
        """Every access, sorted, each once."""
        found: dict[Access, None] = {}
        usage = self.lineage.subject.usage
        for use in usage.uses:
            if use.reachable:
                found |= dict.fromkeys(self._of_use(use))
        for unknown in usage.unknowns:
            found |= dict.fromkeys(_of_unknown(unknown))
        return tuple(sorted(found, key=lambda one: (one.site, one.category, one.action, one.operation, one.because)))

    def _of_use(self, use: Use) -> Iterator[Access]:
        if use.kind == "rest" and (use.operation or use.candidates):
            names = (f"{use.method} {use.operation}",) if use.operation else use.candidates
            for name in names:
                yield from self._operation(use, name, sure=len(names) == 1)
        elif use.kind == "rest":
            what = f"{use.method or 'any method'} {use.route}"
            yield Access("other", "reads", what, use.site, "in no document", False, False, use.principal, use.evidence)
        elif use.kind == "event":
            category = next((c for word, c in self.categories.events.items() if f":{word}" in use.api.lower().replace("/", ":")), "other")
            yield Access(category, "reads", use.api, use.site, "event", True, False, use.principal, use.evidence)
        elif use.kind == "hook":
            yield Access(_of_hook(use.api), "reads", use.api, use.site, "", True, False, use.principal, use.evidence)
        elif use.kind in ("graphql", "teamwork-graph"):
            action = "writes" if CHANGING.match(use.api.rpartition(".")[2]) else "reads"
            yield Access("component", action, use.api, use.site, "", True, False, use.principal, use.evidence)

    def _operation(self, use: Use, name: str, sure: bool) -> Iterator[Access]:
        method, _, path = name.partition(" ")
        asks = method in READING or ASKING.search(path) is not None
        category = self.categories.of_operation(use.product, path)
        route, _, query = (use.route or "").partition("?")
        yield Access(category, "reads" if asks else "writes", name, use.site, "", sure, False, use.principal, use.evidence)
        if not asks:
            if category in ("page-metadata", "template") and use.site in self._written:
                yield Access("page-body", "writes", name, use.site, "body", sure, False, use.principal, use.evidence)
            return
        for asked, because in self.categories.of_query(use.product, query):
            if asked == "page-body" and category != "page-metadata":
                continue  # the text of a comment or a label is what the operation is about
            over = asked in HEAVY and not self.reads.looks_into(use.site, asked)
            yield Access(asked, "reads", name, use.site, because, sure, over, use.principal, use.evidence)
        if category == "page-metadata" and ("{*}" in query or "{*}" in route or PARAMETER.search(query)):
            yield Access("page-body", "reads", name, use.site, "a query that is not known", False, False, use.principal, use.evidence)
        for field, special in self.reads.telling(use.site):
            if special != category and special != "account":
                yield Access(special, "reads", name, use.site, f"field {field}", sure, False, use.principal, use.evidence)


def _of_unknown(unknown: Unknown) -> Iterator[Access]:
    if unknown.reason in UNRESOLVED:
        request = f"{'|'.join(unknown.methods) or 'any method'} {unknown.prefix or ''}…"
        what = "a GraphQL query" if unknown.reason == "graphql" else request
        yield Access("other", "reads", what, unknown.site, unknown.reason, False, False, (), unknown.evidence)


def _of_hook(api: str) -> str:
    if "Space" in api:
        return "space-metadata"
    if "Content" in api or "Page" in api:
        return "page-metadata"
    return "issue-property" if "Issue" in api else "other"
