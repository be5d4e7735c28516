"""`modules`, `resources`, `remotes`, `providers`: everything that starts code, whatever the module type."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("module", "references"),
    [
        ("trigger:\n  - {key: m, function: f, events: [avi:jira:created:issue]}", [("function", "f", None, "function")]),
        ("trigger:\n  - {key: m, endpoint: e, events: []}", [("endpoint", "e", None, "endpoint")]),
        ("consumer:\n  - {key: m, queue: q, resolver: {function: f, method: on-event}}", [("function", "f", "on-event", "resolver")]),
        ("consumer:\n  - {key: m, queue: q, function: f}", [("function", "f", None, "function")]),
        ("consumer:\n  - {key: m, queue: q, method: x, function: f}", [("function", "f", None, "function")]),
        ("jira:issuePanel:\n  - {key: m, resource: main, render: native, resolver: {function: f}}",
         [("resource", "main", None, "resource"), ("function", "f", None, "resolver")]),
        ("jira:issuePanel:\n  - {key: m, resource: main, resolver: {endpoint: e}}",
         [("resource", "main", None, "resource"), ("endpoint", "e", None, "resolver")]),
        ("jira:issuePanel:\n  - {key: m, resolver: f}", [("function", "f", None, "resolver")]),
        ("jira:customField:\n  - {key: m, view: {resource: v, value: {function: f}}, edit: {resource: w}}",
         [("resource", "v", None, "view"), ("function", "f", None, "value"), ("resource", "w", None, "edit")]),
        ("macro:\n  - {key: m, config: {function: c}, export: {function: x}, adfExport: {function: y}}",
         [("function", "c", None, "config"), ("function", "x", None, "export"), ("function", "y", None, "adfExport")]),
        ("jira:projectPage:\n  - {key: m, pages: [{title: P, resource: p}, {title: Q, resource: q}]}",
         [("resource", "p", None, "pages"), ("resource", "q", None, "pages")]),
        ("jira:fullPage:\n  - {key: m, dynamicProperties: {function: d}}", [("function", "d", None, "dynamicProperties")]),
        ("graph:connector:\n  - {key: m, datasource: {onConnectionChange: {function: c}}, orchestration: {taskRunner: {function: t}}}",
         [("function", "c", None, "onConnectionChange"), ("function", "t", None, "taskRunner")]),
        ("dashboards:widget:\n  - {key: m, resource: r, aiContext: {data: {endpoint: e}}}",
         [("resource", "r", None, "resource"), ("endpoint", "e", None, "data")]),
        ("future:thing:\n  - {key: m, whatever: [{deep: {function: [f, g]}}]}",
         [("function", "f", None, "deep"), ("function", "g", None, "deep")]),
        ("rovo:action:\n  - {key: m, inputs: {function: {title: Name}, resource: {type: string}}}", []),
        ("future:thing:\n  - {key: m, endpoint: 'https://a.example'}", []),
        ("function:\n  - {key: m, handler: index.run, function: f}", []),
        ("endpoint:\n  - {key: m, remote: r, function: f}", []),
        ("jira:issuePanel: {key: m, function: f}", [("function", "f", None, "function")]),
        ("jira:issuePanel:\n  - {key: m, function: f}\njira:issuePanel:\n  - {key: n, function: g}",
         [("function", "f", None, "function"), ("function", "g", None, "function")]),
    ],
)  # fmt: skip
def test_references(module: str, references: list[tuple[str, str, str | None, str]], reading: Any) -> None:
    indented = "\n".join(f"  {line}" for line in module.splitlines())
    read = reading(f"modules:\n{indented}\n")
    found = read.manifest.references
    assert [(r.kind, r.target, r.method, r.role) for r in found] == references
    assert [read.cut(r.span) for r in found] == [target for _, target, _, _ in references]
    assert {r.module_type for r in found} <= {module.partition(": ")[0].partition(":\n")[0]}


MISPLACED = """
modules:
  jira:issuePanel:
    - {key: p, resolver: {function: f}}
function:
  - {key: f, handler: index.run}
jira:globalPage:
  - {key: q, resolver: {function: f}}
endpoint:
  - {key: e, remote: r}
services:
  - {key: s, function: f}
