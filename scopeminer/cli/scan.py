"""`scopeminer scan`: a folder → the report of every app in it."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from scopeminer.audit.model import Audit
from scopeminer.cli import baseline
from scopeminer.cli.baseline import NAME
from scopeminer.cli.exit_code import ERROR, OK
from scopeminer.cli.gate import NEVER, exit_code
from scopeminer.cli.output import complain, write
from scopeminer.cli.progress import stages
from scopeminer.cli.screen import display
from scopeminer.cli.sources import Sources
from scopeminer.report.formats import FORMATS, piecewise
from scopeminer.report.model import Failure, Piecewise, ReportError, Run
from scopeminer.report.summary import LEVELS
from scopeminer.report.text import counted


@click.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option("--format", "-f", "form", type=click.Choice(list(FORMATS)), default="terminal", show_default=True, help="Of the report.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file, all at once.")
@click.option(
    "--fail-on", type=click.Choice([*LEVELS, NEVER]), help="Level that gives exit code 1; error if scopeminer.toml says nothing else."
)
@click.option("--strict", is_flag=True, help="Exit code 3 when anything could not be resolved.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of PATH/manifest.yml.")
@click.option(
    "--baseline", "known", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=f"Known findings; PATH/{NAME} if there."
)
@click.option("--write-baseline", "target", is_flag=False, flag_value="", metavar="[FILE]", help="Make every finding of now a known one.")
@click.option("--quiet", "-q", is_flag=True, help="No report on the terminal: a line for each error or warning, nothing for none.")
@click.option("--verbose", "-v", is_flag=True, help="Every finding, however many; and on stderr how long each stage took.")
@click.pass_context
def scan(
    ctx: click.Context,
    path: Path,
    form: str,
    output: Path | None,
    fail_on: str | None,
    strict: bool,
    manifest: Path | None,
    known: Path | None,
    target: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Says for every scope of the app in PATH whether its code needs it.

    PATH (the current folder if not given) holds a manifest.yml or has several apps below. Nothing of an app is executed.

    Exit codes: 0 nothing found, 1 findings, 2 usage, manifest or configuration error, 3 incomplete (--strict).
    """
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.")
    began = time.perf_counter()
    fail_on = fail_on or _configured(path) or "error"
    render = _renderer(form)
    with stages(quiet) as watch:
        run = _run(path, manifest)
    if verbose:
        click.echo(f"{watch.timings()}.", err=True)
    if target is not None:
        _remember(ctx, run, path, Path(target) if target else path / NAME)
    file = baseline.file_of(path, known)
    if file is not None:
        run = replace(run, audits=tuple(baseline.apply(audit, baseline.read(file), path) for audit in run.audits))
    shown = replace(display(output, time.perf_counter() - began, _commands(ctx)), every=verbose)
    for failure in run.failures:
        complain(f"{failure.app}: {failure.message}")
    if quiet and output is None and form == "terminal":
        from scopeminer.report.brief import brief

        write(brief(run), None)
    elif run.audits:
        write(chain(render(run, shown), [_hidden(run, file)] if form == "terminal" else ()), output)
    ctx.exit(exit_code(run, fail_on, strict))


def _configured(path: Path) -> str | None:
    from scopeminer.config import ConfigError, load

    try:
        return load(path).fail_on
    except ConfigError as error:
        raise click.ClickException(str(error)) from error


def _hidden(run: Run, file: Path | None) -> str:
    """A reader must see that a report is short because something is known."""
    number = sum(finding.suppressed for audit in run.audits for finding in audit.findings)
    return f"{counted(number, 'finding')} not shown: known{f' ({file})' if file else ''}.\n" if number else ""


def _remember(ctx: click.Context, run: Run, path: Path, file: Path) -> None:
    """Writes the baseline instead of a report; what could not be scanned cannot be known."""
    for failure in run.failures:
        complain(f"{failure.app}: {failure.message}")
    if run.failures:
        ctx.exit(ERROR)
    number = baseline.save(file, run.audits, path)
    write(f"{counted(number, 'finding')} written to {file}; from now on a scan fails on new ones only.\n", None)
    ctx.exit(OK)


def _renderer(form: str) -> Piecewise:
    """Asked for before the scan: nobody should wait for a report that cannot be made."""
    try:
        return piecewise(form)
    except ReportError as error:
        raise click.ClickException(str(error)) from error


def _run(path: Path, manifest: Path | None) -> Run:
    from scopeminer.config import ConfigError
    from scopeminer.manifest.read import ManifestError
    from scopeminer.scan import scan_all

    try:
        outcomes = scan_all(path, manifest)
    except (ManifestError, ConfigError) as error:
        raise click.ClickException(str(error)) from error
    audits = tuple(outcome for outcome in outcomes if isinstance(outcome, Audit))
    failures = tuple(Failure(outcome.path, outcome.message) for outcome in outcomes if not isinstance(outcome, Audit))
    return Run(audits, failures, Sources(manifest))


def _commands(ctx: click.Context) -> frozenset[str]:
    group = ctx.parent.command if ctx.parent else None
    return frozenset(group.list_commands(ctx)) if isinstance(group, click.Group) else frozenset()
