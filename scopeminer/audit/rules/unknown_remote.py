"""unknown-remote: a key that no entry below `remotes` has."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.source import Place


def check(case: Case) -> Iterator[Finding]:
    manifest = case.facts.manifest
    known = {remote.key for remote in manifest.remotes} | {endpoint.key for endpoint in manifest.endpoints}
    asked: dict[str, list[Place]] = {}
    for key, place in _asked(case):
        if key not in known:
            asked.setdefault(key, []).append(place)
    for key, places in asked.items():
        yield finding("unknown-remote", f"the manifest declares no remote {key}: add it below remotes", key, places[0], related=places)


def _asked(case: Case) -> Iterator[tuple[str, Place]]:
    """Keys that code calls, then those that the manifest itself refers to."""
    facts = case.facts
    yield from ((use.key, use.site) for use in facts.usage.remotes if use.key is not None)
    named = [(endpoint.remote, endpoint.span) for endpoint in facts.manifest.endpoints]
    named += [(grant.remote, grant.span) for grant in facts.manifest.egress if grant.remote is not None]
    yield from ((key, facts.place(span)) for key, span in named if key and not facts.manifest.has_hole(span))
