"""unresolved-egress: an address that only exists at run time."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.egress import SPEAKING, used
from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    said = set()
    for egress in used(case.facts):
        if egress.host is None and egress.directive in SPEAKING and egress.site not in said:
            said.add(egress.site)
            message = f"the address is known only at run time: no entry under {egress.directive} can be called unused"
            context = (egress.site.file, egress.directive)
            yield finding("unresolved-egress", message, egress.url or egress.directive, egress.site, context=context)
