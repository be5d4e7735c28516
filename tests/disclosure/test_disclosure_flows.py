"""Values that leave the running code: code in, (sink, what it is made of) out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scopeminer.catalog.categories import load_categories
from scopeminer.catalog.load import load
from scopeminer.claims.model import Facts
from tests.claims.conftest import app  # noqa: F401 - a fixture

PAGE = "const page = await (await api.asApp().requestConfluence(route`/wiki/api/v2/pages/1`)).json();\n"
Make = Callable[..., Facts]


def made_of(facts: Facts, sink: str) -> set[str]:
    """`kind field.field [category]` of every origin of a sink's values."""
    found = set()
    for flow in facts.disclosure.flows:
        if flow.sink == sink and flow.part in ("value", "body"):
            for one in flow.origins:
                found.add(
                    " ".join(filter(None, (one.kind, ".".join(one.fields), f"[{','.join(one.categories)}]" if one.categories else "")))
                )
            found |= {"?"} if not flow.resolved else set()
    return found


ROWS = [
    ("await kvs.set('a', page.title);", {"response title [page-metadata]"}),
    ("await kvs.set('a', `${page.title}!`);", {"response title [page-metadata]"}),
    ("await kvs.set('a', JSON.parse(JSON.stringify({ t: page.title })).t);", {"response title [page-metadata]"}),
    ("const { title: t } = page; await kvs.set('a', t);", {"response title [page-metadata]"}),
    ("const o = { a: page.title, b: 1 }; await kvs.set('a', o.b);", set()),
    ("const o = {}; o.a = page.title; await kvs.set('a', o.a);", {"response title [page-metadata]"}),
    ("const o = { ...page, x: 1 }; await kvs.set('a', o.id);", {"response id [page-metadata]"}),
    ("const [a, b] = [page.title, 1]; await kvs.set('a', b);", set()),
    ("await kvs.set('a', page.results.map((one) => one.ownerId));", {"response results.*.ownerId [account]"}),
    ("await kvs.set('a', page.results.filter((one) => one.x).length);", set()),
    ("await kvs.set('a', page.results.find((one) => one.id === 1).title);", {"response results.*.title [page-metadata]"}),
    ("for (const one of page.results) await kvs.set('a', one.title);", {"response results.*.title [page-metadata]"}),
    ("page.results.forEach((one) => kvs.set('a', one.title));", {"response results.*.title [page-metadata]"}),
    ("await kvs.set('a', page.title === 'x');", set()),
    ("await kvs.set('a', page.title ? 'yes' : 'no');", set()),
    ("await kvs.set('a', event.flag ? page.title : 'no');", {"response title [page-metadata]"}),
    ("const pick = (p) => p.title; await kvs.set('a', pick(page));", {"response title [page-metadata]"}),
    ("const save = (v) => kvs.set('a', v); await save(page.id); await save(1);", {"response id [page-metadata]"}),
    ("const box = (v) => ({ v }); box(page); await kvs.set('a', box(1).v);", set()),
    ("let v = 'x'; v += page.title; await kvs.set('a', v);", {"response title [page-metadata]"}),
    ("await Promise.all([1, page.title]).then((all) => kvs.set('a', all[1]));", {"response title [page-metadata]"}),
    ("await kvs.set('a', process.env.X);", {"environment X"}),
    ("await kvs.set('a', (await kvs.get('b')).c);", {"stored c"}),
    ("await kvs.set('a', await kvs.getSecret('b'));", {"secret"}),
    ("await kvs.set('a', new Date().toISOString());", set()),
    ("await kvs.set('a', (await (await fetch('https://a.example.com')).json()).x);", {"external x"}),
    ("class Store { constructor(p) { this.p = p; } keep() { return kvs.set('a', this.p.title); } }\nawait new Store(page).keep();", {"response title [page-metadata]"}),
    ("const m = new Map(); m.set('k', page.title); await kvs.set('a', m.get('k'));", {"response title [page-metadata]"}),
    ("try { throw 1 } catch (error) { await kvs.set('a', error.message); }", set()),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), ROWS)
def test_what_stored_values_are_made_of(app: Make, code: str, expected: set[str]) -> None:  # noqa: F811
    assert made_of(app(PAGE + code), "storage") == expected


def test_a_context_has_an_account_but_no_profile(app: Make) -> None:  # noqa: F811
    code = "const r = new Resolver();\nr.define('a', ({ context }) => kvs.set('a', [context.accountId, context.locale]));\nexport const run = r.getDefinitions();"
    assert made_of(app(code), "storage") == {"context accountId [account]", "context locale"}


