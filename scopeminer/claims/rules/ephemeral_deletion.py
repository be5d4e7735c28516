"""ephemeral-deletion: nothing of a request outlives it. The platform discards the rest, so it is never supported by code."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, promise

OF_REQUESTS = frozenset({"response", "event", "payload", "context", "input", "external"})


def judge(facts: Facts) -> Judgement:
    return promise("when the platform ends the process that served a request is not in the code", _against(facts))


def _against(facts: Facts) -> Iterator[Basis]:
    for flow in facts.disclosure.flows:
        if not any(one.kind in OF_REQUESTS for one in flow.origins):
            continue
        if flow.sink == "memory":
            yield against(f"{flow.api} keeps data of a request at module level, where later requests find it", flow.site)
        elif flow.sink == "file":
            yield against(f"{flow.api} writes {flow.key or 'a file'}, which nothing removes", flow.site)
