"""`scopeminer rules [RULE]`: the registry of rules → a list, or what one of them means."""

from __future__ import annotations

from difflib import get_close_matches

import click

from scopeminer.cli.output import write


@click.command()
@click.argument("rule", required=False)
def rules(rule: str | None) -> None:
    """Lists the rules a finding can have, or says what RULE means."""
    from scopeminer.audit.rules import RULES

    known = {entry.id: entry for entry in RULES}
    if rule is None:
        room = max(map(len, known))
        write("".join(f"{each:{room}}  {known[each].level:7}  {known[each].summary}\n" for each in sorted(known)), None)
        return
    if rule not in known:
        closest = "".join(f" Did you mean '{match}'?" for match in get_close_matches(rule, known, n=1))
        raise click.UsageError(f"No such rule '{rule}'.{closest}")
    about = f"{rule} ({known[rule].level})\n\n{known[rule].summary}\n\n"
    write(f"{about}Why, an example before and after, and how to suppress it: docs/rules.md#{rule}\n", None)
