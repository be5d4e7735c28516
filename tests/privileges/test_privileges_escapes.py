"""Functions of Forge that go round corners: copied, wrapped, called back, kept in a global, handed to code that is not here."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [read:jira-work, storage:app, 'read:page:confluence']
modules:
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
"""
FORGE = """\
import api, { privacy, properties, route } from '@forge/api';
import { kvs } from '@forge/kvs';
"""
PATH = "route`/rest/api/3/issue/A`"


def verdicts(folder: Path, code: str) -> dict[str, str]:
    """What is said of scopes that are not simply unused."""
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    (folder / "src/index.js").write_text(FORGE + code)
    return {row.scope: row.verdict for row in scan(folder).scopes if row.verdict != "unused"}


@pytest.mark.parametrize(
    "code",
    [
        f"const jira = {{ ...api.asApp() }}; export const run = () => jira.requestJira({PATH});",
        f"const jira = Object.assign({{}}, api.asApp()); export const run = () => jira.requestJira({PATH});",
        f"export const run = () => {{ const call = (c) => c.requestJira({PATH}); const c = {{}}; call(c); Object.assign(c, api.asApp()); }};",
        f"const jira = new Proxy(api.asApp(), {{}}); export const run = () => jira.requestJira({PATH});",
        f"const forge = new Proxy(api, {{ get: (t, p) => t[p] }}); export const run = () => forge.asApp().requestJira({PATH});",
        f"export const run = () => Reflect.get(api.asApp(), 'requestJira')({PATH});",
        f"export const run = () => Reflect.apply(api.asApp().requestJira, null, [{PATH}]);",
        f"globalThis.jira = api.asApp(); export const run = () => jira.requestJira({PATH});",
        f"export const run = () => globalThis.jira.requestJira({PATH}); global.jira = api.asApp();",
        f"globalThis.forge = api; export const run = () => forge.asApp().requestJira({PATH});",
        f"export const run = () => Promise.all([{PATH}].map(api.asApp().requestJira));",
        f"import * as forge from '@forge/api'; const all = {{ ...forge }}; export const run = () => all.asApp().requestJira({PATH});",
        f"const all = {{ ...api }}; export const run = () => all.asApp().requestJira({PATH});",
        f"import * as forge from '@forge/api'; const all = Object.assign({{}}, forge, {{ a: 1 }}); "
        f"export const run = () => all.asApp().requestJira({PATH});",
        f"import * as forge from '@forge/api'; class C {{ constructor(d) {{ Object.assign(this, d); }} go() {{ "
        f"return this.asApp().requestJira({PATH}); }} }} export const run = () => new C(forge).go();",
        f"import {{ api as forge }} from '@forge/api'; export const run = () => forge.asApp().requestJira({PATH});",
    ],
    ids=["spread", "assigned", "assigned later", "proxy", "proxy with a handler", "Reflect.get", "Reflect.apply", "global", "global object",
         "global package", "called back", "package spread", "default spread", "package assigned", "package assigned to this",
         "a name that is not exported"],
)  # fmt: skip
def test_jira_is_needed(tmp_path: Path, code: str) -> None:
    assert verdicts(tmp_path, code) == {"read:jira-work": "needed"}


@pytest.mark.parametrize(
    "code",
    [
        "const store = { ...kvs, name: 'a' }; export const run = () => store.get('x');",
        "const store = new Proxy(kvs, { get: (t, p, r) => Reflect.get(t, p, r) }); export const run = () => store.get('x');",
        "const store = new Proxy({}, { get: (_, p) => kvs[p] }); export const run = () => store.get('x');",
        "export const run = () => ['a', 'b'].map(kvs.get);",
        "export const run = () => Promise.resolve('a').then(kvs.get);",
        "globalThis.db = kvs; export const run = () => db.get('x');",
    ],
    ids=["spread", "proxy", "proxy of nothing", "called back", "called back later", "global"],
)
def test_storage_is_needed(tmp_path: Path, code: str) -> None:
    assert verdicts(tmp_path, code) == {"storage:app": "needed"}


