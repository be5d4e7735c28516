"""Calls of network clients in the back end: code in, hosts out."""

from __future__ import annotations

import pytest

from scopeminer.manifest.model import Manifest, Remote
from scopeminer.records import replace
from scopeminer.source import Span

API = "import api, { fetch } from '@forge/api';"


@pytest.mark.parametrize(
    ("head", "body", "hosts"),
    [
        # fetch in all its forms
        ("", "fetch('https://a.test/v1')", ["a.test"]),
        ("", "globalThis.fetch('https://a.test/v1')", ["a.test"]),
        (API, "fetch('https://a.test/v1')", ["a.test"]),
        (API, "api.fetch(`https://a.test/${x}`)", ["a.test"]),
        ("import { fetch as get } from '@forge/api';", "get('https://a.test')", ["a.test"]),
        ("const { fetch } = require('@forge/api');", "fetch('https://a.test')", ["a.test"]),
        (API + "const BASE = 'https://a.test';", "fetch(BASE + '/v1')", ["a.test"]),
        (API, "fetch(new URL('https://a.test'))", ["a.test"]),
        (API + "const BASE = 'https://a.test';", "fetch(new URL('/v1', BASE).toString())", ["a.test"]),
        (API, "fetch(new URL('https://b.test/x', 'https://a.test'))", ["b.test"]),
        (API, "const url = new URL('https://a.test'); url.searchParams.set('a', x); await fetch(url)", ["a.test"]),
        (API, "fetch(new Request('https://a.test', {}))", ["a.test"]),
        (API, "fetch(x ? 'https://a.test' : 'https://b.test')", ["a.test", "b.test"]),
        (API, "fetch.call(null, 'https://a.test')", ["a.test"]),
        (API, "for (const u of ['https://a.test', 'https://b.test']) await fetch(u)", ["a.test", "b.test"]),
        (API, "await Promise.all([1].map(() => fetch('https://a.test')))", ["a.test"]),
        (API + "const URLS = { a: 'https://a.test', b: 'https://b.test' };", "fetch(`${URLS[x]}/v1`)", ["a.test", "b.test"]),
        # through wrappers
        (API + "const call = (path) => fetch(`https://a.test${path}`);", "call('/x')", ["a.test"]),
        (
            API + "const call = (url, options) => fetch(url, options);",
            "call('https://a.test'); await call('https://b.test')",
            ["a.test", "b.test"],
        ),
        (
            API + "class C { constructor(base) { this.base = base } get(p) { return fetch(this.base + p) } }",
            "new C('https://a.test').get('/x')",
            ["a.test"],
        ),
        # known in part, or not at all
        (API, "fetch(`https://${x.region}.example.com/v1`)", ["*.example.com"]),
        (API, "fetch(`https://${x.host}/notify`)", [None]),
        (API, "fetch(process.env.TARGET)", [None]),
        (API, "fetch((await (await api.asApp().requestJira('/x')).json()).url)", [None]),
        # products through the public host are egress; through the SDK they are not
        (API, "fetch('https://site.atlassian.net/rest/api/3/myself')", ["site.atlassian.net"]),
        (API, "api.asApp().requestJira('https://site.atlassian.net/rest/api/3/myself')", []),
        # what is not a request
        ("const fetch = (x) => x;", "fetch('https://a.test')", []),
        ("const dead = () => fetch('https://a.test');", "0", []),
        ("", "fetch('/relative')", []),
        ("", "fetch()", []),
        ("", "console.log('https://a.test')", []),
        # axios
        ("import axios from 'axios';", "axios('https://a.test')", ["a.test"]),
        ("import axios from 'axios';", "axios.post('https://a.test', { url: 'https://no.test' })", ["a.test"]),
        ("const axios = require('axios').default;", "axios.get('https://a.test')", ["a.test"]),
        ("import axios from 'axios';", "axios({ url: '/x', baseURL: 'https://a.test', method: 'post' })", ["a.test"]),
        ("import axios from 'axios';", "axios.request({ url: 'https://a.test' })", ["a.test"]),
        ("import axios from 'axios';", "axios.get('/x', { baseURL: 'https://a.test' })", ["a.test"]),
        ("import axios from 'axios'; const c = axios.create({ baseURL: 'https://a.test/v2' });", "c.get(`/x/${x}`)", ["a.test"]),
        ("import axios from 'axios'; const c = axios.create({ baseURL: 'https://a.test' });", "c({ url: '/x' })", ["a.test"]),
        ("import axios from 'axios'; const c = axios.create({ baseURL: 'https://a.test' });", "c.get('https://b.test')", ["b.test"]),
        ("import axios from 'axios'; const { get } = axios.create({ baseURL: 'https://a.test' });", "get('/x')", ["a.test"]),
        (
            "import axios from 'axios'; const a = axios.create({ baseURL: 'https://a.test' }); axios.create({ baseURL: '//b.test' });",
            "a.get('/x')",
            ["a.test"],
        ),
        (
            "import axios from 'axios'; const make = (base) => axios.create({ baseURL: base });",
            "make('https://a.test').get('/x')",
            ["a.test"],
        ),
        ("import axios from 'axios'; axios.defaults.baseURL = 'https://a.test';", "axios.get('/x')", ["a.test"]),
        ("import axios from 'axios'; const c = axios.create(); c.defaults.baseURL = 'https://a.test';", "c.get('/x')", ["a.test"]),
        ("import axios from 'axios'; const c = axios.create(); c.defaults.baseURL = 'https://a.test';", "axios.get('/x')", []),
        ("import axios from 'axios';", "axios.get('/x')", []),
        # other clients
        ("import got from 'got';", "got('https://a.test').json()", ["a.test"]),
        ("import got from 'got'; const c = got.extend({ prefixUrl: 'https://a.test' });", "c.post('x')", ["a.test"]),
        ("import ky from 'ky';", "ky.create({ prefixUrl: 'https://a.test' }).get('x')", ["a.test"]),
        ("import fetch from 'node-fetch';", "fetch('https://a.test')", ["a.test"]),
        ("import fetch from 'cross-fetch';", "fetch('https://a.test')", ["a.test"]),
        ("import { fetch, request } from 'undici';", "fetch('https://a.test'); await request('https://b.test')", ["a.test", "b.test"]),
        (
            "import { Pool } from 'undici'; const pool = new Pool('https://a.test');",
            "pool.request({ path: '/x', method: 'GET' })",
            ["a.test"],
        ),
        ("import agent from 'superagent';", "agent.post('https://a.test').set('a', 'b').send({})", ["a.test"]),
        ("import agent from 'superagent';", "agent('GET', 'https://a.test')", ["a.test"]),
        ("const request = require('request');", "request({ uri: 'https://a.test' }, () => 0)", ["a.test"]),
        (
            "import { GraphQLClient } from 'graphql-request'; const c = new GraphQLClient('https://a.test/graphql');",
            "c.request('{x}')",
            ["a.test"],
        ),
        # node
        ("import https from 'node:https';", "https.get('https://a.test', () => 0)", ["a.test"]),
        ("import https from 'https';", "https.request({ hostname: 'a.test', path: `/${x}` }, () => 0)", ["a.test"]),
        ("import { request } from 'https';", "request({ host: 'a.test', port: 8443 })", ["a.test"]),
        ("import https from 'https';", "https.request(new URL('https://a.test'), {})", ["a.test"]),
        ("import net from 'node:net';", "net.connect({ host: 'a.test', port: 25 })", ["a.test"]),
        ("import tls from 'tls';", "tls.connect({ host: 'a.test', port: 443 })", ["a.test"]),
        ("import WebSocket from 'ws';", "new WebSocket('wss://a.test')", ["a.test"]),
        # an address that the client brings along
        ("import { Octokit } from 'octokit'; const o = new Octokit({ auth: 1 });", "o.request('GET /x')", ["api.github.com"]),
        (
            "import { Octokit } from '@octokit/rest'; const o = new Octokit({ baseUrl: 'https://ghe.example.com/api' });",
            "o.rest.repos.get({})",
            ["ghe.example.com"],
        ),
        ("import OpenAI from 'openai'; const o = new OpenAI({ apiKey: 1 });", "o.chat.completions.create({})", ["api.openai.com"]),
        (
            "import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'; const c = new SESClient({ region: 'eu-north-1' });",
            "await c.send(new SendEmailCommand({}))",
            ["email.eu-north-1.amazonaws.com"],
        ),
        (
            "import { SES } from '@aws-sdk/client-ses'; const c = new SES({ region: process.env.AWS_REGION });",
            "c.sendEmail({})",
            ["*.amazonaws.com"],
        ),
        ("import { SNSClient } from '@aws-sdk/client-sns';", "new SNSClient().send(x)", ["*.amazonaws.com"]),
        ("import algoliasearch from 'algoliasearch';", "algoliasearch('APP1', x).initIndex('a').search('b')", ["app1-dsn.algolia.net"]),
        ("import { liteClient } from 'algoliasearch/lite';", "liteClient(x.app, x.key).search([])", ["*.algolia.net"]),
        (
            "import { createClient } from '@supabase/supabase-js'; const db = createClient('https://a.supabase.co', 'k');",
            "await db.from('t').select()",
            ["a.supabase.co"],
        ),
        ("import { google } from 'googleapis';", "google.sheets({ version: 'v4' }).spreadsheets.values.get({})", ["sheets.googleapis.com"]),
        ("import * as ld from 'launchdarkly-js-client-sdk';", "ld.initialize('id', {})", ["*.launchdarkly.com"]),
        (
            "import { getDocs } from 'firebase/firestore';",
            "const all = await getDocs(x); all.docs.map((d) => d.data())",
            ["firestore.googleapis.com"],
        ),
        ("import * as d3 from 'd3';", "d3.json('https://a.test/x').then((all) => d3.max(all))", ["a.test"]),
    ],
)
def test_hosts(leaves, head, body, hosts):
    found = leaves(backend=f"{head}\nexport const run = async (x) => {{ {body}; }};")
    assert {host for _, _, host, _ in found} == set(hosts)
    assert {directive for _, directive, _, _ in found} <= {"fetch.backend"}


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("fetch('http://a.test/x?secret=1')", "http://a.test/x"),
        ("fetch(`https://a.test/${x.id}/items`)", "https://a.test/{}/items"),
        ("fetch(`https://${x.host}/notify`)", "https://{}/notify"),
        ("fetch(x.a ? `${x.url}/api/one` : `${x.url}/api/two`)", "{*}/api/{*}"),
        ("fetch(x.a ? x.url : x.url + '/two')", "{*}"),
        ("fetch(x.a ? `https://${x.host}/a` : `https://${x.host}`)", "https://{*}"),
        ("fetch(x.a ? `https://${x.host}/a` : x.url)", "{*}"),
    ],
)
def test_urls(leaves, body, url):
    assert [row[3] for row in leaves(backend=f"export const run = async (x) => {{ await {body} }};")] == [url]


