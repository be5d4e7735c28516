"""insecure-egress: http or ws, in the code or in the manifest; the own machine does not count."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import used
from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.disclosure.matching import parse

INSECURE = ("http", "ws")
OWN = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")


def check(case: Case) -> Iterator[Finding]:
    facts, said = case.facts, set()
    for egress in used(facts):
        address = parse(egress.url)
        if address.scheme in INSECURE and address.host not in OWN and egress.host and egress.host not in said and "://" in egress.url:
            said.add(egress.host)
            yield finding("insecure-egress", f"{address.scheme}://{egress.host} is used without TLS", egress.host, egress.site)
    for grant in facts.manifest.egress:
        address = parse(grant.address or "")
        if address.scheme in INSECURE and address.host not in OWN and address.host not in said:
            said.add(address.host)
            message = f"{grant.address} under {grant.directive} allows traffic without TLS"
            yield finding("insecure-egress", message, address.host, facts.place(grant.span))
