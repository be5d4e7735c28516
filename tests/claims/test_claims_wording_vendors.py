"""The same promises in the words of other vendors, and sentences near them that promise nothing. A miss is a topic fewer, never a wrong one."""

from __future__ import annotations

import pytest

from scopeminer.claims.statement import read

HANDBOOK = """\
# Product Security Overview

Version 3.2, valid from 14 May 2026

## Architecture at a glance

Everything ships as a Forge app; the code executes on the Forge platform and nowhere else. We operate no servers and no databases of our own.

## Network

| Property | Value |
|---|---|
| Encryption in transit | TLS 1.2 or newer for all traffic |
| Outbound connections | None. No third-party services are contacted |
| Hosting | The apps run on Atlassian's Forge platform |
| Support hours | 9 to 17 CET |

## What we do not collect

- Passwords or payment data
- Analytics, telemetry or tracking of any kind
- Account IDs

## What may change

We use a status page by a third party. Our website uses Google Analytics, but the apps do not.

## Least privilege

No unnecessary permissions are requested:

- `read:page:confluence`
- `storage:app`
"""
PLEDGE = """\
Our privacy promise

At Kiln & Co we never store your content on our servers. We never sell your data.
We never transmit data over plain HTTP.
We never ask for your passwords.
We keep nothing but your settings, which are saved in Forge Storage until you remove the app.
Your data stays in the same region as your Jira site.
Want everything gone? Administrators can request deletion by e-mail.
Our team runs vulnerability scans of all dependencies every month and performs regular security reviews.
If a breach is confirmed we notify every affected customer within two days.
We love feedback!
"""
ANNEX = """\
Annex 2 - Technical and organisational measures

§ 1 Confidentiality
(a) Access to customer systems is effected solely by means of OAuth 2.0 and the scopes granted by the customer.
(b) The scopes are restricted to the minimum necessary for the provision of the service.
(c) Credentials are not contained in the source code.
(d) An external identity provider is not used; no external authentication takes place.

§ 2 Integrity
(a) Transmission is effected exclusively in encrypted form (TLS, version 1.2 or later).
(b) An unencrypted transmission of data does not occur.

§ 3 Location
(a) A storage of data outside the Atlassian infrastructure does not take place, unless the customer instructs otherwise.
(b) The processing of personal data is limited to the minimum data necessary.

§ 4 Separation
(a) The applications are executed in isolated environments of the Forge platform.
(b) Direct access to a database or to the file system does not exist.
"""
LISTING = """\
PRIVACY & SECURITY

- Runs on Atlassian
- No data egress: nothing is sent outside Atlassian
- No third-party API integrations
- No cookies, no trackers
- Settings saved with the Forge Storage API
- Temporary data is discarded when the function ends
- Least-privilege permissions
- Isolated runtime, patched automatically by Atlassian
- HTTPS/TLS 1.2+ only
"""
ADMITTING = """\
Data processing addendum

We use Amazon Web Services to host our backend. Page content is sent to our AI provider to create summaries.
Usage data is collected with Segment so that we can improve the app.
Personal data may be shared with third parties that work for us and are obliged not to disclose it.
You can sign in with your Google account. API keys of the provider are stored in the app.
The app requests admin scopes. Data is stored in Frankfurt, and backups are kept in Dublin.
We are not liable for external services, and we have no control over the practices of third parties.
Please do not send passwords to our support. See https://example.com/tls for details.
Do you use subprocessors? Yes, see the list below.
The page titles of our documentation have changed.
"""
DOCUMENTS = [
    (
        HANDBOOK,
        "forge-runtime tls third-party-services no-sensitive-data no-analytics minimum-scopes",
    ),
    (
        PLEDGE,
        "external-storage insecure-channels no-sensitive-data persistent-storage data-residency deletion-on-request process-promise incident-response",
    ),
    (
        ANNEX,
        "oauth-scopes-only minimum-scopes hardcoded-credentials external-authentication tls insecure-channels external-storage data-minimisation "
        "platform-isolation no-database-or-filesystem",
    ),
    (
        LISTING,
        "runs-on-atlassian external-storage third-party-services no-analytics persistent-storage ephemeral-deletion minimum-scopes platform-isolation tls",
    ),
    (ADMITTING, ""),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS, ids=["handbook", "pledge", "annex", "listing", "admitting"])
def test_whole_documents(text: str, expected: str) -> None:
    assert {claim.topic for claim in read("s", text).claims if claim.topic} == set(expected.split())


