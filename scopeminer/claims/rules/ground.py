"""What verdicts rest on, and the order in which it counts: counter-evidence, then what could hide some, then its absence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.source import Place

BLIND = {
    "bundled-only": "only a built bundle is there, its source is not",
    "missing-source": "source that the manifest names is not there",
    "eval": "code is made at run time",
    "container": "a container runs an image whose code is not here",
    "budget": "the app is larger than the analysis follows",
    "syntax-error": "a file cannot be parsed",
}
"""Unknowns behind which anything can stand, and how they are said."""


def against(text: str, site: Place | None) -> Basis:
    """Counter-evidence, at the line of the call, the literal or the manifest entry."""
    return Basis("against", text, site)


def unresolved(text: str, site: Place | None = None) -> Basis:
    """Something that could hide counter-evidence, or that code does not decide."""
    return Basis("open", text, site)


def supports(text: str, site: Place | None = None) -> Basis:
    """What was checked and found to agree."""
    return Basis("for", text, site)


def note(text: str, site: Place | None = None) -> Basis:
    """Worth knowing, decides nothing."""
    return Basis("note", text, site)


def settle(counter: Iterable[Basis], doubts: Iterable[Basis], support: Iterable[Basis], notes: Iterable[Basis] = ()) -> Judgement:
    """The verdict. Code that cannot run, and words, never get here."""
    found, open_, good, more = (tuple(dict.fromkeys(part)) for part in (counter, doubts, support, notes))
    if found:
        return Judgement("contradicted", (*found, *more))
    if open_:
        return Judgement("cannot-tell", (*open_, *more))
    return Judgement("supported", (*good, *more))


def promise(text: str, counter: Iterable[Basis] = (), notes: Iterable[Basis] = ()) -> Judgement:
    """The verdict on a promise or a property of the platform: at best cannot-tell."""
    return settle(counter, (unresolved(text),), (), notes)


def blind(facts: Facts) -> Iterator[Basis]:
    """The parts of the app that cannot be seen at all."""
    for unknown in facts.audit.usage.unknowns:
        if unknown.reason in BLIND:
            detail = f": {unknown.detail}" if unknown.detail else ""
            yield unresolved(f"{BLIND[unknown.reason]}{detail}", unknown.site)


def counted(number: int, noun: str) -> str:
    """`1 request`, `3 requests`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
