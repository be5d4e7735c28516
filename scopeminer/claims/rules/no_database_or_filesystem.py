"""no-database-or-filesystem: reachable code uses neither."""

from __future__ import annotations

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, note, settle, supports, unresolved

DIRECT = {"filesystem": "the file system", "database": "a database", "hosted-sql": "SQL hosted by Atlassian"}


def judge(facts: Facts) -> Judgement:
    found = facts.disclosure.capabilities
    computed = [one.site for one in found if one.kind == "dynamic-module"]
    hosted = any(one.kind == "hosted-sql" for one in found)
    return settle(
        (against(f"{one.package} uses {DIRECT[one.kind]}", one.site) for one in found if one.kind in DIRECT),
        (*(unresolved("a module is loaded under a name known only at run time", site) for site in computed), *blind(facts)),
        (supports("no file system module, database driver or SQL in code that runs"),),
        (note("hosted SQL contradicts the wording, not its intent: say that the app uses Forge SQL only"),) if hosted else (),
    )
