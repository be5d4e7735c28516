"""The manifest's own needs: events, modules, tokens for remotes, containers, sources that cannot be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Alternative
from scopeminer.catalog.scopes import TOKEN_SCOPES
from scopeminer.manifest.model import Manifest, Module, Value
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Step, Unknown, Use
from scopeminer.program.entries import EntryPoint, MissingEntry
from scopeminer.records import replace
from scopeminer.source import Place, Span

SILENT_EVENTS = ("avi:forge:", "avi:ecosystem.", "avi:ecosystem:", "avi:cloud:ecosystem::event/")
"""Lifecycle events need no scope (@forge/manifest, product-trigger-scopes-validator), nor do those that apps publish (docs app-events)."""


PRODUCTS = ("jira", "confluence", "bitbucket", "compass", "graph")


def declared(manifest: Manifest, missing: Iterable[MissingEntry], catalog: Catalog, locator: Locator) -> Iterator[Use | Unknown]:
    """Every need that the manifest states without code."""
    yield from _events(manifest, catalog, locator)
    for module in manifest.modules:
        yield from _module(module, manifest.scopes, catalog, locator)
    yield from _tokens(manifest, catalog, locator)
    yield from _containers(manifest, catalog, locator)
    for entry in missing:
        reason = "missing-source" if entry.kind == "handler-file" else entry.kind
        yield Unknown(locator.span(entry.span), reason, entry.key, side=entry.side, holds_back=everything(catalog, entry.side))


def unimplemented(points: Iterable[EntryPoint], catalog: Catalog, locator: Locator) -> Iterator[Unknown]:
    """Entries whose file does not hold what they start: what that would do cannot be seen."""
    for point in points:
        place = locator.entry(point)
        yield Unknown(place, "missing-source", point.key, side=point.side, holds_back=everything(catalog, point.side))


def everything(catalog: Catalog, side: str) -> frozenset[str]:
    """What code of that side could use at all."""
    held = catalog.held_back(None, None, None, side)
    return held if side == "frontend" else held | {"storage:app"}


def _use(kind: str, api: str, place: Place, label: str, feature: str = "") -> Use:
    return Use(kind=kind, api=api, site=place, evidence=(Step(place, label),), features=(Step(place, feature or label),))


def _title(module: Module) -> str:
    """As entry points are called: what a module needs and what its code needs belong to one feature."""
    return f'{module.type} "{module.title or module.key}"'


def _events(manifest: Manifest, catalog: Catalog, locator: Locator) -> Iterator[Use | Unknown]:
    titles = {module.key: _title(module) for module in reversed(manifest.modules)}
    for event in manifest.events:
        place = locator.span(event.span)
        alternatives = catalog.events.get(event.name)
        if alternatives is not None:
            product = _product_of_event(event.name)
            use = _use("event", event.name, place, event.name, titles.get(event.module_key, ""))
            held = catalog.documented_events.get(event.name, frozenset())
            certainty = "derived" if held else "certain"
            yield replace(use, product=product, alternatives=tuple(alternatives), holds_back=held, certainty=certainty)
        elif not event.name.startswith(SILENT_EVENTS):
            product = _product_of_event(event.name)
            readable = catalog.held_back(product or None, None, frozenset({"GET"}), "backend")
            held = frozenset(scope for scope in readable if not scope.startswith(("write:", "delete:", "manage:")))
            held |= frozenset(scope for one in _alternatives_beside(product, catalog) for scope in one)
            yield Unknown(place, "unmapped-event", event.name, product=product or None, holds_back=held)


def _alternatives_beside(product: str, catalog: Catalog) -> Iterator[Alternative]:
    """What known events of the product need: some only read, and need a scope to write all the same."""
    for name, alternatives in catalog.events.items():
        if not product or _product_of_event(name) == product:
            yield from alternatives


def _product_of_event(name: str) -> str:
    part = name.split(":")[1] if name.count(":") >= 2 else ""
    return {"jira-software": "jira", "jira-service-management": "jira"}.get(part, part if part in PRODUCTS else "")


def _module(module: Module, scopes: frozenset[str], catalog: Catalog, locator: Locator) -> Iterator[Use | Unknown]:
    for row in catalog.modules:
        if row.type != module.type or not applies(row.condition, module):
            continue
        place = locator.span(module.span)
        if row.alternatives:
            use = _use("module", module.type, place, f"{module.type} {module.key}", _title(module))
            yield replace(use, alternatives=row.alternatives, certainty=row.certainty)
        if scopes.intersection(row.optional):
            yield replace(_holding(module, frozenset(row.optional), locator), certainty=row.certainty)
    shown = scopes.intersection(shown_with(module.value.get("displayConditions") if isinstance(module.value, Mapping) else None))
    if shown:
        yield _holding(module, shown, locator)


def _holding(module: Module, scopes: frozenset[str], locator: Locator) -> Use:
    """What works without these scopes, and may work differently with them."""
    use = _use("module", module.type, locator.span(module.span), f"{module.type} {module.key}")
    return replace(use, alternatives=((),), holds_back=scopes)


def shown_with(value: Value) -> Iterator[str]:
    """The scopes that display conditions name (`permissions.scopes`), at any depth."""
    if isinstance(value, Mapping):
        allowed = value.get("permissions")
        scopes = allowed.get("scopes") if isinstance(allowed, Mapping) else None
        yield from (scope for scope in (scopes if isinstance(scopes, tuple) else (scopes,)) if isinstance(scope, str))
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    for one in inner:
        yield from shown_with(one)


BY_USER = frozenset({"read:account", "read:me"})
BY_SYSTEM = frozenset({"report:personal-data", "storage:app"})
"""What belongs to no product, and what a server can do with each token all the same."""


def applies(condition: str, module: Module) -> bool:
    """Whether a row's condition holds: see ModuleRow."""
    key, _, wanted = condition.removeprefix("!").partition("=")
    found = module.value.get(key) if isinstance(module.value, Mapping) else None
    if condition.startswith("!") or not wanted:
        return not key or (found is None) is condition.startswith("!")
    return wanted in found if isinstance(found, tuple | str) else False


