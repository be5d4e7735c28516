"""JSON as people write configurations: with comments and trailing commas."""

from __future__ import annotations

import json
import re
from typing import Any

_STRING = r'"(?:[^"\\\n]|\\.)*"?'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMA = re.compile(rf"({_STRING})|,(?=\s*[}}\]])")


def parse(source: bytes | None) -> dict[str, Any]:
    """The mapping at the top; empty when the bytes are no such thing."""
    if not source:
        return {}
    text = source.decode("utf-8", "replace").removeprefix("\ufeff")
    value = _loaded(text)  # as most are: then there is nothing to take out
    if value is None:
        value = _loaded(_COMMA.sub(lambda found: found[1] or "", _COMMENT.sub(lambda found: found[1] or " ", text)))
    return value if isinstance(value, dict) else {}


def _loaded(text: str) -> object:
    """The value of plain JSON; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> dict[str, Any]:
    """`value` where it is a mapping."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """The strings of a list, or a single string as a list of one."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
