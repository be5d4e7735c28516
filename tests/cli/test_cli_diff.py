"""`scopeminer diff`: folders and git revisions, three formats, gates."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
MACRO = Path(__file__).parents[2] / "sample_apps" / "page-macro"
WEBTRIGGER = "modules:\n  webtrigger:\n    - {key: hook, function: resolver, response: {type: %s}}\n"


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """v2 adds a write scope, an image host, and makes a web trigger dynamic; it drops a scope that nothing used."""
    old, new = tmp_path / "v1", tmp_path / "v2"
    for folder, response in ((old, "static"), (new, "dynamic")):
        shutil.copytree(MACRO, folder)
        manifest = folder / "manifest.yml"
        manifest.write_text(manifest.read_text().replace("modules:\n", WEBTRIGGER % response))
    text = (new / "manifest.yml").read_text()
    text = text.replace("    - read:confluence-content.summary", "    - write:page:confluence")
    (new / "manifest.yml").write_text(text.replace("permissions:\n", "permissions:\n  external: {images: ['*.cdn.com']}\n"))
    return old, new


def flat(text: str) -> str:
    return " ".join(text.split())


def test_text(versions: tuple[Path, Path], scopeminer: Call) -> None:
    result = scopeminer("diff", *versions)
    assert (result.code, result.stderr) == (0, "")
    for sentence in (
        "+ write:page:confluence: is accepted by 23 operations, 21 of",
        "not used: over-privilege",
        "- read:confluence-content.summary",
        "+ images *.cdn.com",
        '+ dynamic response of webtrigger "hook": static → dynamic',
        "Major version, for 4 documented reasons: administrators will be asked again.",
    ):
        assert sentence in flat(result.stdout)
    assert max(map(len, result.stdout.splitlines()[1:])) <= 80


def test_markdown(versions: tuple[Path, Path], scopeminer: Call, tmp_path: Path) -> None:
    target = tmp_path / "comment.md"
    assert scopeminer("diff", *versions, "--format", "markdown", "-o", target).stdout == ""
    lines = target.read_text("utf-8").splitlines()
    assert lines[0] == f"### Permissions: `{versions[0]}` → `{versions[1]}`"
    assert lines[2].startswith("**Major version, for 4 documented reasons: administrators will be asked again.**")
    assert "| Egress | | where |" in lines
    assert "| ➕ `images *.cdn.com` **(major)** |  | `manifest.yml:25` |" in lines


def test_json(versions: tuple[Path, Path], scopeminer: Call) -> None:
    answer = json.loads(scopeminer("diff", *versions, "-f", "json").stdout)
    assert (answer["schema"], answer["release_impact"], answer["consent"]) == ("scopeminer/diff/1", "major", True)
    assert {(one["kind"], one["subject"], one["verdict"]) for one in answer["differences"]} == {
        ("scope-added", "write:page:confluence", "unused"),
        ("scope-removed", "read:confluence-content.summary", None),
        ("egress-added", "images *.cdn.com", None),
        ("webtrigger-dynamic", 'webtrigger "hook"', None),
    }


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_identical_versions(form: str, versions: tuple[Path, Path], scopeminer: Call) -> None:
    result = scopeminer("diff", versions[0], versions[0], "-f", form, "--fail-on", "new-scope")
    assert result.code == 0
    if form != "json":
        assert "no permission change" in flat(result.stdout.lower())


@pytest.mark.parametrize(
    ("gates", "backwards", "code"),
    [
        (["new-scope"], False, 1),
        (["new-write"], False, 1),
        (["new-egress"], False, 1),
        (["new-egress"], True, 0),
        (["new-write"], True, 0),
        (["new-write", "new-scope"], True, 1),
    ],
)
def test_gates(gates: list[str], backwards: bool, code: int, versions: tuple[Path, Path], scopeminer: Call) -> None:
    folders = versions[::-1] if backwards else versions
    options = [option for gate in gates for option in ("--fail-on", gate)]
    assert scopeminer("diff", *folders, *options).code == code


def git(folder: Path, *arguments: str) -> None:
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **settings})


@pytest.fixture
def repository(tmp_path: Path, versions: tuple[Path, Path]) -> Path:
    """Two commits, `v1` tagged and the current one; the app lies in `apps/macro`, with a change that is not committed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    root = tmp_path / "repository"
    app = root / "apps" / "macro"
    shutil.copytree(versions[0], app)
    (app / "link").symlink_to("src")
    (app / ".gitattributes").write_text("src/** export-ignore\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "one")
    git(root, "tag", "v1")
    shutil.copy(versions[1] / "manifest.yml", app / "manifest.yml")
    git(root, "commit", "-q", "-a", "-m", "two")
    (app / "manifest.yml").write_text((app / "manifest.yml").read_text().replace("*.cdn.com", "*.other.com"))
    return root


@pytest.mark.parametrize(
    ("arguments", "egress"),
    [
        (("v1", "HEAD"), ["egress-added images *.cdn.com"]),
        (("v1",), ["egress-added images *.other.com"]),
        (("HEAD",), ["egress-removed images *.cdn.com", "egress-added images *.other.com"]),
        (("HEAD", "v1"), ["egress-removed images *.cdn.com"]),
        (("HEAD~1", "v1"), []),
        (("v1:apps/macro", "HEAD:apps/macro"), ["egress-added images *.cdn.com"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_revisions(arguments: tuple[str, ...], egress: list[str], repository: Path, scopeminer: Call) -> None:
    before = subprocess.run(["git", "status", "--porcelain"], cwd=repository, capture_output=True, check=True).stdout
    answer = json.loads(scopeminer("diff", *arguments, "--app", repository / "apps/macro", "-f", "json").stdout)
    found = [f"{one['kind']} {one['subject']}" for one in answer["differences"] if one["kind"].startswith("egress")]
    assert sorted(found) == sorted(egress)
    assert not [one for one in answer["differences"] if one["kind"].startswith("operation")]
    assert subprocess.run(["git", "status", "--porcelain"], cwd=repository, capture_output=True, check=True).stdout == before


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("nosuch",), "'nosuch' is neither a folder nor a git revision."),
        (("v1:apps/other",), "v1 has no folder apps/other."),
        (("v1", "--outptu=x"), "No such option"),
        (("v1", "v1", "v1"), "unexpected extra argument"),
    ],
)
def test_errors(arguments: tuple[str, ...], error: str, repository: Path, scopeminer: Call) -> None:
    result = scopeminer("diff", "--app", repository / "apps/macro", *arguments)
    assert (result.code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert error in result.stderr


def test_a_revision_that_looks_like_an_option_is_none(repository: Path, scopeminer: Call) -> None:
    result = scopeminer("diff", "--app", repository / "apps/macro", "--", "--all", "HEAD")
    assert (result.code, result.stderr) == (2, "Error: '--all' is neither a folder nor a git revision.\n")


def test_outside_of_a_repository(versions: tuple[Path, Path], scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(versions[0].parent))
    result = scopeminer("diff", "main", "--app", versions[0])
    assert result.code == 2
    assert "is in no git repository" in result.stderr
