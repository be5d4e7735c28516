"""Records → the short names that people read in answers."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Step, Unknown, Use
from scopeminer.report.text import counted, printable, shown

REASONS = {
    "dynamic-route": "the path is only known at run time",
    "dynamic-method": "the method is only known at run time",
    "escaped-request": "a request function is handed to code that is not seen",
    "missing-source": "its source is not in the repository",
    "bundled-only": "only a built bundle is there, not its source",
    "unresolved-import": "an import leads to no file",
    "syntax-error": "a part of the file cannot be parsed",
    "eval": "code is made at run time",
    "remote": "the remote may call products with the app's tokens",
    "container": "the container may call products and storage, its code is not here",
    "graphql": "the query is not compared with scopes",
    "budget": "the analysis stopped at its work budget",
    "unmapped-event": "no document says which scope the event needs",
    "package-call": "a package that is not here may call Forge itself",
}


def what(use: Use) -> str:
    """`GET /rest/api/3/issue/{issueIdOrKey}`, or the call for a use without an operation."""
    if use.operation:
        return f"{use.method} {use.operation}"
    if use.kind == "rest" and use.route:
        return f"{use.method or 'any method'} {printable(use.route)}"
    if use.kind in ("event", "module", "remote"):
        return f"{use.kind} {printable(use.api.removeprefix('remote '))}"
    return printable(use.api.removesuffix(" *").split(" ")[-1])


def call(use: Use) -> str:
    """`asUser().requestJira`: the call without its package."""
    return printable(use.api.split(" ")[-1])


def titles(use: Use) -> str:
    """The features that a use belongs to; dead code belongs to none."""
    return ", ".join(printable(step.label) for step in use.features) or "no feature"


def where(use: Use) -> str:
    """`getIssue (src/api.ts:42)`; a use without a function has only its place."""
    return f"{printable(use.function)} ({shown(use.site)})" if use.function else shown(use.site)


def principal(use: Use) -> str:
    """`as the user`, `as the app`, `as the user or the app`; "" when nobody asks."""
    return " or ".join(f"the {who}" for who in sorted(use.principal, reverse=True))


def chain(evidence: Iterable[Step]) -> str:
    """`jira:issuePanel "Insights" (manifest.yml:8) → src/index.ts:1 → getIssue (src/api.ts:15)`."""
    return " → ".join(
        shown(step.place) if step.label == step.place.file else f"{printable(step.label)} ({shown(step.place)})" for step in evidence
    )


def scopes(alternative: Alternative) -> str:
    """`read:a + read:b`; long ones are counted."""
    if not alternative:
        return "nothing"
    return " + ".join(alternative) if len(alternative) <= 3 else f"{counted(len(alternative), 'scope')} together"


def bounds(unknown: Unknown) -> str:
    """`GET on jira below /rest/api/3/`: what is still known of an unknown."""
    parts = [" or ".join(unknown.methods)] if unknown.methods else []
    if unknown.product:
        parts.append(f"on {unknown.product}")
    if unknown.prefix:
        parts.append(f"below {printable(unknown.prefix)}")
    return " ".join(parts)


def why_unknown(unknown: Unknown) -> str:
    """One clause."""
    return REASONS.get(unknown.reason, printable(unknown.reason))
