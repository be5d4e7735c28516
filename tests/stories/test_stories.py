"""The acceptance stories, end to end: an app in a few lines → what its developer, reviewer or administrator reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scopeminer.cli.main import run

APP = "app:\n  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555\n"
PANEL = "modules:\n  jira:issuePanel:\n    - key: panel\n      title: Panel\n      resolver: {function: resolver}\n  function:\n    - {key: resolver, handler: index.handler}\n"
RESOLVER = (
    "import Resolver from '@forge/resolver';\nimport api, { route } from '@forge/api';\nconst r = new Resolver();\n"
    "r.define('get', async ({ payload }) => (await api.asUser().requestJira(route`/rest/api/3/issue/${payload.k}`)).json());\n"
    "export const handler = r.getDefinitions();\n"
)
NINE = [
    "read:issue-meta:jira", "read:issue-security-level:jira", "read:issue.vote:jira", "read:issue.changelog:jira", "read:avatar:jira",
    "read:issue:jira", "read:status:jira", "read:user:jira", "read:field-configuration:jira",
]  # fmt: skip
Answer = tuple[int, Any]


def scopes(*names: str) -> str:
    return "permissions:\n  scopes:" + ("".join(f"\n    - {name}" for name in names) or " []") + "\n"


@pytest.fixture
def app(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Answer]:
    def scan(folder: Path, *more: str) -> Answer:
        target = tmp_path.parent / f"{tmp_path.name}.json"
        code = run(["scan", str(folder), "--format", "json", "-o", str(target), *more])
        return code, json.loads(target.read_text("utf-8"))

    return scan


def verdicts(said: Any) -> dict[str, str]:
    return {row["scope"]: row["verdict"] for row in said["scopes"]}


def findings(said: Any, rule: str) -> list[Any]:
    return [finding for finding in said["findings"] if finding["rule"] == rule]


def test_story_1_over_privilege(app: Any, report: Any) -> None:
    files = {"manifest.yml": APP + PANEL + scopes("read:jira-work", "write:jira-work", "storage:app"), "src/index.js": RESOLVER}
    code, said = report(app(files))
    assert (code, verdicts(said)) == (1, {"read:jira-work": "needed", "write:jira-work": "unused", "storage:app": "unused"})
    (use,) = said["uses"]
    assert (use["method"], use["operation"], use["site"]["line"]) == ("GET", "/rest/api/3/issue/{issueIdOrKey}", 4)
    assert use["evidence"][0]["file"] == "manifest.yml"
    assert (said["unknowns"], findings(said, "under-privilege"), said["summary"]["release_impact"]) == ([], [], "major")
    code, said = report(app({**files, "manifest.yml": APP + PANEL + scopes("read:jira-work")}))
    assert (code, said["findings"]) == (0, [])


def test_story_2_alternatives(app: Any, report: Any) -> None:
    folder = app({"manifest.yml": APP + PANEL + scopes("read:issue:jira"), "src/index.js": RESOLVER})
    code, said = report(folder)
    (finding,) = findings(said, "under-privilege")
    others = sorted(set(NINE) - {"read:issue:jira"})
    assert code == 1
    assert sorted(map(sorted, finding["alternatives"])) == sorted([["read:jira-work"], others])
    assert sorted(finding["scopes"]) == others
    assert said["minimal_sets"]["fewest"] == ["read:jira-work"]
    assert sorted(said["minimal_sets"]["as-declared"]) == sorted(NINE)
    for declared in (NINE, ["read:jira-work"]):
        app({"manifest.yml": APP + PANEL + scopes(*declared)})
        assert report(folder)[0] == 0


def test_story_3_wrapper_and_constants(app: Any, report: Any) -> None:
    code, said = report(app({
        "manifest.yml": APP + "modules:\n  jira:issueAction:\n    - {key: act, title: Act, function: main}\n  function:\n    - {key: main, handler: index.run}\n" + scopes("write:jira-work"),
        "src/lib/jira.ts": "import api from '@forge/api';\nexport const call = (p, o) => api.asApp().requestJira(p, o);\n",
        "src/lib/index.ts": "export * from './jira';\n",
        "src/a.ts": "import { route } from '@forge/api';\nimport * as jira from './lib';\nconst M = 'PUT';\n"
                    "export const save = (id, body) => jira.call(route`/rest/api/3/issue/${id}`, { method: M, body });\n",
        "src/index.ts": "import { save } from './a';\nexport const run = async ({ id, body }) => save(id, body);\n",
    }))  # fmt: skip
    (use,) = said["uses"]
    assert (code, use["method"], use["operation"], use["principal"]) == (0, "PUT", "/rest/api/3/issue/{issueIdOrKey}", ["app"])
    assert {"src/a.ts", "src/lib/jira.ts"} <= {step["file"] for step in use["evidence"]}


CUSTOM_UI = (
    APP
    + "modules:\n  confluence:globalPage:\n    - {key: page, title: Page, resource: main}\nresources:\n  - {key: main, path: static/ui/build}\n"
)
BUNDLE = "!function(e){var t={};" + "function n(r){return t[r]}" * 300 + "}([]);"


def test_story_4_custom_ui_outside_src(app: Any, report: Any) -> None:
    built = {"static/ui/build/index.html": '<div id="root"></div><script src="./main.js"></script>', "static/ui/build/main.js": BUNDLE}
    folder = app({
        "manifest.yml": CUSTOM_UI + scopes("read:page:confluence"),
        "static/ui/package.json": '{"name": "ui", "private": true}',
        "static/ui/src/index.tsx": "import App from './App';\nApp();\n",
        "static/ui/src/App.tsx": "import { requestConfluence } from '@forge/bridge';\n"
                                 "export default () => requestConfluence('/wiki/api/v2/pages/1?body-format=storage');\n",
        **built,
    })  # fmt: skip
    code, said = report(folder)
    (use,) = said["uses"]
    assert (code, verdicts(said)) == (0, {"read:page:confluence": "needed"})
    assert (use["site"]["file"], use["side"], use["principal"]) == ("static/ui/src/App.tsx", "frontend", ["user"])
    shutil.rmtree(folder / "static/ui/src")
    (folder / "static/ui/package.json").unlink()
    _, said = report(folder)
    assert [unknown["reason"] for unknown in said["unknowns"]] == ["bundled-only"]
    assert verdicts(said) == {"read:page:confluence": "cannot-tell"}


def test_story_5_honest_unknown(app: Any, report: Any) -> None:
    manifest = (
        APP
        + "modules:\n  scheduledTrigger:\n    - {key: t, function: main, interval: day}\n  function:\n    - {key: main, handler: index.run}\n"
    )
    manifest += scopes("read:jira-work", "write:jira-work", "storage:app")
    folder = app({
        "manifest.yml": manifest,
        "src/index.js": "import api, { assumeTrustedRoute } from '@forge/api';\nimport kvs from '@forge/kvs';\nexport const run = async () => {\n"
                        "  const cfg = await kvs.get('cfg');\n  await api.asApp().requestJira(assumeTrustedRoute(cfg.url), { method: cfg.m });\n};\n",
    })  # fmt: skip
    code, said = report(folder)
    assert (code, verdicts(said)) == (0, {"storage:app": "needed", "read:jira-work": "cannot-tell", "write:jira-work": "cannot-tell"})
    (unknown,) = said["unknowns"]
    assert (unknown["reason"], unknown["site"]["line"]) == ("dynamic-route", 5)
    assert report(folder, "--strict")[0] == 3
    assert run(["fix", str(folder), "--write"]) == 0
    assert (folder / "manifest.yml").read_text("utf-8") == manifest


def test_story_6_impersonation_and_comments(app: Any, report: Any) -> None:
    permissions = (
        "permissions:\n  scopes:\n    # what the panel reads\n    read:jira-work:\n      allowImpersonation: true # for the report\n"
        "    write:jira-work: {} # was used once\n  # end of scopes\n"
    )
    folder = app({"manifest.yml": APP + PANEL + permissions, "src/index.js": RESOLVER})
    _, said = report(folder)
    assert [finding["subject"] for finding in findings(said, "impersonation-unused")] == ["read:jira-work"]
    assert [finding["subject"] for finding in findings(said, "over-privilege")] == ["write:jira-work"]
    assert run(["fix", str(folder), "--write"]) == 0
    fixed = (folder / "manifest.yml").read_text("utf-8")
    assert fixed == APP + PANEL + permissions.replace("allowImpersonation: true", "allowImpersonation: false").replace(
        "    write:jira-work: {} # was used once\n", ""
    )
    assert run(["fix", str(folder), "--write"]) == 0
    assert (folder / "manifest.yml").read_text("utf-8") == fixed
    assert report(folder)[0] == 0


def test_story_7_needs_of_the_manifest_alone(app: Any, report: Any) -> None:
    trigger = (
        APP
        + "modules:\n  trigger:\n    - {key: t, function: main, events: ['avi:jira:updated:issue']}\n  function:\n    - {key: main, handler: index.run}\n"
    )
    files = {"src/index.js": "export const run = async () => true;\n"}
    code, said = report(app({**files, "manifest.yml": trigger + scopes("read:jira-work")}))
    assert (code, verdicts(said)) == (0, {"read:jira-work": "needed"})
    code, said = report(app({"manifest.yml": trigger + scopes()}))
    (finding,) = findings(said, "under-privilege")
    assert (code, sorted(map(len, finding["alternatives"]))) == (1, [1, 5])
    remote = (
        "remotes:\n  - {key: back, baseUrl: 'https://back.example.com', operations: [compute], auth: {appUserToken: {enabled: true}}}\n"
    )
    _, said = report(app({"manifest.yml": trigger + remote + scopes("read:jira-work", "write:jira-work", "read:app-user-token")}))
    assert verdicts(said)["write:jira-work"] == "cannot-tell"


def test_story_11_baseline(app: Any, report: Any, tmp_path: Path) -> None:
    folder = app({"manifest.yml": APP + PANEL + scopes("read:jira-work", "write:jira-work", "storage:app"), "src/index.js": RESOLVER})
    known = tmp_path.parent / f"{tmp_path.name}-baseline.json"
    run(["scan", str(folder), f"--write-baseline={known}"])
    assert report(folder, "--baseline", str(known))[0] == 0
    text = (folder / "manifest.yml").read_text("utf-8")
    (folder / "manifest.yml").write_text("# ten\n" * 10 + text, "utf-8")
    assert report(folder, "--baseline", str(known))[0] == 0
    (folder / "manifest.yml").write_text(text.replace("    - storage:app\n", "    - storage:app\n    - read:jira-user\n"), "utf-8")
    code, said = report(folder, "--baseline", str(known))
    assert (code, [one["subject"] for one in said["findings"] if not one["suppressed"]]) == (1, ["read:jira-user"])
    (folder / "manifest.yml").write_text(text.replace("    - storage:app", "    - storage:app # scopeminer: keep storage:app"), "utf-8")
    assert run(["scan", str(folder)]) == 2
