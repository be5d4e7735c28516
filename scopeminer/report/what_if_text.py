"""Consequences and costs → text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from scopeminer.advise.what_if import Consequences, Cost, Reason
from scopeminer.audit.words import distinct
from scopeminer.privileges.model import Use
from scopeminer.report import names
from scopeminer.report.listing import Row, listing
from scopeminer.report.model import Display
from scopeminer.report.page import indented, labelled, page
from scopeminer.report.text import counted, printable, shown

MOST = 12


def consequences(found: Consequences, display: Display) -> str:
    """Text for `what-if --remove … --add …`."""
    return page(_consequences(found, display.width), display)


def by_module(costs: Sequence[Cost], reasons: Sequence[Reason], display: Display) -> str:
    """Text for `what-if --by module`."""
    return page(_costs(costs, reasons, display.width), display)


def _consequences(found: Consequences, width: int) -> Iterator[RenderableType]:
    yield Text(f"{_change(found)}: {_summary(found)}", style="bold")
    lacking = {broken.use: broken.lacking for broken in found.broken}
    for feature, uses in found.features.items():
        yield ""
        yield Text.assemble(("✗ ", "red"), (printable(feature.label), "bold"), f"  {shown(feature.place)}")
        yield listing([Row((), _broken(use, lacking[use]), shown(use.site)) for use in uses[:MOST]], width)
        if len(uses) > MOST:
            yield indented([f"and {len(uses) - MOST} more"])
    if found.mended:
        yield ""
        yield labelled("Starts to work", [f"{names.what(use)} in {names.where(use)}" for use in found.mended[:MOST]], 16)
    if found.doubtful:
        yield ""
        yield labelled("May stop", [f"{shown(unknown.site)}: {names.why_unknown(unknown)}" for unknown in found.doubtful[:MOST]])
        if len(found.doubtful) > MOST:
            yield labelled("", [f"and {len(found.doubtful) - MOST} more"])
    if found.broken and found.unharmed:
        yield ""
        yield labelled("Untouched", [", ".join(printable(step.label) for step in found.unharmed)])


def _change(found: Consequences) -> str:
    parts = [f"without {', '.join(map(printable, found.removed))}"] if found.removed else []
    parts += [f"with {', '.join(map(printable, found.added))}"] if found.added else []
    text = " and ".join(parts)
    return text[0].upper() + text[1:]


def _summary(found: Consequences) -> str:
    if not found.broken:
        if found.doubtful:
            return f"nothing that is known stops working; {counted(len(found.doubtful), 'unknown')} may."
        return "nothing stops working."
    number = len(distinct(broken.use for broken in found.broken))
    return f"{counted(number, 'use')} in {counted(len(found.features), 'feature')} stop{'s' if number == 1 else ''} working."


def _broken(use: Use, lacking: tuple[str, ...]) -> Text:
    return Text(f"{names.what(use)}{f' in {printable(use.function)}' if use.function else ''}; needs {names.scopes(lacking)}")


def _costs(costs: Sequence[Cost], reasons: Sequence[Reason], width: int) -> Iterator[RenderableType]:
    if not costs:
        yield "No use was found: no feature costs a scope."
    for cost in costs:
        yield Text.assemble((printable(cost.feature.label), "bold"), f"  {shown(cost.feature.place)}")
        lines = [f"{scope}{'  only here' if scope in cost.alone else ''}" for scope in cost.scopes]
        lines += [f"{scope}  missing" for scope in cost.lacking]
        yield indented(lines or ["no scope"])
    idle = [reason.scope for reason in reasons if not reason.uses]
    single = [reason for reason in reasons if reason.only_use is not None]
    if single:
        yield ""
        yield from (
            indented([f"{names.what(reason.uses[0])} in {names.where(reason.uses[0])} is the only reason for {reason.scope}."], 0)
            for reason in single
        )
    if idle:
        yield ""
        yield labelled("No feature stops without", [", ".join(map(printable, idle))], 26)
