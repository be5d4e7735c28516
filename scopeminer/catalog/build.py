"""Documents, facts and the hand-kept tables → the catalog's data, as JSON-ready tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from scopeminer.catalog.documents import SOURCES, Row, UnknownFormError, read
from scopeminer.catalog.unpack import rows_of
from scopeminer.records import dataclass, replace

Tables = dict[str, Any]
"""File name → its content."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What no REST document states: scope names that a manifest accepts, events, operations of older documents."""

    scopes: dict[str, Any]
    events: dict[str, Any]
    removed: tuple[Row, ...]

    @classmethod
    def read(cls, folder: Path) -> Facts:
        """From a folder of scopes.json, events.json and removed-operations.json."""
        removed = json.loads((folder / "removed-operations.json").read_text(encoding="utf-8"))
        return cls(
            json.loads((folder / "scopes.json").read_text(encoding="utf-8")),
            json.loads((folder / "events.json").read_text(encoding="utf-8")),
            tuple(_removed(entry) for entry in removed),
        )

    @classmethod
    def kept(cls, data: Path) -> Facts:
        """Those of an existing catalog."""
        return cls(
            json.loads((data / "scopes.json").read_text(encoding="utf-8")),
            json.loads((data / "events.json").read_text(encoding="utf-8")),
            (),
        )


def _removed(entry: dict[str, Any]) -> Row:
    product = entry["product"].partition("-")[0]
    path = entry["path"].removeprefix("/2.0") if product == "bitbucket" else entry["path"]
    alternatives = tuple(tuple(sorted(set(alternative))) for alternative in entry["alternatives"])
    return Row(product, entry["method"], path, alternatives, (), "removed", entry["product"], entry["last_seen"])


def build(documents: Path, facts: Facts, data: Path, before: dict[str, Any] | None = None) -> Tables:
    """Every table that is generated. `data` holds the hand-kept ones, `before` is the operations.json that is replaced.

    An operation of `before` that its document no longer lists stays, as removed; a document that is not in the folder stays as it was.
    """
    provenance = json.loads((documents / "PROVENANCE.json").read_text(encoding="utf-8"))
    listed = {entry["document"].removesuffix(".json"): entry for entry in provenance}
    rows: dict[tuple[str, str, str], Row] = {}
    for source in SOURCES:
        if source.name not in listed:
            continue
        for row in read(documents, source, listed[source.name]["fetched_there"]):
            if source.removed_only:
                row = replace(row, status="removed")
            rows.setdefault(row.key, row)
    for row in (*facts.removed, *supplement(data), *_kept(before, listed.keys())):
        rows.setdefault(row.key, row)
    overridden = _override(rows, data)
    documented, sets = documented_events(data, facts.events["events"])
    events = {name: sorted(map(sorted, one)) for name, one in sorted((facts.events["events"] | sets).items())}
    return {
        "operations.json": _operations(overridden.values(), _documents(provenance, before), frozenset(facts.scopes["scopes"])),
        "scopes.json": facts.scopes,
        "events.json": {**facts.events, "events": events, "documented": documented},
    }


