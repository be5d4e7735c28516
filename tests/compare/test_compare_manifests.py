"""Two manifests → kinds of changes, their documented impact, the gates they trip."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from scopeminer.advise.changes import manifest_changes
from scopeminer.advise.difference import Comparison
from scopeminer.catalog.load import load
from scopeminer.compare import Snapshot, compare
from scopeminer.manifest.read import read
from scopeminer.scan import scan_tree
from scopeminer.source import SourceTree

APP = "app: {id: x}\n"
CASES = [
    ("permissions: {scopes: [a]}", "permissions: {scopes: [a]}", []),
    ("permissions: {scopes: [a]}", "permissions: {scopes: [b]}", ["scope-removed a major", "scope-added b major"]),
    ("permissions: {scopes: [a]}", "permissions: {scopes: {a: {}}}", []),
    ("permissions: {scopes: [a]}", "permissions: {scopes: {a: {allowImpersonation: true}}}", ["impersonation-allowed a minor"]),
    ("permissions: {scopes: {a: {allowImpersonation: true}}}", "permissions: {scopes: [a]}", ["impersonation-withdrawn a minor"]),
    ("", "permissions: {enforcement: app-managed}", ["enforcement-changed permissions.enforcement minor"]),
    (
        "permissions: {external: {images: [x.com]}}",
        "permissions: {external: {fetch: {backend: [{remote: r}]}}}",
        ["egress-added fetch.backend remote r major", "egress-removed images x.com minor"],
    ),
    (
        "permissions: {external: {fetch: {backend: [{address: x.com, category: analytics, inScopeEUD: false}]}}}",
        "permissions: {external: {fetch: {backend: [x.com]}}}",
        ["egress-category-changed fetch.backend x.com major", "egress-in-scope fetch.backend x.com major"],
    ),
    (
        "permissions: {external: {fetch: {backend: [{address: x.com, inScopeEUD: true}]}}}",
        "permissions: {external: {fetch: {backend: [{address: x.com, inScopeEUD: false}]}}}",
        [],
    ),
    (
        "",
        "permissions: {external: {configurable: {enabled: true}}}",
        ["egress-configurable permissions.external minor"],
    ),
    (
        "permissions: {content: {styles: [unsafe-inline]}}",
        "permissions: {content: {styles: [unsafe-inline], scripts: ['blob:']}}",
        ["content-policy-added scripts blob: major"],
    ),
    ("", "remotes: [{key: r, baseUrl: 'https://x.com'}]", ["remote-added r major"]),
    ("remotes: [{key: r, baseUrl: 'https://x.com'}]", "", ["remote-removed r minor"]),
    ("remotes: [{key: r, baseUrl: 'https://x.com'}]", "remotes: [{key: r, baseUrl: 'https://y.com'}]", ["remote-moved r major"]),
    (
        "remotes: [{key: r, baseUrl: {default: 'https://x.com'}}]",
        "remotes: [{key: r, baseUrl: {EU: 'https://x.com'}}]",
        ["remote-moved r major"],
    ),
    (
        "remotes: [{key: r, baseUrl: u, operations: [fetch], storage: {inScopeEUD: false}}]",
        "remotes: [{key: r, baseUrl: u, operations: [compute], storage: {inScopeEUD: true}, auth: {appUserToken: {enabled: true}}}]",
        [
            "remote-storage-in-scope r major",
            "remote-operation-added r compute minor",
            "remote-operation-removed r fetch minor",
            "remote-token-enabled r appUserToken minor",
        ],
    ),
    (
        "",
        "modules: {webtrigger: [{key: w, function: f}]}",
        ['entry-added webtrigger "w" minor', 'webtrigger-dynamic webtrigger "w" major'],
    ),
    ("", "modules: {webtrigger: [{key: w, function: f, response: {type: static}}]}", ['entry-added webtrigger "w" minor']),
    (
        "modules: {webtrigger: [{key: w, function: f, response: {type: static}}]}",
        "modules: {webtrigger: [{key: w, function: f, response: {type: dynamic}}]}",
        ['webtrigger-dynamic webtrigger "w" major'],
    ),
    ("modules: {webtrigger: [{key: w, function: f}]}", "modules: {webtrigger: [{key: w, function: f}]}", []),
    ("modules: {macro: [{key: m, title: M, function: f}]}", "", ['entry-removed macro "M" minor']),
    ("", "modules: {sql: [{key: s, engine: mysql}]}", ['entry-added sql "s" minor', 'sql-added sql "s" major']),
    ("", "modules: {function: [{key: f, handler: i.h}]}", []),
    (
        "modules: {llm: [{key: l, model: [a]}]}",
        "modules: {llm: [{key: l, model: [a, b]}]}",
        ['llm-model-added llm "l" major'],
    ),
    ("app: {id: x, licensing: {enabled: false}}", "app: {id: x, licensing: {enabled: true}}", ["licensing-enabled app.licensing major"]),
    ("app: {id: x, licensing: {enabled: true}}", "app: {id: x}", []),
    (
        "providers: {auth: [{key: g, clientId: a}, {key: h}]}",
        "providers: {auth: [{key: g, clientId: b}, {key: i}]}",
        ["provider-changed g major", "provider-removed h major", "provider-added i major"],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=lambda value: "")
def test_changes(old: str, new: str, expected: list[str]) -> None:
    before, after = (read("manifest.yml", (text if text.startswith("app:") else APP + text).encode()) for text in (old, new))
    found = [f"{change.kind} {change.subject} {change.impact}" for change in manifest_changes(before, after)]
    assert sorted(found) == sorted(expected)


def version(folder: Path, scopes: str, code: str, more: str = "") -> Snapshot:
    """A version of an app with one function that a scheduled trigger starts."""
    (folder / "src").mkdir(parents=True)
    manifest = f"""\
    modules:
      scheduledTrigger: [{{key: nightly, function: run, interval: day}}]
      function: [{{key: run, handler: index.run}}]
    permissions: {{scopes: [{scopes}]{more}}}
    app: {{id: x}}
    """
    (folder / "manifest.yml").write_text(dedent(manifest))
    (folder / "src/index.js").write_text(f"import api, {{ route }} from '@forge/api';\nexport const run = async () => {{\n{code}\n}};\n")
    tree = SourceTree.open(folder)
    declared = read("manifest.yml", (folder / "manifest.yml").read_bytes())
    return Snapshot(tree, declared, scan_tree(tree, declared, load(), "app"))


def request(path: str, method: str = "GET", who: str = "asApp") -> str:
    return f"await api.{who}().requestJira(route`{path}`, {{ method: '{method}' }});"


GET, PUT = request("/rest/api/3/issue/X-1"), request("/rest/api/3/issue/X-1", "PUT")
ISSUE = "/rest/api/3/issue/{issueIdOrKey}"


def compared(tmp_path: Path, old: tuple[str, ...], new: tuple[str, ...]) -> Comparison:
    return compare(version(tmp_path / "a", *old), version(tmp_path / "b", *new), load())


def test_the_same_is_no_difference(tmp_path: Path) -> None:
    found = compared(tmp_path, ("read:jira-work", GET), ("read:jira-work", f"\n\n{GET}"))
    assert (found.differences, found.impact, found.consent) == ((), "none", False)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("", ""), ("", GET), [f"operation-added GET {ISSUE} app"]),
        (("", f"{GET}\n{PUT}"), ("", GET), [f"operation-removed PUT {ISSUE} "]),
        (("", GET), ("", request("/rest/api/3/issue/Y-1", who="asUser")), [f"principal-changed GET {ISSUE} app → user"]),
        (("", "await fetch('https://a.example/x')"), ("", "await fetch('https://b.example/x')"),
         ["host-added b.example backend", "host-removed a.example backend"]),
    ],
    ids=["operation", "gone", "principal", "host"],
)  # fmt: skip
def test_code(tmp_path: Path, old: tuple[str, str], new: tuple[str, str], expected: list[str]) -> None:
    found = compared(tmp_path, old, new)
    assert sorted(f"{one.kind} {one.subject} {one.detail}" for one in found.differences) == sorted(expected)
    assert found.impact == "minor"


@pytest.mark.parametrize(
    ("scopes", "code", "verdict", "lines"),
    [
        ("write:jira-work", PUT, "needed", [3]),
        ("write:jira-work", "", "unused", []),
        ("'write:issue:jira', 'write:jira-work'", PUT, "redundant", []),
    ],
    ids=["used", "not used", "covered"],
)
def test_a_new_scope_says_whether_code_uses_it(tmp_path: Path, scopes: str, code: str, verdict: str, lines: list[int]) -> None:
    found = compared(tmp_path, ("", ""), (scopes, code))
    added = next(one for one in found.differences if one.subject == "write:jira-work")
    assert (added.verdict, [place.line for place in added.used]) == (verdict, lines)
    assert found.consent


@pytest.mark.parametrize(
    ("old", "new", "gates"),
    [
        (("", ""), ("read:jira-work", ""), {"new-scope"}),
        (("", ""), ("write:jira-work", ""), {"new-scope", "new-write"}),
        (("", ""), ("manage:jira-configuration", ""), {"new-scope", "new-write"}),
        (("", ""), ("search:confluence", ""), {"new-scope"}),
        (("write:jira-work", ""), ("write:jira-work", PUT), {"new-write"}),
        (("read:jira-work", ""), ("read:jira-work", request("/rest/api/3/search/jql", "POST")), set()),
        (("", ""), ("", "", ", external: {images: [x.com]}"), {"new-egress"}),
        (("read:jira-work", ""), ("", ""), set()),
    ],
)
def test_gates(tmp_path: Path, old: tuple[str, ...], new: tuple[str, ...], gates: set[str]) -> None:
    found = compared(tmp_path, old, new)
    assert {gate for one in found.differences for gate in one.gates} == gates
    for gate in ("new-scope", "new-write", "new-egress"):
        assert bool(found.tripped(frozenset({gate}))) is (gate in gates)
