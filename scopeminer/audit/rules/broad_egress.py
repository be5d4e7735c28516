"""broad-egress: an entry that allows every host."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import used
from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    for grant in facts.manifest.egress:
        if grant.address is not None and grant.address.strip() == "*":
            hosts = sorted({egress.host for egress in used(facts) if egress.directive == grant.directive and egress.host})
            instead = f"name {', '.join(hosts)} instead" if hosts else "name the hosts instead"
            yield finding("broad-egress", f"'*' under {grant.directive} allows every host: {instead}", "*", facts.place(grant.span))
