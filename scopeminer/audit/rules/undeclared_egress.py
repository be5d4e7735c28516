"""undeclared-egress: a host that reachable code uses and no entry allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.egress import allowed, could_be_allowed, used
from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MAJOR, Case, finding


def check(case: Case) -> Iterator[Finding]:
    facts, said = case.facts, set()
    if facts.manifest.egress_configurable:
        return
    for egress in used(facts):
        key = (egress.host, egress.directive)
        if egress.host is None or allowed(facts, egress) or ("*" in egress.host and could_be_allowed(facts, egress)) or key in said:
            continue
        said.add(key)
        message = f"{egress.host} is not declared under permissions.external.{egress.directive}"
        yield replace(finding("undeclared-egress", message, egress.host, egress.site), fix=Fix("add-egress", (), MAJOR))
