"""The markup of an HTML page: handlers of events, and what scripts declare for all others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.syntax.ir import Declare, Let, Stmt
from scopeminer.syntax.markup_code import MarkupCode
from scopeminer.syntax.page import scripts

HANDLER = re.compile(rb"""(?<=[\s"'/])on[a-z]+\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
ADDRESS = re.compile(rb"""=\s*(?:"\s*javascript:([^"]*)"|'\s*javascript:([^']*)')""", re.IGNORECASE)


def read(code: MarkupCode, markup: bytes) -> None:
    """`markup`: the page without its scripts, styles and comments."""
    for pattern in (HANDLER, ADDRESS):
        for found in pattern.finditer(markup):
            code.hand(found.span(1 if found[1] is not None else 2))


def declared_for_all(source: bytes, body: Iterable[Stmt]) -> Iterator[Declare | Let]:
    """The declarations that other scripts can use: those in scripts that are no modules."""
    places = [(script.start, script.end) for script in scripts(source) if script.address is None and not script.is_module]
    for stmt in body:
        if isinstance(stmt, Declare | Let) and any(start <= stmt.at < end for start, end in places):
            yield stmt
