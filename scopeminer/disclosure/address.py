"""Abstract strings → the address that is talked to; None for the app's own resources."""

from __future__ import annotations

import re

from scopeminer.records import NamedTuple
from scopeminer.values.pattern import Hole, Pattern

SEGMENT, REST = "\x00", "\x01"
HOLES = SEGMENT + REST
ABSOLUTE = re.compile(rf"(?:(https?|wss?|tcp|tls|smtp)[{HOLES}]?:|[{HOLES}]+:)?//([^/?#\\]*)([^?#]*)", re.IGNORECASE)
"""A scheme that cannot be read is taken for https; an address that begins with `//` takes over that of the page: https."""
COMPLETE = re.compile(r"(?:[\w-]+\.)+[a-z][a-z0-9-]+|\d+(?:\.\d+){3}|localhost", re.IGNORECASE)
"""A host that is whole, so that what is glued to it can only be a port or a path."""


class Target(NamedTuple):
    """An absolute address. `host` None = known at run time only; `url` as in Egress."""

    scheme: str
    host: str | None
    url: str

    @property
    def is_known(self) -> bool:
        """Whether the whole host is."""
        return self.host is not None and not self.host.startswith("*.")


def target(pattern: Pattern, scheme: str = "https") -> Target | None:
    """The address that `pattern` spells; `scheme` is that of an address without one. None: relative, or no network address."""
    text = marked(pattern)
    match = ABSOLUTE.match(text)
    if match is None:
        unknown = text[:1] in (SEGMENT, REST) and text != ""
        return Target(scheme, None, spelled(_cut(text))) if unknown else None
    scheme = (match.group(1) or scheme).lower()
    authority = match.group(2).rpartition("@")[2]
    host = host_of(authority)
    if text.startswith("//") and (host is None or not COMPLETE.fullmatch(host)):  # an empty part in front of `/`, no address
        return None
    return Target(scheme, host, spelled(f"{scheme}://{authority.lower()}{match.group(3)}"))


def marked(pattern: Pattern) -> str:
    """The text with one marker per hole; white space around it and in it goes, as a URL parser drops it."""
    return re.sub(r"[\t\r\n]", "", letters(pattern)).strip(" ")


def letters(pattern: Pattern) -> str:
    """The text with one marker per hole, as it is written."""
    return "".join(map(_mark, pattern))


def pattern_of(text: str) -> Pattern:
    """The pattern of a text with markers: the inverse of `marked`."""
    parts = re.split(f"([{HOLES}])", text)
    return tuple(Hole("segment" if part == SEGMENT else "raw") if part in (SEGMENT, REST) else part for part in parts if part)


def _mark(part: str | Hole) -> str:
    if isinstance(part, Hole):
        return SEGMENT if part.kind == "segment" else REST
    return part.replace(SEGMENT, "").replace(REST, "")


def spelled(text: str) -> str:
    """Markers as reports write them."""
    return text.replace(SEGMENT, "{}").replace(REST, "{*}")


def _cut(text: str) -> str:
    return re.split(r"[?#]", text, maxsplit=1)[0]


def host_of(authority: str) -> str | None:
    """The host in `host:port`; a hole in front of a known domain gives `*.domain`, any other hole none."""
    host = re.sub(rf":[\d{HOLES}]*$", "", authority).lower().rstrip(".")
    parts = re.split(f"[{HOLES}]+", host)
    if len(parts) == 1:
        return host or None
    if parts[-1] == "":
        return parts[0] if len(parts) == 2 and COMPLETE.fullmatch(parts[0]) else None
    _, dot, domain = parts[-1].partition(".")
    return f"*.{domain}" if dot and COMPLETE.fullmatch(domain) else None


def is_absolute(pattern: Pattern) -> bool:
    """Whether the text begins with a scheme and an authority."""
    return ABSOLUTE.match(marked(pattern)) is not None
