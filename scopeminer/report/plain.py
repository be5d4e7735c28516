"""Records that several answers hold → plain values for JSON, spelled as in the report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from scopeminer.audit.model import Finding
from scopeminer.privileges.model import Coverage, Step, Unknown, Use
from scopeminer.source import Place

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def plain(value: Mapping[str, object]) -> str:
    """The bytes of an answer: the same input gives the same text."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def place(found: Place | None) -> Json:
    """`{file, line, column}`."""
    return None if found is None else {"file": found.file, "line": found.line, "column": found.column}


def strings(found: Iterable[str]) -> list[Json]:
    """Sorted."""
    return [*sorted(found)]


def steps(found: Iterable[Step]) -> list[Json]:
    """Evidence or features, in their order."""
    return [{"file": step.place.file, "line": step.place.line, "column": step.place.column, "label": step.label} for step in found]


def use(found: Use) -> dict[str, Json]:
    """What an answer says of a use; the report has the rest."""
    return {
        "kind": found.kind,
        "api": found.api,
        "product": found.product,
        "method": found.method,
        "route": found.route,
        "operation": found.operation,
        "resolution": found.resolution,
        "candidates": strings(found.candidates),
        "principal": strings(found.principal),
        "side": found.side,
        "reachable": found.reachable,
        "site": place(found.site),
        "function": found.function,
        "alternatives": [strings(alternative) for alternative in found.alternatives],
        "features": steps(found.features),
        "evidence": steps(found.evidence),
    }


def unknown(found: Unknown) -> dict[str, Json]:
    """As in the report."""
    return {
        "site": place(found.site),
        "reason": found.reason,
        "detail": found.detail,
        "bounds": {"product": found.product, "prefix": found.prefix, "methods": strings(found.methods)},
        "side": found.side,
    }


def finding(found: Finding) -> Json:
    """The part of a finding that answers name."""
    return {"rule": found.rule, "level": found.level, "message": found.message, "subject": found.subject, "suppressed": found.suppressed}


def coverage(found: Coverage) -> Json:
    """What was read, as figures."""
    figures: Mapping[str, Json] = asdict(found)
    return {
        **figures,
        "files_skipped": [{"path": path, "reason": reason} for path, reason in sorted(found.files_skipped)],
        "guessed_sources": [{"resource": path, "file": file} for path, file in found.guessed_sources],
    }
