"""Runs on Atlassian, by the rules that Atlassian publishes for the manifest (2026): a pre-check, the badge is Atlassian's to award."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scopeminer.disclosure.model import Eligibility, Reason
from scopeminer.manifest.model import Entry, Manifest, Outline
from scopeminer.source import Place, Span

PlaceOf = Callable[[Span], Place]
NO_CREDENTIAL_RULE = "HAS_EXPOSED_CREDENTIALS has no public definition beyond its name; providers is taken for it"


def eligibility(manifest: Manifest, outline: Outline, place: PlaceOf) -> Eligibility:
    """The verdict with every reason against it, in the order of the file."""
    found = (*_remotes(outline), *_connect(outline), *_egress(manifest), *_providers(outline), *_sql(outline), *_web_triggers(outline))
    reasons = sorted((Reason(rule, message, place(span), sure, instead) for rule, message, span, sure, instead in found), key=_order)
    doubtful = [reason for reason in (*reasons, *_open(manifest, outline, place)) if not reason.sure]
    certain = [reason for reason in reasons if reason.sure]
    verdict = "not-eligible" if certain else "cannot-tell" if doubtful else "eligible"
    return Eligibility(verdict, (*certain, *doubtful))


Raw = tuple[str, str, Span, bool, str]


def _order(reason: Reason) -> tuple[Place, str]:
    return reason.site, reason.rule


def _remotes(outline: Outline) -> Iterator[Raw]:
    for entry in outline.find("remotes", "*"):
        key = entry.value.get("key") if isinstance(entry.value, dict) else None
        yield (
            "HAS_REMOTES",
            f"remote {key or entry.path[-1]} is declared",
            entry.name,
            True,
            "move what the remote does into functions of the app",
        )


def _connect(outline: Outline) -> Iterator[Raw]:
    for entry in (*outline.find("connectModules"), *outline.find("app", "connect")):
        if entry.value:
            yield (
                "HAS_CONNECT_MODULES",
                f"{'.'.join(map(str, entry.path))} is declared",
                entry.name,
                True,
                "replace Connect modules by Forge modules",
            )


def _egress(manifest: Manifest) -> Iterator[Raw]:
    for grant in manifest.egress:
        if grant.category == "analytics" and grant.in_scope_eud is False:
            continue
        what = grant.address or f"remote {grant.remote}"
        yield (
            "HAS_DEFINED_EGRESS",
            f"{what} is declared under {grant.directive}",
            grant.span,
            not manifest.has_hole(grant.span),
            "remove the entry, or for analytics without end-user data say category: analytics and inScopeEUD: false",
        )


def _providers(outline: Outline) -> Iterator[Raw]:
    for entry in outline.find("providers", "auth", "*") or outline.find("providers"):
        yield (
            "HAS_EXPOSED_CREDENTIALS",
            f"an authentication provider is declared ({NO_CREDENTIAL_RULE})",
            entry.name,
            True,
            "remove the provider",
        )


def _sql(outline: Outline) -> Iterator[Raw]:
    for entry in outline.find("modules", "sql", "*", "dareCompliant"):
        if entry.value is False or entry.hole:
            message = "the SQL module is not compliant with data residency"
            yield "HAS_NON_DARE_COMPLIANT_SQL_MODULE", message, entry.name, not entry.hole, "leave dareCompliant out or say true"


def _web_triggers(outline: Outline) -> Iterator[Raw]:
    for entry in outline.find("modules", "webtrigger", "*"):
        kinds = outline.find(*entry.path, "response", "type")
        if not kinds or kinds[-1].value != "static":
            where = kinds[-1].name if kinds else entry.name
            unsure = bool(kinds) and kinds[-1].hole
            message = f"web trigger {_key(entry)} answers dynamically{'' if kinds else ', as it does when nothing is said'}"
            yield "HAS_EGRESS_WEBTRIGGER_MODULE", message, where, not unsure, "say response.type: static and list the outputs"


def _open(manifest: Manifest, outline: Outline, place: PlaceOf) -> Iterator[Reason]:
    if manifest.egress_configurable:
        entry = next(iter(outline.find("permissions", "external", "configurable")), None)
        span = entry.name if entry is not None else Span(manifest.path, 0, 0)
        yield Reason(
            "CUSTOMER_MANAGED_EGRESS",
            "administrators decide which hosts the app may reach",
            place(span),
            False,
            "declare no configurable egress",
        )


def _key(entry: Entry) -> str:
    value = entry.value.get("key") if isinstance(entry.value, dict) else None
    return str(value or entry.path[-1])
