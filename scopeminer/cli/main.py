"""Arguments → a subcommand, and every error → one sentence on stderr and an exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

import click

from scopeminer import __version__
from scopeminer.cli.commands import LazyGroup
from scopeminer.cli.exit_code import ERROR, INTERRUPTED
from scopeminer.cli.output import complain


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scopeminer")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
@click.pass_context
def scopeminer(ctx: click.Context, debug: bool) -> None:
    """Which OAuth scopes a Forge app's code needs, against those its manifest declares."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(ERROR)


def main() -> None:
    """One command, and the process ends: nearly all that a scan makes is needed to its end, so nobody looks for garbage meanwhile."""
    gc.disable()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code; nothing but SystemExit of the interpreter itself gets past here."""
    try:
        code = scopeminer.main(args=list(arguments), prog_name="scopeminer", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        complain(_sentence(error))
        return ERROR
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, the user gets a sentence
        complain(_internal(error, "--debug" in arguments))
        return ERROR
    return code if isinstance(code, int) else 0


def _sentence(error: click.ClickException) -> str:
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx:
        return f"{message} See '{error.ctx.command_path} --help'."
    return message


def _internal(error: Exception, debug: bool) -> str:
    if debug:
        import traceback

        return "".join(traceback.format_exception(error)).rstrip()
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"an error inside scopeminer {__version__} ({what}); please report it with the output of 'scopeminer --debug …'."
