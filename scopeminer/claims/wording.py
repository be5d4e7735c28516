"""How statements put things: the rows of data/wording.json, compiled, and what makes one of them fit a sentence.

Precision comes first: a sentence that no row fits has no topic. A row that denies ("no analytics") needs a no that governs its last
phrase, in the same clause; a row that affirms ("HTTPS is used") must not have one. So an admission is no claim.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from scopeminer.records import dataclass

Patterns = tuple[re.Pattern[str], ...]

MARK = re.compile(r"\\?\[(?:verified|inherited|vendor)[^\]]*\\?\]")
"""What a draft says of a sentence is no part of it."""
ADDRESS = re.compile(r"\b(?:https?|wss?|ftp)://\S+|\bwww\.\S+|\S+@\S+\.\w+|\b[a-z][a-z-]*(?::[a-z][\w.-]*)+")
"""A link is no claim of a secure channel, and a scope's name none of what is in it."""
PLAIN = {ord(found): plain for found, plain in zip("’‘“”–—\u2011\xa0", ("'", "'", '"', '"', "-", "-", "-", " "), strict=True)}
BEFORE, AFTER = 14, 5
"""Words between a no and what it denies, by which of them comes first."""
LONGEST = 1_500
"""Characters; what is longer is no sentence."""
NEAR, CLOSE = 6, 2
"""Words between a no and a phrase, by which of them comes first, so that the phrase does not affirm."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence is on `topic` when all of `needs` are found in it and none of `refuses`.

    `negated`: it has to deny the last of them; otherwise it has to affirm the first, unless `either` is good. `own`: the line that
    introduces a bullet does not count.
    """

    topic: str
    needs: Patterns
    refuses: Patterns
    negated: bool = False
    either: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """`families`: pairs of topics that say much the same, so that a hedge in one and an absolute in the other disagree.

    `fillers`: phrases with a no in them that deny nothing ("not only"). `breaks`: where a clause ends. `silent`: sentences that
    claim nothing about the app, whatever stands in them (liability, links, advice to readers).
    """

    rows: tuple[Row, ...]
    negation: re.Pattern[str]
    fillers: re.Pattern[str]
    breaks: re.Pattern[str]
    silent: re.Pattern[str]
    hedges: re.Pattern[str]
    absolutes: re.Pattern[str]
    families: tuple[tuple[str, str], ...]

    def topics(self, text: str, lead: str = "") -> tuple[str, ...]:
        """The topics of a sentence, in the order of the table; `lead` is the line that gives a bullet its sense."""
        if text.rstrip().endswith("?") or len(text) > LONGEST:
            return ()  # of a question, the answer is the claim
        own, before = (self.fillers.sub(" ", normal(part)) for part in (text, lead))
        if self.silent.search(own):
            return ()
        clauses = tuple(part for part in self.breaks.split(own) if part.strip())
        fits = self._answers if before.endswith("?") else self._says
        return tuple(dict.fromkeys(row.topic for row in self.rows if fits(row, own, clauses, "" if row.own else before)))

    def denies(self, text: str) -> bool:
        """Whether there is a no in it."""
        return self.negation.search(self.fillers.sub(" ", normal(text))) is not None

    def _answers(self, row: Row, own: str, clauses: tuple[str, ...], question: str) -> bool:
        """A yes to what a row affirms, a no to what it denies."""
        no = re.match(r"(?:no|none|never|neither|not)\b", own) is not None
        return row.negated == no and _has(row, f"{question} {own}") if question else False

    def _says(self, row: Row, own: str, clauses: tuple[str, ...], lead: str) -> bool:
        denied = self.negation.search(lead) is not None
        if not row.negated:
            return not denied and _has(row, f"{lead} {own}") and _one(row, own) and (row.either or self._affirmed(row, clauses))
        for clause in clauses:
            if _has(row, f"{lead} {clause}") and _one(row, clause) and (denied or self._denied(row.needs[-1], clause)):
                return True
        return False

    def _denied(self, phrase: re.Pattern[str], clause: str) -> bool:
        """Whether a no governs the phrase: it stands before it, or behind it as in `tokens are not used`."""
        for no in self.negation.finditer(clause):
            for found in phrase.finditer(clause):
                between = clause[found.end() : no.start()]
                before = no.start() <= found.start() and _words(clause[no.end() : found.start()]) <= BEFORE
                behind = no.start() >= found.end() and _words(between) <= AFTER and not re.search(r",|\band\b|\bthat\b|\bwhich\b", between)
                if before or behind:
                    return True
        return False

    def _affirmed(self, row: Row, clauses: tuple[str, ...]) -> bool:
        """Whether some clause has the first phrase of the row without a no beside it; true when the lead has it."""
        free = [
            not any(
                (no.end() <= found.start() and _words(clause[no.end() : found.start()]) <= NEAR)
                or (no.start() >= found.end() and _words(clause[found.end() : no.start()]) <= CLOSE)
                for no in self.negation.finditer(clause)
            )
            for clause in clauses
            for found in row.needs[0].finditer(clause)
        ]
        return any(free) or not free


def _has(row: Row, text: str) -> bool:
    return all(need.search(text) for need in row.needs) and not any(one.search(text) for one in row.refuses)


def _one(row: Row, own: str) -> bool:
    """What the lead alone says is a claim of its own."""
    return any(need.search(own) for need in row.needs)


def _words(text: str) -> int:
    return len(text.split())


def normal(text: str) -> str:
    """Lower case, straight quotes and hyphens, single spaces; without addresses and names of scopes."""
    text = ADDRESS.sub(" ", MARK.sub("", text.translate(PLAIN)))
    return re.sub(r"\s+", " ", text).strip().lower()


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """The table that ships with the tool."""
    data = json.loads((Path(__file__).parent / "data" / "wording.json").read_text(encoding="utf-8"))
    rows = tuple(
        Row(row["topic"], _all(row["all"]), _all(row.get("not", ())), *(row.get(flag, False) for flag in ("negated", "either", "own")))
        for row in data["topics"]
    )
    hedges, absolutes = (re.compile(rf"\b(?:{'|'.join(data[name])})\b", re.IGNORECASE) for name in ("hedges", "absolutes"))
    negation, fillers, breaks, silent = (re.compile(data[name], re.IGNORECASE) for name in ("negation", "fillers", "breaks", "silent"))
    families = tuple((one, other) for one, other in data["families"])
    return Wording(rows, negation, fillers, breaks, silent, hedges, absolutes, families)


def _all(patterns: list[str]) -> Patterns:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
