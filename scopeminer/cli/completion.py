"""`scopeminer completion SHELL`: what a shell has to read to complete commands, options and scopes."""

from __future__ import annotations

import click

from scopeminer.cli.output import write

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_SCOPEMINER_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Prints the completion script of SHELL.

    \b
    bash: source <(scopeminer completion bash)
    zsh:  source <(scopeminer completion zsh)
    fish: scopeminer completion fish | source
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None or ctx.parent is None:
        raise click.ClickException(f"No completion for {shell}.")
    write(found(ctx.parent.command, {}, "scopeminer", VARIABLE).source().strip() + "\n", None)
