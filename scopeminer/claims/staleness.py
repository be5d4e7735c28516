"""What git says of an app's permissions since the date of a statement.

The repository is not trusted: no hook, monitor, signature program, pager or transport that it configures is run, and nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from scopeminer.claims.model import Caution
from scopeminer.manifest.model import EgressGrant, Grant, Manifest, ManifestError, Remote
from scopeminer.manifest.read import read

SECONDS = 20
MOST_COMMITS = 200
LARGEST, MOST = 1_000_000, 16_000_000
"""Bytes of one version of a manifest, and of all that are compared together."""
SHOWN = 12
"""Changes of one commit that a sentence names."""
SAFE = (
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    ("core.alternateRefsCommand", ""),
    ("log.showSignature", "false"),
    ("protocol.allow", "never"),
)
NO_HISTORY = "no git history of the manifest can be read: whether permissions changed since the statement cannot be told"
UNDATED = "the statement has no date: whether it is older than the app's permissions cannot be told"


def changes(folder: Path, manifest: Manifest, since: date | None) -> tuple[Caution, ...]:
    """One caution for each commit that changed scopes, egress or remotes after the day `since`, oldest first.

    Where there is no date or no history, one that says so; where the history is cut off, one that says up to where it was read.
    """
    if since is None:
        return (Caution("undated", UNDATED),)
    after = f"--since={since.isoformat()}T23:59:59"
    listed = _git(folder, "log", after, f"--max-count={MOST_COMMITS + 1}", "--format=%H %P %cs", "--", manifest.path)
    if listed is None or _git(folder, "log", "--max-count=1", "--format=%H", "--", manifest.path) in (None, b""):
        return (Caution("no-history", NO_HISTORY),)
    commits = [line.split() for line in listed.decode("ascii", "replace").splitlines()]
    cut = (_git(folder, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
    found = tuple(_changed(folder, manifest.path, [(names[0], names[1:-1], names[-1]) for names in reversed(commits[:MOST_COMMITS])], cut))
    if len(commits) > MOST_COMMITS:
        return (Caution("no-history", f"only the last {MOST_COMMITS} changes of the manifest were compared"), *found)
    return found


def _changed(folder: Path, path: str, commits: list[tuple[str, list[str], str]], cut: bool) -> Iterator[Caution]:
    """`commits`: (name, parents, day), oldest first; `cut`: the history is a shallow clone's, whose first commit has no parents."""
    wanted = dict.fromkeys(name for commit, parents, _ in commits for name in (commit, *parents[:1]))
    versions = _versions(folder, path, tuple(wanted))
    for commit, parents, day in commits:
        now, old = versions.get(commit), versions.get(parents[0]) if parents else None
        if commit not in versions or (parents and parents[0] not in versions):
            said = f"what commit {commit[:8]} of {day} changed cannot be told: a version of the manifest cannot be read"
            yield Caution("no-history", said)
        elif cut and not parents:
            yield Caution("no-history", f"the history is cut off at commit {commit[:8]} of {day}: what changed before it cannot be told")
        elif now is None:
            yield Caution("changed-since", f"on {day}, after the statement, the manifest was removed (commit {commit[:8]})")
        elif old is None:
            said = f"on {day}, after the statement, the manifest was added: {_said(now, frozenset())}"
            yield Caution("changed-since", f"{said} (commit {commit[:8]})")
        elif now != old:
            yield Caution("changed-since", f"on {day}, after the statement: {_said(now, old)} (commit {commit[:8]})")


def _said(now: frozenset[str], old: frozenset[str]) -> str:
    said = [*(f"+{one}" for one in sorted(now - old)), *(f"-{one}" for one in sorted(old - now))]
    more = f" and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    return (", ".join(said[:SHOWN]) or "no permissions") + more


def _versions(folder: Path, path: str, commits: tuple[str, ...]) -> dict[str, frozenset[str] | None]:
    """Commit → what its manifest allows, None where it had none; commits whose manifest cannot be read are left out."""
    asked = "".join(f"{commit}:./{path}\n{commit}^{{commit}}\n" for commit in commits)
    answer = (_git(folder, "cat-file", "--batch-check", given=asked) or b"").decode("utf-8", "replace")
    heads = [line.split() for line in answer.splitlines()]
    blobs = {head[0]: int(head[2]) for head in heads[::2] if _is(head, "blob") and int(head[2]) <= LARGEST}
    allowed = _contents(folder, path, blobs)
    found: dict[str, frozenset[str] | None] = {}
    for commit, manifest, itself in zip(commits, heads[::2], heads[1::2], strict=False):
        if manifest[0] in allowed:
            found[commit] = allowed[manifest[0]]
        elif _is(itself, "commit") and not _is(manifest, "blob"):
            found[commit] = None
    return found


def _is(head: list[str], kind: str) -> bool:
    """Whether a line of `cat-file --batch-check` is of an object of this kind; names that mean nothing give `… missing`."""
    return len(head) == 3 and head[1] == kind and head[2].isdigit()


def _contents(folder: Path, path: str, blobs: dict[str, int]) -> dict[str, frozenset[str]]:
    """Name of a content → what it allows as a manifest; the oldest are left out when all of them are too much to read."""
    total, wanted = 0, []
    for name, size in reversed(blobs.items()):
        total += size
        if total <= MOST:
            wanted.append(name)
    answer = _git(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted)) or b""
    found: dict[str, frozenset[str]] = {}
    at = 0
    for name in wanted:
        start = answer.find(b"\n", at) + 1
        at = start + blobs[name] + 1
        allowed = _permissions(path, answer[start : at - 1]) if start > 0 and at <= len(answer) else None
        if allowed is not None:
            found[name] = allowed
    return found


def _permissions(path: str, source: bytes) -> frozenset[str] | None:
    """Scopes, declared addresses and remotes of one version; None when it is no manifest."""
    try:
        manifest = read(path, source)
    except ManifestError:
        return None
    return frozenset((*map(_scope, manifest.grants), *map(_egress, manifest.egress), *map(_remote, manifest.remotes)))


def _scope(grant: Grant) -> str:
    return f"{grant.scope} (allowImpersonation)" if grant.allow_impersonation else grant.scope


def _egress(grant: EgressGrant) -> str:
    return f"{grant.directive} {grant.address or f'remote {grant.remote}'}"


def _remote(remote: Remote) -> str:
    return f"remote {remote.key} ({', '.join(remote.base_urls)})"


def _git(folder: Path, *arguments: str, given: str = "") -> bytes | None:
    """The output of a git command; None when it cannot be had."""
    safe = tuple(part for name, value in SAFE for part in ("-c", f"{name}={value}"))
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        run = subprocess.run(
            ["git", "--no-pager", "--no-replace-objects", *safe, *arguments],
            cwd=folder,
            env=environment,
            input=given.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout if run.returncode == 0 else None
