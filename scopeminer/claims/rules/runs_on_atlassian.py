"""runs-on-atlassian: the manifest rules of the programme, nothing else."""

from __future__ import annotations

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.ground import against, note, settle, supports, unresolved


def judge(facts: Facts) -> Judgement:
    reasons = facts.disclosure.eligibility.reasons
    return settle(
        (against(f"{reason.rule}: {reason.message}", reason.site) for reason in reasons if reason.sure),
        (unresolved(f"{reason.rule}: {reason.message}", reason.site) for reason in reasons if not reason.sure),
        (supports("no remote, Connect module, provider, egress, dynamic web trigger or non-compliant SQL module is declared"),),
        (note("a pre-check: the badge is awarded by Atlassian on the deployed version"),),
    )