@pytest.mark.parametrize(
    ("code", "sink"),
    [
        ("localStorage.setItem('a', event.x);", "browser"),
        ("console.error('x', event.x);", "log"),
        ("const { chat } = require('@forge/llm'); await chat({ messages: [{ content: event.x }] });", "prompt"),
        ("require('fs').writeFileSync('/tmp/x', event.x);", "file"),
        ("await fetch('https://a.example.com', { method: 'POST', body: event.x });", "egress"),
        ("await require('axios').post('https://a.example.com', { x: event.x });", "egress"),
        ("await invokeRemote('r', { body: event.x });", "remote"),
        ("await kvs.setSecret('a', event.x);", "secret"),
        ("await kvs.entity('e').set('a', { x: event.x });", "storage"),
        ("await kvs.transact().set('a', event.x).execute();", "storage"),
        (
            "await api.asApp().requestJira(route`/rest/api/3/issue/A/comment`, { method: 'POST', body: JSON.stringify({ x: event.x }) });",
            "product",
        ),
        ("await api.asApp().requestJira(route`/rest/api/3/issue/A/properties/p`, { method: 'PUT', body: event.x });", "property"),
        ("require('mixpanel').init('k').track('viewed', { x: event.x });", "egress"),
    ],
)
def test_sinks(app: Make, code: str, sink: str) -> None:  # noqa: F811
    assert "event x" in made_of(app(code, module="trigger"), sink)


def test_a_wrapper_around_invoke_gives_each_resolver_its_own(app: Make) -> None:  # noqa: F811
    code = """\
    const r = new Resolver();
    r.define('a', ({ payload }) => kvs.set('a', payload.v));
    r.define('b', ({ payload }) => localStorage.setItem('b', payload.v));
    export const run = r.getDefinitions();
    """
    page = """\
    import { invoke, requestConfluence } from '@forge/bridge';
    const call = (key, payload) => invoke(key, payload);
    const page = await (await requestConfluence('/wiki/api/v2/pages/1')).json();
    call('a', { v: page.title });
    call('b', { v: document.getElementById('x').value });
    """
    module = "  confluence:globalPage:\n    - key: p\n      title: P\n      resource: ui\n      resolver: {function: main}\n"
    files = {"static/ui/index.html": '<script type="module" src="./main.js"></script>', "static/ui/main.js": page}
    facts = app(code, modules=module, rest="resources:\n  - key: ui\n    path: static/ui\n", files=files)
    assert made_of(facts, "storage") == {"payload v", "response title [page-metadata]"}
    assert made_of(facts, "browser") == {"payload v", "input value"}


def test_it_ends_on_values_that_are_made_of_themselves(app: Make) -> None:  # noqa: F811
    code = "let x = event; while (x) { x = { ...x, next: x, f: () => x }; }\nconst f = (n) => f(f(n)); await kvs.set('a', [x, f(x)]);"
    assert app(code).disclosure.flows


def test_every_published_operation_has_a_category() -> None:
    categories = load_categories()
    nameless = [
        one.name for one in load().operations if categories.of_operation(one.product, one.path) == "other" and one.product != "atlassian"
    ]
    assert nameless == []
    used = {category for rows in categories.operations.values() for _, category in rows}
    assert used <= set(categories.titles)


@pytest.mark.parametrize(
    ("product", "path", "category"),
    [
        ("confluence", "/wiki/api/v2/pages/{id}", "page-metadata"),
        ("confluence", "/wiki/api/v2/pages/{id}/footer-comments", "comment"),
        ("confluence", "/wiki/api/v2/pages/{page-id}/properties/{property-id}", "content-property"),
        ("confluence", "/wiki/rest/api/user/email", "account-email"),
        ("confluence", "/wiki/rest/api/audit", "audit-log"),
        ("confluence", "/wiki/api/v2/spaces", "space-metadata"),
        ("jira", "/rest/api/3/issue/{issueIdOrKey}", "issue-content"),
        ("jira", "/rest/api/3/issue/{issueIdOrKey}/transitions", "issue-metadata"),
        ("jira", "/rest/api/3/issue/{issueIdOrKey}/worklog", "worklog"),
        ("jira", "/rest/api/3/search/jql", "issue-content"),
        ("jira", "/rest/api/3/myself", "account"),
        ("jira", "/rest/api/3/user/search", "account"),
        ("jira", "/rest/api/3/group/member", "group"),
        ("jira", "/rest/api/3/project/{projectIdOrKey}", "project-metadata"),
        ("jira", "/rest/api/3/mypermissions", "permission"),
        ("jira", "/rest/agile/1.0/board/{boardId}/sprint", "planning"),
        ("jira", "/rest/servicedeskapi/servicedesk/{serviceDeskId}/queue/{queueId}/issue", "service-request"),
        ("bitbucket", "/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/diff", "pull-request"),
        ("bitbucket", "/repositories/{workspace}/{repo_slug}/src/{commit}/{path}", "repository-content"),
    ],
)
def test_categories(product: str, path: str, category: str) -> None:
    assert load_categories().of_operation(product, path) == category
