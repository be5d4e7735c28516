"""Audit → the rows of the page's tables, in the words that the other reports use."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.audit.model import Audit, Finding, ScopeVerdict
from scopeminer.privileges.model import Step, Unknown, Use
from scopeminer.records import dataclass
from scopeminer.report import names
from scopeminer.report.html_excerpts import Excerpts
from scopeminer.report.html_lines import open_questions
from scopeminer.report.summary import LEVELS, VERDICTS
from scopeminer.report.text import counted, printable, shown
from scopeminer.source import Place

AT_RUN_TIME = "known at run time only"
EGRESS_RULES = {"undeclared-egress": "not declared", "insecure-egress": "without TLS"}
TONES = {"needed": "good", "cannot-tell": "doubt", "allowed": "good", "bounded": "doubt", "warning": "doubt", AT_RUN_TIME: "doubt"}
"""Words without a tone here are quiet; `EXCESS` are not."""
EXCESS = frozenset({"redundant", "dead-code-only", "unused", "missing", "not allowed", "error", "not declared", "without TLS"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the number of its excerpt."""

    shown: str
    excerpt: int | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ScopeRow:
    verdict: ScopeVerdict
    rank: int
    place: Spot | None
    nearest: Spot | None
    uses: tuple[tuple[str, str, str], ...]
    """Its uses: id, what, where."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    finding: Finding
    rank: int
    spots: tuple[Spot, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseRow:
    """`status`: allowed | not allowed | no scope needed | no scope known | bounded | dead code."""

    id: str
    use: Use
    what: str
    call: str
    status: str
    scopes: tuple[str, ...]
    features: tuple[str, ...]
    site: Spot
    chain: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class UnknownRow:
    what: str
    detail: str
    bounds: str
    site: Spot
    side: str
    scopes: tuple[str, ...]
    """Declared scopes that it could need."""
    others: int
    """How many that are not declared it could need."""
    candidates: tuple[str, ...]
    chain: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class EgressRow:
    host: str
    directive: str
    side: str
    status: str
    site: Spot | None


def tone(word: str) -> str:
    """good | doubt | excess | quiet: how a verdict, level or status is coloured."""
    return "excess" if word in EXCESS else TONES.get(word, "quiet")


def titled(label: str) -> tuple[str, str]:
    """`jira:issuePanel "Insights"` → the title and the module's type, which is "" where the label is no more than a title."""
    kind, quote, title = label.partition(' "')
    return (title.removesuffix('"'), kind) if quote else (label, "")


def scope_rows(audit: Audit, excerpts: Excerpts) -> tuple[ScopeRow, ...]:
    """Declared ones in the order of the manifest, missing ones after them."""
    uses = dict(zip(audit.use_ids, audit.usage.uses, strict=True))
    ordered = sorted(audit.scopes, key=lambda row: (row.location is None, row.location or Place("", 0, 0), row.scope))
    return tuple(
        ScopeRow(
            row,
            VERDICTS.index(row.verdict) if row.verdict in VERDICTS else len(VERDICTS),
            _spot(row.location, excerpts),
            _spot(row.nearest, excerpts),
            tuple((one, names.what(uses[one]), names.where(uses[one])) for one in row.uses if one in uses),
        )
        for row in ordered
    )


def finding_rows(audit: Audit, excerpts: Excerpts) -> tuple[FindingRow, ...]:
    """The gravest first, what somebody suppressed last."""
    ordered = sorted(audit.findings, key=lambda one: (one.suppressed, LEVELS.index(one.level), one.location or Place("", 0, 0), one.rule))
    return tuple(
        FindingRow(
            found,
            LEVELS.index(found.level),
            tuple(filter(None, (_spot(place, excerpts) for place in (found.location, *found.related)))),
            tuple(names.scopes(one) for one in found.alternatives),
        )
        for found in ordered
    )


