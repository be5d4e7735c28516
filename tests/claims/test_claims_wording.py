"""Sentences as vendors write them → the topics they are on. A sentence that is missed has no topic; never a wrong one."""

from __future__ import annotations

import pytest

from scopeminer.claims.statement import read

MARKETING = """\
# Trust & Privacy at Acme Labs

_Last updated: March 3, 2026_

## Your data stays yours

We never send your data to our own servers. Everything our apps do happens on Atlassian's infrastructure: they are hosted on the Forge platform.
Our apps proudly carry the "Runs on Atlassian" badge.

* We don't use Google Analytics or any other tracking.
* We do not share information with third parties.
* Your settings are stored in Forge's key-value store until you uninstall the app.
* Traffic between our apps and Atlassian is encrypted in transit (TLS 1.2 or higher).
* We never transmit anything over unencrypted connections.

## Access

We follow the principle of least privilege: our apps request only the permissions they need.
Sign-in is handled by Atlassian; there is no separate login.
There are no API keys or passwords in our source code.

## If something goes wrong

Should a data breach occur, we inform affected customers within 72 hours.
Have questions? Contact us at security@acme.example.
"""
FORMAL = """\
1. Scope of this document
This document applies to all apps of Muster GmbH.
2. Hosting
2.1 The apps are executed exclusively on the Atlassian Forge platform.
2.2 Customer data is stored in the region to which the customer's site is pinned.
2.3 A transfer of data to systems outside of Atlassian does not take place.
3. Processed data
3.1 The apps process the following data:
a) titles and identifiers of pages;
b) account IDs of users, in order to display names;
c) settings made by administrators.
3.2 Special categories of personal data, passwords or payment data are not processed.
4. Deletion
4.1 Data that is held in memory during the processing of a request is discarded afterwards.
4.2 The customer may request the deletion of all data at any time.
5. Security
5.1 Penetration tests are carried out annually.
5.2 The apps do not access databases or the file system directly.
5.3 Each app runs in an isolated environment.
5.4 Authorisation is carried out by means of OAuth 2.0.
5.5 The processing of data is limited to the minimum data required for the purpose.
6. Revision history
| Date | Version |
|------|---------|
| 2024-11-02 | 1.0 |
| 2025-06-30 | 1.1 |
"""
TABLE = """\
| Question | Answer |
|---|---|
| Does the app store data outside Atlassian? | No, data is never stored outside Atlassian. |
| Does the app use third-party services? | No third-party services are used. |
| Are credentials hardcoded? | No credentials are hardcoded. |
| Is data encrypted in transit? | Yes, all data is encrypted in transit with TLS. |
| Which logging do you use? | Console output of the platform. |
"""
BULLETS = """\
Security

- no external servers: data does not leave Atlassian
- no analytics, no telemetry
- no hard-coded secrets
- least-privilege scopes
- HTTPS everywhere
- GDPR compliant
- sandboxed runtime
"""
QUESTIONS = """\
Do you use external authentication providers?
No.
Do you track users with analytics?
No.
Is any data stored on your servers?
No, never.
"""


def topics(text: str) -> dict[str, list[str]]:
    """Topic → the beginnings of the sentences on it."""
    found: dict[str, list[str]] = {}
    for claim in read("s.txt", text).claims:
        if claim.topic is not None:
            found.setdefault(claim.topic, []).append(claim.text)
    return found


DOCUMENTS = [
    (
        MARKETING,
        "external-storage forge-runtime runs-on-atlassian no-analytics third-party-services persistent-storage tls insecure-channels "
        "minimum-scopes external-authentication hardcoded-credentials incident-response",
    ),
    (
        FORMAL,
        "forge-runtime data-residency external-storage data-list-complete page-metadata-only account-data app-configuration no-sensitive-data "
        "ephemeral-deletion deletion-on-request process-promise no-database-or-filesystem platform-isolation oauth-scopes-only data-minimisation",
    ),
    (TABLE, "external-storage third-party-services hardcoded-credentials tls"),
    (BULLETS, "external-storage no-analytics hardcoded-credentials minimum-scopes tls process-promise platform-isolation"),
    (QUESTIONS, "external-authentication no-analytics external-storage"),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS, ids=["marketing", "formal", "table", "bullets", "questions"])
