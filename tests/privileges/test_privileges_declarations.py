"""What an app's own files say of packages, remotes and scopes, in the cases that are easily overlooked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scopeminer.catalog.load import load
from scopeminer.scan import scan, scan_all

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [read:jira-work, storage:app]
modules:
  scheduledTrigger:
    - {key: tick, function: main, interval: day}
  function:
    - {key: main, handler: index.run}
"""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in {"manifest.yml": MANIFEST, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ("workspace:*", "cannot-tell"),
        ("workspace:^1.0.0", "cannot-tell"),
        ("file:../jira", "cannot-tell"),
        ("link:../jira", "cannot-tell"),
        ("portal:../jira", "cannot-tell"),
        ("file:./vendor/jira-1.0.0.tgz", "unused"),
        ("^1.0.0", "unused"),
    ],
)
def test_a_package_of_the_repository_that_is_not_here_is_a_missing_file(tmp_path: Path, version: str, verdict: str) -> None:
    package = f'{{"dependencies": {{"@acme/jira": "{version}"}}}}'
    code = "import { go } from '@acme/jira';\nexport const run = () => go();"
    audit = scan(write(tmp_path, {"package.json": package, "src/index.js": code}))
    assert {row.verdict for row in audit.scopes} == {verdict}
    assert {one.reason for one in audit.usage.unknowns} == ({"unresolved-import"} if verdict == "cannot-tell" else set())


def test_every_key_of_a_table_of_remotes_is_known(tmp_path: Path) -> None:
    code = "import { invokeRemote } from '@forge/api';\nconst KEYS = { a: 'here', b: 'gone' };\n"
    code += "export const run = (e) => invokeRemote(KEYS[e.name], { path: '/x' });"
    remotes = "remotes:\n  - {key: here, baseUrl: 'https://here.example.com'}\n"
    audit = scan(write(tmp_path, {"manifest.yml": MANIFEST + remotes, "src/index.js": code}))
    assert [one.subject for one in audit.findings if one.rule == "unknown-remote"] == ["gone"]


@pytest.mark.parametrize("scope", ["read:metric:compass", "read:scorecard:compass"])
def test_what_graphql_states_is_published(scope: str) -> None:
    assert scope not in load().unpublished


def test_what_a_feature_of_a_module_may_need_can_be_for_more() -> None:
    assert "read:issue-field-values:jira" in load().unpublished


def test_a_generated_manifest_is_read(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "manifest.yml\n", "src/index.js": "export const run = () => 1;"})
    assert {row.verdict for row in scan(tmp_path).scopes} == {"unused"}


def test_a_folder_that_is_named_is_the_checkout(tmp_path: Path) -> None:
    manifest = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [read:jira-work]
modules:
  jira:globalPage:
    - {key: page, title: Page, resource: main}
resources:
  - {key: main, path: build/ui}
"""
    files = {
        "manifest.yml": "",
        "app/manifest.yml": manifest,
        "ui/package.json": '{"name": "ui", "dependencies": {"@forge/bridge": "5.0.0"}}',
        "ui/vite.config.js": "export default { build: { outDir: '../app/build/ui' } };",
        "ui/index.html": "<script type=module src=/src/main.js></script>",
        "ui/src/main.js": "import { requestJira } from '@forge/bridge';\nrequestJira('/rest/api/3/issue/A');",
    }
    write(tmp_path, files)
    (tmp_path / "manifest.yml").unlink()
    (audit,) = scan_all(tmp_path)
    assert {row.scope: row.verdict for row in audit.scopes} == {"read:jira-work": "needed"}  # type: ignore[union-attr]


def test_a_request_that_is_in_no_document_is_a_use_of_its_product(tmp_path: Path) -> None:
    code = "import api from '@forge/api';\nexport const run = () => api.asApp().requestJira('/rest/nobody/1.0/knows');"
    (row, _) = scan(write(tmp_path, {"src/index.js": code})).scopes
    assert row.reason == "the one reachable use of Jira does not need it"


@pytest.mark.parametrize("call", ["requestAtlassian('/x/y')", "requestConnectedData('/x/y')"])
def test_an_undocumented_path_of_the_gateway_ends_no_scan(tmp_path: Path, call: str) -> None:
    code = f"import api from '@forge/api';\nexport const run = () => api.asApp().{call};"
    assert scan(write(tmp_path, {"src/index.js": code})).scopes


@pytest.mark.parametrize(("token", "held"), [("appUserToken", {"read:me"}), ("appSystemToken", {"report:personal-data"})])
def test_a_server_with_a_token_can_use_what_belongs_to_no_product(tmp_path: Path, token: str, held: set[str]) -> None:
    manifest = MANIFEST.replace("[read:jira-work, storage:app]", "['read:me', 'report:personal-data']")
    remotes = f"remotes:\n  - key: server\n    baseUrl: https://server.example.com\n    auth:\n      {token}: {{enabled: true}}\n"
    audit = scan(write(tmp_path, {"manifest.yml": manifest + remotes, "src/index.js": "export const run = () => 1;"}))
    assert {row.scope for row in audit.scopes if row.verdict == "cannot-tell"} == held


EVENTS = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [%s]
modules:
  trigger:
    - {key: t, function: main, events: ['%s']}
  function:
    - {key: main, handler: index.run}
"""
GRANULAR = "read:content.metadata:confluence, read:space:confluence, read:user:confluence, read:page:confluence"