"""


def test_modules_beside_the_section_are_read_and_a_problem(reading: Any) -> None:
    read = reading(MISPLACED)
    manifest = read.manifest
    assert [(one.key, one.handler) for one in manifest.functions] == [("f", "index.run")]
    assert [(one.module_type, one.target) for one in manifest.references] == [("jira:issuePanel", "f"), ("jira:globalPage", "f")]
    assert ([one.key for one in manifest.endpoints], list(manifest.extra)) == (["e"], ["services"])
    assert read.problems == [
        (f"expected {name} under modules, found it at the top", name) for name in ("function", "jira:globalPage", "endpoint")
    ]


def test_reference_into_an_entry_of_a_resource(reading: Any) -> None:
    manifest = reading("""
        modules:
          jira:issuePanel:
            - key: panel
              resource: main/side
        resources:
          - key: main
            path: dist
            entry: {side: side.html, top: top.html}
    """).manifest
    assert [(r.target, r.entry) for r in manifest.references] == [("main", "side")]
    assert [(r.key, r.path, r.entries) for r in manifest.resources] == [("main", "dist", (("side", "side.html"), ("top", "top.html")))]


def test_providers_start_code(reading: Any) -> None:
    manifest = reading("""
        providers:
          auth:
            - key: google
              name: Google
              actions:
                retrieveProfile: {remote: r, path: /me, function: profile}
    """).manifest
    (reference,) = manifest.references
    assert (reference.module_type, reference.module_key, reference.title) == ("providers.auth", "google", "Google")
    assert (reference.kind, reference.target, reference.role) == ("function", "profile", "retrieveProfile")
    assert "providers" in manifest.extra


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("title: Risk", "Risk"),
        ("title: {i18n: panel.title}", "panel.title"),
        ("name: Stamp", "Stamp"),
        ("name: {value: Stamp}", "Stamp"),
        ("title: ''\n      name: Stamp", "Stamp"),
        ("title: [a]", None),
        ("icon: x", None),
    ],
)
def test_titles(text: str, title: str | None, reading: Any) -> None:
    (module,) = reading(f"modules:\n  x:\n    - key: k\n      {text}\n").manifest.modules
    assert (module.type, module.key, module.title) == ("x", "k", title)


@pytest.mark.parametrize(
    ("module", "events"),
    [
        ("trigger:\n    - {key: k, function: f, events: [avi:jira:created:issue, avi:jira:updated:issue]}",
         ["avi:jira:created:issue", "avi:jira:updated:issue"]),
        ("trigger:\n    - {key: k, function: f, events: [{eventType: avi:x, filter: {}}]}", ["avi:x"]),
        ("jira:someModule:\n    - {key: k, events: [avi:x, onclick]}", ["avi:x"]),
        ("jira:someModule:\n    - {key: k, events: {a: b}}", []),
    ],
)  # fmt: skip
def test_events(module: str, events: list[str], reading: Any) -> None:
    read = reading(f"modules:\n  {module}\n")
    assert [event.name for event in read.manifest.events] == events
    assert [read.cut(event.span) for event in read.manifest.events] == events
    assert {event.module_key for event in read.manifest.events} <= {"k"}
    assert read.problems == []


REMOTES = """
modules:
  endpoint:
    - key: e
      remote: a
      route: {path: /x}
      auth: {appSystemToken: {enabled: true}}
    - key: s
      service: box
