"""unresolved-egress: an address that only exists at run time, or that code may use which is not here."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import SPEAKING, held_grants, is_used
from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.disclosure.matching import host


def check(case: Case) -> Iterator[Finding]:
    said = set()
    for egress in case.facts.usage.egress:
        open_ended = egress.host is None and not egress.is_data and egress.directive in SPEAKING
        if open_ended and egress.site not in said and is_used(egress):
            said.add(egress.site)
            message = f"the address is known only at run time: no entry under {egress.directive} can be called unused"
            context = (egress.site.file, egress.directive)
            yield finding("unresolved-egress", message, egress.url or egress.directive, egress.site, context=context)
    for grant, address, unseen in held_grants(case.facts):
        message = f"cannot tell whether {address} under {grant.directive} is used: {unseen.name} is not here and may use it"
        place, context = case.facts.place(grant.span), (grant.directive, address)
        yield finding("unresolved-egress", message, host(address), place, related=[unseen.site], context=context)
