"""Requests for a link that an answer holds: the next page of what was asked, and so the same operation.

Such a link has no text in the code. Where it comes from has: the request whose answer it is read from, followed through names, what is
awaited or taken out, and what functions give. Where any way leads elsewhere, nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from scopeminer.privileges.effects import Matters, Request, is_link, requests
from scopeminer.privileges.surfaces import Surfaces
from scopeminer.program.callsite import CallSite
from scopeminer.program.constituents import passed_on
from scopeminer.program.program import Program
from scopeminer.records import replace
from scopeminer.syntax.ir import Await, Call, Cond, Expr, Index, Lit, Logic, Member, Name, Spread, Str, Tagged, Template
from scopeminer.values.definitions import Definition, FieldOf, LeftBy
from scopeminer.values.reduce import LINKS

NEXT = LINKS - {"self"}
"""`self` leads to the thing itself, which another operation gives."""
MOST_STEPS = 60
Value = Expr | Definition
Way = tuple[Value, bool]
"""A value on the way from an address back to a request, and whether it is the answer that holds the link, or inside of it."""


class Links:
    """Of the requests to one product."""

    def __init__(self, program: Program, surfaces: Surfaces, product: str) -> None:
        self._program = program
        self._surfaces = surfaces
        self._product = product

    @cached_property
    def _asking(self) -> dict[int, CallSite]:
        """The calls that request something of the product, by their node: only a request for a link asks, and few are."""
        sites = self._surfaces.of_kind("request", self._program.sites())
        return {id(site.node): site for site in sites if site.node is not None and self._is_of_product(site)}

    def _is_of_product(self, site: CallSite) -> bool:
        return any(surface.product == self._product for token in site.externals for surface in self._surfaces[token])

    def requests(self, site: CallSite, matters: Matters) -> Iterator[Request]:
        """Those of `effects.requests`; a link is what the request asks for whose answer it is read from."""
        found = tuple(requests(self._program, site, None, matters))
        sources = self._sources(site) if found and all(is_link(one.route) for one in found) else []
        asked = [one for source in sources for one in requests(self._program, source, None, matters)]
        if not asked or any(is_link(one.route) for one in asked):
            yield from found
        else:
            routes = dict.fromkeys(one.route for one in asked)
            yield from (replace(one, route=route) for one in found for route in routes)

    def _sources(self, site: CallSite) -> list[CallSite]:
        """The requests whose answers hold the address that `site` asks for; none when it can come from elsewhere."""
        found: dict[CallSite, None] = {}
        pending: list[Way] = [(site.args[0], False)] if site.args else []
        seen: set[tuple[int, bool]] = set()
        while pending:
            value, linked = pending.pop()
            if (id(value), linked) in seen:
                continue
            seen.add((id(value), linked))
            source = self._asking.get(id(value))
            inner = self._behind(value, linked) if source is None else [] if linked else None
            if inner is None or len(seen) > MOST_STEPS:
                return []
            pending += inner
            if source is not None and source is not site:
                found[source] = None
        return list(found)

    def _behind(self, value: Value, linked: bool) -> list[Way] | None:
        """What a value is read from or may be; None where that is not followed."""
        match value:
            case Str() | Lit():
                return []  # where a loop starts, before there is a link
            case Name():
                definition = self._program.answers.definition(value)
                return None if definition is None else [(definition, linked)]
            case Member():
                return [(value.object, linked or value.name in NEXT)]
            case Index(key=Str(key)):
                return [(value.object, linked or key in NEXT)]
            case Call():
                return self._called(value, linked)
            case Template(holes=(hole,)) | Tagged(template=Template(holes=(hole,))):
                return [(hole, linked)]
            case FieldOf():
                return [(value.base, linked or value.key in NEXT)]
            case Await():
                return [(value.value, linked)]
            case Cond():
                return [(value.then, linked), (value.other, linked)]
            case Logic():
                return [(value.left, linked), (value.right, linked)]
            case LeftBy():
                return [(value.base, linked)]
            case Definition():
                return [(one, linked) for one in passed_on(value)] or None
        return None

    def _called(self, call: Call, linked: bool) -> list[Way] | None:
        """What functions of the app give; for others what their method is of (`answer.json()`), or what they are given first."""
        site = self._program.analysis.sites.get(call)
        if site is not None and site.targets:
            return [(given, linked) for function in site.targets for given in function.returns]
        if isinstance(call.callee, Member):
            return [(call.callee.object, linked)]
        return [(call.args[0], linked)] if call.args and not isinstance(call.args[0], Spread) else None