remotes:
  - key: a
    baseUrl: https://a.example
    operations: [compute, storage]
    storage: {inScopeEUD: true}
    auth:
      appUserToken: {enabled: true}
      appSystemToken: {enabled: false}
  - key: b
    baseUrl: {default: https://b.example, EU: https://eu.b.example}
  - key: c
    configurable: {name: Yours, description: Your server}
  - key: d
    baseUrl: https://d.example
    auth: {appUserToken: {enabled: "${TOKEN}"}}
"""


def test_remotes_and_endpoints(reading: Any) -> None:
    read = reading(REMOTES)
    assert [(r.key, r.base_urls, r.operations, r.user_token, r.system_token) for r in read.manifest.remotes] == [
        ("a", ("https://a.example",), ("compute", "storage"), True, False),
        ("b", ("https://b.example", "https://eu.b.example"), (), False, False),
        ("c", (), (), False, False),
        ("d", ("https://d.example",), (), True, False),
    ]
    assert read.manifest.remotes[0].value["storage"] == {"inScopeEUD": True}
    assert [(e.key, e.remote, e.service, e.user_token, e.system_token) for e in read.manifest.endpoints] == [
        ("e", "a", None, False, True),
        ("s", "", "box", False, False),
    ]
    assert read.problems == []


def test_the_app_and_what_nobody_asked_for_yet(reading: Any) -> None:
    manifest = reading("""
        app:
          id: ari:cloud:ecosystem::app/1
          name: Notes
          runtime: {name: nodejs22.x, memoryMB: 256}
          package: {bundler: manual, path: dist/app}
          licensing: {enabled: true}
        connectModules:
          jira:lifecycle: [{key: k, url: /x, remote: r, event: installed}]
        services: [{key: box}]
        translations: {fallback: {default: en-US}}
    """).manifest
    assert (manifest.app_id, manifest.name, manifest.package_path) == ("ari:cloud:ecosystem::app/1", "Notes", "dist/app")
    assert [(one.key, one.span.file) for one in manifest.services] == [("box", manifest.path)]
    assert manifest.extra == {
        "connectModules": {"jira:lifecycle": ({"key": "k", "url": "/x", "remote": "r", "event": "installed"},)},
        "services": ({"key": "box"},),
        "translations": {"fallback": {"default": "en-US"}},
        "app.runtime": {"name": "nodejs22.x", "memoryMB": 256},
        "app.package": {"bundler": "manual", "path": "dist/app"},
        "app.licensing": {"enabled": True},
    }


SCOPES = "permissions:\n  scopes: [read:a]\n"


@pytest.mark.parametrize(
    ("section", "problems"),
    [
        ("app: x", [("expected a mapping as app, found a string", "x")]),
        ("app: {id: 1}", [("expected a string as app.id, found a number", "1")]),
        ("modules: [x]", [("expected a mapping as modules, found a list", "[x]")]),
        ("modules:", [("expected a mapping as modules, found nothing", "")]),
        ("modules: {sql: main}", [("expected a list of sql modules, found a string", "main")]),
        ("modules: {macro: [main, {key: m}]}", [("expected a macro module, found a string", "main")]),
        ("modules: {macro: {key: m}}", [("expected a list of macro modules, found a mapping", "{key: m}")]),
        ("modules: {macro: [{title: T}]}", [("expected the key of a macro module, found none", "{title: T}")]),
        ("modules: {macro: [{key: [m]}]}", [("expected the key of a macro module, found a list", "[m]")]),
        ("modules: {macro: [{key: m, function: }]}", [("expected the key of a function, found nothing", "")]),
        ("modules: {macro: [{key: m, function: 3}]}", [("expected the key of a function, found a number", "3")]),
        ("modules: {function: [{key: f}]}", [("expected the handler of a function, found none", "{key: f}")]),
        ("modules: {trigger: [{key: t, events: avi:x}]}", [("expected a list of events, found a string", "avi:x")]),
        ("modules: {trigger: [{key: t, events: [{filter: {}}]}]}", [("expected an event, found a mapping", "{filter: {}}")]),
        ("modules: {endpoint: [{key: e}]}", [("expected the remote of an endpoint, found none", "{key: e}")]),
        ("resources: {key: r}",
         [("expected a list as resources, found a mapping", "{key: r}"), ("expected the path of a resource, found none", "{key: r}")]),
        ("resources: [main]", [("expected a resource, found a string", "main")]),
        ("remotes: [{key: r, baseUrl: [a], auth: {appUserToken: true}}]",
         [("expected an address, or one for each region, as baseUrl, found a list", "[a]"),
          ("expected a mapping with enabled as appUserToken, found a boolean", "true")]),
        ("providers: {auth: x}", [("expected a list as providers.auth, found a string", "x")]),
        ("trigger: []", [("expected trigger under modules, found it at the top", "trigger")]),
        ("? [a]\n: b", [("expected a key, found a list", "[a]")]),
        ("---\nmore: x", [("expected one document, found another one", "---")]),
    ],
)  # fmt: skip
def test_what_is_wrong_hides_nothing(section: str, problems: list[tuple[str, str]], reading: Any) -> None:
    read = reading(f"{SCOPES}{section}\n")
    assert read.problems == problems
    assert read.manifest.scopes == {"read:a"}
