"""What Atlassian publishes: operations, scopes, events, modules and SDK surfaces, as frozen records."""

from __future__ import annotations

from collections import Counter

from scopeminer.records import dataclass, field

Alternative = tuple[str, ...]
"""Scopes that are needed together, sorted. The empty alternative needs nothing."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One REST operation.

    `product`: jira | confluence | bitbucket (the host function that reaches it; JSM and Jira Software are `jira`).
    `path` begins with `/` as an app writes it (`/rest/api/3/issue/{issueIdOrKey}`, `/wiki/api/v2/pages/{id}`,
    `/2.0/repositories/…` without the `/2.0`).
    `alternatives`: complete scope sets, each enough; empty tuple = no scope information = not usable from Forge.
    `announced`: scopes that are optional now and announced as mandatory (the empty alternative is then listed too).
    `status`: current | deprecated | experimental | removed | undocumented.
    `certainty`: certain | derived.
    """

    product: str
    method: str
    path: str
    alternatives: tuple[Alternative, ...]
    announced: Alternative = ()
    status: str = "current"
    certainty: str = "certain"
    document: str = ""
    seen: str = ""
    """ISO date of the document that lists it (for a removed one: the last that did)."""
    ungrantable: tuple[Alternative, ...] = ()
    """Alternatives that the document names and a manifest cannot: they hold a scope that Forge does not accept."""
    expand: Alternative = ()
    """Scopes that a call with `expand`, or with a query that is not known, may need besides."""
    beside: Alternative = ()
    """Scopes that every call may need besides: it is answered with a redirect to an operation that needs them."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


GONE = ("removed", "undocumented")
"""Statuses of operations that nobody should count on."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Alternatives that many operations share; `methods`: how many there are of each method."""

    alternatives: tuple[frozenset[str], ...]
    methods: Counter[str] = field(default_factory=Counter)

    @property
    def scopes(self) -> frozenset[str]:
        """Every scope that an alternative names."""
        return frozenset().union(*self.alternatives)


@dataclass(frozen=True, slots=True)
class Match:
    """What a route can be.

    `kind`: exact (one operation), several (a bounded set), unknown (no published operation), any (the route says nothing).
    """

    kind: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """What a manifest module needs by being there.

    `condition`: "" always, `key=value` when that key of the module is or lists the value, `key` when it has one, `!key` when it has none.
    `alternatives`: complete scope sets, each enough. `optional`: scopes that a feature of the module may need, and `purpose` says
    which ("for what").
    """

    type: str
    condition: str = ""
    alternatives: tuple[Alternative, ...] = ()
    optional: Alternative = ()
    certainty: str = "certain"
    evidence: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A published document that operations were taken from. `date` is the ISO date of its download."""

    name: str
    title: str
    version: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Surface:
    """An SDK access path that means something, e.g. package `@forge/api`, path `asUser().requestJira`.

    Path steps are joined by `.`; `()` after a step is a call, `new` a construction; a final `*` step matches any further
    steps. `on`: call (the path is called) | access (it is read or called) | import (the import alone counts).
    `kind`: request | graphql | storage | hook | notification | privacy | authorize | component | module | remote | …
    `alternatives`: scopes it needs (OR of ANDs); `module`: manifest module type it needs; `operations`: REST operations it
    performs as "METHOD /path". `principal`: app | user | "". `side`: backend | frontend | "" (where it can run).
    """

    package: str
    path: str
    on: str
    kind: str
    product: str = ""
    principal: str = ""
    side: str = ""
    alternatives: tuple[Alternative, ...] = ()
    module: str = ""
    operations: tuple[str, ...] = ()
    certainty: str = "certain"
    evidence: str = ""
