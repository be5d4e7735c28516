"""Whether an edited manifest says what it said before, the intended changes apart."""

from __future__ import annotations

from dataclasses import fields

from scopeminer.manifest.model import EditError, Edits, EgressGrant, Manifest, ManifestError
from scopeminer.manifest.read import read
from scopeminer.source import Span


def checked(source: bytes, result: bytes, before: Manifest, edits: Edits) -> bytes:
    """The result, when it reads as what was intended and as nothing else; EditError otherwise."""
    if result == source:
        return source
    try:
        after = read(before.path, result)
    except ManifestError as error:
        raise EditError(f"an edit would break the manifest: {error}") from error
    if _grants(after) != _intended(before, edits):
        raise EditError("the scopes cannot be edited apart from each other: they share a part through an alias.")
    gone = set(edits.remove_egress)
    if list(map(_bare, after.egress)) != [_bare(grant) for grant in before.egress if (grant.directive, _address(grant)) not in gone]:
        raise EditError("the egress entries cannot be edited apart from each other: they share a part through an alias.")
    if _rest(after, source) != _rest(before, source) or _written(after, result) != _written(before, source):
        raise EditError("an edit would change something else in the manifest.")
    return result


def _grants(manifest: Manifest) -> list[tuple[str, bool]]:
    return sorted((grant.scope, bool(grant.allow_impersonation)) for grant in manifest.grants)


def _intended(before: Manifest, edits: Edits) -> list[tuple[str, bool]]:
    kept = [
        (grant.scope, bool(grant.allow_impersonation) and grant.scope not in edits.drop_impersonation)
        for grant in before.grants
        if grant.scope not in edits.remove
    ]
    return sorted(kept + [(scope, False) for scope in dict.fromkeys(edits.add) if scope not in before.scopes])


def _address(grant: EgressGrant) -> str:
    return grant.address or grant.remote or ""


def _bare(record: object) -> tuple[object, ...]:
    """A record without its place."""
    values = (getattr(record, field.name) for field in fields(record))  # type: ignore[arg-type]
    return tuple(value for value in values if not isinstance(value, Span))


def _rest(manifest: Manifest, source: bytes) -> tuple[object, ...]:
    """Everything that no edit may touch. Behind an anchor, what else uses it changes with it; that is what the anchor is for."""
    lists = (
        manifest.functions,
        manifest.resources,
        manifest.modules,
        manifest.references,
        manifest.events,
        manifest.remotes,
        manifest.endpoints,
    )
    extra = None if b"&" in source else manifest.extra
    return manifest.app_id, manifest.name, manifest.app_managed, extra, [list(map(_bare, records)) for records in lists]


def _written(manifest: Manifest, source: bytes) -> list[bytes]:
    return [source[hole.start : hole.end] for hole in manifest.holes]
