"""IR as short text, for tables: names bare, strings quoted, other nodes as `(Kind field …)`, without offsets.

`[…]` is a tuple, `-` is None, `{…}` a set of names; a boolean field is shown by its name when it is true, and default kinds are left out.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower
from scopeminer.syntax.record import Record

PLACES = frozenset({"at", "end"})
USUAL: dict[str, object] = {"kind": "init", "hint": None, "assigned_within": frozenset(), "hoisted": ()}


def show(value: object) -> str:
    if isinstance(value, ir.Name):
        return value.id
    if isinstance(value, ir.NamePattern) and value.hint is None:
        return value.id
    if isinstance(value, ir.Str):
        return repr(value.value)
    if isinstance(value, ir.Lit):
        return f"#{value.value}"
    if isinstance(value, ir.Member):
        return f"{show(value.object)}.{value.name}"
    if isinstance(value, Record):
        return f"({' '.join([type(value).__name__, *_fields(value, tuple(one.name for one in fields(cast('Any', value))))])})"
    if isinstance(value, tuple):
        return f"[{' '.join(show(item) for item in value)}]"
    if isinstance(value, frozenset):
        return f"{{{' '.join(sorted(value))}}}"
    return "-" if value is None else str(value) or '""'


def _fields(node: Any, names: tuple[str, ...]) -> list[str]:
    out = []
    for name in names:
        value = getattr(node, name)
        if name in PLACES or (name in USUAL and value == USUAL[name]):
            continue
        if name == "params":
            value = tuple(ir.Param(one.pattern, one.default, one.rest, one.at) for one in node.params)
        if not isinstance(value, bool):
            out.append(show(value))
        elif value:
            out.append(name)
    return out


def statements(text: str, path: str = "a.ts") -> list[str]:
    """The statements of a file, one text each."""
    return [show(stmt) for stmt in lower(path, text.encode()).body]


def expression(text: str, path: str = "a.ts") -> str:
    """The one expression that `text` is."""
    (stmt,) = lower(path, f"({text})".encode()).body
    assert isinstance(stmt, ir.Do)
    return show(stmt.value)
