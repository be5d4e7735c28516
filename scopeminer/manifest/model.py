"""What an app declares: the manifest as frozen records, every one with its byte span in the manifest file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scopeminer.records import dataclass, field
from scopeminer.source import Span


class ManifestError(Exception):
    """There is no manifest to compare with: one sentence, `file:line: expected …, found …`."""


class EditError(Exception):
    """An edit of a manifest that cannot be done without risk to anything else: one sentence."""


Value = str | int | float | bool | None | Mapping[str, "Value"] | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """One declared scope. `allow_impersonation` is None in the list form."""

    scope: str
    span: Span
    allow_impersonation: bool | None = None


@dataclass(frozen=True, slots=True)
class HandlerFunction:
    """`modules.function[]`: `handler` as written (`index.run`, `src/index.run`, `folder/file.export`)."""

    key: str
    handler: str
    span: Span


@dataclass(frozen=True, slots=True)
class Resource:
    """`resources[]`: `path` as written, relative to the manifest's folder; `entries`: the names in `entry` with what they name."""

    key: str
    path: str
    span: Span
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A module that starts code: `target` names a function, resource or endpoint by key.

    `kind`: function | resource | endpoint. `method` only for the old consumer form `resolver: {function, method}`.
    `role` is the key under which it was written (`function`, `resolver`, `resource`, `render`, …). `entry` is the second part of
    `resource: key/entry`. `module_type` is `providers.auth` for what an authentication provider starts.
    """

    module_type: str
    module_key: str
    title: str | None
    kind: str
    target: str
    method: str | None
    role: str
    span: Span
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """Any entry below `modules.<type>`; `value` is its whole content, unknown keys included."""

    type: str
    key: str
    title: str | None
    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """One product event that a trigger (or another module with `events:`) subscribes to."""

    name: str
    module_key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Remote:
    key: str
    base_urls: tuple[str, ...]
    operations: tuple[str, ...]
    user_token: bool
    system_token: bool
    span: Span
    value: Value = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`modules.endpoint[]`: `remote` is the key of a remote, "" where the endpoint leads to a container service (`service`)."""

    key: str
    remote: str
    user_token: bool
    system_token: bool
    span: Span
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """`services[]`: an image that runs on Atlassian's servers; `key` is "" where it is not known."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class EgressGrant:
    """One declared address below `permissions.external`.

    `directive`: fetch.backend | fetch.client | images | media | scripts | styles | fonts | frames | navigation.
    `address` as written, or None for `{remote: key}` (then `remote`).
    """

    directive: str
    address: str | None
    remote: str | None
    category: str | None
    in_scope_eud: bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the manifest that cannot be read as what it should be; the rest stands."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Manifest:
    """`scopes_form`: list | map | flow-list | flow-map | absent. `path` relative to the app folder.

    `holes`: template placeholders (`${ENV}`, `{{x}}`) whose value is not known; a scope or key that contains one is not
    compared with anything.
    """

    path: str
    app_id: str | None = None
    name: str | None = None
    package_path: str | None = None
    scopes_form: str = "absent"
    scopes_span: Span | None = None
    grants: tuple[Grant, ...] = ()
    functions: tuple[HandlerFunction, ...] = ()
    resources: tuple[Resource, ...] = ()
    modules: tuple[Module, ...] = ()
    references: tuple[Reference, ...] = ()
    events: tuple[Event, ...] = ()
    remotes: tuple[Remote, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    services: tuple[Service, ...] = ()
    egress: tuple[EgressGrant, ...] = ()
    egress_configurable: bool = False
    app_managed: bool = False
    problems: tuple[Problem, ...] = ()
    holes: tuple[Span, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict)
    """Top-level and `permissions` keys not named above (`connectModules`, `providers`, `permissions.content`, …), as data."""

    @property
    def scopes(self) -> frozenset[str]:
        """The declared scope names."""
        return frozenset(grant.scope for grant in self.grants)

    def has_hole(self, span: Span) -> bool:
        """Whether a template placeholder lies in this part of the manifest."""
        return any(hole.start < span.end and span.start < hole.end for hole in self.holes)


@dataclass(frozen=True, slots=True)
class Edits:
    """What to change. `drop_impersonation`: scopes whose `allowImpersonation: true` becomes `false`.

    `remove_egress`: (directive, address as written), the key of a remote in place of an address for `{remote: key}`.
    """

    remove: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    drop_impersonation: tuple[str, ...] = ()
    remove_egress: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """`# scopeminer: keep SCOPE until 2027-03 - reason`. `until`: the last day on which it holds, None for always."""

    scope: str
    until: date | None
    reason: str
    span: Span

    def expired(self, today: date) -> bool:
        return self.until is not None and self.until < today


Step = str | int
ANY = "*"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value at `path` (keys, and 0-based indexes of lists). `name`: where its key or list item begins; `span`: the value."""

    path: tuple[Step, ...]
    value: Value
    name: Span
    span: Span
    hole: bool
    """The value holds a placeholder, so it is not known."""


@dataclass(frozen=True, slots=True)
class Outline:
    """All entries, outer ones first, in the order of the file."""

    entries: tuple[Entry, ...] = ()

    def find(self, *pattern: Step) -> tuple[Entry, ...]:
        """The entries whose path is `pattern`, where `*` stands for any one step."""
        return tuple(entry for entry in self.entries if _fits(entry.path, pattern))

    def under(self, *prefix: Step) -> tuple[Entry, ...]:
        """The entries below `prefix`, at any depth."""
        size = len(prefix)
        return tuple(entry for entry in self.entries if len(entry.path) > size and _fits(entry.path[:size], prefix))


def _fits(path: tuple[Step, ...], pattern: tuple[Step, ...]) -> bool:
    return len(path) == len(pattern) and all(want in (ANY, step) for step, want in zip(path, pattern, strict=True))
