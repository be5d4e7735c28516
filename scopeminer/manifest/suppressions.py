"""Suppressions in a manifest's comments: `# scopeminer: keep write:jira-work until 2027-03 - used by the remote`.

Several scopes are separated by commas. `until` is a month (which it outlasts) or a day, and may be left out. The reason may not:
a suppression that nobody can judge later is worth nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from scopeminer.manifest.model import ManifestError, Problem, Suppression
from scopeminer.manifest.nodes import Node, Problems
from scopeminer.manifest.read_yaml import compose
from scopeminer.manifest.text import Text, decode
from scopeminer.source import Span

FORM = "scopeminer: keep SCOPE [until YYYY-MM] - REASON"
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*", re.MULTILINE)
_DIRECTIVE = re.compile(r"#[ \t]*scopeminer[ \t]*:[ \t]*(?P<what>.*)")
_DASH = re.compile(r"(?:^|[ \t])(?:--?|–|—)(?:[ \t]|$)")
_WORD_UNTIL = re.compile(r"[ \t]until(?:[ \t]|$)")
_SCOPE = re.compile(r"[^\s,#-][^\s,#]*")
_UNTIL = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def suppressions(source: bytes, path: str) -> tuple[Suppression, ...]:
    """All well-formed suppressions of a manifest, in order. `path` is how spans name the file."""
    return tuple(found for found in _parsed(source, path) if isinstance(found, Suppression))


def malformed(source: bytes, path: str) -> tuple[Problem, ...]:
    """What is meant as a suppression and is none, each with what is missing."""
    return tuple(found for found in _parsed(source, path) if isinstance(found, Problem))


def _parsed(source: bytes, path: str) -> Iterator[Suppression | Problem]:
    if b"scopeminer" not in source.replace(b"\0", b""):  # most manifests, in any encoding: they need not be read again for it
        return
    text = decode(path, source)
    for span, comment in _comments(text):
        directive = _DIRECTIVE.search(comment)
        if directive:
            try:
                yield from _suppressions(directive["what"], span)
            except ValueError as error:
                yield Problem(f"expected `{FORM}`, found {error}", span)


def _comments(text: Text) -> Iterator[tuple[Span, str]]:
    """Comments with their places; a `#` inside a text is none."""
    texts = sorted((node.span.start, node.span.end) for node in _scalars(text))
    index = 0
    for match in _COMMENT.finditer(text.readable):
        span = text.span(match.start(), match.end())
        while index < len(texts) and texts[index][1] <= span.start:
            index += 1
        if index == len(texts) or texts[index][0] > span.start:
            yield span, match.group()


def _scalars(text: Text) -> Iterator[Node]:
    try:
        root = compose(text, Problems())
    except ManifestError:
        return
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if node.alias is not None:
            continue
        if node.kind == "scalar":
            yield node
        stack += [*node.items, *(each for pair in node.pairs for each in pair)]


def _suppressions(what: str, span: Span) -> Iterator[Suppression]:
    claim, *reasons = _DASH.split(what.strip(), maxsplit=1)
    verb, _, rest = claim.strip().partition(" ")
    if verb != "keep":
        raise ValueError(f"{verb!r} where keep should be" if verb else "nothing")
    scopes, *days = _WORD_UNTIL.split(" " + rest, maxsplit=1)
    names = [name.strip() for name in scopes.split(",")]
    if not all(names):
        raise ValueError("no scope")
    wrong = [name for name in names if not _SCOPE.fullmatch(name)]
    if wrong:
        raise ValueError(f"{wrong[0]!r}, which is no scope")
    last = _last_day(days[0].strip()) if days else None
    reason = reasons[0].strip() if reasons else ""
    if not reason.strip(" \t.-–—"):
        raise ValueError("no reason")
    for name in names:
        yield Suppression(name, last, reason, span)


def _last_day(text: str) -> date:
    match = _UNTIL.fullmatch(text)
    try:
        if match:
            year, month = int(match[1]), int(match[2])
            return date(year, month, int(match[3]) if match[3] else monthrange(year, month)[1])
    except ValueError:
        pass
    raise ValueError(f"{text!r}, which is no month" if text else "no month after until")
