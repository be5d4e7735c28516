"""What verdicts and rules are given: the app's side and the catalog, and the sets that everybody asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from scopeminer.catalog.catalog import Catalog
from scopeminer.manifest.model import Grant, Manifest
from scopeminer.privileges.model import Unknown, Usage, Use
from scopeminer.source import Place, Span


@dataclass(frozen=True)
class Facts:
    """`place`: where a span begins. Cached: everything here is asked for by several rules."""

    manifest: Manifest
    usage: Usage
    catalog: Catalog
    place: Callable[[Span], Place]

    @cached_property
    def grants(self) -> dict[str, Grant]:
        """The first declaration of each scope; scopes with a placeholder in them are compared with nothing."""
        out: dict[str, Grant] = {}
        for grant in self.manifest.grants:
            if not self.manifest.has_hole(grant.span):
                out.setdefault(grant.scope, grant)
        return out

    @cached_property
    def declared(self) -> frozenset[str]:
        return frozenset(self.grants)

    @cached_property
    def scopes_place(self) -> Place:
        """Where scopes are declared, or would be."""
        span = self.manifest.scopes_span
        return self.place(span) if span is not None else Place(self.manifest.path, 1, 1)

    @cached_property
    def needs(self) -> tuple[Use, ...]:
        """Reachable uses that are known exactly and cost a scope."""
        uses = self.usage.uses
        return tuple(use for use in uses if use.reachable and use.resolution == "exact" and use.alternatives)

    @cached_property
    def dead(self) -> tuple[Use, ...]:
        """What only unreachable code needs."""
        return tuple(use for use in self.usage.uses if not use.reachable)

    @cached_property
    def open_grants(self) -> bool:
        """Whether the manifest may declare more than can be read: a template fills it in."""
        return bool(self.manifest.holes) and any(
            self.manifest.scopes_span is None or (self.manifest.scopes_span.start <= hole.start < self.manifest.scopes_span.end)
            for hole in self.manifest.holes
        )

    @cached_property
    def holding(self) -> dict[str, Unknown | Use]:
        """Declared scope → the first thing that could need it without our being sure."""
        out: dict[str, Unknown | Use] = {}
        sources: list[Unknown | Use] = [*self.usage.unknowns]
        sources += [use for use in self.usage.uses if use.reachable and use.holds_back]
        for source in sources:
            for scope in source.holds_back & self.declared:
                out.setdefault(scope, source)
        return out

    @cached_property
    def missing(self) -> tuple[Use, ...]:
        """Needs that no alternative inside the declared scopes covers."""
        return tuple(use for use in self.needs if not any(self.declared.issuperset(one) for one in use.alternatives))
