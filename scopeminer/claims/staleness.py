"""What git says of an app's permissions since the date of a statement."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from scopeminer.claims.model import Caution
from scopeminer.manifest.model import Manifest, ManifestError
from scopeminer.manifest.read import read

SECONDS = 20
MOST_COMMITS = 200


def changes(folder: Path, manifest: Manifest, since: date | None) -> tuple[Caution, ...]:
    """One caution for each commit that changed scopes, egress or remotes after `since`; where there is no history, one that says so."""
    if since is None:
        return (Caution("undated", "the statement has no date: whether it is older than the app's permissions cannot be told"),)
    commits = _git(
        folder, "log", f"--since={since.isoformat()}T23:59:59", f"--max-count={MOST_COMMITS}", "--format=%H %cs", "--", manifest.path
    )
    if commits is None:
        return (Caution("no-history", "no git history: whether permissions changed since the statement cannot be told"),)
    return tuple(_changed(folder, manifest, commits.splitlines()[::-1]))


def _changed(folder: Path, now: Manifest, commits: list[str]) -> Iterator[Caution]:
    for commit in commits:
        name, _, day = commit.partition(" ")
        after, before = (_permissions(folder, now.path, revision) for revision in (name, f"{name}~1"))
        added, removed = sorted(after - before), sorted(before - after)
        if added or removed:
            said = [*(f"+{one}" for one in added), *(f"-{one}" for one in removed)]
            yield Caution("changed-since", f"on {day}, after the statement: {', '.join(said)} (commit {name[:8]})")


def _permissions(folder: Path, path: str, revision: str) -> frozenset[str]:
    """Scopes, declared addresses and remotes of the manifest in one revision; nothing where there was none."""
    source = _git(folder, "show", f"{revision}:./{path}")
    if source is None:
        return frozenset()
    try:
        manifest = read(path, source.encode())
    except ManifestError:
        return frozenset()
    egress = {f"egress {grant.address}" for grant in manifest.egress if grant.address}
    return manifest.scopes | egress | {f"remote {remote.key}" for remote in manifest.remotes}


def _git(folder: Path, *arguments: str) -> str | None:
    """The output of a git command; None when it cannot be had."""
    try:
        run = subprocess.run(
            ["git", "--no-pager", *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout.decode("utf-8", "replace") if run.returncode == 0 else None
