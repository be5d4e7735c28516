"""Code that proves who it is to a host, or checks who calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.catalog.clients import load_clients
from scopeminer.disclosure.callers import ENTRANCES, comparisons
from scopeminer.disclosure.hosts import is_atlassian
from scopeminer.disclosure.inputs import kind_of
from scopeminer.disclosure.matching import parse
from scopeminer.disclosure.model import Authentication, Flow
from scopeminer.disclosure.origins import Origins
from scopeminer.disclosure.shapes import Shapes
from scopeminer.disclosure.subject import Subject
from scopeminer.privileges.features import Features
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import path_of
from scopeminer.program.tokens import External
from scopeminer.syntax.ir import Expr, Lit, Obj
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.pattern import Alternative, literal

HEADERS = re.compile(
    r"^(?:proxy-)?authorization$|^(?:x-)?(?:api|auth|access|private)-?(?:key|token)$|^x-.*-(?:key|token|secret)$|^apikey$|^private-token$",
    re.IGNORECASE,
)
NO_CREDENTIALS = frozenset({"x-atlassian-token", "x-csrf-token", "x-xsrf-token"})
QUERY = re.compile(r"[?&](?:api[_-]?key|apikey|access[_-]?token|token|auth|key|appid|app_key|client_secret)=", re.IGNORECASE)
USER = re.compile(r"^[a-z]+://[^/?#@]+:[^/?#@]+@", re.IGNORECASE)
ADDRESS = re.compile(r"^[a-z]+://|^[\w.-]+\.[a-z]{2,}(?:[:/]|$)", re.IGNORECASE)
KEYS = frozenset({"apiKey", "api_key", "auth", "token", "accessToken", "authToken", "personalAccessToken", "secretKey"})
MAKING = frozenset({"create", "extend", "defaults"})
CHECKING = frozenset({"createHmac", "timingSafeEqual", "verify", "jwtVerify", "verifySignature", "createVerify"})
CHECKERS = frozenset(
    {"crypto", "node:crypto", "jsonwebtoken", "jose", "tsscmp", "safe-compare", "@octokit/webhooks", "@octokit/webhooks-methods", "svix"}
)


class Authentications:
    """Reads them off one app."""

    def __init__(self, subject: Subject, features: Features, origins: Origins) -> None:
        self.subject = subject
        self.origins = origins
        self.features = features
        self.shapes = Shapes(subject.program)
        self.clients = load_clients()
        self._hosts: dict[object, set[str | None]] = {}
        for entry in subject.usage.egress:
            if entry.directive.startswith("fetch"):
                self._hosts.setdefault(entry.site, set()).add(entry.host)

    def all(self, flows: Iterable[Flow]) -> tuple[Authentication, ...]:
        """Each once per place, sorted by place."""
        found: set[Authentication] = set()
        for site in self.subject.program.sites():
            if site.caller in self.subject.program.live and site.kind in ("call", "new"):
                found |= set(self._of(site))
        found |= {*self._of_bodies(flows), *comparisons(self.subject, self.features, self.origins)}
        return tuple(sorted(found, key=lambda one: (one.site, one.direction, one.scheme, one.host or "")))

    def _of(self, site: CallSite) -> Iterator[Authentication]:
        for token in site.externals:
            path = path_of(token)
            if path[-1:] == ("withProvider",):
                yield Authentication("provider", "oauth", self.subject.place(site.path, site.at))
            elif token.package in CHECKERS and path[-1:] and path[-1] in CHECKING:
                if any(step.label.startswith(ENTRANCES) for step in self.features.of(site)):
                    yield Authentication("checks", "signature", self.subject.place(site.path, site.at))
            elif self.clients.knows(token.package, token.path):
                yield from self._sent(site, token)

    def _sent(self, site: CallSite, token: External) -> Iterator[Authentication]:
        path = path_of(token)
        rows = self.clients.of(token.package, path, "new" if site.kind == "new" else "call")
        if site.kind == "new" and not rows:
            rows = self.clients.made(token.package, path)
        if not any(row.directive == "fetch" for row in rows) and path[-1:] and path[-1] not in MAKING and site.kind != "new":
            return
        for arg in site.args:
            for scheme in dict.fromkeys(self._in_argument(arg, site.kind == "new" and any(row.default for row in rows))):
                yield from self._to_hosts(
                    site, scheme, self._made_for(arg) or {row_host for row in rows if (row_host := parse(row.default).host)}
                )

    def _in_argument(self, arg: Expr, makes: bool) -> Iterator[str]:
        if not isinstance(arg, Obj) and self.shapes.keys(arg) is None:
            for text in self._texts(arg):
                spelled = "".join(part if isinstance(part, str) else "\0" for part in text.pattern)
                if USER.match(spelled):
                    yield "basic"
                elif QUERY.search(spelled) or (makes and spelled and not ADDRESS.match(spelled)):
                    yield "api-key"  # a client of one service is given a token, not an address
            return
        for headers in self.shapes.parts(arg, {"headers"}):
            for name in self.shapes.keys(headers) or ():
                if HEADERS.match(name) and name.lower() not in NO_CREDENTIALS:
                    for value in self.shapes.parts(headers, {name}):
                        scheme = self._scheme(value)
                        if scheme is not None:
                            yield scheme
        keys = self.shapes.keys(arg) or []
        if "auth" in keys and not makes:
            yield "basic"
        if makes and KEYS & set(keys):
            yield "api-key"

    def _scheme(self, value: Expr) -> str | None:
        """How a header value proves who sends it; None for an empty one."""
        if isinstance(value, Lit) and value.value is None:
            return None
        for text in self._texts(value):
            head = text.pattern[0] if text.pattern and isinstance(text.pattern[0], str) else ""
            if literal(text.pattern) == "":
                continue
            if head.lower().startswith("basic"):
                return "basic"
            return "bearer" if head.lower().startswith(("bearer", "token")) else "api-key"
        return None

    def _texts(self, value: Expr) -> list[Alternative]:
        return Evaluator(self.subject.program.answers, self.subject.program.memory).text(value, None)

    def _made_for(self, arg: Expr) -> set[str]:
        """The hosts that a client is made for."""
        hosts = set()
        for name in ("baseURL", "baseUrl", "prefixUrl", "url"):
            for value in self.shapes.parts(arg, {name}) if name in (self.shapes.keys(arg) or ()) else ():
                hosts |= {parse(text).host for a in self._texts(value) if (text := literal(a.pattern))}
        return {host for host in hosts if host}

    def _to_hosts(self, site: CallSite, scheme: str, made_for: set[str]) -> Iterator[Authentication]:
        place = self.subject.place(site.path, site.at)
        known: set[str | None] = self._hosts.get(place) or set(made_for) or {None}
        yield from (Authentication("sends", scheme, place, host, is_atlassian(host)) for host in known)

    def _of_bodies(self, flows: Iterable[Flow]) -> Iterator[Authentication]:
        """A body that carries a password or a token under its name, or something out of secret storage."""
        for flow in flows:
            if flow.sink == "egress" and flow.part in ("body", "address", "header"):
                secret = any(origin.kind == "secret" for origin in flow.origins)
                named = flow.part == "body" and any(kind_of(name) in ("password", "token") for name in flow.names)
                if (secret or named) and flow.api.rpartition(".")[2] != "init":
                    scheme = "password" if named else "other"
                    yield Authentication("sends", scheme, flow.site, flow.host, is_atlassian(flow.host))
