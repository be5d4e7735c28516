"""`scopeminer justify`: a page made, checked and found stale."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scopeminer.cli.justify import difference

Call = Callable[..., Any]
SAMPLE = Path(__file__).parents[2] / "sample_apps" / "issue-panel"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return Path(shutil.copytree(SAMPLE, tmp_path / "app"))


@pytest.fixture
def page(app: Path, scopeminer: Call) -> Path:
    target = app / "SCOPES.md"
    assert scopeminer("justify", app, "-o", target).code == 0
    return target


def test_it_writes_what_it_prints(app: Path, page: Path, scopeminer: Call) -> None:
    printed = scopeminer("justify", app)
    assert (printed.code, printed.stdout, printed.stderr) == (0, page.read_text("utf-8"), "")
    assert page.read_text("utf-8") == scopeminer("scan", app, "--format", "markdown").stdout
    assert printed.stdout.startswith("# Scopes of app\n")


def test_a_page_just_written_holds(app: Path, page: Path, scopeminer: Call) -> None:
    result = scopeminer("justify", app, "--check", page)
    assert (result.code, result.stdout, result.stderr) == (0, f"{page} holds.\n", "")


def test_line_ends_of_a_checkout_do_not_matter(app: Path, page: Path, scopeminer: Call) -> None:
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert scopeminer("justify", app, "--check", page).code == 0


def test_a_page_is_stale_when_the_code_changes(app: Path, page: Path, scopeminer: Call) -> None:
    source = app / "src/jira/issues.js"
    source.write_text("\n" + source.read_text("utf-8"), "utf-8")
    result = scopeminer("justify", app, "--check", page)
    assert (result.code, result.stderr, result.stdout.count("\n")) == (1, "", 1)
    assert "is stale: line 9 has '…" in result.stdout
    assert "src/jira/issues.js:11" in result.stdout
    assert result.stdout.endswith(f"; write it anew with 'scopeminer justify -o {page}'.\n")


def test_a_page_is_stale_when_the_manifest_changes(app: Path, page: Path, scopeminer: Call) -> None:
    manifest = app / "manifest.yml"
    manifest.write_text(manifest.read_text("utf-8").replace("    - read:jira-user", "    - read:jira-user\n    - storage:app"), "utf-8")
    assert scopeminer("justify", app, "--check", page).code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--check", "none.md"), "none.md: cannot be read: No such file or directory; write it with 'scopeminer justify -o'."),
        (("--check", "a.md", "-o", "b.md"), "Expected either --check or --output. See 'scopeminer justify --help'."),
    ],
)
def test_errors_are_one_sentence(
    arguments: tuple[str, ...], sentence: str, app: Path, scopeminer: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(app)
    result = scopeminer("justify", *arguments)
    assert (result.code, result.stdout, result.stderr) == (2, "", f"Error: {sentence}\n")


@pytest.mark.parametrize(
    ("committed", "made", "said"),
    [
        ("a\nb\n", "a\nb\n", ""),
        ("a\nb\n", "a\nc\n", "line 2 has 'b' where the code says 'c'"),
        ("a\n", "a\nb\n", "line 2 has nothing where the code says 'b'"),
        ("a\nb\n", "a\n", "line 2 has 'b' where the code says nothing"),
        ("", "a\n", "line 1 has nothing where the code says 'a'"),
        ("x" * 100 + "a\n", "x" * 100 + "b\n", f"line 1 has '…{'x' * 30}a' where the code says '…{'x' * 30}b'"),
        ("a" + "x" * 100, "b" + "x" * 100, f"line 1 has 'a{'x' * 59}…' where the code says 'b{'x' * 59}…'"),
        ("\x1b[2Ja", "b", r"line 1 has '\x1b[2Ja' where the code says 'b'"),
        ("ab", "a", "line 1 has 'ab' where the code says 'a'"),
        ("Compared with Atlassian's documents as of 2026-01-01.", "Compared with Atlassian's documents as of 2026-02-02.", ""),
        (
            "Compared with Atlassian's documents as of 2026.",
            "Compared",
            "line 1 has 'Compared with Atlassian's documents as of 2026.' where the code says 'Compared'",
        ),
        ("Compared", "Compared with Atlassian's documents as of 2026.", "…"),
    ],
)
def test_the_first_difference(committed: str, made: str, said: str) -> None:
    found = difference(committed, made)
    assert found if said == "…" else found == said
