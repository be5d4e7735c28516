"""page-metadata-only: of pages, only titles, ids, status, dates, versions, labels and properties are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports
from scopeminer.claims.rules.requests import doubtful, reading, requests

PAGES = frozenset({"page-metadata", "page-body", "content-property", "label", "comment", "attachment"})
MORE = "page bodies, comments or attachments"
NONE = "no page is requested"


def judge(facts: Facts) -> Judgement:
    asked = any(access.category in PAGES and access.action == "reads" for access in facts.disclosure.accesses)
    said = requests(facts, f"are resolved, and none asks for {MORE}", f"is resolved, and does not ask for {MORE}")
    return settle(_against(facts), (*doubtful(facts, "confluence"), *blind(facts)), (supports(said if asked else NONE),))


def _against(facts: Facts) -> Iterator[Basis]:
    for access in reading(facts):
        wiki = "/wiki" in access.operation
        because = f" ({access.because})" if access.because else ""
        if access.category == "page-body":
            yield against(f"{access.operation} asks for page bodies{because}", access.site)
        elif access.category == "comment" and wiki:
            yield against(f"{access.operation} reads comments", access.site)
        elif access.category == "attachment" and wiki and "download" in access.operation:
            yield against(f"{access.operation} downloads attachments", access.site)
