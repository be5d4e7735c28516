"""action.yml and the pre-commit hooks: what they refer to exists, and the action's script does what it promises."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.command_lines import command_lines, wrong

ROOT = Path(__file__).parents[2]
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: dict[str, Any] = {step["id"]: step for step in ACTION["runs"]["steps"]}
HOOKS: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
GIT = ("git", "-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false")
HAS_TOOLS = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="bash or git is not on the PATH")


@dataclass(frozen=True)
class Step:
    code: int
    log: str
    summary: str
    outputs: dict[str, str]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("scopeminer scan . --format sarif", []),
        ("scopeminer scna", ["scna"]),
        ("scopeminer scan --formt json", ["scan --formt"]),
        ("scopeminer scan --format xml", ["scan --format xml"]),
        ("scopeminer scan --format \"$FORMAT\" | jq --nothing", []),
        ("run `scopeminer justify --check SCOPES.md`, then", []),
        ("cd scopeminer", []),
    ],
)  # fmt: skip
def test_the_checker_of_command_lines(text: str, mistakes: list[str]) -> None:
    assert wrong(text) == mistakes


def test_the_action_uses_commands_and_options_that_exist() -> None:
    script = STEPS["scan"]["run"]
    assert len(command_lines(script)) == 4
    assert wrong(script) == []


def test_every_input_is_used_and_none_reaches_a_script_but_by_its_environment() -> None:
    scripts = "".join(step["run"] for step in STEPS.values())
    assert "${{" not in scripts
    used = {name for step in STEPS.values() for text in step["env"].values() for name in re.findall(r"inputs\.([\w-]+)", text)}
    assert used == set(ACTION["inputs"])
    for step in STEPS.values():
        assert all(f"${name}" in step["run"] or f"${{{name}" in step["run"] for name in step["env"])


def test_outputs_come_from_steps_that_set_them() -> None:
    for output in ACTION["outputs"].values():
        step, name = re.findall(r"steps\.(\w+)\.outputs\.(\w+)", output["value"])[0]
        assert f'echo "{name}=' in STEPS[step]["run"]


def test_what_it_installs_is_in_the_repository() -> None:
    assert [path for path in re.findall(r"\$SOURCE/([\w./-]+)", STEPS["install"]["run"]) if not (ROOT / path).is_file()] == []


def test_the_hooks_run_commands_that_exist() -> None:
    lines = [" ".join([hook["entry"], *hook.get("args", [])]) for hook in HOOKS]
    assert [len(command_lines(line)) for line in lines] == [1] * len(lines)
    assert [mistake for line in lines for mistake in wrong(line)] == []
    assert all(hook["language"] == "python" and hook["pass_filenames"] is False for hook in HOOKS)


@pytest.mark.parametrize(
    ("path", "runs"),
    [("manifest.yml", True), ("apps/a/manifest.yaml", True), ("src/a.tsx", True), ("README.rst", False), ("xmanifest.yml", False)],
)
def test_the_hooks_run_on_files_that_matter(path: str, runs: bool) -> None:
    assert [bool(re.search(hook["files"], path)) for hook in HOOKS] == [runs] * len(HOOKS)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with an app in a folder whose name has a space."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "sample_apps" / "clean-app", root / "my app")
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "m")):
        subprocess.run([*GIT, *command], cwd=root, check=True)
    return root


def run(checkout: Path, **environment: str) -> Step:
    """The script of the scan step, as a runner runs it."""
    runner = checkout.parent / "runner"
    runner.mkdir()
    command = runner / "scopeminer"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scopeminer "$@"\n')
    command.chmod(0o755)
    files = {name: runner / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for file in files.values():
        file.write_text("")
    given = {"APP": "my app", "BASE": "", "FAIL_ON": "", "SARIF": "", **environment}
    assert set(given) | {"COMMAND"} == set(STEPS["scan"]["env"])
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["scan"]["run"]],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(ROOT), **given, **{name: str(file) for name, file in files.items()},
             "COMMAND": str(command), "RUNNER_TEMP": str(runner)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    return Step(done.returncode, done.stdout, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"), outputs)


@HAS_TOOLS
def test_a_clean_app(checkout: Path) -> None:
    step = run(checkout)
    assert (step.code, step.log.count("\n")) == (0, 1)
    assert step.summary.startswith("# Scopes of my app\n")
    assert json.loads(Path(step.outputs["sarif"]).read_text("utf-8"))["version"] == "2.1.0"


@HAS_TOOLS
def test_every_app_of_a_repository_is_compared(checkout: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(ROOT / "sample_apps" / "clean-app", checkout / "my app" / name)
    (checkout / "my app" / "manifest.yml").unlink()
    for command in (("add", "-A"), ("commit", "-q", "-m", "n")):
        subprocess.run([*GIT, *command], cwd=checkout, check=True)
    manifest = checkout / "my app" / "two" / "manifest.yml"
    manifest.write_text(manifest.read_text("utf-8").replace("  scopes:\n", "  scopes:\n    - write:jira-work\n"), "utf-8")
    summary = run(checkout, BASE="HEAD").summary
    assert [line for line in summary.splitlines() if line.startswith("### Permissions")] == [
        "### Permissions: `HEAD` → `my app/one`",
        "### Permissions: `HEAD` → `my app/two`",
    ]
    assert "No permission change." in summary
    assert "write:jira-work" in summary


@HAS_TOOLS
@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("", 1), ("never", 0)])
def test_a_scope_too_many(fail_on: str, code: int, checkout: Path) -> None:
    manifest = checkout / "my app" / "manifest.yml"
    manifest.write_text(manifest.read_text("utf-8").replace("  scopes:\n", "  scopes:\n    - write:jira-work\n"), "utf-8")
    step = run(checkout, BASE="HEAD", FAIL_ON=fail_on, SARIF="report.sarif")
    assert step.code == code
    assert step.log.startswith("::error file=my app/manifest.yml,line=")
    assert step.summary.startswith("### Permissions: `HEAD` → `my app`\n")
    assert "➕ `write:jira-work`" in step.summary
    assert "\n# Scopes of my app\n" in step.summary
    (result,) = json.loads((checkout / step.outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20app/manifest.yml"


@HAS_TOOLS
def test_a_base_that_does_not_exist_is_said_and_fails_nothing(checkout: Path) -> None:
    step = run(checkout, BASE="0123456789012345678901234567890123456789")
    assert step.code == 0
    assert step.summary.startswith("Permissions were not compared: ")


@HAS_TOOLS
def test_a_manifest_that_cannot_be_read_fails_the_step(checkout: Path) -> None:
    (checkout / "my app" / "manifest.yml").write_text("- not\n- a mapping\n")
    assert run(checkout, FAIL_ON="never").code == 2
