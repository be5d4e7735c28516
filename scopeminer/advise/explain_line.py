"""What was found at a line of an app: requests, other uses, unknowns, egress, declarations."""

from __future__ import annotations

from scopeminer.audit.model import Audit, Finding, ScopeVerdict
from scopeminer.catalog.model import Alternative
from scopeminer.privileges.model import Egress, Unknown, Use
from scopeminer.records import dataclass
from scopeminer.source import Place


@dataclass(frozen=True, slots=True)
class UseHere:
    """A use whose request stands at the line, and the declared alternative that it rests on (None: none does)."""

    use: Use
    satisfied_by: Alternative | None


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """`passing`: uses elsewhere whose evidence leads through the line. `rows`: scopes declared at it.

    `nearest`: the places in the same file where something was found, when nothing was found here.
    """

    file: str
    line: int
    uses: tuple[UseHere, ...]
    passing: tuple[Use, ...]
    unknowns: tuple[Unknown, ...]
    egress: tuple[Egress, ...]
    rows: tuple[ScopeVerdict, ...]
    findings: tuple[Finding, ...]
    nearest: tuple[Place, ...]

    @property
    def empty(self) -> bool:
        return not (self.uses or self.passing or self.unknowns or self.egress or self.rows or self.findings)


def explain_line(audit: Audit, file: str, line: int) -> LineExplanation:
    """What is known about one line; `file` as the report spells it."""

    def here(place: Place | None) -> bool:
        return place is not None and (place.file, place.line) == (file, line)

    found = zip(audit.uses, audit.satisfied_by, strict=True)
    explanation = LineExplanation(
        file=file,
        line=line,
        uses=tuple(UseHere(use, satisfied_by) for use, satisfied_by in found if here(use.site)),
        passing=tuple(use for use in audit.uses if not here(use.site) and any(here(step.place) for step in use.evidence)),
        unknowns=tuple(unknown for unknown in audit.usage.unknowns if here(unknown.site)),
        egress=tuple(egress for egress in audit.usage.egress if here(egress.site)),
        rows=tuple(row for row in audit.scopes if here(row.location)),
        findings=tuple(finding for finding in audit.findings if here(finding.location)),
        nearest=(),
    )
    return explanation if not explanation.empty else _with_nearest(audit, explanation)


def files_of(audit: Audit) -> frozenset[str]:
    """Every file at which something was found."""
    return frozenset(place.file for place in _places(audit))


def _with_nearest(audit: Audit, explanation: LineExplanation) -> LineExplanation:
    same_file = {place for place in _places(audit) if place.file == explanation.file}
    nearest = sorted(same_file, key=lambda place: (abs(place.line - explanation.line), place))
    by_line = {place.line: place for place in reversed(nearest)}
    return LineExplanation(
        explanation.file, explanation.line, (), (), (), (), (), (), tuple(sorted(by_line.values(), key=nearest.index)[:3])
    )


def _places(audit: Audit) -> set[Place]:
    places = {use.site for use in audit.uses} | {unknown.site for unknown in audit.usage.unknowns}
    places |= {egress.site for egress in audit.usage.egress} | {row.location for row in audit.scopes if row.location}
    return places | {step.place for use in audit.uses for step in use.evidence}
