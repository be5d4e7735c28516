"""`scopeminer fix`: a diff, a file that is written or left alone, and what a second run says."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"
APPS = sorted(manifest.parent.name for manifest in SAMPLES.glob("*/manifest.yml"))
FIXED = ("over-privilege", "redundant-scope", "dead-code-scope", "under-privilege", "impersonation-unused", "unused-egress")
ISSUE = "await api.asUser().requestJira(route`/rest/api/3/issue/X-1`);"
PUT_AND_CLASSIC_ONLY = (("/rest/api/3/issue/X-1", "PUT"), ("/rest/api/3/plans/plan", "POST"))
LIST = "  scopes:  # why\n    - read:jira-work   # the panel\n    - 'write:jira-work'  # once\n    # kept apart\n    - storage:app\n"
MAP = "  scopes:\n    read:jira-work:  # the panel\n      allowImpersonation: true\n    # nobody knows\n    write:jira-work: {}\n"


@pytest.fixture
def app(tmp_path: Path) -> Callable[..., Path]:
    """An app with one scheduled function; `scopes` is the text below `permissions`."""

    def make(scopes: str, code: str = ISSUE, newline: str = "\n") -> Path:
        (tmp_path / "src").mkdir()
        text = (
            "modules:\n  scheduledTrigger:\n    - {key: t, function: run, interval: day}\n"
            "  function:\n    - {key: run, handler: index.run}\n"
            f"permissions:\n{scopes}app:\n  id: x\n"
        )
        (tmp_path / "manifest.yml").write_bytes(text.replace("\n", newline).encode())
        (tmp_path / "src/index.js").write_text(
            f"import api, {{ route }} from '@forge/api';\nexport const run = async () => {{ {code} }};\n"
        )
        return tmp_path

    return make


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    ("scopes", "lines"),
    [
        (LIST, ["    - 'write:jira-work'  # once", "    - storage:app"]),
        (MAP, ["      allowImpersonation: true", "    write:jira-work: {}"]),
        ("  scopes: [read:jira-work, write:jira-work]\n", ["  scopes: [read:jira-work, write:jira-work]"]),
    ],
    ids=["list", "map", "flow"],
)
def test_only_what_is_not_needed_goes(scopes: str, lines: list[str], newline: str, app: Callable[..., Path], scopeminer: Call) -> None:
    folder = app(scopes, newline=newline)
    before = (folder / "manifest.yml").read_bytes()
    shown = scopeminer("fix", folder)
    assert (folder / "manifest.yml").read_bytes() == before
    assert shown.code == 0
    removed = [line[1:].rstrip("\r") for line in shown.stdout.split("\n") if line.startswith("-") and not line.startswith("---")]
    assert [line for line in lines if line not in removed] == []
    assert "Apply with --write." in shown.stdout
    assert "Written." in scopeminer("fix", folder, "--write").stdout
    after = (folder / "manifest.yml").read_bytes()
    assert b"write:jira-work" not in after
    assert b"storage:app" not in after
    assert (after.count(b"\r"), b"read:jira-work" in after) == (after.count(b"\n") if newline == "\r\n" else 0, True)
    assert scopeminer("fix", folder, "--write").stdout.startswith("Nothing to change")
    assert (folder / "manifest.yml").read_bytes() == after
    assert scopeminer("scan", folder).code == 0


def test_the_diff_is_one_that_patch_applies(app: Callable[..., Path], scopeminer: Call) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = app(LIST)
    text = scopeminer("fix", folder).stdout
    patch = text[: text.index("2 scopes removed")].replace((folder / "manifest.yml").as_posix(), "manifest.yml")
    (folder / "change.patch").write_text(patch)
    subprocess.run(["git", "apply", "-p0", "change.patch"], cwd=folder, check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": "/"})
    assert scopeminer("fix", folder).stdout.startswith("Nothing to change")


def test_removing_the_last_scope_leaves_an_empty_list(app: Callable[..., Path], scopeminer: Call) -> None:
    folder = app("  scopes:\n    - write:jira-work\n", "")
    scopeminer("fix", folder, "--write")
    assert b"scopes: []" in (folder / "manifest.yml").read_bytes()


def test_what_is_missing_comes_in_the_same_change(app: Callable[..., Path], scopeminer: Call) -> None:
    folder = app("  scopes:\n    - write:jira-work\n")
    text = scopeminer("fix", folder, "--write").stdout
    assert "1 scope removed, 1 added. Major version (documented): administrators will be" in text
    assert b"- read:jira-work\n" in (folder / "manifest.yml").read_bytes()


@pytest.mark.parametrize(
    ("prefer", "scopes"),
    [((), "read:issue:jira"), (("--prefer", "fewest"), "read:jira-work"), (("--prefer", "granular"), "read:issue:jira")],
)
def test_policies(prefer: tuple[str, ...], scopes: str, app: Callable[..., Path], scopeminer: Call) -> None:
    folder = app("  scopes:\n    - read:issue:jira\n")
    scopeminer("fix", folder, "--write", *prefer)
    text = (folder / "manifest.yml").read_text()
    declared = {line.strip("- ") for line in text.partition("scopes:")[2].partition("app:")[0].split("\n") if line.strip()}
    assert scopes in declared
    assert len(declared) == (1 if "fewest" in prefer else 9)
    assert scopeminer("fix", folder, *prefer).stdout.startswith("Nothing to change")


def test_what_cannot_be_told_is_not_touched(app: Callable[..., Path], scopeminer: Call) -> None:
    code = "const c = await kvs.get('c'); await api.asApp().requestJira(assumeTrustedRoute(c.url), { method: c.method });"
    folder = app("  scopes: [read:jira-work, write:jira-work, storage:app]\n", code)
    source = (folder / "src/index.js").read_text()
    imports = "import { kvs } from '@forge/kvs';\n" + source.replace("{ route }", "{ assumeTrustedRoute, route }")
    (folder / "src/index.js").write_text(imports)
    before = (folder / "manifest.yml").read_bytes()
    text = scopeminer("fix", folder, "--write").stdout
    assert text.startswith("Nothing to change")
    assert "Kept:      read:jira-work, write:jira-work" in text
    assert (folder / "manifest.yml").read_bytes() == before


def test_another_file_can_be_the_manifest(app: Callable[..., Path], scopeminer: Call) -> None:
    folder = app(LIST)
    other = folder / "manifest.tmpl.yml"
    other.write_bytes((folder / "manifest.yml").read_bytes().replace(b"id: x", b"id: ${APP_ID}"))
    before = (folder / "manifest.yml").read_bytes()
    scopeminer("fix", folder, "--write", "--manifest", other)
    assert b"write:jira-work" not in other.read_bytes()
    assert b"id: ${APP_ID}" in other.read_bytes()
    assert (folder / "manifest.yml").read_bytes() == before


def test_a_file_that_changed_meanwhile_is_not_written(app: Callable[..., Path], scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from scopeminer.manifest import edit

    folder = app(LIST)
    apply = edit.apply

    def slowly(source: bytes, *arguments: Any) -> bytes:
        (folder / "manifest.yml").write_bytes(source + b"# somebody else was here\n")
        return apply(source, *arguments)

    monkeypatch.setattr(edit, "apply", slowly)
    result = scopeminer("fix", folder, "--write")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {folder / 'manifest.yml'} was changed while it was looked at; run the command again.\n"
    assert b"somebody else" in (folder / "manifest.yml").read_bytes()


def test_an_edit_that_is_not_safe_is_an_error(app: Callable[..., Path], scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from scopeminer.manifest import edit

    def refuse(*_: Any) -> bytes:
        raise edit.EditError("an anchor is shared.")

    folder = app(LIST)
    monkeypatch.setattr(edit, "apply", refuse)
    result = scopeminer("fix", folder, "--write")
    assert (result.code, result.stderr) == (2, f"Error: {folder / 'manifest.yml'} cannot be edited safely: an anchor is shared.\n")


@pytest.mark.parametrize("name", APPS)
def test_a_fixed_app_has_nothing_left_to_fix(name: str, tmp_path: Path, scopeminer: Call) -> None:
    folder = tmp_path / name
    shutil.copytree(SAMPLES / name, folder)
    assert scopeminer("fix", folder, "--write").code == 0
    found = scopeminer("scan", folder, "-f", "json").stdout
    assert [rule for rule in FIXED if f'"rule": "{rule}"' in found] == []
    assert scopeminer("fix", folder).stdout.startswith("Nothing to change")


def test_an_addition_that_makes_another_scope_redundant_is_one_change(app: Callable[..., Path], scopeminer: Call) -> None:
    put, post = (f"await api.asApp().requestJira(route`{path}`, {{ method: '{method}' }});" for path, method in PUT_AND_CLASSIC_ONLY)
    folder = app("  scopes:\n    - write:issue:jira\n", put + post)
    scopeminer("fix", folder, "--write")
    assert b"    - write:jira-work\n" in (folder / "manifest.yml").read_bytes()
    assert b"write:issue:jira" not in (folder / "manifest.yml").read_bytes()
    assert scopeminer("fix", folder).stdout.startswith("Nothing to change")
