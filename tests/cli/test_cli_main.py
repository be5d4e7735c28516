"""The command line itself: version, help, errors, and what starting it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import scopeminer as package
from scopeminer.audit.rules import RULES
from scopeminer.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_apps" / "over-privileged"
Call = Callable[..., Any]


def test_version(scopeminer: Call) -> None:
    result = scopeminer("--version")
    assert (result.code, result.stdout) == (0, f"scopeminer, version {package.__version__}\n")


def test_no_command_shows_the_help_and_is_wrong_usage(scopeminer: Call) -> None:
    result = scopeminer()
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == scopeminer("--help").stdout


def test_help_names_every_command(scopeminer: Call) -> None:
    listed = scopeminer("-h").stdout.partition("Commands:")[2]
    assert {line.split()[0] for line in listed.splitlines() if line[2:3].strip()} <= set(COMMANDS)
    assert "  scan " in listed


def test_a_command_without_its_file_does_not_exist(scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "later", "scopeminer.cli.later:later")
    assert scopeminer("later").code == 2
    assert "later" not in scopeminer("--help").stdout


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--version"], {"rich", "tree_sitter", "yaml", "networkx", "jinja2", "scopeminer.scan", "scopeminer.audit.model"}),
        (["scan", "--help"], {"rich", "tree_sitter", "yaml", "networkx", "jinja2", "scopeminer.scan"}),
        (["scan", str(SAMPLE), "--format", "json"], {"rich", "networkx", "jinja2"}),
        (["scan", str(SAMPLE)], {"networkx", "jinja2"}),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_a_command_imports_only_what_it_uses(arguments: list[str], never: set[str]) -> None:
    program = "import sys; from scopeminer.cli.main import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, env=environment, check=True)
    imported = set(result.stderr.split())
    assert "scopeminer.cli.main" in imported
    assert result.stdout
    assert imported & never == set()


def test_an_internal_error_is_a_sentence(scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero\x1b[31m")

    monkeypatch.setattr(import_module("scopeminer.scan"), "scan_all", broken)
    result = scopeminer("scan")
    assert (result.code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert r"ZeroDivisionError: division by zero\x1b[31m" in result.stderr
    assert "report" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in scopeminer("--debug", "scan").stderr


def test_an_interrupt_is_quiet(scopeminer: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("scopeminer.scan"), "scan_all", interrupted)
    result = scopeminer("scan")
    assert (result.code, result.stdout, result.stderr.strip()) == (130, "", "")


def test_rules_lists_the_registry(scopeminer: Call) -> None:
    lines = scopeminer("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(rule.id for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rules_explains_each(rule: Any, scopeminer: Call) -> None:
    result = scopeminer("rules", rule.id)
    assert result.code == 0
    assert all(part in result.stdout for part in (rule.id, rule.level, rule.summary))


def test_rules_suggests(scopeminer: Call) -> None:
    result = scopeminer("rules", "over-priviledge")
    assert (result.code, result.stdout) == (2, "")
    assert "Did you mean 'over-privilege'?" in result.stderr
