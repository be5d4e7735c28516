"""duplicate-scope: the same scope declared more than once."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    facts = case.facts
    for scope, first in facts.grants.items():
        again = [facts.place(grant.span) for grant in facts.manifest.grants if grant.scope == scope and grant is not first]
        if again:
            message = f"{scope} is declared {len(again) + 1} times: once is enough"
            yield finding("duplicate-scope", message, scope, again[0], scopes=(scope,), related=(facts.place(first.span), *again))
