"""broad-egress: an entry that allows every host, or every host below a top-level domain."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import OWN, hidden, outsider, used
from scopeminer.audit.facts import Facts
from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.audit.words import listed
from scopeminer.disclosure.matching import parse
from scopeminer.manifest.model import EgressGrant


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    for grant in facts.manifest.egress:
        host = parse(grant.address or "").host
        if host == "*" or (host.startswith("*.") and "." not in host[2:] and host[2:] not in OWN):
            what = "every host" if host == "*" else f"every host below {host[1:]}"
            message = f"{grant.address} under {grant.directive} allows {what}: {_instead(facts, grant)}"
            yield finding("broad-egress", message, host, facts.place(grant.span), context=(grant.directive,))


def _instead(facts: Facts, grant: EgressGrant) -> str:
    uses = [egress for egress in used(facts) if egress.directive == grant.directive]
    if any(egress.host is None for egress in uses):
        return "some addresses are run-time data, so let customers configure them"
    hosts = sorted({egress.host for egress in uses if egress.host is not None})
    if hosts:
        return f"name {listed(hosts, most=4)} instead"
    unseen = hidden(facts, grant.directive) or outsider(facts, grant.directive, grant.address or "") is not None
    return "name the hosts instead" if unseen else "nothing reachable uses it"
