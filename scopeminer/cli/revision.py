"""A git revision → a folder with its files; nothing is checked out, the work tree is not touched."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scopeminer.records import NamedTuple

MAX_FILE = 4_000_000
"""Bytes; what is larger is no source that a scan would read."""
LEFT_OUT = frozenset({"node_modules", ".git", ".."})
LINK, SUBMODULE = "120000", "160000"


@contextmanager
def version(name: str, app: Path) -> Iterator[Path]:
    """The folder of one version: `name` is a folder, or a revision of the repository around the folder `app`.

    `REVISION:FOLDER` names another folder of that revision, from the repository's root.
    """
    if os.path.isdir(name):
        yield Path(name)
        return
    revision, _, inside = name.partition(":")
    top = _git(app, "rev-parse", "--show-toplevel", fails=f"'{name}' is no folder, and {app} is in no git repository.")
    commit = _git(app, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", fails=_neither(name))
    folder = inside or os.path.relpath(os.path.realpath(app), os.path.realpath(top.decode().strip()))
    with tempfile.TemporaryDirectory(prefix="scopeminer-") as temporary:
        root = Path(temporary)
        _extract(app, commit.decode().strip(), root)
        if not (root / folder).is_dir():
            raise click.ClickException(f"{revision} has no folder {folder}.")
        yield root / folder


class Entry(NamedTuple):
    """One file of a commit; `name` is that of its content."""

    mode: str
    name: str
    path: str


def _entry(line: bytes) -> Entry | None:
    """A line of `git ls-tree --long`; None for what is not wanted."""
    head, _, path = line.partition(b"\t")
    mode, _, name, size = head.decode().split()
    parts = os.fsdecode(path).split("/")
    if mode == SUBMODULE or int(size) > MAX_FILE or not LEFT_OUT.isdisjoint(parts):
        return None
    return Entry(mode, name, os.fsdecode(path))


def _neither(name: str) -> str:
    return f"'{name}' is neither a folder nor a git revision."


def _git(folder: Path, *arguments: str, fails: str, given: bytes | None = None) -> bytes:
    """Without hooks, pagers, file system monitors or anything else that a repository may configure to be run."""
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", "--no-pager", "--no-optional-locks", *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise click.ClickException("git is not installed; name two folders instead.") from error
    if done.returncode:
        raise click.ClickException(fails)
    return done.stdout


def _extract(repository: Path, commit: str, root: Path) -> None:
    """Write the files of a commit below `root`; an empty `.git` says where the repository begins."""
    listing = _git(repository, "ls-tree", "-r", "-z", "--full-tree", "--long", commit, fails=f"the files of {commit} cannot be listed.")
    wanted = [entry for entry in map(_entry, listing.split(b"\0")[:-1]) if entry is not None]
    given = "".join(f"{entry.name}\n" for entry in wanted).encode()
    content = _git(repository, "cat-file", "--batch", fails=f"the files of {commit} cannot be read.", given=given)
    links: list[tuple[Path, bytes]] = []
    at = 0
    for entry in wanted:
        start = content.index(b"\n", at) + 1
        end = start + int(content[at:start].split()[2])
        data, at = content[start:end], end + 1
        target = root / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == LINK:
            links.append((target, data))
        else:
            target.write_bytes(data)
    for target, data in links:  # last: no file is ever written through a link
        if not target.exists():
            os.symlink(os.fsdecode(data), target)
    (root / ".git").mkdir(exist_ok=True)
