"""app-principal-in-user-context: `asApp()` in code that a user's screen starts."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, by_operation, finding, sites
from scopeminer.audit.words import spoken
from scopeminer.privileges.model import Use

WITHOUT_USER = ("trigger", "scheduledTrigger", "webtrigger", "consumer", "providers.auth", "jira:workflow", "bitbucket:mergeCheck")
"""Modules that run without a user who looks on, by the beginning of their type."""


def check(case: Case) -> Iterator[Finding]:
    alone = (need.use for need in case.facts.needs if need.use.principal == ("app",) and _before_a_user(need.use))
    for subject, uses in by_operation(use for use in alone if use.kind == "rest" and not (use.authorized or _for_everyone(use))):
        message = f"{spoken(uses[0])} runs as the app although a user is present: asUser() would respect what they may see"
        places = sites(uses)
        yield finding("app-principal-in-user-context", message, subject, places[0], related=places, confidence="medium")


def _before_a_user(use: Use) -> bool:
    types = {feature.label.partition(" ")[0] for feature in use.features}
    return bool(types) and not any(name.startswith(WITHOUT_USER) for name in types)


def _for_everyone(use: Use) -> bool:
    """What needs no scope (`GET /rest/api/3/serverInfo`) shows nothing that a user may not see."""
    return () in use.alternatives
