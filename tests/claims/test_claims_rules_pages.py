"""Topics about what pages load, ask for and keep: a Custom UI or UI Kit frontend in a few lines → the verdict, and a line it rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.claims.model import Facts
from tests.claims.test_claims_rules_outside import holds

Make = Callable[..., Facts]
HTML = (
    '<!doctype html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n<script type="module" src="./main.js"></script>\n</body>\n</html>\n'
)
PAGE = "  confluence:globalPage:\n    - key: p\n      title: P\n      resource: ui\n      resolver: {function: main}\n"
ADMIN = PAGE.replace("globalPage", "globalSettings")
REST = "resources:\n  - key: ui\n    path: {path}\n"
SCOPES = "['read:page:confluence', 'storage:app']"


def custom(app: Make, script: str = "", head: str = "", body: str = "", module: str = PAGE) -> Facts:
    files = {"static/ui/index.html": HTML.format(head=head, body=body), "static/ui/main.js": script or "export {};\n"}
    return app("return 1;", modules=module, rest=REST.format(path="static/ui"), files=files, scopes=SCOPES)


def native(app: Make, code: str) -> Facts:
    text = "import React from 'react';\nimport ForgeReconciler, { Textfield, Form, useForm, Image, Link } from '@forge/react';\n" + code
    modules = ADMIN.replace("      resource: ui\n", "      resource: ui\n      render: native\n")
    return app("return 1;", modules=modules, rest=REST.format(path="src/ui.jsx"), files={"src/ui.jsx": text}, scopes=SCOPES)


MARKUP = [
    ("no-analytics", '<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>', "", "contradicted static/ui/index.html:4"),
    ("third-party-services", '<script src="https://cdn.example.com/x.js"></script>', "", "contradicted static/ui/index.html:4"),
    ("third-party-services", '<link rel="stylesheet" href="https://fonts.example.com/a.css">', "", "cannot-tell"),
    ("third-party-services", "", '<img src="https://logo.example.com/a.png">', "cannot-tell"),
    ("third-party-services", "", '<iframe src="https://video.example.com/v"></iframe>', "contradicted static/ui/index.html:7"),
    ("third-party-services", "", '<a href="https://docs.example.com">Docs</a>', "supported"),
    ("third-party-services", '<link rel="icon" href="./icon.png">', "", "supported"),
    ("insecure-channels", '<script src="http://cdn.example.com/x.js"></script>', "", "contradicted static/ui/index.html:4"),
    ("insecure-channels", "", '<a href="http://docs.example.com">Docs</a>', "supported"),
    ("no-sensitive-data", "", '<input type="password" name="password">', "contradicted static/ui/index.html:7"),
    ("no-sensitive-data", "", '<input type="text" name="cardNumber">', "contradicted static/ui/index.html:7"),
    ("no-sensitive-data", "", '<input type="password" name="apiToken">', "cannot-tell"),
    ("no-sensitive-data", "", "<label>Never enter a password here</label><input name='title'>", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "head", "body", "expected"), MARKUP)
def test_markup(app: Make, topic: str, head: str, body: str, expected: str) -> None:
    holds(custom(app, head=head, body=body), topic, expected)


SCRIPTS = [
    ("persistent-storage", "localStorage.setItem('a', '1');", "contradicted static/ui/main.js:1"),
    ("persistent-storage", "sessionStorage.setItem('a', '1');", "contradicted static/ui/main.js:1"),
    ("persistent-storage", "const db = indexedDB.open('x');", "contradicted static/ui/main.js:1"),
    ("persistent-storage", "document.cookie = 'a=1';", "contradicted static/ui/main.js:1"),
    ("persistent-storage", "const a = localStorage.getItem('a');", "supported"),
    ("insecure-channels", "new WebSocket('ws://live.example.com');", "contradicted static/ui/main.js:1"),
    ("insecure-channels", "new WebSocket('wss://live.example.com');", "supported"),
    ("third-party-services", "fetch('https://a.example.com/x');", "contradicted static/ui/main.js:1"),
    ("third-party-services", "fetch('/local.json');", "supported"),
    ("third-party-services", "import { router } from '@forge/bridge';\nrouter.open('https://docs.example.com');", "supported"),
    ("third-party-services", "navigator.sendBeacon('https://a.example.com/x', '1');", "contradicted static/ui/main.js:1"),
    ("third-party-services", "new Image().src = 'https://a.example.com/x.gif';", "cannot-tell"),
    ("third-party-services", "document.createElement('script').src = 'https://a.example.com/x.js';", "contradicted static/ui/main.js:1"),
    ("external-storage", "import { requestConfluence } from '@forge/bridge';\nconst p = await (await requestConfluence('/wiki/api/v2/pages/1')).json();\nfetch('https://a.example.com', {method: 'POST', body: p.title});", "contradicted static/ui/main.js:3"),
    ("external-storage", "import { view } from '@forge/bridge';\nconst c = await view.getContext();\nfetch(`https://a.example.com/?s=${c.extension.content.id}`);", "contradicted static/ui/main.js:3"),
    ("account-data", "import { view } from '@forge/bridge';\nconst c = await view.getContext();\nconsole.log(c.accountId);", "contradicted static/ui/main.js:3"),
    ("account-data", "import { view } from '@forge/bridge';\nconst c = await view.getContext();\ndocument.title = c.accountId;", "supported"),
    ("page-metadata-only", "import { requestConfluence } from '@forge/bridge';\nawait requestConfluence('/wiki/api/v2/pages/1?body-format=view');", "contradicted static/ui/main.js:2"),
    ("page-metadata-only", "import { requestConfluence } from '@forge/bridge';\nawait requestConfluence(document.title);", "cannot-tell"),
    ("no-analytics", "import mixpanel from 'mixpanel-browser';\nmixpanel.init('k');\nmixpanel.track('x');", "contradicted static/ui/main.js:3"),
    ("no-analytics", "window.dataLayer = []; const track = (e) => e; track('x');", "supported"),
    ("no-database-or-filesystem", "const db = indexedDB.open('x');", "supported"),
    ("ephemeral-deletion", "let last; export const keep = (e) => { last = e.data; };\nwindow.onmessage = keep;", "cannot-tell"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "script", "expected"), SCRIPTS)
def test_scripts_of_a_page(app: Make, topic: str, script: str, expected: str) -> None:
    holds(custom(app, script), topic, expected)


KIT = [
    ("no-sensitive-data", "ForgeReconciler.render(<Textfield type=\"password\" name=\"password\" />);", "contradicted src/ui.jsx:3"),
    ("no-sensitive-data", "const { register } = useForm();\nForgeReconciler.render(<Textfield {...register('iban')} />);", "contradicted src/ui.jsx:4"),
    ("no-sensitive-data", "const { register } = useForm();\nForgeReconciler.render(<Textfield {...register('title')} />);", "supported"),
    ("no-sensitive-data", "const { register } = useForm();\nForgeReconciler.render(<Textfield {...register('apiKey')} />);", "cannot-tell"),
    ("third-party-services", "ForgeReconciler.render(<Image src=\"https://logo.example.com/a.png\" />);", "cannot-tell"),
    ("third-party-services", "ForgeReconciler.render(<Link href=\"https://docs.example.com\">x</Link>);", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "code", "expected"), KIT)
def test_ui_kit(app: Make, topic: str, code: str, expected: str) -> None:
    holds(native(app, code), topic, expected)


BACKEND = [
    ("oauth-scopes-only", "const axios = require('axios');\nawait axios.get('https://x.atlassian.net/rest/api/3/myself', { auth: { username: 'a', password: process.env.P } });", "contradicted src/index.js:6"),
    ("oauth-scopes-only", "const headers = { Authorization: 'Basic ' + Buffer.from(process.env.U).toString('base64') };\nawait fetch('https://api.atlassian.com/ex/jira/1/rest/api/3/myself', { headers });", "contradicted src/index.js:6"),
    ("external-authentication", "const client = require('axios').create({ baseURL: 'https://a.example.com', headers: { Authorization: `Bearer ${process.env.T}` } });\nawait client.get('/x');", "contradicted src/index.js:5"),
    ("external-authentication", "await fetch('https://a.example.com/login', { method: 'POST', body: JSON.stringify({ user: 'x', password: process.env.P }) });", "contradicted src/index.js:5"),
    ("external-authentication", "const { WebClient } = require('@slack/web-api');\nawait new WebClient(process.env.SLACK).chat.postMessage({ text: 'x' });", "contradicted src/index.js:6"),
    ("insecure-channels", "const https = require('https');\nawait require('axios').get('https://a.example.com', { httpsAgent: new https.Agent({ rejectUnauthorized: false }) });", "contradicted src/index.js:6"),
    ("insecure-channels", "const tls = require('tls');\ntls.connect(443, 'a.example.com', { minVersion: 'TLSv1.1' });", "contradicted src/index.js:6"),
    ("tls", "await fetch('https://x.atlassian.net/', { agent: new (require('https').Agent)({ rejectUnauthorized: false }) });", "contradicted src/index.js:5"),
    ("account-data", "const u = await (await api.asApp().requestJira(route`/rest/api/3/users/search`)).json();\nfor (const one of u) await kvs.set('x', one.displayName);", "contradicted src/index.js:6"),
    ("account-data", "const u = await (await api.asApp().requestJira(route`/rest/api/3/users/search`)).json();\nreturn u.map((one) => one.displayName);", "supported"),
    ("data-list-complete", "const s = await (await api.asApp().requestConfluence(route`/wiki/rest/api/search/user?cql=x`)).json(); return s;", "supported"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/rest/api/content/1/child/attachment/2/download`);", "contradicted src/index.js:5"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/rest/api/contentbody/convert/view`, { method: 'POST', body: '{}' });", "contradicted src/index.js:5"),
    ("page-metadata-only", "await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1`, { method: 'PUT', body: JSON.stringify({ title: 'x', body: { value: 'y' } }) });", "supported"),
    ("deletion-on-request", "await kvs.delete('a');", "cannot-tell"),
    ("persistent-storage", "const os = require('@forge/object-store');\nawait os.objectStore.put('k', 'v');", "cannot-tell"),
    ("no-database-or-filesystem", "const sql = require('@forge/sql').sql;\nawait sql.executeRaw('SELECT 1');", "contradicted src/index.js:6"),
    ("third-party-services", "const OpenAI = require('openai');\nawait new OpenAI({ apiKey: process.env.K }).chat.completions.create({ messages: [] });", "contradicted src/index.js:6"),
    ("external-storage", "const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1`)).json();\nconst OpenAI = require('openai');\nawait new OpenAI({ apiKey: process.env.K }).chat.completions.create({ messages: [{ content: page.title }] });", "contradicted src/index.js:7"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "code", "expected"), BACKEND)
def test_backends(app: Make, topic: str, code: str, expected: str) -> None:
    holds(app(code, scopes=SCOPES), topic, expected)
