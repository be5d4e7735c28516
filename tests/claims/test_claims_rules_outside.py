"""Topics about where code runs and where data goes: an app in a few lines → the verdict, and a line it rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.topics import BY_ID

Make = Callable[..., Facts]
PAGE = "const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1`)).json();\n"
REMOTE = "remotes:\n  - key: vault\n    baseUrl: {url}\n    operations: [{operations}]\n{more}"
ONE = "https://vault.example.com"
REGIONS = "\n      default: https://us.example.com\n      EU: https://eu.example.com"
PROVIDER = "providers:\n  auth:\n    - key: tickets\n      type: oauth2\n"


def fetch_entry(address: str) -> str:
    return f"  external:\n    fetch:\n      backend:\n        - address: '{address}'\n"


def judged(facts: Facts, topic: str) -> tuple[str, list[str]]:
    """The verdict, and the places of what decides it."""
    found: Judgement = BY_ID[topic].judge(facts)
    wanted = {"supported": "for", "cannot-tell": "open", "contradicted": "against"}[found.verdict]
    return found.verdict, [f"{basis.site.file}:{basis.site.line}" for basis in found.basis if basis.bearing == wanted and basis.site]


def holds(facts: Facts, topic: str, expected: str) -> None:
    """`expected`: the verdict, and for a contradicted claim a place that has to be among its basis."""
    verdict, _, place = expected.partition(" ")
    found, places = judged(facts, topic)
    assert found == verdict, (found, places)
    assert not place or place in places, places
    assert BY_ID[topic].judge(facts).basis


ROWS = [
    # what the manifest alone says
    ("runs-on-atlassian", {}, "supported"),
    ("runs-on-atlassian", {"permissions": "  external:\n    images: ['https://cdn.example.com']\n"}, "contradicted manifest.yml:13"),
    ("runs-on-atlassian", {"permissions": "  external:\n    fetch:\n      backend: ['https://x.atlassian.net']\n"}, "contradicted manifest.yml:14"),
    ("runs-on-atlassian", {"permissions": "  external:\n    configurable:\n      enabled: true\n"}, "cannot-tell"),
    ("runs-on-atlassian", {"modules": "  webtrigger:\n    - key: h\n      function: main\n"}, "contradicted manifest.yml:10"),
    ("runs-on-atlassian", {"modules": "  webtrigger:\n    - key: h\n      function: main\n      response: {type: static}\n"}, "supported"),
    ("runs-on-atlassian", {"modules": "  sql:\n    - key: db\n      engine: mysql\n"}, "supported"),
    ("runs-on-atlassian", {"modules": "  sql:\n    - key: db\n      engine: mysql\n      dareCompliant: false\n"}, "contradicted manifest.yml:12"),
    ("runs-on-atlassian", {"rest": PROVIDER}, "contradicted manifest.yml:15"),
    ("runs-on-atlassian", {"rest": "connectModules:\n  jira:webhooks:\n    - key: w\n"}, "contradicted manifest.yml:13"),
    ("forge-runtime", {}, "supported"),
    ("forge-runtime", {"rest": REMOTE.format(url=ONE, operations="compute", more="")}, "contradicted manifest.yml:14"),
    ("forge-runtime", {"rest": "remotes:\n  - key: vault\n    baseUrl: https://vault.example.com\n"}, "contradicted manifest.yml:14"),
    ("forge-runtime", {"rest": REMOTE.format(url=ONE, operations="fetch", more="")}, "cannot-tell"),
    ("forge-runtime", {"rest": "services:\n  - key: box\n"}, "cannot-tell"),
    ("forge-runtime", {"rest": "connectModules:\n  jira:webhooks:\n    - key: w\n"}, "contradicted manifest.yml:13"),
    ("data-residency", {}, "cannot-tell"),
    ("data-residency", {"rest": REMOTE.format(url=ONE, operations="storage", more="")}, "contradicted manifest.yml:14"),
    ("data-residency", {"rest": REMOTE.format(url=ONE, operations="storage", more="    storage: {inScopeEUD: false}\n")}, "cannot-tell"),
    ("data-residency", {"rest": REMOTE.format(url=REGIONS, operations="storage", more="")}, "cannot-tell"),
    ("external-storage", {}, "supported"),
    ("external-storage", {"permissions": fetch_entry("https://a.example.com")}, "cannot-tell"),
    ("external-storage", {"rest": REMOTE.format(url=REGIONS, operations="storage", more="")}, "contradicted manifest.yml:14"),
    ("external-storage", {"rest": REMOTE.format(url=ONE, operations="compute", more="")}, "cannot-tell"),
    ("third-party-services", {}, "supported"),
    ("third-party-services", {"permissions": fetch_entry("https://a.example.com")}, "cannot-tell"),
    ("third-party-services", {"permissions": "  external:\n    navigation: ['https://docs.example.com']\n"}, "supported"),
    ("third-party-services", {"rest": PROVIDER}, "contradicted manifest.yml:15"),
    ("third-party-services", {"rest": REMOTE.format(url=ONE, operations="fetch", more="")}, "cannot-tell"),
    ("persistent-storage", {"rest": REMOTE.format(url=ONE, operations="storage", more="")}, "contradicted manifest.yml:14"),
    ("external-authentication", {}, "supported"),
    ("external-authentication", {"rest": PROVIDER}, "contradicted manifest.yml:15"),
    ("no-analytics", {"permissions": "  external:\n    scripts:\n      - 'https://www.googletagmanager.com'\n"}, "contradicted manifest.yml:14"),
    ("platform-isolation", {}, "cannot-tell"),
    ("incident-response", {"files": {"SECURITY.md": "mail us"}}, "cannot-tell"),
    ("process-promise", {"files": {".github/dependabot.yml": "version: 2"}}, "cannot-tell"),
    ("deletion-on-request", {}, "cannot-tell"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "given", "expected"), ROWS)
def test_what_the_manifest_says(app: Make, topic: str, given: dict[str, object], expected: str) -> None:
    holds(app(**given), topic, expected)


CODE = [
    ("external-storage", PAGE + "await fetch('https://a.example.com', {method: 'POST', body: JSON.stringify(page)});", "contradicted src/index.js:6"),
    ("external-storage", PAGE + "await fetch(`https://a.example.com/?t=${page.title}`);", "contradicted src/index.js:6"),
    ("external-storage", "await fetch('https://a.example.com', {method: 'POST', body: 'ping'});", "cannot-tell"),
    ("external-storage", "const { url } = await kvs.get('s'); await fetch(url);", "cannot-tell"),
    ("external-storage", "await fetch('http://localhost:3000/x');", "supported"),
    ("external-storage", PAGE + "await invokeRemote('vault', {path: '/', body: JSON.stringify({t: page.title})});", "contradicted src/index.js:6"),
    ("data-residency", PAGE + "await fetch('https://a.example.com', {method: 'POST', body: JSON.stringify(page)});", "contradicted src/index.js:6"),
    ("data-residency", PAGE + "const {host} = await kvs.get('h'); await fetch(`https://${host}/`, {method: 'POST', body: page.title});", "cannot-tell"),
    ("third-party-services", "await fetch('https://a.example.com');", "contradicted src/index.js:5"),
    ("third-party-services", "await fetch('https://x.atlassian.net/rest/api/3/myself');", "supported"),
    ("third-party-services", "const unused = () => fetch('https://a.example.com');", "supported"),
    ("third-party-services", "const { url } = await kvs.get('s'); await fetch(url);", "cannot-tell"),
    ("insecure-channels", "await fetch('https://a.example.com');", "supported"),
    ("insecure-channels", "await fetch('http://a.example.com');", "contradicted src/index.js:5"),
    ("insecure-channels", "await fetch('http://127.0.0.1:3000');", "supported"),
    ("insecure-channels", "const { host } = await kvs.get('s'); await fetch(`https://${host}/x`);", "supported"),
    ("insecure-channels", "const { url } = await kvs.get('s'); await fetch(url);", "cannot-tell"),
    ("insecure-channels", "const WS = require('ws');\nnew WS('ws://a.example.com');", "contradicted src/index.js:6"),
    ("insecure-channels", "const https = require('https');\nnew https.Agent({ rejectUnauthorized: false });", "contradicted src/index.js:6"),
    ("insecure-channels", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';", "contradicted src/index.js:5"),
    ("insecure-channels", "const n = 'http://www.w3.org/2000/svg'; return n;", "supported"),
    ("tls", PAGE, "supported"),
    ("tls", "await fetch('http://x.atlassian.net/wiki');", "contradicted src/index.js:5"),
    ("tls", "await fetch('https://x.atlassian.net/wiki');", "cannot-tell"),
    ("tls", "await fetch('https://a.example.com');", "supported"),
    ("oauth-scopes-only", PAGE, "supported"),
    ("oauth-scopes-only", "await fetch('https://x.atlassian.net/', {headers: {Authorization: `Basic ${process.env.T}`}});", "contradicted src/index.js:5"),
    ("oauth-scopes-only", "await fetch('https://a.example.com', {headers: {Authorization: `Bearer ${process.env.T}`}});", "supported"),
    ("oauth-scopes-only", "const {url} = await kvs.get('s'); await fetch(url, {headers: {Authorization: 'Bearer ' + process.env.T}});", "cannot-tell"),
    ("external-authentication", "await fetch('https://a.example.com', {headers: {'X-Api-Key': process.env.K}});", "contradicted src/index.js:5"),
    ("external-authentication", "await fetch(`https://a.example.com/?api_key=${process.env.K}`);", "contradicted src/index.js:5"),
    ("external-authentication", "await fetch('https://a.example.com', {headers: {Accept: 'text/plain'}});", "supported"),
    ("external-authentication", "await api.asUser().withProvider('t', 'r').fetch('/x');", "contradicted src/index.js:5"),
    ("external-authentication", "const {createHash} = require('crypto'); return createHash('sha256').update('x').digest('hex');", "supported"),
    ("no-analytics", "await fetch('https://api.mixpanel.com/track', {method: 'POST'});", "contradicted src/index.js:5"),
    ("no-analytics", "const posthog = require('posthog-node');\nposthog.capture({event: 'x'});", "contradicted src/index.js:6"),
    ("no-analytics", "const analytics = 'tracking is off'; return { analytics };", "supported"),
    ("no-analytics", "const Sentry = require('@sentry/node');\nSentry.captureException(new Error('x'));", "cannot-tell"),
    ("no-database-or-filesystem", "const fs = require('fs');\nreturn fs.readFileSync('x');", "contradicted src/index.js:6"),
    ("no-database-or-filesystem", "const { Client } = require('pg');\nnew Client();", "contradicted src/index.js:6"),
    ("no-database-or-filesystem", "const path = require('path'); return path.join('a', 'b');", "supported"),
    ("no-database-or-filesystem", "return require(process.env.NAME);", "cannot-tell"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "code", "expected"), CODE)
def test_what_running_code_does(app: Make, topic: str, code: str, expected: str) -> None:
    holds(app(code, scopes="['read:page:confluence', 'storage:app']"), topic, expected)


@pytest.mark.parametrize(
    "topic", ["insecure-channels", "third-party-services", "external-storage", "no-analytics", "external-authentication"]
)
def test_code_that_nobody_imports_counts_for_nothing(app: Make, topic: str) -> None:
    dead = "import { fetch } from '@forge/api';\nfetch('http://api.mixpanel.com/x', {headers: {Authorization: 'Bearer x'}, body: 'y'});\n"
    holds(app("return 1;", files={"src/old.js": dead}), topic, "supported")


def test_a_webhook_that_checks_its_caller(app: Make) -> None:
    code = """\
    import { createHmac, timingSafeEqual } from 'crypto';
    export const run = async (event) => timingSafeEqual(createHmac('sha256', process.env.S).update(event.body).digest(), event.headers.sig);
    """
    holds(app(code, module="webtrigger"), "external-authentication", "cannot-tell")


def test_a_webhook_that_compares_a_shared_secret(app: Make) -> None:
    code = "if (event.headers['x-token'][0] !== process.env.HOOK_TOKEN) return { statusCode: 403 };"
    holds(app(code, module="webtrigger"), "external-authentication", "cannot-tell")


def test_what_an_event_brings_is_product_data(app: Make) -> None:
    code = "await fetch('https://a.example.com', {method: 'POST', body: JSON.stringify(event)});"
    holds(app(code, module="trigger"), "external-storage", "contradicted src/index.js:5")
    holds(app(code, module="scheduledTrigger"), "external-storage", "cannot-tell")


def test_a_bundle_without_its_source_hides_what_it_does(app: Make) -> None:
    bundle = {
        "static/ui/build/index.html": '<script src="main.js"></script>',
        "static/ui/build/main.js": "!function(e){" + "x=1;" * 9000 + "}()",
    }
    page = "  jira:globalPage:\n    - key: p\n      title: P\n      resource: ui\n"
    facts = app("return 1;", modules=page, rest="resources:\n  - key: ui\n    path: static/ui/build\n", files=bundle)
    for topic in ("third-party-services", "external-storage", "insecure-channels", "no-analytics", "account-data", "data-list-complete"):
        assert judged(facts, topic)[0] == "cannot-tell", topic
    assert judged(facts, "runs-on-atlassian")[0] == "supported"
