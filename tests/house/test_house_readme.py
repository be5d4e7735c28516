"""README.md against what it speaks of: console blocks, commands, options, links."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
BLOCKS = re.findall(r"```console\n\$ (scopeminer [^\n]*)\n(.*?)```", README, re.DOTALL)
PAGES = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/accuracy.md", "docs/performance.md", "docs/running.md", "docs/api.md",
    "sample_apps/README.md",
]  # fmt: skip
SECONDS = re.compile(r"\b\d+\.\d+ s\b")
AGE = re.compile(r";\s+it\s+is\s+\d+\s+days\s+old,[^.]*")
"""Of the catalog, once it is worth a word: it changes where lines break."""


def steady(text: str) -> str:
    """Without what differs from run to run and from day to day."""
    return " ".join(AGE.sub("", SECONDS.sub("…", text)).split())


def output(command: str) -> str:
    arguments = [sys.executable, "-m", "scopeminer", *shlex.split(command)[1:]]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False).stdout


@pytest.mark.parametrize(("command", "block"), BLOCKS)
def test_a_console_block_is_what_the_command_prints(command: str, block: str) -> None:
    assert len(block.splitlines()) > 5
    assert steady(block) == steady(output(command))


def test_the_first_screen_shows_a_report_and_the_two_commands() -> None:
    assert len(BLOCKS) == 1
    before, after = README.split("```console", 1)
    assert len(before.splitlines()) <= 15
    assert "make demo" in after
    assert "make test" in after


def test_make_knows_what_is_written_about_it() -> None:
    said = set(re.findall(r"\bmake (\w+)", README)) | set(re.findall(r"`make (\w+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert said <= set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))


def test_the_demo_is_the_block() -> None:
    assert BLOCKS[0][0] == f"scopeminer scan {re.findall(r'^DEMO := (.+)$', MAKEFILE, re.MULTILINE)[0]}"


def test_ci_runs_what_the_readme_says() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "set ", "cd "))] == ["make test"]


def test_every_option_of_scan_exists() -> None:
    table = README.partition("## On your own app")[2].partition("\nThen\n")[0]
    help_text = output("scopeminer scan --help")
    assert [option for option in re.findall(r"`(--?[a-z-]+)", table) if option not in help_text] == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^\| `scopeminer ([a-z-]+)", README, re.MULTILINE))))
def test_every_command_exists(command: str) -> None:
    assert "Usage: scopeminer" in output(f"scopeminer {command} --help")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", (ROOT / page).read_text("utf-8"))
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []
