"""Values that leave the running code: what is stored, logged, sent, written to products, or kept longer than a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scopeminer.catalog.clients import load_clients
from scopeminer.catalog.dataflow import Sink, load_dataflow
from scopeminer.catalog.vendors import of_package
from scopeminer.disclosure import retained
from scopeminer.disclosure.lineage import Lineage
from scopeminer.disclosure.model import Flow
from scopeminer.disclosure.passing import REQUESTS
from scopeminer.disclosure.shapes import Shapes
from scopeminer.privileges.features import Features
from scopeminer.privileges.locate import Locator
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import path_of
from scopeminer.program.tokens import External
from scopeminer.syntax.ir import Expr, Member, Name, Obj
from scopeminer.values.definitions import Definition

HEADERS = frozenset({"headers", "auth", "authorization", "credentials"})
PLAIN = frozenset({"method", "mode", "cache", "redirect", "timeout", "signal", "responseType", "agent", "httpsAgent", "maxRedirects"})
WRITING = frozenset({"POST", "PUT", "PATCH"})
NEVER_SENT = frozenset({"init", "configure", "setup", "new"})
"""Calls that set a service up."""


class Flows:
    """Reads the flows off one app."""

    def __init__(self, lineage: Lineage, features: Features, locator: Locator) -> None:
        subject = lineage.subject
        self.lineage = lineage
        self.program = subject.program
        self.features = features
        self.locator = locator
        self.shapes = Shapes(subject.program)
        self.sinks = load_dataflow().sinks
        self.clients = load_clients()
        self._hosts: dict[object, set[str | None]] = {}
        for entry in subject.usage.egress:
            if entry.directive.startswith("fetch"):
                self._hosts.setdefault(entry.site, set()).add(entry.host)

    def all(self) -> tuple[Flow, ...]:
        """Every flow, sorted, each once."""
        found: dict[Flow, None] = {}
        for site in tuple(self.program.sites()):
            if site.caller in self.program.live and site.kind in ("call", "new"):
                found |= dict.fromkeys(self._of(site))
        for function in self.program.live:
            for assign in self.program.analysis.assignments.get(function, ()):
                target = assign.target
                if isinstance(target, Member) and target.name == "cookie" and self._is_document(target.object):
                    site = CallSite(function, "call", None, target.at, (assign.value,), (0,), 0)
                    found |= dict.fromkeys(self._made(site, "browser", "document.cookie", "value", (assign.value,)))
        for kept in retained.kept(self.program):
            found |= dict.fromkeys(self._made(kept.site, "memory", kept.name, "value", (kept.value,)))
        removed = retained.removes_files(self.program)
        flows = (flow for flow in found if not (flow.sink == "file" and removed))
        return tuple(sorted(flows, key=lambda flow: (flow.site, flow.sink, flow.part, flow.key or "", flow.host or "", flow.names)))

    def _is_document(self, expr: Expr) -> bool:
        if isinstance(expr, Member):
            return expr.name == "document" and isinstance(expr.object, Name)
        return isinstance(expr, Name) and expr.id == "document" and self.program.answers.definition(expr) is None

    def _of(self, site: CallSite) -> Iterator[Flow]:
        for token in site.externals:
            path = path_of(token)
            row = self.sinks.of(token.package, path)
            if row is not None:
                yield from self._row(site, row, token)
            elif path[-1:] and path[-1] in REQUESTS:
                yield from self._written(site, token)
            elif self._sends(site, token):
                yield from self._sent(site, token)
            elif (vendor := of_package(token.package)) is not None and path[-1:] and path[-1] not in NEVER_SENT and site.kind == "call":
                for flow in self._made(site, "egress", _api(token), "body", site.args):
                    yield replace(flow, host=vendor.hosts[0])

    def _row(self, site: CallSite, row: Sink, token: External) -> Iterator[Flow]:
        values = [site.args[index] for index in row.values if index < len(site.args)]
        key = site.args[row.key] if row.key is not None and row.key < len(site.args) else None
        expires = row.options is not None and row.options < len(site.args) and self.shapes.has(site.args[row.options], "ttl")
        for flow in self._made(site, row.sink, _api(token), "value", values, key):
            yield replace(flow, expires=expires)
        if key is not None and row.sink in ("storage", "secret", "object-store", "browser"):
            for flow in self._made(site, row.sink, _api(token), "key", (key,), key):
                if flow.origins or not flow.resolved:
                    yield flow

    def _written(self, site: CallSite, token: External) -> Iterator[Flow]:
        """A request that writes to a product."""
        uses = [use for use in self.lineage.uses_at(self.locator.site(site)) if use.method in WRITING or use.method is None]
        if uses and len(site.args) > 1:
            names = [use.operation or use.route or "" for use in uses]
            sink = "property" if any("/propert" in name for name in names) else "product"
            bodies = list(self.shapes.parts(site.args[1], {"body"}))
            if bodies:
                for flow in self._made(site, sink, _api(token), "body", bodies):
                    yield replace(flow, key=names[0])

    def _sends(self, site: CallSite, token: External) -> bool:
        if not self.clients.knows(token.package, token.path):
            return False
        on = "new" if site.kind == "new" else "call"
        rows = self.clients.of(token.package, path_of(token), on)
        return any(row.directive == "fetch" and not row.remote for row in rows)

    def _sent(self, site: CallSite, token: External) -> Iterator[Flow]:
        parts: dict[str, list[Expr | Definition]] = {"address": [], "header": [], "body": []}
        rows = self.clients.of(token.package, path_of(token), "new" if site.kind == "new" else "call")
        url = next((row.url for row in rows), 0)
        for index, arg in enumerate(site.args):
            if index == url and not isinstance(arg, Obj):
                parts["address"].append(arg)
                continue
            keys = self.shapes.keys(arg)
            if keys is None:
                parts["body"].append(arg)
                continue
            for name in keys:
                part = "header" if name in HEADERS else "address" if name in ("url", "params", "baseURL") else "body"
                if name not in PLAIN:
                    parts[part] += self.shapes.parts(arg, {name})
        hosts = self._hosts.get(self.locator.site(site), {None})
        for part, values in parts.items():
            for flow in self._made(site, "egress", _api(token), part, values):
                if part == "body" or flow.origins or not flow.resolved:
                    yield from (replace(flow, host=host) for host in sorted(hosts, key=lambda host: host or ""))

    def _made(
        self, site: CallSite, sink: str, api: str, part: str, values: Iterable[Expr | Definition], key: Expr | None = None
    ) -> Iterator[Flow]:
        values = tuple(values)
        place = self.locator.site(site)
        origins, resolved = self.lineage.of(values, place)
        names = dict.fromkeys(name for value in values if not isinstance(value, Definition) for name in self.shapes.names(value))
        names |= dict.fromkeys(origin.fields[-1] for origin in origins if origin.fields and origin.fields[-1] != "*")
        steps = self.features.of(site)
        side = "frontend" if self.program.sides.get(site.caller) == frozenset({"frontend"}) else "backend"
        yield Flow(
            sink=sink,
            api=api,
            site=place,
            side=side,
            part=part,
            key=self.shapes.text(key) if key is not None else None,
            names=tuple(names),
            origins=origins,
            resolved=resolved,
            entries=tuple(sorted({step.label.split(' "')[0] for step in steps})),
            evidence=self.locator.evidence(site, api),
        )


def _api(token: External) -> str:
    return ".".join(token.path).replace(".()", "()").removeprefix("default.") or token.package
