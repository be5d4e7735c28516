"""What stands right behind a word in a path."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scopeminer.syntax.ir import Expr, Member, Name
from scopeminer.values.pattern import Alternative, Hole, Pattern

NUMBER_LIKE = re.compile(r"(^[ijn]|id|num|number|no|count|index|version|size)$", re.IGNORECASE)
WORD_END = re.compile(r"[A-Za-z0-9](?<!/v)$")
"""Of a path, but for what has a number behind it: `/api/v${version}`."""


def attached(before: Iterable[Alternative], texts: list[Alternative], expr: Expr) -> list[Alternative]:
    """What stands right behind a word is no segment of its own: `'/rest/api/3' + p` can only go on with `/`, unless it is a number."""
    if NUMBER_LIKE.search(last_name(expr)) or not any(_ends_in_a_word(one.pattern) for one in before):
        return texts
    return [
        one._replace(pattern=(first._replace(kind="raw"), *one.pattern[1:]))
        if one.pattern and isinstance(first := one.pattern[0], Hole) and first.kind == "segment"
        else one
        for one in texts
    ]


def _ends_in_a_word(pattern: Pattern) -> bool:
    last = pattern[-1] if pattern else ""
    return (
        isinstance(last, str) and WORD_END.search(last) is not None and not any(isinstance(part, str) and "?" in part for part in pattern)
    )


def last_name(expr: Expr | None) -> str:
    """Of a name or a member, or nothing."""
    return expr.id if isinstance(expr, Name) else expr.name if isinstance(expr, Member) else ""
