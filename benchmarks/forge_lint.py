"""scopeminer against @forge/lint on the same apps in the same run: seconds and peak memory of whole commands.

    npm install --prefix LINT --ignore-scripts @forge/lint@6.3.1
    python benchmarks/forge_lint.py --lint LINT --documents DOCUMENTS APP…

DOCUMENTS holds the OpenAPI documents that @forge/lint would fetch otherwise: jira.json, jira-software.json, jira-service-management.json,
confluence-v1.json, confluence-v2.json, bitbucket.json. Both run offline, as a command each, on the same source files: `scopeminer scan
--format json`, and the client-side linters of @forge/lint (those that `forge lint` runs without a login). What they do differs: scopeminer
follows calls from the manifest's entries and says what can go, @forge/lint looks at each file and says what is missing. One run of each
comes first and is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scopeminer.program.entries_sources import sources
from scopeminer.source import SourceTree

DRIVER = """\
const path = require('path'), fs = require('fs');
const load = require('module').createRequire(path.join(process.argv[2], 'package.json'));
const { lint } = load('@forge/lint'), yaml = load('yaml');
const manifest = yaml.parse(fs.readFileSync('manifest.yml', 'utf8'), { merge: true });
const none = () => {};
const logger = { info: none, warn: none, error: none, debug: none, trace: none };
const gates = new Proxy({}, { get: () => async () => false });
lint(process.argv.slice(3), manifest, 'development', logger, gates, { linter: { mode: 'client-side' } }).then(
  (found) => console.log(JSON.stringify(found.reduce((sum, one) => sum + one.errors.length + one.warnings.length, 0))),
  (error) => { console.log(JSON.stringify(String(error))); process.exitCode = 3; });
"""
VARIABLES = {
    "LOCAL_JIRA_SWAGGER": "jira.json",
    "LOCAL_JSM_SWAGGER": "jira-service-management.json",
    "LOCAL_JSW_SWAGGER": "jira-software.json",
    "LOCAL_CONF_SWAGGER": "confluence-v1.json",
    "LOCAL_CONF_V2_SWAGGER": "confluence-v2.json",
    "LOCAL_BB_SWAGGER": "bitbucket.json",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one command: wall-clock seconds, megabytes at its peak, exit code."""

    seconds: float
    megabytes: float
    code: int


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lint", type=Path, required=True, help="folder whose node_modules has @forge/lint")
    arguments.add_argument("--documents", type=Path, required=True, help="folder of OpenAPI documents")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("apps", nargs="+", type=Path)
    given = arguments.parse_args()
    environment = {**os.environ, "USE_LOCAL_SWAGGER": "1"}
    environment |= {name: str((given.documents / file).resolve()) for name, file in VARIABLES.items()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        driver = Path(folder) / "driver.js"
        driver.write_text(DRIVER)
        rows = [_app(app, given, driver, environment) for app in given.apps]
    rows = [row for row in rows if row is not None]
    print("\n| median | | " + " | ".join(f"**{statistics.median(column):.1f}**" for column in zip(*rows, strict=True)) + " |")
    return 0


def _app(app: Path, given: argparse.Namespace, driver: Path, environment: dict[str, str]) -> tuple[float, ...] | None:
    files = sources(SourceTree.open(app))
    node = ["node", str(driver), str(given.lint.resolve()), *files]
    ours = [sys.executable, "-m", "scopeminer", "scan", ".", "--format", "json"]
    lint, scan = (_median(command, app, environment, given.runs) for command in (node, ours))
    if lint.code != 0 or scan.code > 1:
        print(f"| {app.name} | {len(files)} | exit codes {lint.code} and {scan.code} |", flush=True)
        return None
    row = (lint.seconds, lint.megabytes, scan.seconds, scan.megabytes, lint.seconds / scan.seconds, lint.megabytes / scan.megabytes)
    if app is given.apps[0]:
        print("| app | files | @forge/lint s | MB | scopeminer s | MB | times faster | times smaller |\n|---|---|---|---|---|---|---|---|")
    print(f"| {app.name} | {len(files)} | " + " | ".join(f"{value:.{2 if value < 10 else 0}f}" for value in row) + " |", flush=True)
    return row


def _median(command: list[str], folder: Path, environment: dict[str, str], runs: int) -> Cost:
    costs = [_cost(command, folder, environment) for _ in range(runs + 1)][1:]
    return Cost(statistics.median(c.seconds for c in costs), statistics.median(c.megabytes for c in costs), max(c.code for c in costs))


def _cost(command: list[str], folder: Path, environment: dict[str, str]) -> Cost:
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.perf_counter() - began, used.ru_maxrss / 1024, process.returncode)


if __name__ == "__main__":
    print(json.dumps({"machine": os.uname().machine, "cores": os.cpu_count(), "python": sys.version.split()[0]}))
    sys.exit(main())
