"""Explanations → text for people: the verdict first, then the proof, then what to do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from scopeminer.advise.explain_line import LineExplanation, UseHere
from scopeminer.advise.explain_operation import InApp, OperationExplanation
from scopeminer.advise.explain_scope import Open, ScopeExplanation
from scopeminer.audit.words import distinct
from scopeminer.catalog.model import GONE
from scopeminer.privileges.model import Use
from scopeminer.report import names
from scopeminer.report.model import Display
from scopeminer.report.page import labelled, page
from scopeminer.report.text import counted, printable, shown

MOST = 8
"""How many lines of one kind are shown; the rest is counted."""
REMOVABLE = frozenset({"unused", "dead-code-only", "redundant"})
PROVED_BY_SEARCH = frozenset({"unused", "dead-code-only", "cannot-tell"})


def scope(explanation: ScopeExplanation, display: Display) -> str:
    """Text for `explain SCOPE`."""
    return page(_scope(explanation), display)


def operations(explanations: tuple[OperationExplanation, ...], display: Display) -> str:
    """Text for `explain 'METHOD /path'`; several where the path can be several operations."""
    return page((part for each in explanations for part in _operation(each)), display)


def line(explanation: LineExplanation, display: Display) -> str:
    """Text for `explain FILE:LINE`."""
    return page(_line(explanation), display)


def _scope(found: ScopeExplanation) -> Iterator[RenderableType]:
    yield Text(_verdict(found), style="bold")
    yield ""
    if found.row and found.row.reason:
        yield labelled("Because", [printable(found.row.reason)])
    if found.uses:
        yield labelled("Used by", _uses(found))
        if found.only_use:
            yield labelled("", [f"This one call is the only reason for {found.scope}."])
    elif found.row and found.row.declared:
        yield labelled("Searched", [_searched(found)])
    if found.nearest:
        yield labelled("Nearest", [_nearest(use) for use in found.nearest])
    if found.row.verdict in PROVED_BY_SEARCH if found.row else found.held_back:
        yield labelled("Unknown", _unknowns(found) if found.unknowns or found.holding else ["nothing"])
    yield labelled("Allows", [_allows(found)])
    yield from _advice(found)


def _verdict(found: ScopeExplanation) -> str:
    name = printable(found.scope)
    if found.row is None:
        return f"{name} is not declared, and {'it cannot be told whether something' if found.held_back else 'nothing'} here needs it."
    if not found.row.declared:
        return f"{name} is missing: it is not declared, and code needs it."
    place = f" ({shown(found.row.location)})" if found.row.location else ""
    verdict = "its need cannot be told" if found.row.verdict == "cannot-tell" else found.row.verdict
    invalid = "" if found.valid else " Forge does not accept a scope of this name."
    return f"{name} is declared{place} and {verdict}.{invalid}"


def _uses(found: ScopeExplanation) -> Iterator[str]:
    shown_uses = set(distinct(each.use for each in found.uses))
    different = [each for each in found.uses if each.use in shown_uses]
    for each in different[:MOST]:
        yield f"{names.what(each.use)} in {names.where(each.use)}"
        if each.spared_by == ():
            yield "  needs no scope today" + (f"; {found.scope} is announced as mandatory" if found.scope in each.use.announced else "")
        elif each.spared_by is not None and found.row and found.row.declared:
            yield f"  would be allowed without it, by {names.scopes(each.spared_by)}"
        yield f"  for {names.titles(each.use)}"
    if len(different) > MOST:
        yield f"and {len(different) - MOST} more"


def _searched(found: ScopeExplanation) -> str:
    searched = found.searched
    counts = (
        (searched.operations, "operation"),
        (searched.events, "event"),
        (searched.modules, "module type"),
        (searched.calls, "SDK surface"),
    )
    parts = [counted(number, noun) for number, noun in counts if number]
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]])) or "nothing published"
    accept = f"{listed} {'accept' if sum(number for number, _ in counts) > 1 else 'accepts'} it"
    perform = "performs" if searched.functions == 1 else "perform"
    code = f"{counted(searched.functions, 'reachable function')}, which {perform} {counted(searched.performed, 'operation')}"
    if found.holding:
        return f"{accept}; what occurs of that is listed under Unknown."
    return f"{accept}; none occurs in {code}." if parts else f"{accept}; looked through {code}."


def _nearest(use: Use) -> str:
    return f"{names.what(use)} in {names.where(use)}" + ("" if use.reachable else "; nothing reachable calls it")


def _unknowns(found: ScopeExplanation) -> Iterator[str]:
    for use in found.holding[:MOST]:
        yield f"{shown(use.site)}: {names.what(use)} may need it"
    if len(found.holding) > MOST:
        yield f"and {len(found.holding) - MOST} more that may"
    ordered = sorted(found.unknowns, key=lambda each: (not each.could_need, each.unknown.site))
    lines = list(dict.fromkeys(map(_open_line, ordered)))
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"and {len(lines) - MOST} more"


def _open_line(each: Open) -> str:
    place = shown(each.unknown.site)
    if not each.could_need:
        return f"{place} does not matter: {each.because}"
    bounds = names.bounds(each.unknown)
    return f"{place}: {names.why_unknown(each.unknown)}{f' ({bounds})' if bounds else ''}; {each.because}"


def _allows(found: ScopeExplanation) -> str:
    number = sum(found.allows.values())
    if not number:
        published = any(operation.status not in GONE for operation in found.accepting)
        return "no published operation" + (" without scopes that are not declared" if published else "")
    kind = "classic" if found.classic else "granular"
    return f"{counted(number, 'operation')}, {found.allows.get('GET') or 'none'} of them GET ({kind} scope)"


def _advice(found: ScopeExplanation) -> Iterator[RenderableType]:
    row = found.row
    if row is None:
        return
    if not row.declared:
        yield labelled("Add", ["scopeminer fix"])
    elif any(finding.suppressed for finding in found.findings):
        yield labelled("Kept", ["a comment in the manifest, or the baseline, keeps it"])
    elif row.verdict in REMOVABLE and any(finding.fix for finding in found.findings):
        yield labelled("Remove", ["scopeminer fix"])
        yield labelled("Keep", [f"# scopeminer: keep {printable(row.scope)} - why"])
    elif row.verdict == "cannot-tell":
        yield labelled("Settle", [_settling(found)])


def _settling(found: ScopeExplanation) -> str:
    """What to do about what holds a scope back: people can answer for a route, but not for what Atlassian does not say."""
    answerable = any(use.resolution != "exact" or not use.in_catalog for use in found.holding)
    if not found.holding or answerable or any(each.could_need for each in found.unknowns):
        return "resolve what is listed under Unknown, or say in a comment what it is; until then it stays"
    if all(use.kind == "module" for use in found.holding):
        return "no code shows whether that is used: ask who runs the app; until then it stays"
    return "no document says whether it does: try it on a staging site; until then it stays"


def _operation(found: OperationExplanation) -> Iterator[RenderableType]:
    operation = found.operation
    status = f" ({operation.status})" if operation.status != "current" else ""
    yield Text(f"{operation.name}{status}", style="bold")
    if found.document:
        yield labelled("Source", [f"{operation.product}: {found.document}"])
    yield labelled("Needs", _alternatives(operation.alternatives))
    if operation.announced:
        yield labelled("Announced", [f"{names.scopes(operation.announced)} will be needed"])
    if operation.ungrantable:
        yield labelled("Beside", ["the document names alternatives that no manifest can declare"])
    if found.app is not None:
        yield from _in_app(found.app)


def _alternatives(alternatives: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    if not alternatives:
        yield "no scope information is published: not usable from Forge"
    for number, alternative in enumerate(alternatives):
        yield ("or " if number else "") + (" + ".join(alternative) or "no scope")


def _in_app(app: InApp) -> Iterator[RenderableType]:
    if not (app.uses or app.could_be or app.dead):
        though = f", though {names.scopes(app.satisfied_by)} allows it" if app.satisfied_by else ""
        yield labelled("This app", [f"does not perform it{though}"])
        return
    lines = [f"{names.where(use)}, for {names.titles(use)}" for use in app.uses]
    lines += [f"perhaps {names.where(use)}: {names.what(use)}" for use in app.could_be]
    lines += [f"{names.where(use)}; nothing reachable calls it" for use in app.dead]
    yield labelled("This app", lines[:MOST] + ([f"and {len(lines) - MOST} more"] if len(lines) > MOST else []))
    if app.satisfied_by is not None:
        yield labelled("Allowed", [f"by {names.scopes(app.satisfied_by)}"])
    elif app.lacking:
        yield labelled("Lacking", [" + ".join(app.lacking)])


def _line(found: LineExplanation) -> Iterator[RenderableType]:
    if found.empty:
        yield Text(f"Nothing at {printable(found.file)}:{found.line} needs or declares anything.", style="bold")
        if found.nearest:
            yield labelled("Nearest", [shown(place) for place in found.nearest])
        return
    for here in found.uses:
        yield from _use(here)
    for unknown in found.unknowns:
        bounds = names.bounds(unknown)
        yield Text(f"Unknown: {names.why_unknown(unknown)}", style="bold")
        yield labelled("bounds", [bounds or "none"])
        yield labelled("keeps", [f"{counted(len(unknown.holds_back), 'scope')} from being called unused, if declared"])
        if unknown.evidence:
            yield labelled("reached", [names.chain(unknown.evidence[:-1])])
    for row in found.rows:
        yield Text(f"{printable(row.scope)} is declared here and {row.verdict}.", style="bold")
        yield labelled("because", [printable(row.reason)])
    for egress in found.egress:
        yield Text(f"Talks to {printable(egress.host or 'a host known at run time only')} ({egress.directive}).", style="bold")
    if found.passing:
        yield Text(
            f"{counted(len(found.passing), 'use')} {'is' if len(found.passing) == 1 else 'are'} reached through this line.", style="bold"
        )
        yield labelled("to", [f"{names.what(use)} in {names.where(use)}" for use in found.passing[:MOST]])
    for finding in found.findings:
        yield labelled("reported", [f"{finding.rule}: {printable(finding.message)}"])


def _use(here: UseHere) -> Iterator[RenderableType]:
    use = here.use
    actor = names.principal(use)
    inside = f", in {printable(use.function)}" if use.function else ""
    yield Text(f"{names.what(use) if use.kind != 'rest' else names.call(use)}{f', as {actor}' if actor else ''}{inside}", style="bold")
    if use.kind == "rest":
        yield labelled("route", [printable(use.route or "only known at run time")])
        yield labelled("method", [use.method or "several are possible"])
        yield labelled("is", _is(use))
    if use.resolution == "exact":
        yield labelled("needs", _needs(here))
    if not use.reachable:
        yield labelled("reached", ["nothing reachable calls it"])
    elif use.evidence:
        yield labelled("reached", [names.chain(use.evidence[:-1] or use.evidence)])


def _is(use: Use) -> Iterator[str]:
    if use.operation:
        yield f"{use.method} {use.operation}"
    elif use.candidates:
        yield f"one of {counted(len(use.candidates), 'operation')}:"
        yield from (f"  {candidate}" for candidate in use.candidates[:MOST])
        if len(use.candidates) > MOST:
            yield f"  and {len(use.candidates) - MOST} more"
    else:
        yield "no operation that a document lists"


def _needs(here: UseHere) -> Iterator[str]:
    if not here.use.alternatives:
        yield "unknown: no scope information is published"
    for number, alternative in enumerate(here.use.alternatives):
        declared = "  (declared)" if alternative == here.satisfied_by else ""
        yield ("or " if number else "") + names.scopes(alternative) + declared
