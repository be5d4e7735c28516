"""Abstract strings: literal text with holes, and sets of them that remember the decisions behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scopeminer.records import NamedTuple


class Hole(NamedTuple):
    """A part known only at run time.

    `kind`: segment (stays inside one path segment), raw (may hold `/` and `?`), query, link (an address read from an answer), open
    (nothing said yet).
    `source`: the function whose caller decides it, or None.
    `encoded`: whatever that is, it is put there encoded: it stays one segment, or the value of one parameter of a query.
    """

    kind: str
    source: object = None
    encoded: bool = False


Pattern = tuple[str | Hole, ...]
Conditions = tuple[tuple[object, object], ...]
"""Decisions (key, branch) under which a value arises, e.g. the branch of an `if`."""

STAYING = frozenset({"open", "raw", "segment"})
"""Kinds of holes that encoding makes a segment of."""
MOST_DECISIONS = 32
"""Of one value: what is decided beyond them, it may be either way. Hundreds of branches behind each other would make hundreds for each."""
MAX_ALTERNATIVES = 24
"""Beyond this a set of strings is widened to its common prefix and a hole."""


class Alternative(NamedTuple):
    """One string that can arise, under `conditions`."""

    pattern: Pattern
    conditions: Conditions = ()


def join_conditions(left: Conditions, right: Conditions) -> Conditions | None:
    """Both sets of decisions, or None when they contradict each other; of many, no more than MOST_DECISIONS."""
    if not left or not right:
        return left or right
    known = dict(left)
    for key, branch in right:
        if known.setdefault(key, branch) != branch:
            return None
    return tuple(known.items()) if len(known) <= MOST_DECISIONS else tuple(known.items())[:MOST_DECISIONS]


def join_patterns(parts: Iterable[Pattern]) -> Pattern:
    """Concatenation, adjacent literals merged."""
    out: list[str | Hole] = []
    for pattern in parts:
        for part in pattern:
            if isinstance(part, str) and out and isinstance(out[-1], str):
                out[-1] += part
            elif part != "":
                out.append(part)
    return tuple(out)


def product(left: list[Alternative], right: list[Alternative]) -> list[Alternative]:
    """Every left followed by every right that can occur with it."""
    out = []
    for first in left:
        for second in right:
            conditions = join_conditions(first.conditions, second.conditions)
            if conditions is not None:
                out.append(Alternative(join_patterns((first.pattern, second.pattern)), conditions))
    return widen(out)


def given(alternatives: list[Alternative], conditions: Conditions) -> list[Alternative]:
    """The strings that can occur under further conditions."""
    out = []
    for alternative in alternatives:
        joined = join_conditions(conditions, alternative.conditions)
        if joined is not None:
            out.append(Alternative(alternative.pattern, joined))
    return out


def widen(alternatives: list[Alternative]) -> list[Alternative]:
    """Without repetitions; a set too large becomes its common prefix and a raw hole."""
    unique = list(dict.fromkeys(alternatives))
    if len(unique) <= MAX_ALTERNATIVES:
        return unique
    heads = [a.pattern[0] if a.pattern and isinstance(a.pattern[0], str) else "" for a in unique]
    sources = {part.source for a in unique for part in a.pattern if isinstance(part, Hole) and part.source is not None}
    source = sources.pop() if len(sources) == 1 else None
    return [Alternative(join_patterns([(_common_prefix(heads),), (Hole("raw", source),)]))]


def _common_prefix(texts: list[str]) -> str:
    low, high = min(texts), max(texts)
    return next((low[:i] for i, char in enumerate(low) if high[i : i + 1] != char), low)


def close(pattern: Pattern, kind: str, encoded: bool = False) -> Pattern:
    """Open holes become `kind`."""
    return tuple(Hole(kind, part.source, encoded) if isinstance(part, Hole) and part.kind == "open" else part for part in pattern)


def encoded(pattern: Pattern) -> Pattern:
    """What is not known stays inside one segment, for it is encoded before it is used; so does a `#`, which begins no fragment then."""
    return tuple(
        part.replace("#", "%23") if isinstance(part, str) else Hole("segment", part.source, True) if part.kind in STAYING else part
        for part in pattern
    )


def literal(pattern: Pattern) -> str | None:
    """The text when nothing is unknown."""
    if not pattern:
        return ""
    return pattern[0] if len(pattern) == 1 and isinstance(pattern[0], str) else None


def prefix(pattern: Pattern) -> str:
    """The text before the first hole."""
    return pattern[0] if pattern and isinstance(pattern[0], str) else ""


BASE = re.compile(r"^\{\*?\}(?=/(rest|wiki|2\.0|ex|jsm|gateway|api|jira|_edge)/)")


AMPERSAND = re.compile(r"^([^?&]*)&(?=[\w.-]+=)")
"""A query that a loop or a condition began elsewhere: no path of these products holds `&name=`."""

FOLD = re.compile(r"\s*\n\s*")
"""Where a template goes on in the next line."""
BLANKS = re.compile(r"\s+")


def route_text(pattern: Pattern) -> str:
    """The route as reports and the catalog spell it: `{}` = within a segment, `{*}` = a remainder.

    A base address in front (`{*}/rest/…`) is dropped: the host function decides where the request goes. Paths have no blanks, queries may.
    """
    text = "".join(_spell(part) for part in pattern).replace("{}{}", "{}")
    path, mark, query = AMPERSAND.sub(r"\1?", FOLD.sub("", text.strip())).partition("?")
    return BASE.sub("", BLANKS.sub("", path)) + mark + query


def _spell(part: str | Hole) -> str:
    if isinstance(part, str):
        return part.replace("{", "%7B").replace("}", "%7D")
    return "{}" if part.kind == "segment" else "{*}"
