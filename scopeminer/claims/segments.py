"""The text of a statement → its sentences, each with its number, line, section and the line that introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BULLET = re.compile(r"^\s*(?:[-*+•◦▪·–]|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+")
NUMBERED = re.compile(r"^\s*(?:section\s+)?(\d{1,2}(?:\.\d{1,2}){0,2})[.):]?\s+(?=\S)", re.IGNORECASE)
HASHES = re.compile(r"^\s*#{1,6}\s+")
UNDERLINE = re.compile(r"^\s*(?:=+|-{3,}|\*{3,}|_{3,})\s*$")
RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|Inc|Ltd|vs|approx|incl|No|cf|GmbH|Corp|Co)|\bv?\d)\.$")
EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
ENDING = re.compile(r"[.!?:;|][\"')\]]*$")
HISTORY = re.compile(
    r"change ?log|revision history|version history|document history|changes to this (?:document|policy|statement)", re.IGNORECASE
)
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->|\{%.*?%\}", re.IGNORECASE)
FENCE = re.compile(r"^\s*(?:```|~~~)")
OPEN = re.compile(r"(?:['’]s|\b(?:own|the|an?|of|to|and|or|in|by|with|for|from|that|is|are|not|our|your|its|as|on|at))$")
"""The last word of a line that goes on in the next."""
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
LONGEST_HEADING = 9
"""Words; a numbered line with more is a sentence."""
WRAPPED = 60
"""Characters; a line that long without an end goes on in the next."""


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
        self.title, self.lead, self.bullets = title, "", False
        if not number and self.numbered:
            return
        number = number or str(len(self.used) + 1)
        again = self.used[number] = self.used.get(number, 0) + 1
        self.section, self.count = number if again == 1 else f"{number}#{again}", 0


def segments(text: str) -> Iterator[Segment]:
    """Every sentence in its order; headings are none. Lines are 1-based and end with `\\n`."""
    lines = _body(text.split("\n"))
    state = _State(any((found := _heading(line)) is not None and found[0] for line in lines))
    for line, raw, bullet in _blocks(lines):
        if raw is None:
            state.lead = state.lead if bullet else ""
            continue
        heading = None if bullet else _heading(raw)
        if heading is not None:
            state.begin(*heading)
            continue
        if state.bullets and not bullet:
            state.lead = ""
        state.bullets = bullet
        yield from _sentences(_plain(raw), line, state)


def _body(lines: list[str]) -> list[str]:
    """The lines without front matter, code and table heads, which are left empty so that numbers of lines stay."""
    kept, fenced = list(lines), False
    if lines and lines[0].strip() == "---" and "---" in (rest := [line.strip() for line in lines[1:30]]):
        end = rest.index("---") + 2
        kept[:end] = [""] * end
    for index, line in enumerate(kept):
        fence = FENCE.match(line) is not None
        if fence or fenced:
            kept[index] = ""
        fenced ^= fence
        if "|" in line and index + 1 < len(kept) and "|" in kept[index + 1] and RULE.match(kept[index + 1]):
            kept[index] = ""
    return [TAG.sub(" ", line) if "<" in line or "{%" in line else line for line in kept]


def _sentences(text: str, line: int, state: _State) -> Iterator[Segment]:
    history = HISTORY.search(state.title) is not None
    asked = ANSWER.match(text)
    if asked is not None and "|" not in text:
        state.count += 1
        yield Segment(f"{state.section}.{state.count}", asked[2], line, state.title, asked[1], history)
        return
    for offset, sentence in _split(text):
        state.count += 1
        introduces = sentence.endswith((":", "?"))
        if state.lead.endswith(":") and not state.bullets and SUBJECT.match(sentence):
            state.lead = ""
        lead = "" if introduces else state.lead or (state.title if state.bullets and DENYING.search(state.title) else "")
        yield Segment(f"{state.section}.{state.count}", sentence, line + offset, state.title, lead, history)
        if introduces:
            state.lead = sentence
        elif state.lead.endswith("?"):
            state.lead = ""


def _blocks(lines: list[str]) -> Iterator[tuple[int, str | None, bool]]:
    """(line, text with soft wraps joined, whether it is a bullet); text None for a blank line, True where a bullet follows it."""
    index, width = 0, _width(lines)
    while index < len(lines):
        raw = lines[index]
        if not raw.strip() or UNDERLINE.match(raw) or RULE.match(raw):
            following = next((one for one in lines[index + 1 :] if one.strip()), "")
            yield index + 1, None, BULLET.match(following) is not None
            index += 1
            continue
        start, bullet = index, BULLET.match(raw) is not None
        text = BULLET.sub("", raw).strip()
        index += 1
        while index < len(lines) and _goes_on(text, lines[index], width) and not (index == start + 1 and _is_heading_line(raw)):
            text = f"{text}\n{lines[index].strip()}"
            index += 1
        yield start + 1, text, bullet


def _width(lines: list[str]) -> int:
    """Where lines were broken, if they were: few are longer."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _goes_on(text: str, following: str, width: int) -> bool:
    """Whether a line is the rest of the one before."""
    if not following.strip() or BULLET.match(following) or HASHES.match(following) or UNDERLINE.match(following) or "|" in following:
        return False
    last = text.rsplit("\n", 1)[-1]
    if NUMBERED.match(following) and len(last) < WRAPPED:
        return False
    first = following.strip()[0]
    if OPEN.search(last):
        return True
    if ENDING.search(last):
        return last.endswith((",", ";")) or (len(last) >= WRAPPED and not last.endswith(":") and first.islower())
    full = len(last) >= WRAPPED and len(last) + len(following.split(maxsplit=1)[0]) >= width  # the word did not fit
    return first.islower() or first in "(\"'" or full


def _is_heading_line(raw: str) -> bool:
    return HASHES.match(raw) is not None


def _heading(raw: str) -> tuple[str, str] | None:
    """(number, title) of a heading; None for what is a sentence."""
    marked = HASHES.match(raw) is not None
    text = _plain(HASHES.sub("", raw))
    numbered = NUMBERED.match(text)
    title = text[numbered.end() :] if numbered else text
    short = len(title.split()) <= LONGEST_HEADING and "\n" not in raw
    bold = re.fullmatch(r"\s*\*\*[^*]+\*\*:?\s*", raw) is not None
    ends = title.rstrip().endswith((".", ":", ";", "?", "!", ","))
    if marked or (short and not ends and (numbered or bold or title.isupper())):
        return (numbered.group(1) if numbered else ""), title.rstrip(":")
    return None


def _plain(text: str) -> str:
    text = EMPHASIS.sub("", LINK.sub(r"\1", text)).strip()
    if text.startswith("|") or text.count("|") > 1:
        cells = [cell.strip() for cell in text.strip("|").split("|") if cell.strip()]
        return ": ".join([cells[0], ", ".join(cells[1:])]) if len(cells) > 1 else " ".join(cells)
    return text


def _split(text: str) -> Iterator[tuple[int, str]]:
    """(lines further down, sentence)."""
    numbered = NUMBERED.match(text)
    start = numbered.end() if numbered else 0
    begin = start
    for found in (*SENTENCE.finditer(text, start), None):
        end = found.start() if found else len(text)
        if found and ABBREVIATION.search(text[begin:end]):
            continue
        sentence = re.sub(r"\s+", " ", text[begin:end]).strip()
        if sentence:
            yield text.count("\n", 0, begin), sentence
        begin = found.end() if found else end
