"""How network calls are protected: schemes, certificate checks, TLS versions."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.disclosure.hosts import is_atlassian, is_loopback
from scopeminer.disclosure.matching import parse
from scopeminer.disclosure.model import Channel
from scopeminer.disclosure.subject import Subject
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Assign, Expr, Lit, Member, Obj, Prop, Str
from scopeminer.syntax.walk import own_nodes

INSECURE = frozenset({"http", "ws", "ftp", "smtp", "tcp", "telnet"})
UNCHECKED = frozenset({"rejectUnauthorized", "strictSSL", "verifySSL", "strictSsl"})
VERSIONS = frozenset({"minVersion", "maxVersion", "secureProtocol"})
OLD = frozenset(
    {"TLSv1", "TLSv1.1", "TLSv1_method", "TLSv1_1_method", "SSLv3_method", "SSLv2_method", "SSLv23_method", "TLSv1_client_method"}
)


def channels(subject: Subject) -> tuple[Channel, ...]:
    """Every network call but links that people follow, and every setting that weakens one; sorted by place."""
    found = {*_calls(subject), *_remotes(subject), *_settings(subject)}
    return tuple(sorted(found, key=lambda one: (one.site, one.problem, one.url)))


def _calls(subject: Subject) -> Iterator[Channel]:
    for entry in subject.usage.egress:
        if entry.directive == "navigation" or is_loopback(entry.host):
            continue
        scheme = parse(entry.url).scheme
        problem = "insecure" if scheme in INSECURE else "unknown-scheme" if entry.host is None and entry.url.startswith("{") else "none"
        yield Channel(problem, entry.site, entry.url, entry.host, is_atlassian(entry.host))


def _remotes(subject: Subject) -> Iterator[Channel]:
    declared = {remote.key: remote for remote in subject.manifest.remotes}
    for use in subject.usage.remotes:
        remote = declared.get(use.key or "")
        for url in remote.base_urls if remote is not None else ():
            address = parse(url)
            if address.scheme in INSECURE and not is_loopback(address.host):
                yield Channel("insecure", use.site, url, address.host, is_atlassian(address.host))


def _settings(subject: Subject) -> Iterator[Channel]:
    for function in subject.program.live:
        for problem, at in _weak(function):
            yield Channel(problem, subject.place(function.path, at))


def _weak(function: Function) -> Iterator[tuple[str, int]]:
    for node in own_nodes(function.func):
        if isinstance(node, Obj):
            yield from (found for prop in node.props if isinstance(prop, Prop) for found in _property(prop))
        elif isinstance(node, Assign) and isinstance(node.target, Member) and _weakens(node.target.name, node.value):
            yield "unchecked", node.target.at


def _weakens(name: str, value: Expr) -> bool:
    """Whether `name = value` switches certificate checks off."""
    if name == "NODE_TLS_REJECT_UNAUTHORIZED":
        return isinstance(value, Str | Lit) and str(value.value) in ("0", "0.0", "False")
    return name in UNCHECKED and isinstance(value, Lit) and value.value is False


def _property(prop: Prop) -> Iterator[tuple[str, int]]:
    if prop.key in UNCHECKED and isinstance(prop.value, Lit) and prop.value.value is False:
        yield "unchecked", prop.at
    elif prop.key in VERSIONS and isinstance(prop.value, Str) and prop.value.value in OLD:
        yield "old-tls", prop.at
