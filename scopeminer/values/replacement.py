"""`.replace(…)` and `.replaceAll(…)`: what a text is with something in it replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Call, Expr, Func, Lit, Member, New
from scopeminer.values.attached import attached
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Node
from scopeminer.values.pattern import Alternative, Hole, Pattern, given, join_patterns, literal, widen

if TYPE_CHECKING:
    from scopeminer.values.evaluate import Evaluator

PLACEHOLDER = re.compile(r"\$?\{\{?[\w.-]+\}?\}|(?<=/):[A-Za-z_]\w*|<\w+>|%[sd]|__\w+__|\[\w+\]")
"""What stands in a text to be replaced: it is, where nobody can tell what is looked for."""
REFERENCE = re.compile(r"\$(\d|&)")
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
RAW: Pattern = (Hole("raw"),)
NESTED = re.compile(r"\([^()]*[*+{][^()]*\)[*+{]")
LONGEST_EXPRESSION, LONGEST_TEXT = 80, 500


class Search(NamedTuple):
    """What is looked for; `all`: every occurrence is replaced."""

    expression: re.Pattern[str]
    all: bool
    is_text: bool


def replace(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """The text with what is found in it replaced; where nobody knows what is looked for, placeholders are."""
    texts = self.text(expr.callee.object, frame) if isinstance(expr.callee, Member) else [Alternative((Hole("open"),))]
    if len(expr.args) < 2:
        return texts
    out: list[Alternative] = []
    for node in self.whole(expr.args[0], frame):
        for search, conditions in _searches(self, node, expr):
            for text in texts:
                found = _replaced(self, text, search, expr.args[1], frame) if search is not None else [_opened(text)]
                out += given(found, (*conditions, *node.conditions))
    return widen(out) or texts


def _searches(self: Evaluator, node: Node, expr: Call | New) -> Iterator[tuple[Search | None, tuple[tuple[object, object], ...]]]:
    """What is looked for; None where nobody knows."""
    every = isinstance(expr.callee, Member) and expr.callee.name == "replaceAll"
    value = node.value
    if isinstance(value, Lit) and isinstance(value.value, str):
        yield _regular(value.value), ()
    elif isinstance(value, Call | New) and value.args and any(path.split(".")[0] == "RegExp" for _, path in self.lookup.paths(value)):
        for text in self.text(value.args[0], node.frame):
            source = literal(text.pattern)
            yield _regular(f"/{source}/g") if source is not None else None, text.conditions
    else:
        for text in self.text_of(node):
            wanted = literal(text.pattern)
            yield Search(re.compile(re.escape(wanted)), every, True) if wanted else None, text.conditions


def _regular(source: str) -> Search | None:
    """The app wrote the expression and we run it: with few repetitions, none inside another, it cannot take long."""
    match = re.fullmatch(r"/(.*)/([a-z]*)", source, re.DOTALL)
    if match is None or len(match[1]) > LONGEST_EXPRESSION or NESTED.search(match[1]) or len(re.findall(r"[*+]|\{\d+,", match[1])) > 2:
        return None
    flags = re.ASCII
    for letter in match[2]:
        flags |= FLAGS.get(letter, re.ASCII)
    try:
        return Search(re.compile(match[1], flags), "g" in match[2], False)
    except re.error:
        return None


def _replaced(self: Evaluator, text: Alternative, search: Search, new: Expr, frame: Frame | None) -> list[Alternative]:
    found = _found(text.pattern, search)
    if found is None:
        return [_opened(text)]
    if not found:
        return [text]
    index, first = found[0]
    before, after = _literal(text.pattern[index])[: first.start()], _literal(text.pattern[index])[first.end() :]
    if any(isinstance(node.value, Func) for node in self.whole(new, frame)):
        return [Alternative(_with(text.pattern, found, RAW), text.conditions)]
    return [
        one
        for replacement in attached([Alternative((before,))], self.hole(new, frame, "open", before, after), new)
        for one in given([Alternative(_with(text.pattern, found, replacement.pattern), text.conditions)], replacement.conditions)
    ]


def _found(pattern: Pattern, search: Search) -> list[tuple[int, re.Match[str]]] | None:
    """Where in which of the parts that are known; None where that is too long to look for."""
    out: list[tuple[int, re.Match[str]]] = []
    source = search.expression.pattern
    for index, part in enumerate(pattern):
        if not isinstance(part, str):
            continue
        if len(part) > LONGEST_TEXT and not search.is_text:
            return None
        begins, ends = source.startswith("^") and not search.is_text, source.endswith("$") and not source.endswith("\\$")
        if (begins and index) or (ends and index < len(pattern) - 1):
            continue
        out += [(index, match) for match in search.expression.finditer(part)]
    return out if search.all else out[:1]


def _with(pattern: Pattern, found: list[tuple[int, re.Match[str]]], new: Pattern) -> Pattern:
    parts: list[Pattern] = []
    for index, part in enumerate(pattern):
        at = 0
        for where, match in found:
            if where == index and isinstance(part, str):
                parts += [(part[at : match.start()],), _expanded(new, match)]
                at = match.end()
        parts.append((part[at:],) if isinstance(part, str) else (part,))
    return join_patterns(parts)


def _expanded(new: Pattern, match: re.Match[str]) -> Pattern:
    """`$1` and `$&` stand for what was found."""

    def text(reference: re.Match[str]) -> str:
        number = 0 if reference[1] == "&" else int(reference[1])
        return (match[number] or "") if number <= match.re.groups else reference[0]

    return tuple(REFERENCE.sub(text, part) if isinstance(part, str) else part for part in new)


def _opened(text: Alternative) -> Alternative:
    parts: list[Pattern] = []
    for part in text.pattern:
        if not isinstance(part, str):
            parts.append((part,))
            continue
        pieces = PLACEHOLDER.split(part)
        for index, piece in enumerate(pieces):
            parts += [(piece,)] if not index else [RAW, (piece,)]
    return Alternative(join_patterns(parts), text.conditions)


def _literal(part: str | Hole) -> str:
    return part if isinstance(part, str) else ""
