"""JSON a piece at a time: the report of an app with ten thousand requests is never in memory as one value and one text besides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

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
            yield f"{lead}\n{inner}{json.dumps(key, ensure_ascii=False)}: "
            yield from pieces(part, inner)
            lead = ","
        yield f"\n{margin}}}"
    else:
        yield json.dumps(value, indent=2, ensure_ascii=False).replace("\n", f"\n{margin}")
