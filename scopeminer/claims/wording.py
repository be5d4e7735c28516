"""How statements put things: the rows of data/wording.json, compiled."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Patterns = tuple[re.Pattern[str], ...]


MARK = re.compile(r"\\?\[(?:verified|inherited|vendor)[^\]]*\\?\]")
"""What a draft says of a sentence is no part of it."""
PLAIN = {ord(found): plain for found, plain in zip("’‘“”–—\u2011\xa0", ("'", "'", '"', '"', "-", "-", "-", " "), strict=True)}


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence is on `topic` when all of `needs` are found in it and none of `refuses`; `negated`: it has to say no besides."""

    topic: str
    needs: Patterns
    refuses: Patterns
    negated: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """`families`: pairs of topics that say much the same, so that a hedge in one and an absolute in the other disagree."""

    rows: tuple[Row, ...]
    negation: re.Pattern[str]
    hedges: re.Pattern[str]
    absolutes: re.Pattern[str]
    families: tuple[tuple[str, str], ...]

    def topics(self, text: str, lead: str = "") -> tuple[str, ...]:
        """The topics of a sentence, in the order of the table; `lead` is the line that gives a bullet its sense."""
        if text.rstrip().endswith("?"):
            return ()  # its answer is the claim
        whole, own = normal(f"{lead} {text}"), normal(text)
        answers = lead.endswith("?")
        negated = self.negation.search(whole.replace("not only", "")) is not None
        found: dict[str, None] = {}
        for row in self.rows:
            if (row.negated and not negated) or (answers and row.negated != own.startswith(("no", "never"))):
                continue
            said = answers or any(need.search(own) for need in row.needs)  # what the lead alone says is a claim of its own
            if said and all(need.search(whole) for need in row.needs) and not any(one.search(whole) for one in row.refuses):
                found[row.topic] = None
        return tuple(found)


def normal(text: str) -> str:
    """Lower case, straight quotes and hyphens, single spaces."""
    text = MARK.sub("", text.translate(PLAIN))
    return re.sub(r"\s+", " ", text).strip().lower()


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """The table that ships with the tool."""
    data = json.loads((Path(__file__).parent / "data" / "wording.json").read_text(encoding="utf-8"))
    rows = tuple(Row(row["topic"], _all(row["all"]), _all(row.get("not", ())), row.get("negated", False)) for row in data["topics"])
    hedges, absolutes = (re.compile(rf"\b(?:{'|'.join(data[name])})\b", re.IGNORECASE) for name in ("hedges", "absolutes"))
    families = tuple((one, other) for one, other in data["families"])
    return Wording(rows, re.compile(data["negation"], re.IGNORECASE), hedges, absolutes, families)


def _all(patterns: list[str]) -> Patterns:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
