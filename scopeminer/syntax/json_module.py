"""JSON files as modules: what importing one gives."""

from __future__ import annotations

import json
from typing import Any

from scopeminer.syntax import ir

MOST_NESTED = 60


def json_module(path: str, source: bytes) -> ir.Module:
    """The value as the module's export; a file that is no JSON, or nested without reason, exports something unknown."""
    try:
        value = _literal(json.loads(source), 0)
    except (ValueError, RecursionError):
        return ir.Module(path, (ir.ExportAssign(ir.Opaque((), 0), 0),), {}, (), len(source), "json", len(source))
    signs = sum(source.count(sign) for sign in b",:{[")
    return ir.Module(path, (ir.ExportAssign(value, 0),), {}, (), 0, "json", len(source), nodes=2 * signs)


def _literal(value: Any, depth: int) -> ir.Expr:
    if isinstance(value, str):
        return ir.Str(value, 0)
    if depth >= MOST_NESTED:
        return ir.Opaque((), 0)
    if isinstance(value, dict):
        return ir.Obj(tuple(ir.Prop(key, _literal(item, depth + 1), 0) for key, item in value.items()), 0)
    if isinstance(value, list):
        return ir.Arr(tuple(_literal(item, depth + 1) for item in value), 0)
    return ir.Lit(value, 0)
