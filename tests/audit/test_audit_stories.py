"""Whole apps, from files to verdicts: what a developer is told first."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.audit.audit import audit
from scopeminer.audit.model import AppInfo, Audit
from scopeminer.manifest.read import read
from scopeminer.scan import explore, scan
from scopeminer.source import SourceTree
from tests.audit.apps import G9, catalog, said, verdicts

PANEL = """\
app:
  id: ari:cloud:ecosystem::app/1
modules:
  jira:issuePanel:
    - key: panel
      title: Insights
      resolver:
        function: resolver
  function:
    - key: resolver
      handler: index.handler
permissions:
  scopes: %s
"""
GETS_AN_ISSUE = """\
import api, { route } from "@forge/api";
import Resolver from "@forge/resolver";
const resolver = new Resolver();
resolver.define("get", ({ payload }) => api.asUser().requestJira(route`/rest/api/3/issue/${payload.key}`));
export const handler = resolver.getDefinitions();
"""


def write(folder: Path, manifest: str, **files: str) -> Path:
    (folder / "src").mkdir(exist_ok=True)
    (folder / "manifest.yml").write_text(manifest, encoding="utf-8")
    for name, text in files.items():
        (folder / "src" / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def panel(folder: Path, scopes: str, source: str = GETS_AN_ISSUE, policy: str = "as-declared") -> Audit:
    """The audit of an issue panel with these scopes under a policy."""
    tree = SourceTree.open(write(folder, PANEL % f"[{', '.join(scopes.split())}]", index=source))
    manifest = read("manifest.yml", tree.read("manifest.yml") or b"")
    usage = explore(tree, manifest, catalog()).usage
    return audit(AppInfo(".", "manifest.yml", None, None), manifest, usage, catalog(), tree.span_place, policy)


def open_rules(result: Audit) -> list[tuple[str, str]]:
    return [pair for pair in said(result) if pair[0] not in ("non-minimal", "missing-handler")]


def test_too_much(tmp_path: Path) -> None:
    result = panel(tmp_path, "read:jira-work write:jira-work storage:app")
    assert verdicts(result) == {"read:jira-work": "needed", "write:jira-work": "unused", "storage:app": "unused"}
    assert sorted(said(result, "over-privilege")) == [("over-privilege", "storage:app"), ("over-privilege", "write:jira-work")]
    (use,) = result.uses
    assert (use.site.file, use.site.line, use.features[0].label) == ("src/index.js", 4, 'jira:issuePanel "Insights"')
    assert {found.fix.release_impact for found in result.findings if found.fix} == {"major"}
    assert open_rules(panel(tmp_path, "read:jira-work")) == []


@pytest.mark.parametrize(
    ("scopes", "policy", "advised", "redundant"),
    [
        ("read:issue:jira", "as-declared", G9.replace("read:issue:jira ", ""), []),
        ("read:issue:jira", "fewest", "read:jira-work", [("redundant-scope", "read:issue:jira")]),
        (G9, "as-declared", None, []),
        ("read:jira-work", "as-declared", None, []),
    ],
)
def test_too_little(tmp_path: Path, scopes: str, policy: str, advised: str | None, redundant: list[tuple[str, str]]) -> None:
    result = panel(tmp_path, scopes, policy=policy)
    found = [one for one in result.findings if one.rule == "under-privilege"]
    assert [one.scopes for one in found] == ([tuple(sorted(advised.split()))] if advised else [])
    assert all(len(one.alternatives) == 2 for one in found)
    assert said(result, "redundant-scope", "over-privilege") == redundant


def test_an_honest_unknown(tmp_path: Path) -> None:
    source = """\
import api, { assumeTrustedRoute } from "@forge/api";
import { kvs } from "@forge/kvs";
export const handler = async () => {
  const cfg = await kvs.get("cfg");
  return api.asUser().requestJira(assumeTrustedRoute(cfg.url), { method: cfg.m });
};
"""
    result = panel(tmp_path, "read:jira-work write:jira-work storage:app", source)
    assert verdicts(result) == {"read:jira-work": "cannot-tell", "write:jira-work": "cannot-tell", "storage:app": "needed"}
    (unknown,) = result.usage.unknowns
    assert (unknown.reason, unknown.site.line) == ("dynamic-route", 5)
    assert [(found.rule, found.level, found.fix) for found in result.findings if found.rule.startswith("un")] == [
        ("unresolved-route", "warning", None)
    ]
    assert set(result.minimal_sets["as-declared"]) == {"read:jira-work", "write:jira-work", "storage:app"}


def test_impersonation_that_nothing_uses(tmp_path: Path) -> None:
    scopes = "\n    read:jira-work: # panel\n      allowImpersonation: true\n    write:jira-work: {}\n"
    result = scan(write(tmp_path, PANEL % scopes, index=GETS_AN_ISSUE))
    assert [pair for pair in said(result) if pair[0] != "missing-handler"] == [
        ("impersonation-unused", "read:jira-work"),
        ("over-privilege", "write:jira-work"),
    ]


TRIGGER = """\
app:
  id: ari:cloud:ecosystem::app/1
modules:
  trigger:
    - key: changed
      function: main
      events: [avi:jira:updated:issue]
  function:
    - key: main
      handler: index.run
%spermissions:
  scopes: %s
"""
REMOTE = """\
  endpoint:
    - key: hook
      remote: server
      auth:
        appUserToken:
          enabled: true
remotes:
  - key: server
    baseUrl: https://server.example.com
"""


@pytest.mark.parametrize(
    ("more", "scopes", "expected"),
    [
        ("", "[read:jira-work]", {"read:jira-work": "needed"}),
        ("", "[]", {"read:jira-work": "missing"}),
        ("", "[read:jira-work, write:jira-work]", {"read:jira-work": "needed", "write:jira-work": "unused"}),
        (
            REMOTE,
            "[read:jira-work, write:jira-work, read:app-user-token]",
            {"read:jira-work": "needed", "write:jira-work": "cannot-tell", "read:app-user-token": "needed"},
        ),
    ],
)
def test_needs_of_the_manifest_alone(tmp_path: Path, more: str, scopes: str, expected: dict[str, str]) -> None:
    result = scan(write(tmp_path, TRIGGER % (more, scopes), index="export const run = () => {};\n"))
    assert verdicts(result) == expected
    for found in result.findings:
        assert found.rule in ("over-privilege", "under-privilege")
        assert found.rule != "under-privilege" or len(found.alternatives) == 2
