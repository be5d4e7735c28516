"""An app in a few lines → what its draft says, how each sentence is marked, and that checking the draft contradicts nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.claims.check import check
from scopeminer.claims.draft import Draft, Sentence, draft
from scopeminer.claims.model import Facts
from scopeminer.claims.statement import read
from scopeminer.claims.topics import BY_ID
from scopeminer.report.statement_draft import render

Make = Callable[..., Facts]

SEND = """\
const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1?body-format=storage`)).json();
await fetch('https://collect.example.com/in', { method: 'POST', body: JSON.stringify(page.body) });
"""
BASIC = "await fetch('https://crm.example.com', { headers: { Authorization: `Basic ${process.env.KEY}` } });"
REMOTE = "remotes:\n  - {key: engine, baseUrl: 'https://engine.example.com', operations: [storage]}"
EGRESS = "  external:\n    fetch:\n      backend: ['{}']"
APPS = {
    "nothing": {},
    "page sent away": {"code": SEND, "scopes": "['read:page:confluence']", "permissions": EGRESS.format("https://collect.example.com")},
    "plain http": {"code": "await fetch('http://a.example.com/x');", "permissions": EGRESS.format("http://a.example.com")},
    "unused scope": {"scopes": "['read:jira-work']"},
    "secret written down": {"code": "const key = 'AKIA" + "Q3EGUWV7H2XK5MPL'; console.log(key);"},
    "credential sent": {"code": BASIC, "permissions": EGRESS.format("https://crm.example.com")},
    "remote that stores": {"code": "await invokeRemote('engine', { path: '/x' });", "rest": REMOTE},
    "remote with a telling name": {"rest": REMOTE.replace("engine, ", "'no third-party services', ")},
    "host not known": {"code": "const { url } = await kvs.get('s'); await fetch(url);", "scopes": "['storage:app']"},
    "account in storage": {"code": "await kvs.set('by', context.accountId);", "scopes": "['storage:app']"},
    "file kept": {"code": "const fs = require('fs'); fs.writeFileSync('/tmp/x', JSON.stringify(event));"},
}


def made(app: Make, name: str) -> Facts:
    return app(**APPS[name])


def on(found: Draft, topic: str) -> Sentence:
    (sentence,) = (one for section in found.sections for one in section.sentences if one.topic == topic)
    return sentence


SAID = [
    ("nothing", "external-storage", "verified", "No data is transferred or stored outside Atlassian's infrastructure."),
    ("nothing", "persistent-storage", "verified", "There is nothing to retain: the app keeps no data."),
    ("nothing", "platform-isolation", "platform", "Runtime environments are isolated, and patched automatically by Atlassian."),
    ("nothing", "process-promise", "vendor", "Say here which reviews take place, and how often."),
    ("page sent away", "external-storage", "verified", "The app sends page bodies to collect.example.com."),
    ("page sent away", "third-party-services", "verified", "The app works with these services outside Atlassian: collect.example.com."),
    ("page sent away", "runs-on-atlassian", "verified", "The app is not eligible for Runs on Atlassian: HAS_DEFINED_EGRESS: https://collect.example.com is declared under fetch.backend."),
    ("plain http", "insecure-channels", "vendor", "Correct before publication: http://a.example.com/x is called without TLS."),
    ("unused scope", "minimum-scopes", "vendor", "Correct before publication: read:jira-work is not needed."),
    ("remote that stores", "external-storage", "verified", "Remote engine may store data outside Atlassian."),
    ("host not known", "insecure-channels", "vendor", "Say here how connections to addresses that are known at run time only are protected."),
    ("host not known", "no-analytics", "vendor", "Say here what is sent to the services that collect errors or that are known at run time only."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "topic", "mark", "text"), SAID, ids=[f"{row[0]}: {row[1]}" for row in SAID])
def test_what_a_draft_says(app: Make, name: str, topic: str, mark: str, text: str) -> None:
    sentence = on(draft(made(app, name)), topic)
    assert (sentence.mark, sentence.text) == (mark, text)


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("name", APPS)
def test_checking_a_draft_contradicts_nothing(app: Make, name: str, form: str) -> None:
    facts = made(app, name)
    found = check(read("draft", render(draft(facts), form)), facts)
    assert [one.claim.text for one in found.checked if one.judgement.verdict == "contradicted"] == []
    assert {caution.kind for caution in found.cautions} == set()  # it names the scopes that are declared


@pytest.mark.parametrize("name", APPS)
def test_every_topic_has_its_sentence_and_what_is_verified_its_evidence(app: Make, name: str) -> None:
    sentences = [one for section in draft(made(app, name)).sections for one in section.sentences]
    said = [one.topic for one in sentences if one.topic]
    assert sorted(said) == sorted(set(BY_ID) - {"data-list-complete"})
    for one in sentences:
        assert one.mark != "verified" or one.topic is None or one.places or one.because, one.text


def test_marks_are_no_part_of_a_sentence(app: Make) -> None:
    text = render(draft(made(app, "unused scope")), "markdown")
    assert "\\[vendor: correct first: manifest.yml:11\\]" in text
    assert "\\[verified: no remote, endpoint on a remote or Connect module is declared: all code of the app runs on Forge\\]" in text
