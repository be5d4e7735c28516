"""Baselines: the findings that a team knows already, in a file beside its code; a scan then fails on new ones only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from scopeminer.audit.model import Audit, Finding
from scopeminer.cli.output import write
from scopeminer.report.summary import open_findings

NAME = "scopeminer-baseline.json"
BASELINE = "scopeminer/baseline/1"
Known = frozenset[tuple[str, str]]
"""(app, fingerprint): the app's folder relative to the scanned one."""


def file_of(folder: Path, given: Path | None) -> Path | None:
    """The file named by `--baseline`, or the one in the scanned folder if there is one."""
    if given is not None:
        return given
    usual = folder / NAME
    return usual if usual.is_file() else None


def read(file: Path) -> Known:
    """What is known; every error is one sentence for the user."""
    try:
        content = json.loads(file.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file}: expected a baseline, found no JSON; write it anew with --write-baseline.") from error
    try:
        if content["schema"] != BASELINE:
            raise ValueError
        return frozenset((str(entry["app"]), str(entry["fingerprint"])) for entry in content["findings"])
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"{file}: expected the schema {BASELINE}; write it anew with --write-baseline.") from error


def apply(audit: Audit, known: Known, folder: Path) -> Audit:
    """The audit with the findings that are known marked as suppressed."""
    app = _app(audit, folder)
    return replace(audit, findings=tuple(_known(finding) if (app, finding.fingerprint) in known else finding for finding in audit.findings))


def _known(finding: Finding) -> Finding:
    """What a comment suppressed already stays what it was."""
    return finding if finding.suppressed else replace(finding, suppressed=True, suppressed_by="baseline")


def save(file: Path, audits: Iterable[Audit], folder: Path) -> int:
    """Write what is open now, and return how many findings that is. Rule and subject are for people who review the file."""
    entries = sorted(
        ({"app": _app(audit, folder), "fingerprint": finding.fingerprint, "rule": finding.rule, "subject": finding.subject}
         for audit in audits for finding in open_findings(audit)),
        key=lambda entry: (entry["app"], entry["rule"], entry["subject"], entry["fingerprint"]),
    )  # fmt: skip
    write(json.dumps({"schema": BASELINE, "findings": entries}, indent=2, ensure_ascii=False) + "\n", file)
    return len(entries)


def _app(audit: Audit, folder: Path) -> str:
    manifest = os.path.join(os.path.relpath(audit.app.path, folder), audit.app.manifest)
    return os.path.normpath(manifest).replace(os.sep, "/")
