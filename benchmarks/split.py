"""Where the time of `scopeminer scan` goes: apps → one table, each figure the median of several runs, and the ratio over all of them.

usage: python benchmarks/split.py [--runs N] [--pipeline] APP…

parse     tree-sitter alone on the files that the program reaches
lower     source text to IR of the same files, without `parse`
pipeline  opening the folder to the audit: reading, parsing, lowering, solving, evaluating, dead code, verdicts and minimal sets
ratio     `pipeline` as a multiple of `parse`, of the same run
report    the JSON report
start-up  a fresh interpreter that imports the command and the scan, and ends
command   `scopeminer scan APP --format json`, all of it
peak-MB   the most memory that the command held

Times are milliseconds of processor time (user and system), so that others on the machine do not count. All but the last three come from one
process with everything imported; what a process does once (loading the catalog and making its indexes) is told apart, below the table, and
is in `command`. Below it stands also the ratio of all pipelines together to all parses together: of the medians, and of the least of all
runs, in which others who use the machine have the least say. `--pipeline` leaves the last three out.
Like the command, the measured process looks for no garbage while it works.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple, TypeVar

import tree_sitter
import tree_sitter_typescript

from scopeminer.audit.model import Audit
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

    parse: float
    lower: float
    pipeline: float
    ratio: float
    report: float
    start_up: float = 0
    command: float = 0
    peak_mb: float = 0


def timed(work: Callable[[], T]) -> tuple[float, T]:
    began = process_time()
    result = work()
    return (process_time() - began) * 1000, result


def timed_command(command: list[str]) -> float:
    """The processor time of another process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


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


def pipeline(app: Path) -> Audit:
    """All that is between a folder and its audit."""
    tree = SourceTree.open(app)
    manifest = read_manifest(find(tree)[0], tree.read(find(tree)[0]) or b"")
    return scan_tree(tree, manifest, load_catalog(), app.as_posix())


def split(app: Path, paths: list[str], command_too: bool) -> Split:
    sources = read(app, paths)
    parse_ms, _ = timed(lambda: parse(sources))
    lower_ms, _ = timed(lambda: [lower(path, source) for path, source in sources])
    gc.collect()
    whole, audit = timed(lambda: pipeline(app))
    report, _ = timed(lambda: renderer("json")(Run((audit,)), Display()))
    inside = Split(parse_ms, lower_ms - parse_ms, whole, whole / parse_ms, report)
    if not command_too:
        return inside
    command = [sys.executable, "-m", "scopeminer", "scan", str(app), "--format", "json", "--fail-on", "never"]
    start_up = timed_command([sys.executable, "-c", IMPORTS])
    return inside._replace(start_up=start_up, command=timed_command(command), peak_mb=peak_of(command))


def peak_of(command: list[str]) -> float:
    """Runs a command; the most memory it held, in megabytes. A process between keeps this one's memory out of the figure."""
    said = subprocess.run([sys.executable, "-c", PEAK, *command], check=True, capture_output=True, text=True).stdout
    return int(said) / (1_000_000 if sys.platform == "darwin" else 1_000)


def measured(app: Path, runs: int, command_too: bool) -> tuple[list[str], Split, Split]:
    """The row of an app, its medians, and the least of each figure."""
    paths = reached(app)
    size = sum(len(source) for _, source in read(app, paths))
    splits = [split(app, paths, command_too) for _ in range(runs)]
    medians = Split(*(median(column) for column in zip(*splits, strict=True)))
    least = Split(*map(min, zip(*splits, strict=True)))
    shown = medians if command_too else medians[:-3]
    return [app.name, str(len(paths)), f"{size / 1000:.1f}", *(f"{figure:.1f}" for figure in shown)], medians, least


def together(splits: list[Split]) -> float:
    """The ratio of all pipelines to all parses."""
    return sum(one.pipeline for one in splits) / sum(one.parse for one in splits)


def once(app: Path) -> float:
    """What the first scan of a process takes longer than the second: the catalog."""
    first, _ = timed(lambda: pipeline(app))
    second, _ = timed(lambda: pipeline(app))
    return first - second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apps", nargs="+", type=Path, metavar="APP")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pipeline", action="store_true", help="without start-up, command and memory")
    arguments = parser.parse_args()
    gc.disable()
    catalog = once(arguments.apps[0].resolve())
    names = [field.replace("_", "-") for field in (Split._fields[:-3] if arguments.pipeline else Split._fields)]
    rows = [measured(app.resolve(), arguments.runs, not arguments.pipeline) for app in arguments.apps]
    table = [["app", "files", "kB", *names], *(cells for cells, _, _ in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        print("  ".join([cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]))
    medians = [one for _, one, _ in rows]
    print(f"\nall together: {together(medians):.1f} times the parse; the median app {median(one.ratio for one in medians):.1f} times")
    print(f"the least of all runs: {together([one for _, _, one in rows]):.1f} times the parse")
    print(f"once a process, in no pipeline above: {catalog:.1f} ms for the catalog")


if __name__ == "__main__":
    main()