def _tokens(manifest: Manifest, catalog: Catalog, locator: Locator) -> Iterator[Use | Unknown]:
    """A remote with a token calls the products out of our sight (design.md section 3)."""
    sources: list[tuple[str, Span, bool, bool]] = [(r.key, r.span, r.user_token, r.system_token) for r in manifest.remotes]
    sources += [(e.remote, e.span, e.user_token, e.system_token) for e in manifest.endpoints if e.service is None]
    for key, span, user, system in sources:
        place = locator.span(span)
        for enabled, scope in ((user, "read:app-user-token"), (system, "read:app-system-token")):
            if enabled:
                yield replace(_use("remote", f"remote {key}", place, f"remote {key}"), alternatives=((scope,),))
        if user or system:
            held = frozenset(s for s in catalog.scopes if catalog.product_of(s) in PRODUCTS)
            held |= BY_USER if user else frozenset()
            yield Unknown(place, "remote", key, holds_back=held | BY_SYSTEM if system else held)


def _containers(manifest: Manifest, catalog: Catalog, locator: Locator) -> Iterator[Unknown]:
    """A container calls the products and the storage of Forge, asked or not, with no token of an endpoint: its image is not here."""
    services = [(service.key, service.span) for service in manifest.services]
    services += [(module.key, module.span) for module in manifest.modules if module.type == "service"]
    services += [(endpoint.service, endpoint.span) for endpoint in manifest.endpoints if endpoint.service is not None]
    for key, span in dict(reversed(services)).items():
        yield Unknown(
            locator.span(span), "container", key or "of an unknown name", holds_back=everything(catalog, "backend") | TOKEN_SCOPES
        )
