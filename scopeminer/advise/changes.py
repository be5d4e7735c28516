"""Two versions of a manifest → what differs, in the terms in which Forge documents the release impact."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from scopeminer.advise.release import impact_of
from scopeminer.manifest.model import EgressGrant, Manifest, Module, Remote, Value
from scopeminer.records import dataclass
from scopeminer.source import Span

DATA_MODULES = ("sql", "objectStore", "llm")
Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ManifestChange:
    """One difference. `kind` as in release.MAJOR, or another word for what is minor; `span` in the new manifest, in the old one for
    what is gone."""

    kind: str
    subject: str
    detail: str
    span: Span | None = None

    @property
    def impact(self) -> str:
        return impact_of(self.kind)


def manifest_changes(old: Manifest, new: Manifest) -> Iterator[ManifestChange]:
    """Every difference that concerns permissions, egress, remotes, or what starts code."""
    yield from _scopes(old, new)
    yield from _egress(old, new)
    yield from _remotes(old, new)
    yield from _modules(old, new)
    yield from _others(old, new)


def _scopes(old: Manifest, new: Manifest) -> Iterator[ManifestChange]:
    before, after = {grant.scope: grant for grant in old.grants}, {grant.scope: grant for grant in new.grants}
    for scope, (was, now) in _both(before, after):
        if was is None and now is not None:
            yield ManifestChange("scope-added", scope, "", now.span)
        elif was is not None and now is None:
            yield ManifestChange("scope-removed", scope, "", was.span)
        elif was is not None and now is not None and bool(was.allow_impersonation) != bool(now.allow_impersonation):
            yield ManifestChange(f"impersonation-{'allowed' if now.allow_impersonation else 'withdrawn'}", scope, "", now.span)


def _egress(old: Manifest, new: Manifest) -> Iterator[ManifestChange]:
    for (directive, address), (was, now) in _both(_by_address(old.egress), _by_address(new.egress)):
        subject = f"{directive} {address}"
        if was is None and now is not None:
            yield ManifestChange("egress-added", subject, _category(now), now.span)
        elif was is not None and now is None:
            yield ManifestChange("egress-removed", subject, "", was.span)
        elif was is not None and now is not None:
            if was.category != now.category:
                yield ManifestChange("egress-category-changed", subject, f"{was.category or 'none'} → {now.category or 'none'}", now.span)
            if was.in_scope_eud is False and now.in_scope_eud is not False:
                yield ManifestChange("egress-in-scope", subject, "inScopeEUD false → true", now.span)
    if new.egress_configurable and not old.egress_configurable:
        yield ManifestChange("egress-configurable", "permissions.external", "administrators may add addresses")


def _by_address(grants: Iterable[EgressGrant]) -> dict[tuple[str, str], EgressGrant]:
    return {(grant.directive, grant.address or f"remote {grant.remote}"): grant for grant in grants}


def _category(grant: EgressGrant) -> str:
    return f"category {grant.category}" if grant.category else ""


def _remotes(old: Manifest, new: Manifest) -> Iterator[ManifestChange]:
    for key, (was, now) in _both({remote.key: remote for remote in old.remotes}, {remote.key: remote for remote in new.remotes}):
        if was is None and now is not None:
            yield ManifestChange("remote-added", key, ", ".join(now.base_urls), now.span)
        elif was is not None and now is None:
            yield ManifestChange("remote-removed", key, ", ".join(was.base_urls), was.span)
        elif was is not None and now is not None:
            yield from _remote(key, was, now)


def _remote(key: str, was: Remote, now: Remote) -> Iterator[ManifestChange]:
    if _get(was.value, "baseUrl") != _get(now.value, "baseUrl"):
        yield ManifestChange("remote-moved", key, f"{', '.join(was.base_urls)} → {', '.join(now.base_urls)}", now.span)
    if _get(was.value, "storage", "inScopeEUD") is False and _get(now.value, "storage", "inScopeEUD") is True:
        yield ManifestChange("remote-storage-in-scope", key, "storage.inScopeEUD false → true", now.span)
    for operation in sorted(set(was.operations) ^ set(now.operations)):
        kind = "remote-operation-added" if operation in now.operations else "remote-operation-removed"
        yield ManifestChange(kind, f"{key} {operation}", "", now.span)
    for token, before, after in (("appUserToken", was.user_token, now.user_token), ("appSystemToken", was.system_token, now.system_token)):
        if before != after:
            yield ManifestChange(f"remote-token-{'enabled' if after else 'disabled'}", f"{key} {token}", "", now.span)


def _modules(old: Manifest, new: Manifest) -> Iterator[ManifestChange]:
    for (kind, key), (was, now) in _both(_by_key(old), _by_key(new)):
        label = f'{kind} "{_title(now or was) or key}"'
        if was is None and now is not None:
            yield ManifestChange("entry-added", label, "", now.span)
            if kind in DATA_MODULES:
                yield ManifestChange(f"{kind.lower()}-added", label, "", now.span)
        elif was is not None and now is None:
            yield ManifestChange("entry-removed", label, "", was.span)
        if kind == "webtrigger" and now is not None and _dynamic(now) and not (was is not None and _dynamic(was)):
            yield ManifestChange("webtrigger-dynamic", label, "static → dynamic" if was else "", now.span)
        if kind == "llm" and was is not None and now is not None and _get(was.value, "model") != _get(now.value, "model"):
            yield ManifestChange("llm-model-added", label, "another model", now.span)


def _by_key(manifest: Manifest) -> dict[tuple[str, str], Module]:
    """What starts code or stores data; plain functions are reached through these, endpoints through remotes."""
    return {(module.type, module.key): module for module in manifest.modules if module.type not in ("function", "endpoint")}


def _title(module: Module | None) -> str | None:
    return module.title if module else None


def _dynamic(module: Module) -> bool:
    """Dynamic is the default of a web trigger."""
    return _get(module.value, "response", "type") != "static"


def _others(old: Manifest, new: Manifest) -> Iterator[ManifestChange]:
    if _get(new.extra, "app.licensing", "enabled") is True and _get(old.extra, "app.licensing", "enabled") is not True:
        yield ManifestChange("licensing-enabled", "app.licensing", "")
    for key, (was, now) in _both(_providers(old), _providers(new)):
        if was is None or now is None:
            yield ManifestChange("provider-added" if was is None else "provider-removed", key, "")
        elif _get(was, "clientId") != _get(now, "clientId"):
            yield ManifestChange("provider-changed", key, "another client id")
    before, after = _content(old), _content(new)
    for subject in sorted(after - before):
        yield ManifestChange("content-policy-added", subject, "")
    for subject in sorted(before - after):
        yield ManifestChange("content-policy-removed", subject, "")
    if old.app_managed != new.app_managed:
        yield ManifestChange(
            "enforcement-changed", "permissions.enforcement", "app-managed" if new.app_managed else "not app-managed any more"
        )


def _providers(manifest: Manifest) -> dict[str, Value]:
    listed = _get(manifest.extra, "providers", "auth")
    if not isinstance(listed, tuple | list):
        return {}
    return {str(_get(provider, "key")): provider for provider in listed}


def _content(manifest: Manifest) -> set[str]:
    content = _get(manifest.extra, "permissions.content")
    if not isinstance(content, Mapping):
        return set()
    return {f"{name} {item}" for name, items in content.items() if isinstance(items, tuple | list) for item in items}


def _get(value: object, *path: str) -> Value:
    """What lies below some keys; None where there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value  # type: ignore[return-value]


def _both(old: Mapping[Key, Item], new: Mapping[Key, Item]) -> Iterator[tuple[Key, tuple[Item | None, Item | None]]]:
    """Every key of either, sorted, with what it is in each."""
    for key in sorted(old.keys() | new.keys(), key=str):
        yield key, (old.get(key), new.get(key))
