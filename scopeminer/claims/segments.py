"""The text of a statement → its sentences, each with its number, line, section and the line that introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.claims.lines import HASHES, NUMBERED, Block, blocks
from scopeminer.records import dataclass, field

SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|Inc|Ltd|vs|approx|incl|No|cf|GmbH|Corp|Co)|\bv?\d)\.$")
EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
BOLD = re.compile(r"\s*\*\*[^*]+\*\*:?\s*")
HISTORY = re.compile(
    r"change ?log|revision history|version history|document history|changes to this (?:document|policy|statement)", re.IGNORECASE
)
DENYING = re.compile(
    r"\b(?:do(?:es)? not|don['’]t|doesn['’]t|never|(?:is|are) not)\b"
    r"(?: (?:we|the apps?|it|they))? *(?:collect|stor|do\b|access|process|shar|us|read|log|send|transmit|request|track)",
    re.IGNORECASE,
)
"""A heading that says of everything below it that it is not so."""
SUBJECT = re.compile(
    r"^(?:(?:the|our|these) (?:apps?|add-ons?|plugins?|vendor|platform|data)|we|this|it|they|(?:all )?data (?:is|are))\b", re.IGNORECASE
)
"""How a sentence begins that needs no lead."""
ANSWER = re.compile(r"^([^?]{8,}\?):? +(\S.*)$", re.DOTALL)
LONGEST_LEAD = 300
"""Characters of a line that introduces others."""
LONGEST_HEADING = 9
"""Words; a numbered line with more is a sentence."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, bullet or table row.

    `number`: of its section and its place there; `lead`: what introduces it; `history`: it stands in a change log.
    """

    number: str
    text: str
    line: int
    section: str
    lead: str = ""
    history: bool = False


@dataclass(slots=True)
class _State:
    """`numbered`: the document numbers its sections itself; `used`: section numbers that were given, with how often."""

    numbered: bool
    section: str = "0"
    title: str = ""
    lead: str = ""
    bullets: bool = False
    count: int = 0
    used: dict[str, int] = field(default_factory=dict)

    def begin(self, number: str, title: str) -> None:
        """A heading: sections without a number belong to the last one that has one, or are counted where none has."""
        self.title, self.lead, self.bullets = title[:LONGEST_LEAD], "", False
        if not number and self.numbered:
            return
        number = number or str(len(self.used) + 1)
        again = self.used[number] = self.used.get(number, 0) + 1
        self.section, self.count = number if again == 1 else f"{number}#{again}", 0


def segments(text: str) -> Iterator[Segment]:
    """Every sentence in its order; headings are none. Lines are 1-based and end with `\\n`."""
    found = tuple(blocks(text))
    state = _State(any((heading := _heading(block)) is not None and heading[0] for block in found))
    for block in found:
        if block.text is None:
            state.lead = state.lead if block.bullet else ""
            continue
        heading = _heading(block)
        if heading is not None:
            state.begin(*heading)
            continue
        if state.bullets and not block.bullet:
            state.lead = ""
        state.bullets = block.bullet
        yield from _sentences(_plain(block.text), block.line, state)


def _sentences(text: str, line: int, state: _State) -> Iterator[Segment]:
    history = HISTORY.search(state.title) is not None
    asked = ANSWER.match(text)
    if asked is not None and "|" not in text:
        state.count += 1
        yield Segment(f"{state.section}.{state.count}", asked[2], line, state.title, asked[1][-LONGEST_LEAD:], history)
        return
    for offset, sentence in _split(text):
        state.count += 1
        introduces = sentence.endswith((":", "?"))
        if state.lead.endswith(":") and not state.bullets and SUBJECT.match(sentence):
            state.lead = ""
        lead = "" if introduces else state.lead or (state.title if state.bullets and DENYING.search(state.title) else "")
        yield Segment(f"{state.section}.{state.count}", sentence, line + offset, state.title, lead, history)
        if introduces:
            state.lead = sentence[-LONGEST_LEAD:]
        elif state.lead.endswith("?"):
            state.lead = ""


def _heading(block: Block) -> tuple[str, str] | None:
    """(number, title) of a heading; None for what is a sentence."""
    if block.text is None or block.bullet:
        return None
    marked = HASHES.match(block.text) is not None
    text = _plain(HASHES.sub("", block.text))
    numbered = NUMBERED.match(text)
    title = text[numbered.end() :] if numbered else text
    short = len(title.split()) <= LONGEST_HEADING and "\n" not in block.text
    bold = BOLD.fullmatch(block.text) is not None
    ends = title.rstrip().endswith((".", ":", ";", "?", "!", ","))
    if marked or (short and not ends and (numbered or bold or title.isupper())):
        return (numbered.group(1) if numbered else ""), title.rstrip(":")
    return None


def _plain(text: str) -> str:
    text = EMPHASIS.sub("", LINK.sub(r"\1", text) if "](" in text else text).strip()
    if text.startswith("|") or text.count("|") > 1:
        cells = [cell.strip() for cell in text.strip("|").split("|") if cell.strip()]
        return ": ".join([cells[0], ", ".join(cells[1:])]) if len(cells) > 1 else " ".join(cells)
    return text


def _split(text: str) -> Iterator[tuple[int, str]]:
    """(lines further down, sentence)."""
    numbered = NUMBERED.match(text)
    begin = counted = numbered.end() if numbered else 0
    down = 0
    for found in (*SENTENCE.finditer(text, begin), None):
        end = found.start() if found else len(text)
        if found and ABBREVIATION.search(text[max(begin, end - 10) : end]):
            continue
        sentence = re.sub(r"\s+", " ", text[begin:end]).strip()
        down, counted = down + text.count("\n", counted, begin), begin
        if sentence:
            yield down, sentence
        begin = found.end() if found else end
