"""oauth-scopes-only: products are reached through Forge's request functions, never with credentials of the app's own."""

from __future__ import annotations

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.requests import requests

THROUGH = "through Forge's request functions"


def judge(facts: Facts) -> Judgement:
    sent = [one for one in facts.disclosure.authentications if one.direction == "sends"]
    doubts = [one for one in sent if one.atlassian is None]
    return settle(
        (against(f"credentials of the app's own ({one.scheme}) are sent to {one.host}", one.site) for one in sent if one.atlassian),
        (*(unresolved(f"a credential ({one.scheme}) goes to a host known only at run time", one.site) for one in doubts), *blind(facts)),
        (supports(requests(facts, f"go {THROUGH}", f"goes {THROUGH}")),),
    )