OCTOKIT = "import { Octokit } from 'octokit';\nconst o = new Octokit({});"


@pytest.mark.parametrize(
    ("head", "body", "lines"),
    [
        (OCTOKIT, "const a = await o.request('GET /x');\nreturn a.data.map((one) =>\none.login.toLowerCase());", [2]),
        (OCTOKIT, "const { data } = await o.rest.repos.get({});\ndata.forEach(x);\ndata.owner.login.trim()", [2]),
        (
            "import { App } from 'octokit';\nconst app = new App({});",
            "const c = await app.getInstallationOctokit(1);\nc.request('GET /x')",
            [2, 3],
        ),
        (
            "import Airtable from 'airtable';\nconst base = new Airtable({}).base('b');",
            "const rows = base('t')\n.select({}).all();\nrows.map(x)",
            [2, 3],
        ),
        (
            "import { GoogleGenerativeAI } from '@google/generative-ai';\nconst m = new GoogleGenerativeAI(1).getGenerativeModel({});",
            "const a = await m.generateContent(x);\nreturn a.response.text().trim()",
            [2],
        ),
    ],
)
def test_what_a_client_answers_is_no_client(leaves, head, body, lines):
    rows = leaves(backend=f"{head} export const run = async (x) => {{ {body} }};")
    assert sorted({int(site.partition(":")[2]) for site, _, _, _ in rows}) == lines