def documented_events(data: Path, known: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Events that only the documentation names → the scopes that they may take, and their alternatives."""
    path = data / "supplement.json"
    groups = json.loads(path.read_text(encoding="utf-8")).get("events", ()) if path.exists() else ()
    sets: dict[str, Any] = {}
    documented: dict[str, list[str]] = {}
    for group in groups:
        alternatives = [sorted(one) for one in (*group["alternatives"], *known.get(group.get("alike"), ()))]
        alternatives = [one for place, one in enumerate(alternatives) if one not in alternatives[:place]]
        sets |= dict.fromkeys(group["events"], alternatives)
        held = sorted({scope for one in alternatives for scope in one}.union(group.get("holds_back", ())))
        documented |= dict.fromkeys(group["events"], held)
    return dict(sorted(documented.items())), sets


def supplement(data: Path) -> Iterable[Row]:
    """The operations that no document lists."""
    path = data / "supplement.json"
    groups = json.loads(path.read_text(encoding="utf-8"))["groups"] if path.exists() else []
    for group in groups:
        for operation in group["operations"]:
            alternatives = tuple(tuple(sorted(alternative)) for alternative in operation["alternatives"])
            for method in operation["methods"]:
                yield Row(
                    group["product"],
                    method,
                    operation["path"],
                    alternatives,
                    (),
                    "undocumented",
                    "supplement",
                    group["date"],
                    certainty="derived",
                )


def _kept(before: dict[str, Any] | None, read_again: Collection[str]) -> Iterable[Row]:
    """The operations of the catalog before, for those that no document lists any more."""
    for one in rows_of(before) if before else ():
        if one.document == "supplement":
            continue
        gone = one.document in read_again
        yield Row(
            one.product,
            one.method,
            one.path,
            (*one.alternatives, *one.ungrantable),
            () if gone else one.announced,
            "removed" if gone else one.status,
            one.document,
            one.seen,
            one.expand,
            one.certainty,
            one.beside,
        )


def _documents(provenance: list[dict[str, Any]], before: dict[str, Any] | None) -> dict[str, list[str]]:
    """Document → [name, title, version, date, address]."""
    known = {entry[0]: entry for entry in before["documents"]} if before else {}
    for entry in provenance:
        name = entry["document"].removesuffix(".json")
        known[name] = [name, entry["title"], entry["version"], entry["fetched_there"], entry.get("official_url") or ""]
    return known


def _override(rows: dict[tuple[str, str, str], Row], data: Path) -> dict[tuple[str, str, str], Row]:
    path = data / "overrides.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["overrides"] if path.exists() else []
    for entry in entries:
        if not all(entry.get(part) for part in ("reason", "date", "evidence")):
            raise UnknownFormError(f"overrides.json: {entry.get('operations')} lacks a reason, a date or an evidence")
        for name in entry["operations"]:
            method, _, path_ = name.partition(" ")
            key = (entry["product"], method, path_)
            if key not in rows:
                raise UnknownFormError(f"overrides.json: {name} is no operation of {entry['product']}")
            rows[key] = _changed(rows[key], entry["set"])
    return rows


def _changed(row: Row, change: dict[str, Any]) -> Row:
    return replace(
        row,
        alternatives=tuple(tuple(sorted(one)) for one in change.get("alternatives", row.alternatives)),
        announced=tuple(sorted(change.get("announced", row.announced))),
        expand=tuple(sorted(change.get("expand", row.expand))),
        beside=tuple(sorted(change.get("beside", row.beside))),
        status=change.get("status", row.status),
        certainty=change.get("certainty", row.certainty),
    )


def _operations(rows: Iterable[Row], listed: dict[str, list[str]], accepted: frozenset[str]) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: (row.product, row.path, row.method))
    sets = sorted({s for row in ordered for s in (*row.alternatives, row.announced, row.expand, row.beside)})
    scopes = sorted({scope for one in sets for scope in one})
    documents = sorted({row.document for row in ordered})
    set_index = {one: index for index, one in enumerate(sets)}
    operations: dict[str, list[Any]] = {}
    for row in ordered:
        operations.setdefault(row.product, []).append(_packed(row, documents.index(row.document), set_index, accepted))
    date = max(entry[3] for entry in listed.values())
    packed_sets = [[scopes.index(scope) for scope in one] for one in sets]
    digest = hashlib.sha256(json.dumps([scopes, packed_sets, operations]).encode()).hexdigest()[:8]
    return {
        "schema": "scopeminer/catalog/1",
        "version": f"{date}+{digest}",
        "date": date,
        "documents": [listed.get(name, [name, "", "", "", ""]) for name in documents],
        "scopes": scopes,
        "sets": packed_sets,
        "operations": operations,
    }


def _packed(row: Row, document: int, sets: dict[tuple[str, ...], int], accepted: frozenset[str]) -> list[Any]:
    """[method, path, document, sets, what is not usual about it]; see `store.rows_of` for the way back."""
    usual = [sets[one] for one in row.alternatives if accepted.issuperset(one)]
    more: dict[str, Any] = {"seen": row.seen}
    ungrantable = [sets[one] for one in row.alternatives if not accepted.issuperset(one)]
    if ungrantable:
        more["ungrantable"] = ungrantable
    if row.announced:
        more["announced"] = sets[row.announced]
    if row.expand:
        more["expand"] = sets[row.expand]
    if row.beside:
        more["beside"] = sets[row.beside]
    if row.status != "current":
        more["status"] = row.status
    if row.certainty != "certain":
        more["certainty"] = row.certainty
    return [row.method, row.path, document, usual, more]