def use_rows(audit: Audit, excerpts: Excerpts) -> tuple[UseRow, ...]:
    """In the order of their places; what nothing reaches last."""
    needing: dict[str, list[str]] = {}
    for row in audit.scopes:
        for identifier in row.uses:
            needing.setdefault(identifier, []).append(row.scope)
    rows = [
        UseRow(
            identifier,
            use,
            names.what(use),
            names.call(use),
            _status(use, satisfied is not None),
            tuple(sorted(needing.get(identifier) or satisfied or ())),
            tuple(dict.fromkeys(titled(step.label)[0] for step in use.features)),
            Spot(shown(use.site), excerpts.at(use.site)),
            _chain(use.evidence, excerpts),
        )
        for identifier, use, satisfied in zip(audit.use_ids, audit.usage.uses, audit.satisfied_by, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (not row.use.reachable, row.use.site, row.what, row.id)))


def unknown_rows(audit: Audit, excerpts: Excerpts) -> tuple[UnknownRow, ...]:
    """Unknowns, and uses that are one of several operations."""
    declared = {row.scope for row in audit.scopes if row.declared}
    return tuple(_unknown(one, declared, excerpts) for one in open_questions(audit))


def egress_rows(audit: Audit, excerpts: Excerpts) -> tuple[EgressRow, ...]:
    """What is used with what the rules say of it, then what is declared."""
    used = sorted(set(audit.usage.egress), key=lambda one: (one.host is None, one.host or "", one.directive, one.site, one.url))
    rows: dict[tuple[str | None, str, Place], EgressRow] = {}
    said = _said(audit)
    for one in used:
        status = said.get((one.host, one.directive), AT_RUN_TIME if one.host is None else "used")
        site = Spot(shown(one.site), excerpts.at(one.site))
        address = one.host or "a host known at run time only"
        rows[one.host, one.directive, one.site] = EgressRow(address, one.directive, one.side, status, site)
    return (*rows.values(), *(EgressRow(address, key, "", "declared", None) for key, address in audit.declared_egress))


def _said(audit: Audit) -> dict[tuple[str | None, str], str]:
    """Host and directive → what a rule says; a rule speaks once of what stands in several places."""
    found = {(one.subject, one.location): EGRESS_RULES[one.rule] for one in audit.findings if one.rule in EGRESS_RULES}
    at = [(one, found.get((one.host or "", one.site))) for one in audit.usage.egress]
    return {(one.host, one.directive): status for one, status in at if status}


def _unknown(one: Unknown | Use, declared: set[str], excerpts: Excerpts) -> UnknownRow:
    if isinstance(one, Unknown):
        what, detail, bounds = names.why_unknown(one), one.detail, names.bounds(one)
    else:
        what, detail = f"one of {counted(len(one.candidates), 'operation')}", names.call(one)
        bounds = printable(f"{one.method or 'any method'} {one.route or ''}".strip())
    candidates = () if isinstance(one, Unknown) else one.candidates
    here = tuple(sorted(one.holds_back & declared))
    chain = _chain(one.evidence, excerpts)
    site = Spot(shown(one.site), excerpts.at(one.site))
    return UnknownRow(what, detail, bounds, site, one.side, here, len(one.holds_back) - len(here), candidates, chain)


def _status(use: Use, satisfied: bool) -> str:
    if not use.reachable:
        return "dead code"
    if use.resolution != "exact":
        return "bounded"
    if not use.alternatives:
        return "no scope known" if use.kind == "rest" else "no scope needed"
    if not all(use.alternatives):
        return "no scope needed"
    return "allowed" if satisfied else "not allowed"


def _chain(steps: Iterable[Step], excerpts: Excerpts) -> tuple[Spot, ...]:
    return tuple(Spot(shown(step.place), excerpts.at(step.place), step.label) for step in steps)


def _spot(place: Place | None, excerpts: Excerpts) -> Spot | None:
    return None if place is None else Spot(shown(place), excerpts.at(place))
