"""A JSON Schema → tables for people: one row a key, nested keys with dots, one table a kind of record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]


def overview(folder: Path) -> str:
    """Every schema of a folder: the format's name, what it is, the file."""
    rows = []
    for path in sorted(folder.glob("*.schema.json")):
        schema = json.loads(path.read_text("utf-8"))
        rows.append(f"| `{schema['title']}` | {_cell(schema['description'])} | `{path.name}` |")
    return "\n".join(["| schema | describes | file |", "|---|---|---|", *rows])


def tables(path: Path) -> str:
    """The document's own keys, then a table a record of its `$defs`."""
    schema = json.loads(path.read_text("utf-8"))
    records = {name: made for name, made in schema.get("$defs", {}).items() if "properties" in made}
    parts = [_table(schema)]
    for name, record in records.items():
        parts.append(f"**{name}**{': ' + _cell(record['description']) if 'description' in record else ''}\n\n{_table(record)}")
    return "\n\n".join(parts)


def _table(record: Schema) -> str:
    rows = [f"| `{key}` | {kind} | {_cell(said)} |" for key, kind, said in _rows(record, "")]
    return "\n".join(["| key | is | |", "|---|---|---|", *rows])


def _rows(record: Schema, before: str) -> Iterator[tuple[str, str, str]]:
    for key, value in record.get("properties", {}).items():
        yield before + key, _kind(value), value.get("description", "")
        yield from _rows(value, f"{before}{key}.")
        yield from _rows(value.get("items", {}), f"{before}{key}[].")


def _kind(value: Schema) -> str:
    """`text`, `number`, `list of use`, `needed`, … as a reader names it."""
    if "$ref" in value:
        return _named(value["$ref"])
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "anyOf" in value:
        return " or ".join(_kind(one) for one in value["anyOf"])
    kinds = value.get("type", "anything")
    return " or ".join(_plain(kind, value) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _plain(kind: str, value: Schema) -> str:
    if kind == "array":
        items = value.get("items", {})
        return "list" if not items or "properties" in items else f"list of {_kind(items)}"
    return {"string": "text", "integer": "number", "boolean": "yes or no", "object": "object", "null": "null"}.get(kind, kind)


def _named(reference: str) -> str:
    name = reference.rpartition("/")[2]
    return {"count": "number", "strings": "list of text", "place_or_null": "place or null"}.get(name, name)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
