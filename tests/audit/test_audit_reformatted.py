"""The same app after edits that change no meaning: every finding keeps its fingerprint, every use its id."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scopeminer.audit.model import Audit
from scopeminer.scan import scan

SAMPLES = Path(__file__).parents[2] / "sample_apps"
APPS = ("over-privileged", "egress-hosts", "map-form-scopes")
Edit = Callable[[str], str]


def _wrapped(code: str) -> str:
    """Each argument of a request on a line of its own."""
    return re.sub(r"(request\w+\()(route`)", r"\1\n    \2", code)


def _sorted(manifest: str) -> str:
    """The list of scopes backwards; comments between them stay behind the last one."""
    lines = manifest.splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if re.match(r"    - [a-z]+:\S", line)]
    for number, line in zip(at, [lines[number] for number in reversed(at)], strict=True):
        lines[number] = line
    return "".join(lines)


EDITS: dict[str, tuple[Edit, Edit]] = {
    "blank lines in front": (lambda code: "\n" * 10 + code, lambda manifest: "\n" * 7 + manifest),
    "comments in front": (lambda code: "/* a licence */\n" + code, lambda manifest: "# a licence\n" + manifest),
    "other line ends": (lambda code: code.replace("\n", "\r\n"), lambda manifest: manifest.replace("\n", "\r\n")),
    "wider indentation": (lambda code: re.sub(r"^( +)", r"\1\1", code, flags=re.MULTILINE), lambda manifest: manifest),
    "requests over several lines": (_wrapped, lambda manifest: manifest),
    "quoted scopes": (lambda code: code, lambda manifest: re.sub(r"^(    - )([a-z]+:[^\s#]+)", r"\1'\2'", manifest, flags=re.MULTILINE)),
    "scopes sorted": (lambda code: code, _sorted),
    "a marker of byte order": (lambda code: "\ufeff" + code, lambda manifest: "\ufeff" + manifest),
}


def identities(audit: Audit) -> tuple[list[str], list[str]]:
    return sorted(found.fingerprint for found in audit.findings), sorted(audit.use_ids)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("app", APPS)
def test_nothing_is_new_after_an_edit_that_means_nothing(tmp_path: Path, app: str, edit: str) -> None:
    before = identities(scan(SAMPLES / app))
    folder = tmp_path / app
    shutil.copytree(SAMPLES / app, folder)
    in_code, in_manifest = EDITS[edit]
    changed = app != APPS[0]  # which has something for each edit
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".js", ".jsx", ".ts", ".tsx", ".yml"):
            text = file.read_text("utf-8")
            edited = (in_manifest if file.suffix == ".yml" else in_code)(text)
            changed |= edited != text
            file.write_bytes(edited.encode())
    assert changed
    assert identities(scan(folder)) == before
    assert before[0]


def test_a_change_that_means_something_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "app"
    shutil.copytree(SAMPLES / "over-privileged", folder)
    before = identities(scan(folder))[0]
    manifest = folder / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("    - read:jira-work", "    - read:me\n    - read:jira-work"))
    after = identities(scan(folder))[0]
    assert len(set(after) - set(before)) == 1
    assert set(before) < set(after)