@pytest.mark.parametrize("each", ["answer.data.map(", "_.map(answer.data, "])
def test_what_a_resolver_asks_is_not_asked_by_the_page_that_it_answers(leaves, each):
    backend = """
        import Resolver from '@forge/resolver';
        import { Octokit } from 'octokit';
        import _ from 'lodash';
        const octokit = new Octokit({}), resolver = new Resolver();
        resolver.define('pulls', async () => {
          const answer = await octokit.request('GET /pulls');
          return await Promise.all(EACH async (pull) => ({ ...pull, reviews: await octokit.request('GET /reviews') })));
        });
        export const run = resolver.getDefinitions();""".replace("EACH", each)
    frontend = """
        import React, { useState } from 'react';
        import { invoke } from '@forge/bridge';
        const App = () => {
          const [pulls, setPulls] = useState([]);
          invoke('pulls').then(setPulls);
          return pulls.map((pull) => pull.title.toUpperCase());
        };
        export default <App />;"""
    assert {directive for _, directive, _, _ in leaves(backend=backend, frontend=frontend)} == {"fetch.backend"}


def test_the_place_is_that_of_the_request_not_of_its_caller(leaves):
    code = "const call = (path) =>\n  fetch('https://a.test' + path);\nexport const run = () => call('/x');"
    assert leaves(backend=code) == [("src/index.js:2", "fetch.backend", "a.test", "https://a.test{*}")]


