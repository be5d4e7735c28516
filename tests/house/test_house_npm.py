"""npm/: what `npx scopeminer` does with the programs that a PATH holds."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from scopeminer import __version__

ROOT = Path(__file__).parents[2]
PACKAGE: Any = json.loads((ROOT / "npm" / "package.json").read_text("utf-8"))
SCRIPT = ROOT / "npm" / PACKAGE["bin"]["scopeminer"]
NODE = shutil.which("node")
WANTED = f"scopeminer=={__version__}"
needs_node = pytest.mark.skipif(NODE is None or os.name != "posix", reason="node is not on the PATH, or this is no POSIX system")


def tool(folder: Path, name: str, script: str = 'echo "$(basename "$0")" "$@"; cat; exit 7') -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def npx(*folders: Path | str, given: str = "", script: Path = SCRIPT, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([*map(str, folders), "/usr/bin", "/bin"] if folders else [])
    return subprocess.run(
        [str(NODE), str(script), "scan", "a b", "--format", "json"],
        env={"PATH": path, **environment},
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_the_package_has_the_version_of_the_tool_and_downloads_nothing_when_installed() -> None:
    assert PACKAGE["version"] == __version__
    assert "scripts" not in PACKAGE
    assert "dependencies" not in PACKAGE
    assert SCRIPT.read_text("utf-8").startswith("#!/usr/bin/env node\n")
    assert os.access(SCRIPT, os.X_OK)


@needs_node
@pytest.mark.parametrize(
    ("tools", "said"),
    [
        (("scopeminer", "uv", "pipx"), "scopeminer scan a b --format json"),
        (("uv", "pipx"), f"uv tool run --from {WANTED} scopeminer scan a b --format json"),
        (("pipx",), f"pipx run --spec {WANTED} scopeminer scan a b --format json"),
    ],
)
def test_the_first_that_is_there_is_run(tools: tuple[str, ...], said: str, tmp_path: Path) -> None:
    for name in tools:
        tool(tmp_path, name)
    done = npx(tmp_path, given="input\n")
    assert (done.returncode, done.stdout, done.stderr) == (7, f"{said}\ninput\n", "")


@needs_node
def test_without_any_it_says_what_to_install(tmp_path: Path) -> None:
    done = npx()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: scopeminer is a Python program, and neither it nor uv nor pipx is on the PATH; install uv ")
    assert done.stderr.count("\n") == 1


@needs_node
def test_it_does_not_run_itself(tmp_path: Path) -> None:
    """As npm links it, as pnpm wraps it, and as a copy that is installed globally."""
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "scopeminer").symlink_to(SCRIPT)
    tool(tmp_path / "node_modules" / ".bin", "scopeminer", "exit 9")
    tool(tmp_path / "tools", "uv")
    assert npx(tmp_path / "linked", tmp_path / "node_modules" / ".bin", tmp_path / "tools").stdout.startswith("uv tool run ")
    shim = tool(tmp_path / "global", "scopeminer", f'exec "{NODE}" "{SCRIPT}" "$@"')
    assert npx(shim.parent, tmp_path / "tools").stdout.startswith("uv tool run ")


@needs_node
def test_nothing_is_run_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(tmp_path, "scopeminer", "exit 9")
    (tmp_path / "uv").mkdir()
    monkeypatch.chdir(tmp_path)
    assert npx("", ".").returncode == 2
    assert npx("", tmp_path / "none").returncode == 2


@needs_node
def test_a_folder_or_a_file_that_cannot_be_run_is_no_tool(tmp_path: Path) -> None:
    (tmp_path / "scopeminer").mkdir()
    tool(tmp_path, "uv").chmod(0o644)
    tool(tmp_path, "pipx")
    assert npx(tmp_path).stdout.startswith("pipx run ") or os.geteuid() == 0


@needs_node
def test_a_tool_that_cannot_be_started_is_one_sentence(tmp_path: Path) -> None:
    file = tool(tmp_path, "scopeminer")
    file.write_text("#!/no/such/interpreter\n")
    done = npx(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"Error: {file} cannot be started: ")


@needs_node
def test_signals_reach_the_tool_and_its_end_is_told(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    tool(tmp_path, "scopeminer", f'trap "exit 42" TERM; touch "{ready}"; while :; do sleep 0.05; done')
    process = subprocess.Popen([str(NODE), str(SCRIPT)], env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    deadline = time.monotonic() + 60
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 42


@needs_node
def test_a_tool_that_a_signal_ended(tmp_path: Path) -> None:
    tool(tmp_path, "scopeminer", "kill -9 $$")
    assert npx(tmp_path).returncode == 128 + signal.SIGKILL
