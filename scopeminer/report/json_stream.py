"""JSON a piece at a time: the report of an app with ten thousand requests is never in memory as one value and one text besides.

`json.dumps` with an indent leaves functions behind at each call that know each other: as much memory again, for nobody looks for garbage.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring

from scopeminer.report.plain import Json

Streamed = Json | Iterator["Streamed"] | Mapping[str, "Streamed"]
"""A value with iterators in the place of long lists."""


def pieces(value: Streamed, margin: str = "") -> Iterator[str]:
    """The text that `json.dumps` with an indent of 2 gives; `margin`: what stands before each line but the first."""
    inner = f"{margin}  "
    if isinstance(value, Iterator):
        lead = "["
        for row in value:
            yield f"{lead}\n{inner}"
            yield from pieces(row, inner)
            lead = ","
        yield "[]" if lead == "[" else f"\n{margin}]"
    elif isinstance(value, Mapping) and any(isinstance(part, Iterator) for part in value.values()):
        lead = "{"
        for key, part in value.items():
            yield f"{lead}\n{inner}{encode_basestring(key)}: "
            yield from pieces(part, inner)
            lead = ","
        yield f"\n{margin}}}"
    else:
        yield _text(value, margin)


def _text(value: object, margin: str) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{margin}  "
    if isinstance(value, Mapping):
        return _between("{", [f"{encode_basestring(key)}: {_text(part, inner)}" for key, part in value.items()], "}", margin)
    if isinstance(value, list | tuple):
        return _between("[", [_text(part, inner) for part in value], "]", margin)
    return json.dumps(value)


def _between(opening: str, parts: list[str], closing: str, margin: str) -> str:
    if not parts:
        return opening + closing
    return f"{opening}\n{margin}  " + f",\n{margin}  ".join(parts) + f"\n{margin}{closing}"
