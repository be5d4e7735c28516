"""A run → one list of things to tell about: findings, and unknowns that no finding speaks of. For every format that marks lines of code."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from scopeminer.audit.model import Audit, Finding
from scopeminer.privileges.model import Step, Unknown, Use
from scopeminer.records import dataclass, replace
from scopeminer.report import names
from scopeminer.report.model import Run
from scopeminer.report.summary import LEVELS
from scopeminer.report.text import printable
from scopeminer.source import Place

UNKNOWN = "unknown"
UNKNOWN_SUMMARY = "Something that could not be resolved: scopes that it might need are held back from removal."
SPEAK_OF_UNKNOWNS = frozenset({"unresolved-route", "unknown-operation", "unparsed-file", "missing-handler"})
"""Rules whose finding stands for an unknown at the same place."""
MOST_FLOWS = 5
"""How many ways to a place are told; the JSON report has them all."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`place.file` is relative to the repository. `finding` is None for an unknown. `message` is one line, safe to print.

    `identity` is different for every notice of a run, and stays when lines move. `flows`: evidence chains, manifest entry first.
    """

    rule: str
    level: str
    message: str
    subject: str
    place: Place
    fingerprint: str
    related: tuple[Place, ...] = ()
    flows: tuple[tuple[Step, ...], ...] = ()
    confidence: str = "high"
    suppressed: bool = False
    finding: Finding | None = None
    identity: str = ""


def notices(run: Run) -> tuple[Notice, ...]:
    """Sorted by place; suppressed findings are among them."""
    found = [notice for audit in run.audits for notice in _of(audit, _base(run, audit))]
    return tuple(_identified(sorted(found, key=lambda one: (one.place, one.rule, one.subject, one.message))))


def open_notices(run: Run) -> tuple[Notice, ...]:
    """Without the suppressed ones, the gravest first: formats with a limit lose the least."""
    return tuple(sorted((one for one in notices(run) if not one.suppressed), key=lambda one: LEVELS.index(one.level)))


def manifest(run: Run, audit: Audit) -> Place:
    """Where the app's manifest begins, for what has no place of its own."""
    return _placed(Place(audit.app.manifest, 1, 1), _base(run, audit))


def _base(run: Run, audit: Audit) -> str:
    """The app's folder as seen from the repository; apps that lie in none are told apart by their paths."""
    return audit.app.folder or ("" if run.single or posixpath.isabs(audit.app.path) else audit.app.path)


def _placed(place: Place, base: str) -> Place:
    return place._replace(file=posixpath.normpath(posixpath.join(base, place.file)))


def _of(audit: Audit, base: str) -> Iterator[Notice]:
    by_id = dict(zip(audit.use_ids, audit.usage.uses, strict=True))
    rests_on = {row.scope: tuple(by_id[use] for use in row.uses if use in by_id) for row in audit.scopes}
    for finding in audit.findings:
        yield Notice(
            rule=finding.rule,
            level=finding.level,
            message=printable(finding.message),
            subject=finding.subject,
            place=_placed(finding.location or Place(audit.app.manifest, 1, 1), base),
            fingerprint=finding.fingerprint,
            related=tuple(_placed(place, base) for place in finding.related),
            flows=_flows(finding, audit.usage.uses, audit.usage.unknowns, rests_on, base),
            confidence=finding.confidence,
            suppressed=finding.suppressed,
            finding=finding,
        )
    spoken_of = {finding.location for finding in audit.findings if finding.rule in SPEAK_OF_UNKNOWNS}
    yield from (_unknown(unknown, audit, base) for unknown in audit.usage.unknowns if unknown.site not in spoken_of)


def _unknown(unknown: Unknown, audit: Audit, base: str) -> Notice:
    parts = [names.why_unknown(unknown), names.bounds(unknown), _held(unknown, audit)]
    detail = f" ({printable(unknown.detail)})" if unknown.detail else ""
    about = (UNKNOWN, unknown.reason, unknown.detail, unknown.prefix or "", unknown.site.file)
    return Notice(
        rule=UNKNOWN,
        level="note",
        message=printable("; ".join(filter(None, parts)) + detail),
        subject=unknown.reason,
        place=_placed(unknown.site, base),
        fingerprint=_digest(*about),
        flows=tuple(_flow(steps, base) for steps in (unknown.evidence,) if steps),
        confidence="high",
    )


def _held(unknown: Unknown, audit: Audit) -> str:
    """What it costs: of the scopes that it might need only the declared ones can be held back."""
    held = sorted(row.scope for row in audit.scopes if row.declared and row.scope in unknown.holds_back)
    more = f" and {len(held) - 3} more" if len(held) > 3 else ""
    return f"holds back {', '.join(held[:3])}{more}" if held else "no declared scope is held back by it"


def _flows(
    finding: Finding, uses: tuple[Use, ...], unknowns: tuple[Unknown, ...], rests_on: dict[str, tuple[Use, ...]], base: str
) -> tuple[tuple[Step, ...], ...]:
    """The ways to what a finding is about: to its places, and to the uses that the verdict on its subject rests on."""
    places = {finding.location, *finding.related}
    chains = [use.evidence for use in (*(use for use in uses if use.site in places), *rests_on.get(finding.subject, ()))]
    chains += [unknown.evidence for unknown in unknowns if unknown.site in places]
    return tuple(_flow(chain, base) for chain in list(dict.fromkeys(filter(None, chains)))[:MOST_FLOWS])


def _flow(steps: tuple[Step, ...], base: str) -> tuple[Step, ...]:
    return tuple(Step(_placed(step.place, base), step.label) for step in steps)


def _identified(found: list[Notice]) -> Iterator[Notice]:
    seen: Counter[tuple[str, ...]] = Counter()
    for notice in found:
        about = (notice.rule, notice.subject, notice.place.file, notice.fingerprint)
        seen[about] += 1
        yield replace(notice, identity=_digest(*about, str(seen[about])))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