@pytest.mark.parametrize(
    ("code", "scopes"),
    [
        ("import cache from 'cache'; const c = cache(kvs); export const run = () => c.get('x');", {"storage:app"}),
        ("import { wrap } from 'cache'; export const run = () => wrap({ store: kvs }).get('x');", {"storage:app"}),
        ("import { memoize } from 'lodash'; const get = memoize(kvs.get); export const run = () => get('x');", {"storage:app"}),
        ("import limit from 'p-limit'; export const run = () => limit(3)(kvs.get, 'x');", {"storage:app"}),
        ("import { send } from 'a'; export const run = () => send({ a: { b: [api.asApp().requestJira] } });", {"read:jira-work"}),
        ("import { send } from 'a'; export const run = () => send(() => api.asApp().requestJira);", {"read:jira-work"}),
        ("import { send } from 'a'; export const run = () => send({ get jira() { return api.asApp().requestJira; } });", {"read:jira-work"}),
        ("import A from 'a'; class B extends A { constructor() { super(api.asApp().requestJira); } }\nexport const run = () => new B().go();",
         {"read:jira-work"}),
        ("import { retry } from 'a'; export const run = () => retry(properties.onJiraIssue('A').get, 'k');", {"read:jira-work"}),
        ("export const run = (e) => e.plugin.start(api.asApp().requestJira);", {"read:jira-work"}),
        ("import lib from 'a'; export const run = () => { lib.defaults.fetch = api.asApp().requestJira; };", {"read:jira-work"}),
        ("import lib from 'a'; export const run = () => { Object.assign(lib.defaults, { fetch: api.asApp().requestJira }); };",
         {"read:jira-work"}),
        ("import { use } from 'a'; export const run = () => use((app) => { app.config.x.y = api.asApp().requestJira; });", {"read:jira-work"}),
        ("import A from 'a'; class B extends A { fetch = api.asApp().requestJira; } export const run = () => new B().go();",
         {"read:jira-work"}),
        ("import { use } from 'a'; class B { fetch = api.asApp().requestJira; } export const run = () => use(B);", {"read:jira-work"}),
    ],
    ids=["whole", "in an object", "a function", "to what a package gave", "deep", "in a function", "behind a getter", "super", "properties", "unknown",
         "stored", "merged", "stored in a parameter", "field of a class of a package", "field of a class"],
)  # fmt: skip
def test_what_is_handed_over_is_held_back(tmp_path: Path, code: str, scopes: set[str]) -> None:
    assert verdicts(tmp_path, code) == dict.fromkeys(scopes, "cannot-tell")


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import { format } from 'a'; export const run = async () => format(await kvs.get('x'));", {"storage:app"}),
        ("import retry from 'a'; export const run = () => retry(() => kvs.get('x'));", {"storage:app"}),
        (f"import retry from 'a'; export const run = () => retry(async () => (await api.asApp().requestJira({PATH})).json());", {"read:jira-work"}),
        ("export const run = () => console.log(api, kvs);", set()),
        ("export const run = (e) => JSON.stringify({ ...e.payload, kvs });", set()),
    ],
    ids=["data", "a function that uses it", "a function that asks", "printed", "written"],
)  # fmt: skip
def test_nothing_is_held_back(tmp_path: Path, code: str, needed: set[str]) -> None:
    assert verdicts(tmp_path, code) == dict.fromkeys(needed, "needed")


def test_one_site_needs_what_each_of_its_functions_needs(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST.replace("read:jira-work, ", "read:jira-work, write:jira-work, "))
    code = "const go = (f, ...a) => f(...a);\nexport const run = () => { const p = properties.onJiraIssue('A'); go(p.get, 'k'); go(p.set, 'k', 1); };"
    (tmp_path / "src/index.js").write_text(FORGE + code)
    audit = scan(tmp_path)
    assert {row.scope for row in audit.scopes if row.verdict == "needed"} == {"read:jira-work", "write:jira-work"}
    assert {use.method for use in audit.usage.uses} == {"GET", "PUT"}
