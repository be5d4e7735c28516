"""What verdicts and rules are given: the app's side and the catalog, and the sets that everybody asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from scopeminer.audit.needs import Need, needs
from scopeminer.audit.satisfaction import named
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.scopes import IDENTITY_SCOPES
from scopeminer.manifest.model import Grant, Manifest
from scopeminer.privileges.model import Egress, Unknown, Usage, Use
from scopeminer.records import dataclass
from scopeminer.source import Place, Span

IDENTITY = "https://api.atlassian.com/me"
"""The User identity API: the only thing that `read:me` and `read:account` are for (Forge documentation on its scopes)."""

HOLE = re.compile(r"\{[^{}]*\}")

Source = Unknown | Use | Egress
"""Something that could need a scope without our being sure."""


@dataclass(frozen=True)
class Facts:
    """`place`: where a span of the manifest begins. Cached: everything here is asked for by several rules."""

    manifest: Manifest
    usage: Usage
    catalog: Catalog
    place: Callable[[Span], Place]

    @cached_property
    def grants(self) -> Mapping[str, Grant]:
        """The first declaration of each scope; scopes with a placeholder in them are compared with nothing."""
        out: dict[str, Grant] = {}
        for grant in self.manifest.grants:
            if not self.manifest.has_hole(grant.span):
                out.setdefault(grant.scope, grant)
        return out

    @cached_property
    def declared(self) -> frozenset[str]:
        """The declared scopes: D of design.md section 4."""
        return frozenset(self.grants)

    @cached_property
    def scopes_place(self) -> Place:
        """Where scopes are declared, or would be."""
        span = self.manifest.scopes_span
        return self.place(span) if span is not None else Place(self.manifest.path, 1, 1)

    @cached_property
    def open_grants(self) -> bool:
        """Whether more may be declared than can be read: a template fills it in."""
        span = self.manifest.scopes_span
        return any(span is None or span.start <= hole.start < span.end for hole in self.manifest.holes)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What reachable code and the manifest itself need."""
        return tuple(need for need in self._all_needs if not self._open(need))

    @cached_property
    def undecided(self) -> tuple[Need, ...]:
        """Needs of at least one scope that is not declared, when it is not known which."""
        return tuple(need for need in self._all_needs if self._open(need))

    @cached_property
    def _all_needs(self) -> tuple[Need, ...]:
        return tuple(needs(self.usage.uses))

    def _open(self, need: Need) -> bool:
        return need.use.undecided and not need.possible(self.declared)

    @cached_property
    def naming(self) -> Mapping[str, tuple[Need, ...]]:
        """Scope → the needs with an alternative, or an announcement, that names it."""
        out: dict[str, list[Need]] = {}
        for need in self.needs:
            for scope in named(need.use):
                out.setdefault(scope, []).append(need)
        return {scope: tuple(found) for scope, found in out.items()}

    @cached_property
    def about(self) -> Mapping[str, list[Use]]:
        """Product → the uses of needs that are about it: the product of a request, and those whose scopes it needs.

        These are all that calls of an SDK and modules say.
        """
        out: dict[str, list[Use]] = {}
        for need in self.needs:
            for product in {need.use.product, *map(self.catalog.product_of, named(need.use))}:
                out.setdefault(product, []).append(need.use)
        return out

    @cached_property
    def dead(self) -> tuple[Use, ...]:
        """What only unreachable code does."""
        return tuple(use for use in self.usage.uses if not use.reachable)

    @cached_property
    def missing(self) -> tuple[Need, ...]:
        """Needs that no alternative inside the declared scopes covers, and for which something can be offered."""
        return tuple(need for need in self.needs if need.alternatives and not need.possible(self.declared))

    @cached_property
    def holding(self) -> Mapping[str, tuple[Source, ...]]:
        """Declared scope → everything that could need it without our being sure."""
        out: dict[str, list[Source]] = {}
        uses = (use for use in self.usage.uses if use.reachable)
        sources: tuple[Unknown | Use, ...] = (*self.usage.unknowns, *uses)
        for source in sources:
            for scope in source.holds_back & self.declared:
                out.setdefault(scope, []).append(source)
        for scope in IDENTITY_SCOPES & self.declared:
            out.setdefault(scope, []).extend(self._identity)
        return {scope: tuple(sources) for scope, sources in out.items() if sources}

    def held(self, scope: str) -> bool:
        """Whether it cannot be told that nothing needs a declared scope: something unknown could, or nobody publishes what it is for."""
        return scope in self.holding or scope in self.catalog.unpublished or scope not in self.catalog.scopes

    @cached_property
    def _identity(self) -> tuple[Egress, ...]:
        """Requests of the backend that are, or could be, one to the User identity API."""
        backend = (egress for egress in self.usage.egress if egress.directive == "fetch.backend")
        return tuple(egress for egress in backend if _could_be_identity(egress))


def is_identity(egress: Egress) -> bool:
    """Whether an address is the User identity API's for certain."""
    return egress.url == IDENTITY


def _could_be_identity(egress: Egress) -> bool:
    """Whether it is the address for some content of its holes."""
    pattern = ".*".join(re.escape(part) for part in HOLE.split(egress.url))
    return re.fullmatch(pattern, IDENTITY) is not None