PULL_REQUEST = "Bitbucket(`/2.0/repositories/${e.w}/${e.r}/pullrequests/${e.id}"


@pytest.mark.parametrize(
    ("call", "held"),
    [
        (PULL_REQUEST + "/diff`)", {"read:repository:bitbucket"}),
        (PULL_REQUEST + "/diffstat?pagelen=9`)", {"read:repository:bitbucket"}),
        (PULL_REQUEST + "/commits`)", set()),
        ("Confluence(`/wiki/rest/api/content/${e.id}/${e.what}?expand=body`)", {"read:confluence-content.all"}),
        ("Confluence(`/wiki/rest/api/content/${e.id}/history`)", set()),
    ],
)
def test_what_a_request_may_need_beside(tmp_path: Path, call: str, held: set[str]) -> None:
    scopes = "'read:repository:bitbucket', 'read:confluence-content.all'"
    code = f"import api, {{ route }} from '@forge/api';\nexport const run = (e) => api.asApp().request{call.replace('(', '(route')};"
    audit = scan(write(tmp_path, {"manifest.yml": EVENTS % (scopes, "avi:jira:created:issue"), "src/index.js": code}))
    assert {row.scope for row in audit.scopes if row.verdict == "cannot-tell"} == held


@pytest.mark.parametrize(
    ("event", "scopes", "verdicts"),
    [
        ("avi:confluence:initialized:page", "read:confluence-content.summary", {"needed"}),
        ("avi:confluence:initialized:page", GRANULAR, {"needed"}),
        ("avi:confluence:initialized:page", f"read:confluence-content.summary, {GRANULAR}", {"cannot-tell"}),
        ("avi:confluence:added:label", "read:label:confluence", {"cannot-tell", "missing"}),
        ("avi:confluence:permissions_updated:space:V2", "read:confluence-space.summary, write:confluence-space", {"needed"}),
        ("avi:confluence:happened:thing", "read:confluence-space.summary, write:confluence-space", {"cannot-tell"}),
        ("avi:confluence:happened:thing", "manage:jira-configuration, write:confluence-file", {"unused"}),
        ("avi:jira:happened:thing", "manage:jira-configuration", {"cannot-tell"}),
    ],
)
def test_what_an_event_needs(tmp_path: Path, event: str, scopes: str, verdicts: set[str]) -> None:
    quoted = ", ".join(f"'{scope}'" for scope in scopes.split(", "))
    audit = scan(write(tmp_path, {"manifest.yml": EVENTS % (quoted, event), "src/index.js": "export const run = () => 1;"}))
    assert {row.verdict for row in audit.scopes} == verdicts


@pytest.mark.parametrize(
    ("conditions", "held"),
    [
        ("{permissions: {scopes: 'read:jira-work'}}", {"read:jira-work"}),
        ("{and: [{isAdmin: true}, {permissions: {scopes: ['read:jira-work', 'read:jira-user']}}]}", {"read:jira-work"}),
        ("{permissions: {external: {fetch: {backend: '*.example.com'}}}}", set()),
        ("{permissions: {scopes: {a: 1}}}", set()),
    ],
)
def test_a_module_that_is_shown_only_with_a_scope_holds_it(tmp_path: Path, conditions: str, held: set[str]) -> None:
    other = "permissions: {scopes: ['write:jira-work']}"
    panel = f"  jira:issuePanel:\n    - {{key: p, title: P, function: main, {other}, displayConditions: {conditions}}}\n"
    audit = scan(write(tmp_path, {"manifest.yml": MANIFEST + panel, "src/index.js": "export const run = () => 1;"}))
    assert {row.scope for row in audit.scopes if row.verdict == "cannot-tell"} == held


