"""Where the time of `scopeminer scan` goes: apps → one table of milliseconds, each the median of several runs.

usage: python benchmarks/split.py [--runs N] APP…

start-up  a fresh interpreter that imports the command and the scan, and ends
catalog   loading the catalog
read      finding the app's files and reading those that the program reaches
parse     tree-sitter alone on the same files
lower     source text to IR, without `parse`
analyse   manifest to audit, without `parse` and `lower`
report    the JSON report
command   `scopeminer scan APP --format json`, all of it
ratio     parse, lower and analyse together, as a multiple of `parse`
peak-MB   the most memory that the command held

Like the command, the measured process looks for no garbage.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple, TypeVar

import tree_sitter
import tree_sitter_typescript

from scopeminer.catalog.clients import load_clients
from scopeminer.catalog.load import load as load_catalog
from scopeminer.manifest.read import find
from scopeminer.manifest.read import read as read_manifest
from scopeminer.program.entries import entry_points
from scopeminer.program.program import build
from scopeminer.program.resolution import ModuleResolver
from scopeminer.report.formats import renderer
from scopeminer.report.model import Display, Run
from scopeminer.scan import known_paths, modules_of, scan_tree
from scopeminer.source import SourceTree
from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower

T = TypeVar("T")
TYPESCRIPT = tree_sitter.Language(tree_sitter_typescript.language_typescript())
TSX = tree_sitter.Language(tree_sitter_typescript.language_tsx())
IMPORTS = "import gc; gc.disable(); import scopeminer.cli.main, scopeminer.cli.scan, scopeminer.scan"
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Split(NamedTuple):
    """Milliseconds of one run; then what follows from them, and megabytes."""

    start_up: float
    catalog: float
    read: float
    parse: float
    lower: float
    analyse: float
    report: float
    command: float
    ratio: float
    peak_mb: float


def timed(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    result = work()
    return (perf_counter() - began) * 1000, result


def reached(app: Path) -> list[str]:
    """The files that the program loads."""
    tree = SourceTree.open(app)
    load, files = modules_of(tree), []

    def recording(path: str) -> ir.Module | None:
        files.append(path)
        return load(path)

    resolver = ModuleResolver(tree)
    manifest = read_manifest(find(tree)[0], tree.read(find(tree)[0]) or b"")
    build(entry_points(tree, manifest, resolver).points, recording, resolver.resolve, known_paths(load_catalog(), load_clients()))
    return sorted(path for path in set(files) if not path.endswith(".json"))


def read(app: Path, paths: Iterable[str]) -> list[tuple[str, bytes]]:
    tree = SourceTree.open(app)
    return [(path, tree.read(path) or b"") for path in paths]


def parse(sources: Iterable[tuple[str, bytes]]) -> None:
    for path, source in sources:
        tree_sitter.Parser(TYPESCRIPT if path.endswith((".ts", ".mts", ".cts")) else TSX).parse(source)


def split(app: Path, paths: list[str]) -> Split:
    start_up, _ = timed(lambda: subprocess.run([sys.executable, "-c", IMPORTS], check=True))
    catalog_ms, catalog = timed(load_catalog)
    read_ms, sources = timed(lambda: read(app, paths))
    parse_ms, _ = timed(lambda: parse(sources))
    lower_ms, _ = timed(lambda: [lower(path, source) for path, source in sources])
    tree = SourceTree.open(app)
    manifest = read_manifest(find(tree)[0], tree.read(find(tree)[0]) or b"")
    whole, audit = timed(lambda: scan_tree(tree, manifest, catalog, app.as_posix()))
    report, _ = timed(lambda: renderer("json")(Run((audit,)), Display()))
    command = [sys.executable, "-m", "scopeminer", "scan", str(app), "--format", "json", "--fail-on", "never"]
    all_of_it, _ = timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    gc.collect()
    return Split(
        start_up,
        catalog_ms,
        read_ms,
        parse_ms,
        lower_ms - parse_ms,
        whole - lower_ms,
        report,
        all_of_it,
        whole / parse_ms,
        peak_of(command),
    )


def peak_of(command: list[str]) -> float:
    """Runs a command; the most memory it held, in megabytes. A process between keeps this one's memory out of the figure."""
    said = subprocess.run([sys.executable, "-c", PEAK, *command], check=True, capture_output=True, text=True).stdout
    return int(said) / (1_000_000 if sys.platform == "darwin" else 1_000)


def row(app: Path, runs: int) -> list[str]:
    paths = reached(app)
    size = sum(len(source) for _, source in read(app, paths))
    splits = [split(app, paths) for _ in range(runs)]
    return [app.name, str(len(paths)), f"{size / 1000:.1f}", *(f"{median(column):.1f}" for column in zip(*splits, strict=True))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apps", nargs="+", type=Path, metavar="APP")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    gc.disable()
    table = [["app", "files", "kB", *(field.replace("_", "-") for field in Split._fields)]]
    table += [row(app.resolve(), arguments.runs) for app in arguments.apps]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        print("  ".join([cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]))


if __name__ == "__main__":
    main()
