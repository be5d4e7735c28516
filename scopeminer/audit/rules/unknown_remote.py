"""unknown-remote: a key that no entry below `remotes` has."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    manifest = case.facts.manifest
    known = {remote.key for remote in manifest.remotes} | {endpoint.key for endpoint in manifest.endpoints}
    said = set()
    for use in case.facts.usage.remotes:
        if use.key is not None and use.key not in known and use.key not in said:
            said.add(use.key)
            yield finding("unknown-remote", f"the manifest declares no remote {use.key}", use.key, use.site)
