"""Runs the command line in this process, with a scan that answers what a test wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from scopeminer.audit.model import AppInfo, Audit, CatalogInfo, Finding, Reach
from scopeminer.cli.main import run
from scopeminer.privileges.model import Unknown, Usage
from scopeminer.source import Place


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str


@pytest.fixture
def scopeminer(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Result]:
    def call(*arguments: object) -> Result:
        code = run([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return Result(code, captured.out.decode(), captured.err.decode())

    return call


@pytest.fixture
def audit() -> Callable[..., Audit]:
    """An audit with findings of these levels; `unknown` adds something that could not be resolved."""

    def make(*levels: str, unknown: bool = False, suppressed: bool = False) -> Audit:
        findings = tuple(Finding("over-privilege", level, "m", "s", Place("manifest.yml", 3, 5), suppressed=suppressed) for level in levels)
        unknowns = (Unknown(Place("src/a.ts", 1, 1), "eval"),) if unknown else ()
        usage = Usage(unknowns=unknowns)
        return Audit(
            AppInfo(".", "manifest.yml", None, "Añb"), CatalogInfo("1", "2026-01-01", 1), (), usage, (), (), {}, findings, Reach(0, 0, 0)
        )

    return make


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[Path, Path | None]]]:
    """Makes the scan answer these outcomes, or raise this error; returns the calls it got."""

    def answer(*outcomes: object) -> list[tuple[Path, Path | None]]:
        calls: list[tuple[Path, Path | None]] = []

        def scan_all(path: Path, manifest: Path | None = None) -> tuple[object, ...]:
            calls.append((path, manifest))
            for outcome in outcomes:
                if isinstance(outcome, BaseException):
                    raise outcome
            return outcomes

        monkeypatch.setattr(import_module("scopeminer.scan"), "scan_all", scan_all)
        return calls

    return answer
