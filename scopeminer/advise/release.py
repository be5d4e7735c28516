"""What a change means for the people who installed the app, as Forge documents it.

Source: the Forge documentation on app versions and on permissions (2026). A major version waits for each site's administrator; one
vendor reports that only new scopes forced it in practice, so sentences say "documented".
"""

from __future__ import annotations

from collections.abc import Iterable

IMPACTS = ("none", "minor", "major")

MAJOR = frozenset({
    "scope-added", "scope-removed",
    "content-policy-added",
    "egress-added", "egress-category-changed", "egress-in-scope",
    "webtrigger-dynamic",
    "licensing-enabled",
    "provider-added", "provider-removed", "provider-changed",
    "remote-added", "remote-moved", "remote-storage-in-scope",
    "sql-added", "objectstore-added", "llm-added", "llm-model-added",
})  # fmt: skip
"""Kinds of changes for which a major version is documented; everything else is minor, code changes included."""


def impact_of(kind: str) -> str:
    """The documented impact of one kind of change (see compare.Change): minor | major."""
    return "major" if kind in MAJOR else "minor"


def gravest(impacts: Iterable[str]) -> str:
    """none when there are no changes at all."""
    return max(impacts, key=IMPACTS.index, default="none")
