"""Consequences and costs → `scopeminer/what-if/1`."""

from __future__ import annotations

from collections.abc import Sequence

from scopeminer.advise.what_if import Consequences, Cost, Reason
from scopeminer.report.plain import plain, steps, strings, unknown, use

WHAT_IF = "scopeminer/what-if/1"


def consequences(found: Consequences) -> str:
    """JSON for `what-if --remove … --add …`."""
    return plain({
        "schema": WHAT_IF,
        "removed": strings(found.removed),
        "added": strings(found.added),
        "features": [{"feature": steps([step])[0], "uses": [use(each) for each in uses]} for step, uses in found.features.items()],
        "broken": [{**use(broken.use), "lacking": strings(broken.lacking)} for broken in found.broken],
        "mended": [use(each) for each in found.mended],
        "doubtful": [unknown(each) for each in found.doubtful],
        "untouched": steps(found.unharmed),
    })  # fmt: skip


def by_module(costs: Sequence[Cost], reasons: Sequence[Reason]) -> str:
    """JSON for `what-if --by module`."""
    return plain({
        "schema": WHAT_IF,
        "features": [
            {
                "feature": steps([cost.feature])[0],
                "scopes": strings(cost.scopes),
                "only_here": strings(cost.alone),
                "lacking": strings(cost.lacking),
                "uses": len(cost.uses),
            }
            for cost in costs
        ],
        "scopes": [
            {
                "scope": reason.scope,
                "features": steps(reason.features),
                "uses": len(reason.uses),
                "only_use": use(reason.only_use) if reason.only_use else None,
            }
            for reason in reasons
        ],
    })  # fmt: skip
