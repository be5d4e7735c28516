"""The text of a statement → its claims, one a topic, with hedges and absolutes; the scopes it names; its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scopeminer.claims.model import Claim, Statement
from scopeminer.claims.segments import Segment, segments
from scopeminer.claims.wording import Wording, load_wording

SCOPE = re.compile(
    r"(?<![\w:/-])(?:read|write|delete|manage|(?:project-|space-)?admin|view|search|send|act-as-user|moderate|access-email-addresses|import"
    r"|validate|report|readonly|storage|redact|pullrequest|repository|webhook|issue)(?::[a-z](?:[a-z0-9._-]*[a-z0-9])?)+"
)
ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
MONTH = "|".join(f"{name[:3]}[a-z]*" for name in MONTHS)
DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
NAMED = re.compile(rf"\b(?:{DAY}\.?\s+)?({MONTH})\.?\s+(?:{DAY},?\s+)?(20\d\d)\b", re.IGNORECASE)
DATED = re.compile(r"last (?:updated|modified|revised|reviewed)|effective|valid from|as of|version|dated?\b|updated", re.IGNORECASE)
LETTERS = "abcdefghij"


def read(path: str, text: str, lines: tuple[int, ...] = ()) -> Statement:
    """The claims of a statement; `path` is how reports name it, `lines` as in Document."""
    found = _read(path, text)
    if not lines:
        return found
    claims = tuple(replace(claim, line=lines[claim.line - 1]) for claim in found.claims)
    return replace(found, claims=claims, scopes=tuple((scope, lines[line - 1]) for scope, line in found.scopes))


def _read(path: str, text: str) -> Statement:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    wording, parts = load_wording(), tuple(segments(text))
    claims = tuple(claim for part in parts if not part.history for claim in _claims(part, wording))
    named: dict[str, int] = {}
    for match in SCOPE.finditer(text):
        named.setdefault(match.group(), text.count("\n", 0, match.start()) + 1)
    return Statement(path, claims, tuple(sorted(named.items())), _dated(parts))


def _claims(part: Segment, wording: Wording) -> Iterator[Claim]:
    """One a topic; a sentence on two topics gives `6.2a` and `6.2b`."""
    hedge, absolute = (found.group() if (found := words.search(part.text)) else "" for words in (wording.hedges, wording.absolutes))
    topics = wording.topics(part.text, part.lead)
    if not topics:
        yield Claim(part.number, part.text, part.line, None, hedge, absolute, part.lead)
    for index, topic in enumerate(topics):
        letter = LETTERS[index % len(LETTERS)] if len(topics) > 1 else ""
        yield Claim(f"{part.number}{letter}", part.text, part.line, topic, hedge, absolute, part.lead)


def _dated(parts: tuple[Segment, ...]) -> date | None:
    """The latest date of the change log, else of a line that says what the document is of."""
    history = [found for part in parts if part.history for found in _dates(part.text)]
    said = [
        found for part in parts if DATED.search(part.text) or DATED.search(part.section) for found in _dates(f"{part.section} {part.text}")
    ]
    return max(history or said, default=None)


def _dates(text: str) -> Iterator[date]:
    for year, month, day in ISO.findall(text):
        yield from _date(int(year), int(month), int(day))
    for before, month, after, year in NAMED.findall(text):
        number = next((i for i, name in enumerate(MONTHS, 1) if name[:3] == month[:3].lower()), 0)
        yield from _date(int(year), number, int(before or after or 1))


def _date(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
