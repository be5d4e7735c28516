"""A repository in a few commits → what changed since the date of a statement."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from scopeminer.claims.staleness import NO_HISTORY, UNDATED, changes
from scopeminer.manifest.read import read

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SINCE = date(2025, 9, 29)


def manifest(scopes: str = "", egress: str = "", rest: str = "") -> str:
    external = f"  external: {{{egress}}}\n" if egress else ""
    return f"modules: {{}}\npermissions:\n  scopes: [{scopes}]\n{external}{rest}app: {{id: x}}\n"


def git(folder: Path, *arguments: str, day: str = "2025-01-01") -> str:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_AUTHOR_DATE": f"{day}T12:00:00 +0000",
        "GIT_COMMITTER_DATE": f"{day}T12:00:00 +0000",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment, text=True).stdout


def history(root: Path, *commits: tuple[str, str | None]) -> Path:
    """A repository whose folder `app` had this manifest on these days; None: it was not there."""
    app = root / "app"
    app.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    for day, text in commits:
        (root / "log.txt").write_text(day)
        if text is None:
            (app / "manifest.yml").unlink(missing_ok=True)
        else:
            (app / "manifest.yml").write_text(text)
        git(root, "add", "-A")
        git(root, "commit", "-qm", day, day=day)
    return app


def said(app: Path, since: date | None = SINCE) -> list[str]:
    """The cautions, without the names of commits."""
    found = changes(app, read("manifest.yml", b"app: {id: x}"), since)
    return [f"{one.kind}: {one.text.partition(' (commit ')[0]}" for one in found]


ONE = manifest("read:jira-work")
CASES = [
    ("nothing after", [("2025-06-01", ONE)], []),
    ("on the day itself", [("2025-06-01", ONE), ("2025-09-29", manifest("read:jira-work, write:jira-work"))], []),
    (
        "a scope more and one less",
        [("2025-06-01", ONE), ("2025-11-01", manifest("write:jira-work"))],
        ["changed-since: on 2025-11-01, after the statement: +write:jira-work, -read:jira-work"],
    ),
    (
        "egress and a remote",
        [("2025-06-01", ONE), ("2025-11-01", manifest("read:jira-work", "fetch: {backend: [a.example.com]}", "remotes: [{key: r, baseUrl: 'https://r.example.com'}]\n"))],
        ["changed-since: on 2025-11-01, after the statement: +fetch.backend a.example.com, +remote r (https://r.example.com)"],
    ),
    (
        "a remote that moved",
        [("2025-06-01", manifest(rest="remotes: [{key: r, baseUrl: 'https://a.example.com'}]\n")), ("2025-11-01", manifest(rest="remotes: [{key: r, baseUrl: 'https://b.example.com'}]\n"))],
        ["changed-since: on 2025-11-01, after the statement: +remote r (https://b.example.com), -remote r (https://a.example.com)"],
    ),
    (
        "impersonation",
        [("2025-06-01", ONE), ("2025-11-01", "modules: {}\npermissions:\n  scopes:\n    read:jira-work: {allowImpersonation: true}\napp: {id: x}\n")],
        ["changed-since: on 2025-11-01, after the statement: +read:jira-work (allowImpersonation), -read:jira-work"],
    ),
    ("words only", [("2025-06-01", ONE), ("2025-11-01", ONE + "# a comment\n")], []),
    (
        "two commits, oldest first",
        [("2025-06-01", ONE), ("2025-10-01", manifest()), ("2025-11-01", ONE)],
        ["changed-since: on 2025-10-01, after the statement: -read:jira-work", "changed-since: on 2025-11-01, after the statement: +read:jira-work"],
    ),
    ("added", [("2025-06-01", None), ("2025-10-01", ONE)], ["changed-since: on 2025-10-01, after the statement, the manifest was added: +read:jira-work"]),
    ("added with nothing", [("2025-10-01", manifest())], ["changed-since: on 2025-10-01, after the statement, the manifest was added: no permissions"]),
    ("removed", [("2025-06-01", ONE), ("2025-10-01", None)], ["changed-since: on 2025-10-01, after the statement, the manifest was removed"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "commits", "expected"), CASES, ids=[row[0] for row in CASES])
def test_what_changed(tmp_path: Path, name: str, commits: list[tuple[str, str | None]], expected: list[str]) -> None:
    assert said(history(tmp_path, *commits)) == expected


def test_a_version_that_is_no_manifest(tmp_path: Path) -> None:
    app = history(tmp_path, ("2025-06-01", ONE), ("2025-10-01", "- [broken"), ("2025-11-01", ONE))
    found = said(app)
    assert [line.partition(":")[0] for line in found] == ["no-history", "no-history"]
    assert all(line.endswith("a version of the manifest cannot be read") for line in found)


def test_many_changes_of_one_commit_are_counted(tmp_path: Path) -> None:
    app = history(
        tmp_path, ("2025-06-01", manifest()), ("2025-10-01", manifest(", ".join(f"read:a{number:02}:jira" for number in range(15))))
    )
    (line,) = said(app)
    assert line.endswith("+read:a11:jira and 3 more")


def test_without_a_date(tmp_path: Path) -> None:
    assert said(tmp_path, None) == [f"undated: {UNDATED}"]


def test_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert said(tmp_path) == [f"no-history: {NO_HISTORY}"]


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = history(tmp_path, ("2025-11-01", ONE))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said(app) == [f"no-history: {NO_HISTORY}"]


def test_a_manifest_that_was_never_committed(tmp_path: Path) -> None:
    app = history(tmp_path, ("2025-11-01", None))
    assert said(app) == [f"no-history: {NO_HISTORY}"]


def test_a_shallow_clone_says_where_it_is_cut_off(tmp_path: Path) -> None:
    history(tmp_path / "origin", ("2025-06-01", ONE), ("2025-10-01", manifest()), ("2025-11-01", ONE))
    git(tmp_path, "clone", "-q", "--depth", "1", (tmp_path / "origin").as_uri(), "clone")
    (line,) = said(tmp_path / "clone" / "app")
    assert line.startswith("no-history: the history is cut off at commit ")
    assert line.endswith(" of 2025-11-01: what changed before it cannot be told")


def test_nothing_that_the_repository_configures_is_run(tmp_path: Path) -> None:
    """A signature program, a file system monitor, a pager: each would leave a file behind."""
    app = history(tmp_path, ("2025-06-01", ONE), ("2025-11-01", manifest()))
    program = tmp_path / "run.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    names = ("gpg.program", "core.fsmonitor", "core.pager", "pager.log", "diff.external", "core.sshCommand")
    for name in names:
        git(tmp_path, "config", name, str(program))
    git(tmp_path, "config", "log.showSignature", "true")
    (tmp_path / "ran").unlink(missing_ok=True)
    signed = git(tmp_path, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n", 1
    )
    name = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"], cwd=tmp_path, input=signed, capture_output=True, text=True, check=True
    ).stdout
    git(tmp_path, "update-ref", "refs/heads/main", name.strip())
    (tmp_path / "ran").unlink(missing_ok=True)
    assert said(app) == ["changed-since: on 2025-11-01, after the statement: -read:jira-work"]
    assert not (tmp_path / "ran").exists()
