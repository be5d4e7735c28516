"""undeclared-egress: a host that reachable code uses and no entry allows."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import elsewhere, undeclared
from scopeminer.audit.facts import Facts
from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MAJOR, Case, finding
from scopeminer.disclosure.matching import parse
from scopeminer.privileges.model import Egress


def check(case: Case) -> Iterator[Finding]:
    """One a host and directive."""
    groups: dict[tuple[str, str], list[Egress]] = {}
    for egress in undeclared(case.facts):
        groups.setdefault((egress.host or "", egress.directive), []).append(egress)
    for (host, directive), uses in groups.items():
        yield finding(
            "undeclared-egress",
            _message(case.facts, uses[0]),
            host,
            uses[0].site,
            related=[use.site for use in uses],
            fix=Fix("add-egress", (), MAJOR),
            context=(directive,),
        )


def _message(facts: Facts, egress: Egress) -> str:
    entry = elsewhere(facts, egress)
    if entry is None:
        return f"{egress.host} is not declared: add it under permissions.external.{egress.directive}"
    if entry.directive != egress.directive:
        return f"{egress.host} is declared under {entry.directive} only: add it under permissions.external.{egress.directive}"
    used = parse(egress.url)
    return f"{used.scheme}://{egress.host} is not what {entry.address} under {entry.directive} allows"
