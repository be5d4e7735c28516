"""Subcommand name → click command, imported when it is run: `--version` must not pay for `scan`."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "catalog": "scopeminer.cli.catalog:catalog",
    "completion": "scopeminer.cli.completion:completion",
    "data": "scopeminer.cli.data:data",
    "diff": "scopeminer.cli.diff:diff",
    "eligibility": "scopeminer.cli.eligibility:eligibility",
    "explain": "scopeminer.cli.explain:explain",
    "fix": "scopeminer.cli.fix:fix",
    "graph": "scopeminer.cli.graph:graph",
    "justify": "scopeminer.cli.justify:justify",
    "questionnaire": "scopeminer.cli.questionnaire:questionnaire",
    "rules": "scopeminer.cli.rules:rules",
    "scan": "scopeminer.cli.scan:scan",
    "statement": "scopeminer.cli.statement:statement",
    "what-if": "scopeminer.cli.what_if:what_if",
}


class LazyGroup(click.Group):
    """Lists the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        command = self.get_command(ctx, args[0])
        if command is None and not args[0].startswith("-"):
            raise click.UsageError(f"No such command '{args[0]}'.{_suggestion(args[0], self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)


def _suggestion(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    return "".join(f" Did you mean '{match}'?" for match in get_close_matches(word, known, n=1))
