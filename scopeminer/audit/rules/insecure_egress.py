"""insecure-egress: http or ws, in the code or in the manifest; the own machine does not count."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import OWN, used
from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.disclosure.matching import parse
from scopeminer.source import Place

INSECURE = ("http", "ws")


def check(case: Case) -> Iterator[Finding]:
    """One a host: where code uses it, else where the manifest allows it."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for host, message, place in (*_in_code(case), *_in_manifest(case)):
        found.setdefault(host, []).append((message, place))
    for host, said in found.items():
        message, place = said[0]
        yield finding("insecure-egress", message, host, place, related=[other for _, other in said])


def _in_code(case: Case) -> Iterator[tuple[str, str, Place]]:
    for egress in used(case.facts):
        address = parse(egress.url)
        if egress.host and address.scheme in INSECURE and egress.host not in OWN:
            yield egress.host, f"{address.scheme}://{egress.host} is used without TLS: use {address.scheme}s", egress.site


def _in_manifest(case: Case) -> Iterator[tuple[str, str, Place]]:
    for grant in case.facts.manifest.egress:
        address = parse(grant.address or "")
        if address.scheme in INSECURE and address.host not in OWN:
            place = case.facts.place(grant.span)
            yield address.host, f"{grant.address} under {grant.directive} allows traffic without TLS: declare {address.scheme}s", place
