"""Topics about what data is read, kept and asked for: an app in a few lines → the verdict, and a line it rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.claims.model import Facts
from tests.claims.test_claims_rules_outside import holds, judged

Make = Callable[..., Facts]
PAGE = "const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1`)).json();\n"
BODY = "const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1?body-format=storage`)).json();\n"
ME = "const me = await (await api.asUser().requestConfluence(route`/wiki/rest/api/user/current`)).json();\n"
USER = "const user = await (await api.asApp().requestJira(route`/rest/api/3/user?accountId=${event.id}`)).json();\n"
ADMIN = {"module": "jira:adminPage"}
SAVE = """\
const resolver = new Resolver();
resolver.define('save', async ({ payload, context }) => {
  %s
});
export const run = resolver.getDefinitions();
"""

ROWS = [
    ("page-metadata-only", PAGE, "supported"),
    ("page-metadata-only", BODY, "contradicted src/index.js:5"),
    ("page-metadata-only", "return 1;", "supported"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/rest/api/content/1?expand=body.view,version`);", "contradicted src/index.js:5"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/rest/api/content/1?expand=version`);", "supported"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1/inline-comments`);", "contradicted src/index.js:5"),
    ("page-metadata-only", "await api.asApp().requestJira(route`/rest/api/3/issue/A-1/comment`);", "supported"),
    ("page-metadata-only", "const {q} = await kvs.get('q'); await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1?${q}`);", "cannot-tell"),
    ("page-metadata-only", "await api.asApp().requestConfluence(assumed(event.path));", "cannot-tell"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1/labels`);", "supported"),
    ("data-list-complete", PAGE, "supported"),
    ("data-list-complete", "await api.asApp().requestJira(route`/rest/api/3/issue/A-1`);", "contradicted src/index.js:5"),
    ("data-list-complete", "await api.asApp().requestJira(route`/rest/api/3/group/member?groupname=x`);", "contradicted src/index.js:5"),
    ("data-list-complete", "await api.asApp().requestJira(route`/rest/api/3/auditing/record`);", "contradicted src/index.js:5"),
    ("data-list-complete", "await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1/attachments`);", "contradicted src/index.js:5"),
    ("data-list-complete", ME, "supported"),
    ("data-list-complete", USER + "return user.emailAddress;", "contradicted src/index.js:5"),
    ("data-list-complete", USER + "return user.displayName;", "supported"),
    ("data-list-complete", "const p = await kvs.get('p'); await api.asApp().requestJira(p);", "cannot-tell"),
    ("account-data", ME + "return me.displayName;", "supported"),
    ("account-data", ME + "console.log(me.displayName);", "contradicted src/index.js:6"),
    ("account-data", ME + "await kvs.set('who', me);", "contradicted src/index.js:6"),
    ("account-data", ME + "await fetch('https://a.example.com', {method: 'POST', body: JSON.stringify({ by: me.accountId })});", "contradicted src/index.js:6"),
    ("account-data", ME + "await kvs.set(`prefs-${me.accountId}`, 'wide');", "cannot-tell"),
    ("account-data", ME + "console.log('user loaded');", "supported"),
    ("account-data", ME + "const same = me.accountId === event.owner; console.log(same);", "supported"),
    ("account-data", USER + "return user.emailAddress;", "contradicted src/index.js:5"),
    ("account-data", PAGE + "console.log(page.title);", "supported"),
    ("account-data", PAGE + "await kvs.set('x', { owner: page.ownerId });", "contradicted src/index.js:6"),
    ("app-configuration", PAGE + "await kvs.set('last', page.title);", "contradicted src/index.js:6"),
    ("app-configuration", "await kvs.set('mode', 'wide');", "cannot-tell"),
    ("app-configuration", "return 1;", "supported"),
    ("app-configuration", "await kvs.set('ev', event);", "cannot-tell"),
    ("persistent-storage", "await kvs.set('a', 1);", "supported"),
    ("persistent-storage", "await storage.set('a', 1);", "supported"),
    ("persistent-storage", "await kvs.entity('e').set('a', { n: 1 });", "supported"),
    ("persistent-storage", "await kvs.set('a', 1, { ttl: { value: 1, unit: 'HOURS' } });", "cannot-tell"),
    ("persistent-storage", "await api.asApp().requestJira(route`/rest/api/3/issue/A-1/properties/x`, {method: 'PUT', body: '1'});", "contradicted src/index.js:5"),
    ("persistent-storage", "const sql = require('@forge/sql');\nawait sql.sql.prepare('INSERT INTO t VALUES (?)').bindParams(1).execute();", "cannot-tell"),
    ("persistent-storage", "return 1;", "supported"),
    ("no-sensitive-data", "await kvs.set('login', { user: event.u, password: event.p });", "contradicted src/index.js:5"),
    ("no-sensitive-data", "await kvs.setSecret('card', event.cardNumber);", "contradicted src/index.js:5"),
    ("no-sensitive-data", "await kvs.setSecret('t', event.apiToken);", "cannot-tell"),
    ("no-sensitive-data", "const passwordHint = 'ask your admin'; await kvs.set('hint', { passwordHint });", "supported"),
    ("ephemeral-deletion", "return 1;", "cannot-tell"),
    ("ephemeral-deletion", "const fs = require('fs');\n" + PAGE + "fs.writeFileSync('/tmp/a', JSON.stringify(page));", "contradicted src/index.js:7"),
    ("ephemeral-deletion", "const fs = require('fs');\n" + PAGE + "fs.writeFileSync('/tmp/a', JSON.stringify(page)); fs.unlinkSync('/tmp/a');", "cannot-tell"),
    ("data-minimisation", BODY + "return page.title;", "contradicted src/index.js:5"),
    ("data-minimisation", BODY + "return page.body.storage.value;", "cannot-tell"),
    ("data-minimisation", BODY + "return page;", "cannot-tell"),
    ("data-minimisation", BODY + "const { body } = page; return body;", "cannot-tell"),
    ("data-minimisation", PAGE + "return page.title;", "cannot-tell"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "code", "expected"), ROWS)
def test_what_running_code_does(app: Make, topic: str, code: str, expected: str) -> None:
    holds(app(code, scopes="['read:page:confluence', 'storage:app']"), topic, expected)


RESOLVERS = [
    ("app-configuration", ADMIN, "await kvs.set('banner', payload.banner);", "supported"),
    ("app-configuration", {"module": "confluence:globalSettings"}, "await kvs.set('banner', payload);", "supported"),
    ("app-configuration", {"module": "jira:issuePanel"}, "await kvs.set('banner', payload.banner);", "cannot-tell"),
    ("app-configuration", ADMIN, "await kvs.set('by', context.accountId);", "contradicted src/index.js:6"),
    ("account-data", ADMIN, "await kvs.set('by', context.accountId);", "contradicted src/index.js:6"),
    ("account-data", ADMIN, "console.log(payload.banner);", "supported"),
    ("account-data", ADMIN, "console.log(context);", "cannot-tell"),
    ("no-sensitive-data", ADMIN, "await kvs.set('s', payload);", "supported"),
    ("no-sensitive-data", ADMIN, "await kvs.set('s', payload.iban);", "contradicted src/index.js:6"),
]


@pytest.mark.parametrize(("topic", "given", "code", "expected"), RESOLVERS)
def test_what_resolvers_store(app: Make, topic: str, given: dict[str, str], code: str, expected: str) -> None:
    holds(app(SAVE % code, scopes="['storage:app']", **given), topic, expected)


def test_state_at_module_level_outlives_a_request(app: Make) -> None:
    code = "let last;\nexport const run = async (event) => {\n  const before = last;\n  last = event.issue;\n  return before;\n};\n"
    holds(app(code, module="trigger"), "ephemeral-deletion", "contradicted src/index.js:7")


@pytest.mark.parametrize(
    "code",
    [
        "const cache = new Map();\nexport const run = async (event) => {\n  cache.set(event.issue.id, event.issue);\n};\n",
        "const seen = [];\nexport const run = async (event) => {\n  seen.push(event.issue);\n};\n",
        "const state = {};\nexport const run = async (event) => {\n  state.issue = event.issue;\n};\n",
    ],
)
def test_containers_at_module_level_outlive_a_request(app: Make, code: str) -> None:
    holds(app(code, module="trigger"), "ephemeral-deletion", "contradicted src/index.js:6")


@pytest.mark.parametrize(
    "code",
    [
        "const COLOURS = { red: '#f00' };\nexport const run = async () => COLOURS.red;\n",
        "let ready = false;\nexport const run = async () => {\n  ready = true;\n};\n",
        "export const run = async (event) => {\n  let last = event.issue;\n  last = event.other;\n  return last;\n};\n",
    ],
)
def test_constants_and_locals_do_not(app: Make, code: str) -> None:
    holds(app(code, module="trigger"), "ephemeral-deletion", "cannot-tell")


def test_a_file_system_is_one_under_any_name(app: Make) -> None:
    holds(
        app("const { readFile } = require('node:fs/promises');\nawait readFile('x');"),
        "no-database-or-filesystem",
        "contradicted src/index.js:6",
    )


SCOPES = [
    ("['read:page:confluence']", PAGE, "supported"),
    ("['read:page:confluence', 'write:page:confluence']", PAGE, "contradicted manifest.yml:11"),
    ("['read:page:confluence']", PAGE + "await api.asApp().requestConfluence(assumed(event.path));", "supported"),
    ("['read:page:confluence', 'write:page:confluence']", PAGE + "await api.asApp().requestConfluence(event.path, {method: event.m});", "cannot-tell"),
    ("[]", "return 1;", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("scopes", "code", "expected"), SCOPES)
def test_minimum_scopes(app: Make, scopes: str, code: str, expected: str) -> None:
    holds(app(code, scopes=scopes), "minimum-scopes", expected)


def test_a_scope_that_reads_and_is_not_needed_contradicts_minimisation(app: Make) -> None:
    facts = app(PAGE + "return page.title;", scopes="['read:page:confluence', 'read:space:confluence']")
    assert judged(facts, "data-minimisation") == ("contradicted", ["manifest.yml:11"])


CREDENTIALS = [
    ("const k = 'AKIAQ7XWJ4M2ZT5KD3NB';", "contradicted src/index.js:5"),
    ("const k = 'AKIAIOSFODNN7EXAMPLE';", "supported"),
    ("const url = 'https://svc:q8Wn2Lr7Zt@db.example.com/x';", "contradicted src/index.js:5"),
    ("const url = 'postgres://postgres:postgres@localhost/x';", "supported"),
    ("const h = { Authorization: 'Basic c3ZjOnE4V24yTHI3WnQ=' };", "contradicted src/index.js:5"),
    ("const apiToken = 'YOUR_API_TOKEN';", "supported"),
    ("const apiToken = process.env.API_TOKEN;", "supported"),
    ("const licenceToken = 'q9Zt4LwX2mVb7RkP0sYc8NhGd3JfUa6E';", "cannot-tell"),
    ("const tokenId = '11111111-2222-3333-4444-555555555555';", "supported"),
    ("const tokenHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';", "supported"),
    ("const pem = '-----BEGIN PUBLIC KEY-----\\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\\n-----END PUBLIC KEY-----';", "supported"),
    ("if (text.includes('-----BEGIN RSA PRIVATE KEY-----')) return;", "supported"),
    ("const label = { password: 'Please enter your password here' };", "supported"),
]


@pytest.mark.parametrize(("code", "expected"), CREDENTIALS)
def test_hardcoded_credentials(app: Make, code: str, expected: str) -> None:
    holds(app(code), "hardcoded-credentials", expected)


@pytest.mark.parametrize(
    ("file", "expected"), [("src/old.js", "contradicted"), ("src/__tests__/a.js", "supported"), (".env", "contradicted")]
)
def test_a_secret_in_a_repository_is_disclosed_whether_or_not_it_runs(app: Make, file: str, expected: str) -> None:
    assert judged(app("return 1;", files={file: "KEY=AKIAQ7XWJ4M2ZT5KD3NB\n"}), "hardcoded-credentials")[0] == expected
