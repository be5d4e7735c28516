"""OpenAPI documents of Atlassian → operations with their alternatives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scopeminer.records import dataclass

METHODS = frozenset({"get", "post", "put", "delete", "patch", "head", "options"})
SCOPE = re.compile(r"[a-z][a-z-]*(:[a-z0-9][a-z0-9.-]*){1,3}")
"""`verb:thing`, `verb:thing:product`, and a few with one more part."""


class UnknownFormError(Exception):
    """A document says something in a form that this reader does not know: better no catalog than a wrong one."""


@dataclass(frozen=True, slots=True)
class Source:
    """How one document is read.

    `prefix` goes in front of its paths; `drop` is cut out of them (JSM Operations names the cloud id, which the host function adds).
    `security_schemes`: the OAuth schemes of `security` that name Forge scopes; Bitbucket's name those of its own consumers.
    """

    name: str
    product: str
    prefix: str = ""
    drop: str = ""
    security_schemes: tuple[str, ...] = ("OAuth2", "oAuthDefinitions")
    removed_only: bool = False


SOURCES = (
    Source("jira", "jira"),
    Source("jira-software", "jira"),
    Source("jira-service-management", "jira"),
    Source("jsm-ops", "jira", prefix="/jsm/ops", drop="/{cloudId}"),
    Source("confluence-v1", "confluence"),
    Source("confluence-v2", "confluence", prefix="/wiki/api/v2"),
    Source("bitbucket", "bitbucket", security_schemes=()),
    Source("bitbucket-2026-04", "bitbucket", security_schemes=(), removed_only=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One operation as a document lists it."""

    product: str
    method: str
    path: str
    alternatives: tuple[tuple[str, ...], ...]
    announced: tuple[str, ...]
    status: str
    document: str
    seen: str
    expand: tuple[str, ...] = ()
    certainty: str = "certain"
    beside: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.product, self.method, self.path)


def read(folder: Path, source: Source, seen: str) -> Iterator[Row]:
    """The operations of one document; UnknownFormError when it is not what it used to be."""
    document = json.loads((folder / f"{source.name}.json").read_text(encoding="utf-8"))
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield row(source, path, method, operation, seen)


def row(source: Source, path: str, method: str, operation: dict[str, Any], seen: str) -> Row:
    """One operation of a document."""
    name = f"{source.name}: {method.upper()} {path}"
    alternatives, announced = _needs(source, operation, name)
    return Row(source.product, method.upper(), _path(source, path), alternatives, announced, _status(operation), source.name, seen)


def _path(source: Source, path: str) -> str:
    path = re.sub(r"^https://[^/]*", "", path)
    return source.prefix + path.replace(source.drop, "", 1) if source.drop else source.prefix + path


def _status(operation: dict[str, Any]) -> str:
    if operation.get("deprecated"):
        return "deprecated"
    return "experimental" if operation.get("x-experimental") else "current"


def _needs(source: Source, operation: dict[str, Any], name: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """(alternatives, announced). Atlassian's extension speaks where it is there, `security` where it is not."""
    states = operation.get("x-atlassian-oauth2-scopes")
    named = [_scopes(requirement[scheme], name) for requirement in operation.get("security") or () for scheme in requirement
             if scheme in source.security_schemes]  # fmt: skip
    if states is None:
        return _unique(named), ()
    by_state: dict[str, list[tuple[str, ...]]] = {}
    for entry in states:
        if entry.get("state") not in ("Current", "Beta"):
            raise UnknownFormError(f"{name}: scopes in the unknown state {entry.get('state')!r}")
        by_state.setdefault(entry["state"], []).append(_scopes(entry["scopes"], name))
    alternatives = [*by_state.get("Current", []), *by_state.get("Beta", [])]
    if "Current" not in by_state and () in named:
        # Two GETs of app properties: the empty alternative stands in `security` only.
        alternatives.insert(0, ())
    return _unique(alternatives), _announced(alternatives, by_state, operation)


def _announced(
    alternatives: list[tuple[str, ...]], by_state: dict[str, list[tuple[str, ...]]], operation: dict[str, Any]
) -> tuple[str, ...]:
    """Scopes that are optional now: an empty alternative (or one without the app-data scope) beside a fuller Beta one."""
    described = set(
        operation.get("x-scopes-named-in-description") or re.findall(r"`([a-z]+:[a-z.:-]+)`", operation.get("description") or "")
    )
    first = alternatives[0] if alternatives else ()
    extra = {scope for beta in by_state.get("Beta", []) if set(first) < set(beta) for scope in beta if scope not in first}
    if not first and extra:
        return tuple(sorted(extra | {scope for scope in described if SCOPE.fullmatch(scope)}))
    return tuple(sorted(extra & described))


def _scopes(scopes: list[str], name: str) -> tuple[str, ...]:
    for scope in scopes:
        if not isinstance(scope, str) or not SCOPE.fullmatch(scope):
            raise UnknownFormError(f"{name}: names a scope in an unknown form: {scope!r}")
    return tuple(sorted(set(scopes)))


def _unique(alternatives: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(alternatives))
