"""A data inventory → `scopeminer/data/1`."""

from __future__ import annotations

from scopeminer import __version__
from scopeminer.audit.model import Audit
from scopeminer.disclosure.model import Access, Disclosure, Flow
from scopeminer.report import data_words as words
from scopeminer.report.plain import Json, place, plain, steps

DATA = "scopeminer/data/1"


def render(disclosure: Disclosure, audit: Audit) -> str:
    """Categories with their accesses, and every flow with its origins and evidence."""
    return plain({
        "schema": DATA,
        "tool": {"name": "scopeminer", "version": __version__},
        "app": {"path": audit.app.path, "manifest": audit.app.manifest, "id": audit.app.id},
        "categories": [
            {"category": one.id, "title": one.title, "reads": [_access(a) for a in one.reads], "writes": [_access(a) for a in one.writes]}
            for one in words.categories(disclosure)
        ],
        "flows": [_flow(flow) for flow in disclosure.flows],
        "unknowns": [_access(access) for access in words.doubts(disclosure)],
    })  # fmt: skip


def _access(access: Access) -> Json:
    return {
        "operation": access.operation,
        "because": access.because or None,
        "sure": access.sure,
        "over_fetched": access.over,
        "principal": list(access.principal),
        "site": place(access.site),
        "evidence": steps(access.evidence),
    }


def _flow(flow: Flow) -> Json:
    return {
        "sink": flow.sink,
        "part": flow.part,
        "api": flow.api,
        "side": flow.side,
        "site": place(flow.site),
        "host": flow.host,
        "key": flow.key,
        "names": list(flow.names),
        "expires": flow.expires,
        "resolved": flow.resolved,
        "entries": list(flow.entries),
        "origins": [
            {"kind": one.kind, "api": one.api, "fields": list(one.fields), "categories": list(one.categories), "site": place(one.site)}
            for one in flow.origins
        ],
        "evidence": steps(flow.evidence),
    }