def test_a_file_that_both_sides_use_counts_for_both(leaves):
    files = {"shared/dao.js": "export const load = () => fetch('https://a.test/x');"}
    rows = leaves(
        backend="import { load } from '../shared/dao'; export const run = () => load();",
        frontend="import { load } from '../../shared/dao'; load();",
        files=files,
    )
    assert [(site, directive) for site, directive, _, _ in rows] == [
        ("shared/dao.js:1", "fetch.backend"),
        ("shared/dao.js:1", "fetch.client"),
    ]


REMOTES = Manifest(
    "manifest.yml",
    remotes=(
        Remote("mail", ("https://mail.example.com",), (), False, False, Span("manifest.yml", 0, 0)),
        Remote("files", ("https://files.example.com",), (), False, False, Span("manifest.yml", 0, 0)),
    ),
    extra={"providers": {"auth": ({"key": "google", "remotes": ("mail",)},)}},
)


@pytest.mark.parametrize(
    ("call", "hosts"),
    [
        ("api.asUser().withProvider('google', 'files').fetch('/x')", ["files.example.com"]),
        ("api.asUser().withProvider('google').fetch('/x')", ["mail.example.com"]),
        ("api.asUser().withProvider(x).fetch('/x')", ["mail.example.com"]),
    ],
)
def test_external_accounts_reach_remotes(leaves, call, hosts):
    rows = leaves(backend=f"import api from '@forge/api'; export const run = async (x) => {{ await {call} }};", manifest=REMOTES)
    assert [host for _, _, host, _ in rows] == hosts


@pytest.mark.parametrize(
    ("actions", "hosts"),
    [
        ({"authorization": {"remote": "mail", "path": "/auth"}, "exchange": {"remote": "files", "path": "/token"}}, ["files", "mail"]),
        ({"retrieveProfile": {"remote": "mail"}, "revokeToken": {"remote": "other"}}, ["mail"]),
        ({"exchange": {"path": "/token"}, "refreshToken": "mail"}, []),
        ((), []),
    ],
)
def test_signing_in_to_external_accounts_reaches_remotes(leaves, actions, hosts):
    signing_in = replace(REMOTES, extra={"providers": {"auth": ({"key": "google", "actions": actions},)}})
    rows = leaves(backend="export const run = () => 0;", manifest=signing_in)
    assert [row[1:3] for row in rows] == [("fetch.backend", f"{host}.example.com") for host in hosts]


def test_requests_are_asked_for_to_the_end(leaves):
    """Whatever many callers have said before: another one may ask for what needs a scope."""
    many = "".join(f"ask('/x?n={i}');" for i in range(60))
    calls = f"{many} ask('/me'); {many.replace('?n=', '?m=')}"
    code = f"const ask = (path) => fetch(process.env.BASE + path); export const run = () => {{ {calls} }};"
    assert [row[1:] for row in leaves(backend=code)] == [("fetch.backend", None, "{*}/{*}")]