def test_whole_documents(text: str, expected: str) -> None:
    assert set(topics(text)) == set(expected.split())


SENTENCES = [
    ("We use Google Analytics to understand how our app is used.", ""),
    ("Our app calls the OpenAI API.", ""),
    ("Data is sent to our servers in Frankfurt.", ""),
    ("The app needs the scope read:jira-work.", ""),
    ("Please contact our support for questions.", ""),
    ("The apps use third-party services for e-mail.", ""),
    ("The colours can be configured per project.", ""),
    ("Data never leaves the Atlassian cloud.", "external-storage"),
    ("No personal data is transmitted to external servers.", "external-storage"),
    ("The app is built on Forge and runs on Atlassian's infrastructure only.", "forge-runtime"),
    ("We request the minimum set of OAuth scopes.", "minimum-scopes"),
    ("No secrets are stored in the source code.", "hardcoded-credentials"),
    ("All communication is secured by HTTPS.", "tls"),
    ("Temporary data is not persisted.", "ephemeral-deletion"),
    ("Only data that is necessary for the feature is read.", "data-minimisation"),
    ("We do not read page content.", "page-metadata-only"),
    ("The app does not read or write to databases directly.", "no-database-or-filesystem"),
    ("We carry out regular code reviews.", "process-promise"),
    ("Upon request we delete all data within 30 days.", "deletion-on-request"),
    ("Data residency follows the settings of your Atlassian site.", "data-residency"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: str) -> None:
    assert set(topics(text)) == set(expected.split())


def test_one_sentence_can_be_on_two_topics() -> None:
    claims = read("s", "6. Access\nNo hardcoded credentials or external authentication mechanisms are used.").claims
    assert [(claim.id, claim.topic) for claim in claims] == [("6.1a", "hardcoded-credentials"), ("6.1b", "external-authentication")]


def test_a_line_that_introduces_bullets_gives_them_their_sense() -> None:
    text = "The apps do not:\nCollect passwords.\nPerform analytics.\n\nThe apps collect feedback."
    assert topics(text) == {"no-sensitive-data": ["Collect passwords."], "no-analytics": ["Perform analytics."]}


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Do you track users?", "No.", "no-analytics"),
        ("Do you track users?", "Yes.", ""),
        ("Is data encrypted in transit?", "Yes.", "tls"),
        ("Is data encrypted in transit?", "No.", ""),
    ],
)
def test_an_answer_takes_its_sense_from_the_question(question: str, answer: str, expected: str) -> None:
    assert set(topics(f"{question}\n{answer}\n")) == set(expected.split())


def test_soft_wraps_are_joined_and_keep_the_line_they_began_on() -> None:
    text = "Intro\n\nAccess is restricted to the minimum required API scopes defined in the app's\nmanifest.yml."
    (claim,) = (claim for claim in read("s", text).claims if claim.topic == "minimum-scopes")
    assert (claim.line, claim.text[-23:]) == (3, "the app's manifest.yml.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MARKETING, "2026-03-03"),
        (FORMAL, "2025-06-30"),
        ("Change log\n2025-09-29 | 1.0 | first", "None"),
        ("11. Change Log\nDate | Version\n2025-09-29 | 1.0 | first", "2025-09-29"),
        ("Effective from 1 February 2025.", "2025-02-01"),
        ("Founded in 2012.", "None"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert str(read("s", text).dated) == expected


@pytest.mark.parametrize(
    ("text", "hedge", "absolute"),
    [
        ("Unless explicitly required for a feature, data is not stored outside Atlassian.", "Unless explicitly required for a feature", ""),
        ("Data is never stored outside Atlassian.", "", "never"),
        ("Data is not stored outside Atlassian.", "", ""),
    ],
)
def test_hedges_and_absolutes(text: str, hedge: str, absolute: str) -> None:
    (claim,) = read("s", text).claims
    assert (claim.hedge, claim.absolute) == (hedge, absolute)


def test_scopes_named_in_the_text() -> None:
    text = "We use read:jira-work.\nAnd `write:page:confluence`, view:team:teams; not https://x:80, note: this or unread:mail."
    assert read("s", text).scopes == (("read:jira-work", 1), ("view:team:teams", 2), ("write:page:confluence", 2))
