"""Route text of an app → comparable segments, by the spelling rules of each product."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from scopeminer.records import dataclass, replace

GATEWAY_PRODUCT = "atlassian"
"""Not a product: the gateway behind `requestAtlassian`, which leads to all of them."""
HOLE = "{}"
REST = "{*}"

ORIGIN = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?]*")
GATEWAY = re.compile(r"^/ex/[^/]+/[^/]+(?=/)")
"""`https://api.atlassian.com/ex/jira/{cloudid}` in front of a product's path."""
TOKEN = re.compile(r"(\{\*?\})")
PRODUCT_GATEWAY = re.compile(r"^(?:[A-Za-z]+://[^/]*)?/ex/(jira|confluence|bitbucket)/[^/]+(?=/)")
VERSION = re.compile(r"v?\d+(\.\d+)*|latest")

BASES = {
    "jira": ("/rest/api/3", "/rest/agile/1.0", "/rest/servicedeskapi"),
    "confluence": ("/wiki/api/v2", "/wiki/rest/api", "/wiki"),
    "bitbucket": ("/2.0",),
}
"""What the published routes of a product begin with."""
JIRA_ALIASES = ("2", "latest", "{}")


class Mixed:
    """A segment with literal parts and holes, `PROJ-{}`."""

    __slots__ = ("end", "pattern", "start")

    def __init__(self, text: str) -> None:
        self.start = unquote(text.partition(HOLE)[0])
        self.end = unquote(text.rpartition(HOLE)[2])
        self.pattern = re.compile("".join(".*" if part == HOLE else re.escape(unquote(part)) for part in TOKEN.split(text)), re.DOTALL)

    def fits(self, literal: str) -> bool:
        """Whether the segment can be this text."""
        return self.pattern.fullmatch(literal) is not None


Segment = str | Mixed
"""A literal, HOLE, or a mixture."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route without its query.

    `segments`: those before the first run-time remainder. `open`: there is one; then `start` is the text right before it in
    its own segment, `glue` the text right after it, `tail` the segments behind. `derived`: an alias of another version.
    `folder`: it ends with a slash.
    """

    segments: tuple[Segment, ...]
    open: bool = False
    start: Segment = ""
    glue: Segment = ""
    tail: tuple[Segment, ...] = ()
    derived: bool = False
    folder: bool = False

    @property
    def empty(self) -> bool:
        """Whether the route says nothing at all."""
        return self.open and not self.segments and not self.start and not self.glue and not self.tail


@lru_cache(maxsize=4096)
def parse(product: str, text: str) -> Route:
    """The segments of `text` as the catalog of `product` spells them."""
    path = GATEWAY.sub("", ORIGIN.sub("", text.partition("?")[0].partition("#")[0]))
    head, remainder, behind = path.partition(REST)
    pieces = [piece for piece in head.split("/") if piece not in ("", ".")]
    start: Segment = ""
    if remainder and not head.endswith("/") and pieces:
        start = _segment(pieces.pop())
    segments, derived = canonical(product, [_segment(piece) for piece in pieces])
    if not remainder:
        return Route(segments, derived=derived, folder=head.endswith("/"))
    last = behind.rpartition(REST)[2]
    glue, slash, rest = last.partition("/")
    tail = tuple(_segment(piece) for piece in rest.split("/") if piece) if slash else ()
    return Route(segments, True, start, _segment(glue) if glue else "", tail, derived)


def _segment(text: str) -> Segment:
    if HOLE not in text:
        return unquote(text)
    return HOLE if not text.replace(HOLE, "") else Mixed(text)


def canonical(product: str, segments: list[Segment]) -> tuple[tuple[Segment, ...], bool]:
    """(segments in the catalog's spelling, whether they name another version than it)."""
    spell = SPELLINGS.get(product)
    return spell(segments) if spell else (tuple(segments), False)


def _jira(segments: list[Segment]) -> tuple[tuple[Segment, ...], bool]:
    if segments[:2] == ["rest", "api"] and len(segments) > 2 and segments[2] in JIRA_ALIASES:
        return ("rest", "api", "3", *segments[3:]), segments[2] != HOLE
    if segments[:2] == ["rest", "agile"] and len(segments) > 2 and segments[2] in ("latest", HOLE):
        return ("rest", "agile", "1.0", *segments[3:]), segments[2] != HOLE
    if segments[:3] == ["jsm", "ops", "api"] and len(segments) > 3 and segments[3] != "v1":
        return ("jsm", "ops", "api", *segments[4:]), False
    return tuple(segments), False


def _confluence(segments: list[Segment]) -> tuple[tuple[Segment, ...], bool]:
    if segments and segments[0] in ("rest", "api", "download"):
        return ("wiki", *segments), False
    if len(segments) > 1 and segments[0] == HOLE and segments[1] in ("rest", "api"):
        return ("wiki", *segments[1:]), False
    return tuple(segments), False


def _bitbucket(segments: list[Segment]) -> tuple[tuple[Segment, ...], bool]:
    if segments[:1] == ["!api"] and segments[1:2] != ["internal"]:
        segments = segments[1:]
    return tuple(segments[1:] if segments[:1] == ["2.0"] else segments), False


SPELLINGS = {"jira": _jira, "confluence": _confluence, "bitbucket": _bitbucket}


def redirect(product: str, text: str) -> tuple[str, str]:
    """(product, route) that a route of Atlassian's gateway reaches: `/ex/jira/{cloudid}/rest/…` is Jira's `/rest/…`."""
    found = PRODUCT_GATEWAY.match(text) if product == GATEWAY_PRODUCT else None
    return (found[1], text[found.end() :]) if found else (product, text)


def opened(route: Route) -> Route:
    """The route as the beginning of a longer one."""
    return route if route.open else replace(route, open=True)


def resource(product: str, text: str) -> Route | None:
    """The part up to and including the first segment after the version, as the beginning of a route; None when there is none."""
    segments = parse(product, text).segments
    at = _after_version(product, segments)
    if at is None or at >= len(segments) or not isinstance(segments[at], str) or segments[at] == HOLE:
        return None
    return Route(segments[: at + 1], True)


def _after_version(product: str, segments: tuple[Segment, ...]) -> int | None:
    if product == "bitbucket":
        return 0
    for index, segment in enumerate(segments):
        if isinstance(segment, str) and VERSION.fullmatch(segment):
            return index + 1
    for base in (("wiki", "rest", "api"), ("rest", "servicedeskapi")):
        if segments[: len(base)] == base:
            return len(base)
    return None
