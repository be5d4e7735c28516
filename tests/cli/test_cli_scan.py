"""`scopeminer scan`: arguments → exit code, stdout, stderr, file."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scopeminer.audit.model import AppInfo, Audit
from scopeminer.cli.gate import exit_code
from scopeminer.config import ConfigError
from scopeminer.manifest.read import ManifestError
from scopeminer.report.model import Failure, Run
from scopeminer.scan import Failure as ScanFailure

Make = Callable[..., Audit]
Scans = Callable[..., list[tuple[Path, Path | None]]]
Call = Callable[..., Any]


@pytest.mark.parametrize(
    ("levels", "unknown", "options", "code"),
    [
        ((), False, (), 0),
        (("error",), False, (), 1),
        (("warning", "note"), False, (), 0),
        (("warning",), False, ("--fail-on", "warning"), 1),
        (("note",), False, ("--fail-on", "warning"), 0),
        (("note",), False, ("--fail-on", "note"), 1),
        (("error",), False, ("--fail-on", "note"), 1),
        (("error", "warning", "note"), False, ("--fail-on", "never"), 0),
        ((), True, (), 0),
        ((), True, ("--strict",), 3),
        (("error",), True, ("--strict",), 3),
        (("error",), True, (), 1),
        (("error",), False, ("--strict",), 1),
        ((), False, ("--strict",), 0),
    ],
)
def test_exit_code(
    levels: tuple[str, ...], unknown: bool, options: tuple[str, ...], code: int, audit: Make, scans: Scans, scopeminer: Call
) -> None:
    scans(audit(*levels, unknown=unknown))
    result = scopeminer("scan", *options)
    assert (result.code, result.stderr) == (code, "")


@pytest.mark.parametrize(
    ("apps", "failed", "strict", "code"),
    [
        ([(), ()], False, False, 0),
        ([(), ("error",)], False, False, 1),
        ([(), ("error",)], True, False, 2),
        ([()], True, True, 2),
        ([], True, False, 2),
    ],
)
def test_the_gravest_app_decides(apps: list[tuple[str, ...]], failed: bool, strict: bool, code: int, audit: Make) -> None:
    failures = (Failure("c", "no"),) if failed else ()
    assert exit_code(Run(tuple(audit(*levels) for levels in apps), failures), "error", strict) == code


def test_incomplete_comes_before_findings_and_after_errors(audit: Make) -> None:
    apps = (audit("error"), audit(unknown=True))
    assert exit_code(Run(apps), "error", strict=True) == 3
    assert exit_code(Run(apps, (Failure("c", "no"),)), "error", strict=True) == 2


def test_a_suppressed_finding_fails_nothing(audit: Make) -> None:
    assert exit_code(Run((audit("error", suppressed=True),)), "error", strict=False) == 0


@pytest.mark.parametrize(
    "error",
    [ManifestError("manifest.yml:3: expected a mapping, found a list."), ConfigError("scopeminer.toml:1: unknown key 'polcy'.")],
    ids=lambda error: type(error).__name__,
)
def test_bad_input_is_one_sentence(error: Exception, scans: Scans, scopeminer: Call) -> None:
    scans(error)
    result = scopeminer("scan", "--format", "json")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {error}\n"


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        ([], "name the app's folder, or its manifest with --manifest FILE"),
        (["manifest.dev.dhall", "manifest.dhall"], "make it from manifest.dhall, or name what was made of that with --manifest FILE"),
        (["src/manifest.ts"], "name the app's folder, or its manifest with --manifest FILE"),
    ],
)
def test_no_manifest_names_the_folder(tmp_path: Path, scopeminer: Call, files: list[str], hint: str) -> None:
    for name in files:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    for command in ("scan", "graph"):
        result = scopeminer(command, tmp_path)
        assert result.code == 2
        assert result.stderr.rstrip("\n").rstrip(".") == f"Error: no manifest.yml in {tmp_path}; {hint}"


def test_path_and_manifest_reach_the_scan(tmp_path: Path, audit: Make, scans: Scans, scopeminer: Call) -> None:
    manifest = tmp_path / "other.yml"
    manifest.write_text("app: {}")
    calls = scans(audit())
    scopeminer("scan", tmp_path, "--manifest", manifest)
    scopeminer("scan")
    assert calls == [(tmp_path, manifest), (Path(), None)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["scan", "--formt", "json"], "Did you mean '--format'?"),
        (["scna"], "Did you mean 'scan'?"),
        (["zzz"], "No such command 'zzz'."),
        (["--verison"], "Did you mean '--version'?"),
        (["scan", "--format", "yaml"], "'yaml' is not one of"),
        (["scan", "--fail-on", "fatal"], "'fatal' is not one of"),
        (["scan", "no/such/folder"], "'no/such/folder' does not exist"),
        (["scan", "--manifest", "no.yml"], "'no.yml' does not exist"),
        (["scan", "a", "b"], "unexpected extra argument"),
        (["scan", "-o"], "requires an argument"),
        (["scan", "a\x1b[31m"], r"'a\x1b[31m' does not exist"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence(
    arguments: list[str], says: str, scopeminer: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    result = scopeminer(*arguments)
    assert (result.code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert says in result.stderr


def test_several_apps_with_a_broken_one(audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit(), ScanFailure("apps/c", "apps/c/manifest.yml:3: no YAML."), audit())
    result = scopeminer("scan", "--format", "json")
    report = json.loads(result.stdout)
    assert (result.code, report["schema"], len(report["reports"])) == (2, "scopeminer/reports/1", 2)
    assert report["errors"] == [{"app": "apps/c", "message": "apps/c/manifest.yml:3: no YAML."}]
    assert result.stderr == "Error: apps/c: apps/c/manifest.yml:3: no YAML.\n"


def test_a_lone_broken_app_is_an_error_without_a_report(scans: Scans, scopeminer: Call) -> None:
    scans(ScanFailure("apps/c", "apps/c/manifest.yml:3: no YAML."))
    result = scopeminer("scan", "--format", "json")
    assert (result.code, result.stdout, result.stderr) == (2, "", "Error: apps/c: apps/c/manifest.yml:3: no YAML.\n")


def test_json_has_no_timing_and_is_the_same_twice(audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit("error", unknown=True))
    assert scopeminer("scan", "--format", "json").stdout == scopeminer("scan", "--format", "json").stdout


def test_a_name_that_is_no_unicode_can_be_written(audit: Make, scans: Scans, scopeminer: Call) -> None:
    broken = replace(audit(), app=AppInfo("a\udcff", "manifest.yml", None, None))
    scans(broken)
    assert json.loads(scopeminer("scan", "--format", "json").stdout)["app"]["path"] == "a\udcff"
    assert r"a\udcff" in scopeminer("scan").stdout


def test_terminal_text_offers_only_commands_that_exist(audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit("error"))
    offered = [line for line in scopeminer("scan").stdout.splitlines() if line.startswith("Next: ")]
    assert offered
    for step in offered[0].removeprefix("Next: ").split(" · "):
        assert scopeminer(*step.split()[1:]).code == 0


def test_output_goes_to_the_file(tmp_path: Path, audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit("error"))
    target = tmp_path / "report.json"
    result = scopeminer("scan", "--format", "json", "-o", target)
    assert (result.code, result.stdout, result.stderr) == (1, "", "")
    assert target.read_text("utf-8") == scopeminer("scan", "--format", "json").stdout
    assert os.listdir(tmp_path) == ["report.json"]


def test_output_replaces_a_file_and_keeps_its_mode(tmp_path: Path, audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit())
    target, link = tmp_path / "report.txt", tmp_path / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    scopeminer("scan", "-o", link)
    assert link.is_symlink()
    assert "Añb" in target.read_text("utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_output_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, audit: Make, scans: Scans, scopeminer: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans(audit())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    target = tmp_path / "report.txt"
    target.write_text("old")
    result = scopeminer("scan", "-o", target)
    assert (result.code, result.stderr) == (2, f"Error: cannot write {target}: No space left on device.\n")
    assert (target.read_text(), os.listdir(tmp_path)) == ("old", ["report.txt"])


def test_output_in_no_folder_is_an_error(tmp_path: Path, audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit())
    result = scopeminer("scan", "-o", tmp_path / "no" / "report.txt")
    assert (result.code, result.stderr.count("\n")) == (2, 1)


def test_a_device_is_written_to_and_not_replaced(audit: Make, scans: Scans, scopeminer: Call) -> None:
    scans(audit())
    assert scopeminer("scan", "-o", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


SAMPLE = Path(__file__).parents[2] / "sample_apps" / "over-privileged"


def command(*arguments: str, stdout: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(SAMPLE.parents[1]), **environment}
    return subprocess.run(
        [sys.executable, "-m", "scopeminer", *arguments], stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False
    )


def test_utf8_whatever_the_locale_says() -> None:
    result = command("scan", str(SAMPLE), LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (result.returncode, result.stderr) == (1, b"")
    assert "✗" in result.stdout.decode("utf-8")


def test_json_is_byte_identical_across_processes() -> None:
    first, second = (command("scan", str(SAMPLE), "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first == second
    assert json.loads(first)["schema"] == "scopeminer/report/1"


def test_unknowns_of_one_place_keep_their_order_across_processes(tmp_path: Path) -> None:
    (tmp_path / "manifest.yml").write_text(
        "app: {id: x}\nmodules:\n  scheduledTrigger: [{key: t, function: f}]\n  function: [{key: f, handler: index.run}]\n"
    )
    (tmp_path / "src").mkdir()
    (tmp_path / "src/index.js").write_text("import api from '@forge/api'; import vm from 'vm'; export const run = () => vm.run({ api });")
    said = {command("scan", str(tmp_path), "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "3")}
    assert len(said) == 1
    assert len(json.loads(said.pop())["unknowns"]) > 1


def test_a_reader_that_left_hears_nothing() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = command("rules", stdout=writer)
    os.close(writer)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_a_sentence() -> None:
    with open("/dev/full", "wb") as full:
        result = command("rules", stdout=full)
    assert (result.returncode, result.stderr) == (2, b"Error: cannot write to standard output: No space left on device.\n")


def test_a_closed_standard_output_is_no_error(audit: Make, scans: Scans, scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    scans(audit())
    monkeypatch.setattr("sys.stdout", None)
    assert scopeminer("scan").code == 0