CONTAINER = "services:\n  - {key: box, containers: [{key: image, tag: latest}]}\n"
ENDPOINT = "  endpoint:\n    - {key: work, service: box, route: {path: /work}, auth: {appUserToken: {enabled: true}}}\n"


@pytest.mark.parametrize(
    "more", [CONTAINER, ENDPOINT, ENDPOINT + CONTAINER, "  service:\n    - {key: box}\n", "services:\n  - ${SERVICE}\n"]
)
def test_what_a_container_does_cannot_be_seen(tmp_path: Path, more: str) -> None:
    manifest = MANIFEST.replace("[read:jira-work, storage:app]", "['read:jira-work', 'storage:app', 'read:me', 'read:app-user-token']")
    audit = scan(write(tmp_path, {"manifest.yml": manifest + more, "src/index.js": "export const run = () => 1;"}))
    assert {row.scope: row.verdict for row in audit.scopes} == dict.fromkeys(
        ("read:jira-work", "storage:app", "read:me", "read:app-user-token"), "cannot-tell"
    )
    assert len(audit.usage.unknowns) == 1


def test_a_container_may_use_every_declared_host(tmp_path: Path) -> None:
    external = "  external:\n    fetch:\n      backend: ['api.example.com']\nmodules:"
    files = {"src/index.js": "export const run = () => 1;"}
    for more, unused in (("", ["api.example.com"]), (CONTAINER, [])):
        audit = scan(write(tmp_path, {"manifest.yml": MANIFEST.replace("modules:", external) + more, **files}))
        assert [one.subject for one in audit.findings if one.rule == "unused-egress"] == unused


def test_a_request_whose_product_stands_elsewhere_can_need_anything(tmp_path: Path) -> None:
    code = "import { __fetchProduct } from '@forge/api';\n"
    code += "export const run = () => __fetchProduct({ provider: 'app', remote: 'jira' })('/rest/api/3/issue/A');"
    audit = scan(write(tmp_path, {"src/index.js": code}))
    assert {row.verdict for row in audit.scopes} == {"cannot-tell"}


EVENT = "modules:\n  trigger:\n    - {{key: t, function: main, events: ['{}']}}\n  function:\n    - {{key: main, handler: index.run}}\n"


@pytest.mark.parametrize(
    ("event", "verdict"),
    [
        ("avi:forge:installed:app", "unused"),
        ("avi:cloud:ecosystem::event/d9022ad7-c220-4836-b1d1-7f9f2c633d3a/event-key", "unused"),
        ("avi:cloud:ecosystem::other/d9022ad7-c220-4836-b1d1-7f9f2c633d3a/event-key", "cannot-tell"),
        ("avi:jira:unheard:of", "cannot-tell"),
    ],
)
def test_events_that_need_nothing(tmp_path: Path, event: str, verdict: str) -> None:
    manifest = MANIFEST.partition("modules:")[0] + EVENT.format(event)
    audit = scan(write(tmp_path, {"manifest.yml": manifest, "src/index.js": "export const run = () => 0;"}))
    assert {row.verdict for row in audit.scopes if row.scope == "read:jira-work"} == {verdict}


VIEWS = """\
app: {id: "ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555"}
permissions: {scopes: [SCOPES]}
modules: {"jira:uiModifications": [{key: u, title: t, resource: mainACCESS}]}
resources: [{key: main, path: static}]
"""
CLASSIC = "read:jira-user, read:jira-work, manage:jira-configuration, write:jira-work"


@pytest.mark.parametrize(
    ("access", "more", "missing", "verdict"),
    [
        ("", "", ["manage:jira-project"], None),
        ("", ", manage:jira-project", [], "needed"),
        (", unlicensedAccess: [customer]", "", [], None),
        (", unlicensedAccess: [customer, unlicensed]", ", manage:jira-project", [], "cannot-tell"),
    ],
)
def test_the_portal_does_without_what_only_agents_see(
    tmp_path: Path, access: str, more: str, missing: list[str], verdict: str | None
) -> None:
    manifest = VIEWS.replace("SCOPES", CLASSIC + more).replace("ACCESS", access)
    audit = scan(write(tmp_path, {"manifest.yml": manifest, "static/index.html": "<p>hello</p>"}))
    verdicts = {row.scope: row.verdict for row in audit.scopes}
    assert [scope for scope, one in verdicts.items() if one == "missing"] == missing
    assert verdict is None or verdicts["manage:jira-project"] == verdict
