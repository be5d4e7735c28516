"""unused-egress: an entry or a remote that nothing reachable uses, and nothing unknown could."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import unused_grants, unused_remotes
from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MINOR, Case, finding
from scopeminer.disclosure.matching import host


def check(case: Case) -> Iterator[Finding]:
    """What packages do that are taken for harmless is not looked at: never high confidence."""
    facts, fix = case.facts, Fix("remove-egress", (), MINOR)
    for grant, address in unused_grants(facts):
        message = f"{address} under {grant.directive} can be removed: nothing reachable uses it"
        place, context = facts.place(grant.span), (grant.directive, address)
        yield finding("unused-egress", message, host(address), place, confidence="medium", fix=fix, context=context)
    for remote, address in unused_remotes(facts):
        message = f"remote {remote.key} ({address}) can be removed: nothing uses it"
        context = ("remote", remote.key)
        yield finding("unused-egress", message, host(address), facts.place(remote.span), confidence="medium", context=context)
