"""Declared addresses against used ones (@forge/egress and the content security policy; read, not tried on a live site)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scopeminer.manifest.model import EgressGrant, Remote
from scopeminer.records import NamedTuple

GRANTED = {
    "images": ("*.gravatar.com", "*.wp.com", "*.atl-paas.net"),
    "scripts": ("forge.cdn.prod.atlassian-dev.net",),
}
"""What needs no entry: avatars, and the script by which Forge talks to its pages."""
PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443"}
PLACEHOLDER = re.compile(r"\$\{|\{\{")
PARTS = re.compile(r"(?:([a-z][a-z0-9+.-]*):/*)?([^/?#]*)([^?#]*)", re.IGNORECASE)


class Address(NamedTuple):
    """`host`: a name, `*` or `*.domain`; "" when it is known at run time only. `port` "" = the scheme's."""

    scheme: str
    host: str
    port: str
    path: str


def parse(text: str) -> Address:
    """An address as a manifest or a report writes it; without a scheme it means https."""
    match = PARTS.match(text.strip())
    if match is None:  # there is no text that does not begin like this
        return Address("", "", "", "")
    scheme, authority, path = match.groups()
    if scheme is not None and authority.isdigit() and "." in scheme:  # `example.com:8443`: a port, no scheme
        scheme, authority = None, f"{scheme}:{authority}"
    host, _, port = authority.rpartition("@")[2].partition(":")
    return Address((scheme or "https").lower(), _host(host), "" if port == PORTS.get((scheme or "https").lower()) else port, path)


def _host(text: str) -> str:
    host = text.lower().rstrip(".")
    if "{" not in host:
        return host
    head, _, tail = host.rpartition("}")
    if not tail:
        return head.partition("{")[0] if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}\{[^{]*", head) else ""
    domain = tail.partition(".")[2]
    return f"*.{domain}" if "." in domain else ""


def host(text: str) -> str:
    """The host as written, without scheme, port and path: the subject of a finding."""
    return parse(text).host or text


def matches(address: str, url: str, side: str) -> bool:
    """Whether the declared `address` allows `url` (an absolute URL or a host) on `side` (backend | client), whatever its holes hold."""
    if address.strip() == "*":
        return True
    declared, used = parse(address), parse(url)
    return (
        not PLACEHOLDER.search(address)
        and declared.scheme == used.scheme
        and _contains(declared.host, used.host)
        and (side == "backend" or (_same_port(declared, used) and _path_fits(declared.path, used.path)))
    )


def overlaps(address: str, url: str, side: str) -> bool:
    """Whether `url` can turn out to be under the declared `address`: then the address cannot be called unused."""
    if address.strip() == "*" or PLACEHOLDER.search(address):
        return True
    declared, used = parse(address), parse(url)
    if declared.scheme not in PORTS:  # `slack:` under navigation: which links an app opens is not compared
        return True
    if not used.host or used.scheme.startswith("{"):
        return declared.scheme == used.scheme or "://" not in url or used.scheme.startswith("{")
    touches = _contains(declared.host, used.host) or _contains(used.host, declared.host)
    fits = side == "backend" or (_same_port(declared, used) and _path_fits(declared.path, used.path))
    return declared.scheme == used.scheme and touches and fits


def _contains(wide: str, narrow: str) -> bool:
    """`*.example.com` holds its subdomains and what is known to be one of them, not example.com itself."""
    if not narrow or not wide:
        return False
    return wide == narrow or wide == "*" or (wide.startswith("*.") and narrow.endswith(wide[1:]))


def _same_port(declared: Address, used: Address) -> bool:
    return declared.port == used.port or declared.port == "*" or "{" in used.port


def _path_fits(declared: str, used: str) -> bool:
    """A path that ends with `/` (or `*`) is a prefix, any other is exact; a hole in the used one can be what is asked for."""
    if declared in ("", "/"):
        return True
    known, hole, _ = used.partition("{")
    if declared.endswith(("/", "*")):
        wanted = declared.rstrip("*")
        return known.startswith(wanted) or (bool(hole) and wanted.startswith(known))
    return used == declared or (bool(hole) and declared.startswith(known))


def needs_entry(url: str, directive: str) -> bool:
    """Whether an address must be declared at all: avatars as images need not."""
    return not any(matches(host, url, "client") for host in GRANTED.get(directive, ()))


def addresses(grant: EgressGrant, remotes: Iterable[Remote]) -> tuple[str, ...]:
    """What an entry below `permissions.external` allows: its address, or the base addresses of the remote that it names."""
    if grant.address is not None:
        return (grant.address,)
    return tuple(url for remote in remotes if remote.key == grant.remote for url in remote.base_urls)
