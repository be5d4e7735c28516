"""`scan --format html` as people run it: exit codes, excerpts from the right files, the missing extra."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from scopeminer.audit.model import AppInfo
from scopeminer.cli.main import run
from scopeminer.cli.sources import Sources

SAMPLES = Path(__file__).parents[2] / "sample_apps"


def test_the_page_goes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run(["scan", str(SAMPLES / "over-privileged"), "--format", "html", "-o", str(target)]) == 1
    page = target.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "requestJira(route`/rest/api/3/project/" in page


def test_without_jinja2_nothing_is_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "scopeminer.report.html", raising=False)
    monkeypatch.setattr(import_module("scopeminer.scan"), "scan_all", lambda *arguments: pytest.fail("scanned"))
    target = tmp_path / "report.html"
    assert run(["scan", str(SAMPLES / "clean-app"), "--format", "html", "-o", str(target)]) == 2
    assert capfd.readouterr().err == "Error: --format html needs jinja2, which is not installed: pip install 'scopeminer[html]'.\n"
    assert not target.exists()


@pytest.mark.parametrize(
    "named, file, content",
    [
        (None, "manifest.yml", b"own"),
        (None, "src/a.js", b"code"),
        (None, "../secret.txt", None),
        (None, "/etc/passwd", None),
        (None, "src/missing.js", None),
        ("other/manifest.yml", "manifest.yml", b"named"),
        ("other/gone.yml", "gone.yml", b""),
    ],
)
def test_sources_are_read_by_the_rules_of_the_scan(tmp_path: Path, named: str | None, file: str, content: bytes | None) -> None:
    for path, text in {"app/manifest.yml": "own", "app/src/a.js": "code", "other/manifest.yml": "named", "secret.txt": "no"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    app = AppInfo(str(tmp_path / "app"), "manifest.yml", None, None)
    sources = Sources(tmp_path / named if named else None)
    assert sources(app, file) == content
