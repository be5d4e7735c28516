"""Scope names: product, classic or granular, and what nothing published uses."""

from __future__ import annotations

from functools import lru_cache

SUFFIXES = {
    "jira": "jira",
    "jira-software": "jira",
    "jira-service-management": "jira",
    "cmdb": "jira",
    "connect-jira": "jira",
    "confluence": "confluence",
    "connect-confluence": "confluence",
    "bitbucket": "bitbucket",
    "compass": "compass",
}
"""Last part of a name → the product whose host function can reach it."""

CLASSIC_THINGS = (("jira-", "jira"), ("servicedesk-", "jira"), ("servicemanagement-", "jira"), ("confluence-", "confluence"))
"""Beginning of the thing in `verb:thing` → product."""
CLASSIC_NAMES = {"search:confluence": "confluence", "readonly:content.attachment:confluence": "confluence"}
CLASSIC = frozenset(CLASSIC_NAMES)

TOKEN_SCOPES = frozenset({"read:app-user-token", "read:app-system-token"})
IDENTITY_SCOPES = frozenset({"read:me", "read:account"})
"""Used by the User identity API alone, which no host function reaches."""
BACKEND_ONLY = frozenset({"storage:app", "report:personal-data", "import:import-configuration:cmdb", "read:me", "read:account"})
"""What only the app itself can use, never its frontend on behalf of the user."""


@lru_cache(maxsize=4096)
def product_of(scope: str) -> str:
    """jira | confluence | bitbucket | compass | graph, or "" for a scope of none of them."""
    parts = scope.split(":")
    if len(parts) > 2 and parts[1] == "graph":
        return "graph"
    if scope in CLASSIC_NAMES:
        return CLASSIC_NAMES[scope]
    if parts[-1] in SUFFIXES:
        return SUFFIXES[parts[-1]]
    if len(parts) == 2:
        return next((product for start, product in CLASSIC_THINGS if parts[1].startswith(start)), "")
    return ""


@lru_cache(maxsize=4096)
def is_classic(scope: str) -> bool:
    """`verb:thing` is classic, `verb:thing:product` granular; one name of three parts is classic all the same."""
    return scope.count(":") == 1 or scope in CLASSIC