CLAIMS = [
    ("The add-on is deployed on Forge and runs entirely within Atlassian's cloud.", "forge-runtime"),
    ("We do not operate any servers.", "forge-runtime"),
    ("All we store, a minimal configuration, lies in Forge Storage, encrypted by Atlassian.", "persistent-storage"),
    ("Data is held in Atlassian-hosted Forge storage only.", "persistent-storage"),
    ("We neither share nor sell data with or to third-party services.", "third-party-services"),
    ("There are no backend servers of our own.", "forge-runtime"),
    ("Computing and storage are hosted by Atlassian.", "forge-runtime"),
    ("API requests are authenticated through Forge.", "oauth-scopes-only"),
    ("The app makes no calls to external APIs.", "third-party-services"),
    ("Nothing is sent to any endpoint outside of Jira.", "external-storage"),
    ("All app processing takes place inside the Atlassian platform.", "third-party-services"),
    ("The app only communicates with Atlassian APIs.", "third-party-services"),
    ("No customer data is passed to subprocessors.", "third-party-services"),
    ("External services are never called.", "third-party-services"),
    ("Nothing is stored on servers operated by the vendor.", "external-storage"),
    ("All customer data remains within your Atlassian site.", "external-storage"),
    ("Your content does not leave Atlassian.", "external-storage"),
    ("Data is neither transferred to nor kept on external systems.", "external-storage"),
    ("We do not track users.", "no-analytics"),
    ("The app contains no telemetry.", "no-analytics"),
    ("Analytics are not used.", "no-analytics"),
    ("We never store your credentials or credit card numbers.", "no-sensitive-data"),
    ("The app does not ask for health or financial data.", "no-sensitive-data"),
    ("Nothing is hard-coded: no tokens, no secrets.", "hardcoded-credentials"),
    ("API keys are never committed to the repository.", "hardcoded-credentials"),
    ("There is no separate user account for the app.", "external-authentication"),
    ("All authentication is handled by Atlassian.", "external-authentication"),
    ("The permissions are limited to the least that the features need.", "minimum-scopes"),
    ("No excessive scopes are requested.", "minimum-scopes"),
    ("Only data that is required for the report is processed.", "data-minimisation"),
    ("Data in memory is discarded after each request.", "ephemeral-deletion"),
    ("Settings are kept in Forge Storage until the app is uninstalled.", "persistent-storage"),
    ("On written request, all data is erased.", "deletion-on-request"),
    ("Connections are encrypted with TLS.", "tls"),
    ("No unencrypted connections are made.", "insecure-channels"),
    ("Every tenant's data is isolated by the Forge platform.", "platform-isolation"),
    ("The app has no access to the file system.", "no-database-or-filesystem"),
    ("Security incidents are investigated and reported to customers.", "incident-response"),
    ("External audits take place annually.", "process-promise"),
    ("The app processes the following data:", "data-list-complete"),
    ("No other personal data is collected.", "data-list-complete"),
    ("The IDs and titles of pages are read.", "page-metadata-only"),
    ("Display names and avatars are only shown in the list.", "account-data"),
    ("Preferences are set by administrators.", "app-configuration"),
]
NOTHING = [
    "Page bodies are sent to our server.",
    "The app has no write access to page content.",
    "Credentials are kept in encrypted storage and never logged.",
    "Logs hold no request bodies.",
    "Data may be transferred to countries outside the European Union.",
    "Analytics help us to see how the app is not used.",
    "No part of this page describes what our colleagues in the other teams of the company do with the analytics of the website.",
    "Scopes declared in the manifest: manage:jira-configuration, read:page:confluence, storage:app.",
    "The app is not eligible for Runs on Atlassian.",
    "The app does not run on Forge.",
    "Analytics can be disabled in the settings.",
    "If you opted out, no analytics data is collected.",
    "Third parties receive usage data and must not disclose it.",
    "We do not sell data to third parties for advertising.",
    "You leave our site when you follow a link to third-party websites.",
    "We are not responsible for third-party services.",
    "Users should never share passwords in comments.",
    "See https://example.com/security.",
    "We do not guarantee data residency.",
    "TLS is not supported.",
    "Tokens are stored in the app's secret storage.",
    "The app can track issues and time.",
    "The vendor's employees have no access to your data.",
    "This policy is reviewed periodically.",
    "Our website is hosted on GitHub Pages.",
    "Forge Storage is not deleted automatically.",
    "The app's account IDs are stored in the log.",
    "Data is not deleted when the app is removed.",
    "Support is available on request.",
    "Admins can change the app's name.",
]


@pytest.mark.parametrize(("text", "topic"), CLAIMS)
def test_a_paraphrase_has_its_topic(text: str, topic: str) -> None:
    assert [claim.topic for claim in read("s", text).claims] == [topic]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_that_promises_nothing_has_none(text: str) -> None:
    assert [claim.topic for claim in read("s", text).claims] == [None]
