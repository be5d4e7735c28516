"""app-principal-in-user-context: `asApp()` in code that a user's screen starts."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.reasons import spoken
from scopeminer.audit.rules.rule import Case, finding

WITHOUT_USER = ("trigger", "scheduledTrigger", "webtrigger", "consumer", "providers.auth", "jira:workflow", "bitbucket:mergeCheck")
"""Modules that run without a user who looks on, by the beginning of their type."""


def check(case: Case) -> Iterator[Finding]:
    for use in case.facts.needs:
        if use.kind == "rest" and use.principal == ("app",) and use.features:
            types = {feature.label.partition(" ")[0] for feature in use.features}
            if not any(name.startswith(WITHOUT_USER) for name in types):
                message = f"{spoken(use)} runs as the app although a user is present: asUser() would respect what they may see"
                yield finding("app-principal-in-user-context", message, f"{use.method} {use.operation}", use.site, confidence="medium")
