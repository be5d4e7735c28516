"""The topics of a privacy statement: id, title, and whether code can ever prove a claim on it.

A claim's number may change with every edition of a document; its topic does not. What each one means and how it is judged stands in
rules/, one module a topic, named like it (`minimum-scopes` → rules/minimum_scopes.py) with a function `judge(facts) -> Judgement`.
"""

from __future__ import annotations

from importlib import import_module

from scopeminer.claims.model import Facts, Judgement
from scopeminer.records import NamedTuple


class Topic(NamedTuple):
    """`promise`: a promise or a property of the platform, never supported by code, however clean it is."""

    id: str
    title: str
    promise: bool = False

    def judge(self, facts: Facts) -> Judgement:
        """The verdict of this topic's rule."""
        found: Judgement = import_module(f"scopeminer.claims.rules.{self.id.replace('-', '_')}").judge(facts)
        return found


TOPICS = (
    Topic("runs-on-atlassian", "Runs on Atlassian"),
    Topic("forge-runtime", "The app's code runs on Atlassian's infrastructure"),
    Topic("data-residency", "Data stays in the region of the customer's data", promise=True),
    Topic("external-storage", "No data is transferred or stored outside Atlassian"),
    Topic("page-metadata-only", "Of pages, only titles, ids and property values are read"),
    Topic("account-data", "Names and account ids are for display and permission checks only"),
    Topic("app-configuration", "Settings come from administrators"),
    Topic("data-list-complete", "The list of data that the app reads is complete"),
    Topic("no-sensitive-data", "No passwords or financial data"),
    Topic("no-analytics", "No analytics beyond the Marketplace's"),
    Topic("ephemeral-deletion", "Temporary data is deleted once the request completes", promise=True),
    Topic("persistent-storage", "Configuration is kept in Forge storage"),
    Topic("deletion-on-request", "Administrators may request full deletion", promise=True),
    Topic("tls", "HTTPS with TLS 1.2 or newer between app and Atlassian"),
    Topic("insecure-channels", "Nothing is sent over insecure channels"),
    Topic("oauth-scopes-only", "Access through Atlassian OAuth 2.0 and Forge scopes"),
    Topic("hardcoded-credentials", "No hardcoded credentials"),
    Topic("external-authentication", "No external authentication mechanisms"),
    Topic("minimum-scopes", "Access is restricted to the minimum required scopes"),
    Topic("third-party-services", "No external third-party services"),
    Topic("data-minimisation", "Only the minimum required data is processed", promise=True),
    Topic("platform-isolation", "Isolation and automatic patches by the platform", promise=True),
    Topic("no-database-or-filesystem", "No direct database or file system access"),
    Topic("incident-response", "Incidents are investigated, mitigated and notified", promise=True),
    Topic("process-promise", "Compliance in general, regular reviews", promise=True),
)
BY_ID = {topic.id: topic for topic in TOPICS}
