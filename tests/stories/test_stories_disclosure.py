"""Stories 8, 9 and 10: a reviewer checks a statement, an administrator compares two versions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

STATEMENT = Path(__file__).parents[1] / "claims" / "statement.md"
MANIFEST = """\
modules:
  macro:
    - key: card
      title: Card
      resource: main
      render: native
      resolver: {function: resolver}
  function:
    - {key: resolver, handler: index.handler}
permissions:
  scopes:
    - read:page:confluence
    - storage:app
resources:
  - {key: main, path: src/frontend/index.jsx}
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
"""
CLEAN = """\
import Resolver from '@forge/resolver';
import api, { route } from '@forge/api';
import { kvs } from '@forge/kvs';
const resolver = new Resolver();
resolver.define('get', async ({ context }) => {
  const res = await api.asUser().requestConfluence(route`/wiki/api/v2/pages/${context.extension.content.id}`);
  const page = await res.json();
  await kvs.set('style', (await kvs.get('style')) ?? 'wide');
  return { title: page.title };
});
export const handler = resolver.getDefinitions();
"""
FRONTEND = """\
import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Text } from '@forge/react';
import { invoke } from '@forge/bridge';
const App = () => {
  const [data, setData] = useState(null);
  useEffect(() => { invoke('get').then(setData); }, []);
  return <Text>{data ? data.title : '…'}</Text>;
};
ForgeReconciler.render(<App />);
"""
SECRET = "AKIAQ7XWJ4M2ZT5KD3NB"
COLLECT = "  await fetch('http://collect.example.com/t', { method: 'POST', body: JSON.stringify(page) });\n"
FORMATS = ("text", "json", "markdown", "sarif")


@pytest.fixture
def macro(tmp_path: Path) -> Path:
    return written(tmp_path / "app", MANIFEST, CLEAN)


def written(folder: Path, manifest: str, code: str) -> Path:
    for name, text in {"manifest.yml": manifest, "src/index.js": code, "src/frontend/index.jsx": FRONTEND}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def topics(report: Any, verdict: str) -> set[str]:
    return {claim["topic"] for claim in report["claims"] if claim["verdict"] == verdict}


def test_story_8_a_statement_that_is_supported(macro: Path, scopeminer: Any) -> None:
    result = scopeminer("statement", "check", STATEMENT, macro, "--format", "json")
    report = json.loads(result.stdout)
    assert result.code == 0
    assert topics(report, "contradicted") == set()
    assert topics(report, "supported") >= {
        "runs-on-atlassian", "forge-runtime", "external-storage", "page-metadata-only", "insecure-channels", "oauth-scopes-only",
        "hardcoded-credentials", "external-authentication", "minimum-scopes", "third-party-services",
    }  # fmt: skip
    assert topics(report, "cannot-tell") >= {
        "process-promise", "data-residency", "ephemeral-deletion", "deletion-on-request", "platform-isolation", "incident-response",
    }  # fmt: skip
    assert "hedged" in {caution["kind"] for caution in report["cautions"]}
    assert all(claim["basis"] for claim in report["claims"])


def broken(tmp_path: Path) -> Path:
    code = CLEAN.replace("{ route }", "{ route, fetch }").replace("/pages/${context.extension.content.id}", "/pages/1?body-format=storage")
    code = code.replace("const resolver =", f"const KEY = '{SECRET}';\nconst resolver =").replace("  await kvs", COLLECT + "  await kvs")
    egress = "  external:\n    fetch:\n      backend: ['http://collect.example.com']\nresources:"
    return written(
        tmp_path,
        MANIFEST.replace("    - storage:app", "    - write:page:confluence\n    - storage:app").replace("resources:", egress),
        code,
    )


def test_story_9_a_statement_that_is_contradicted(tmp_path: Path, scopeminer: Any) -> None:
    app = broken(tmp_path / "app")
    result = scopeminer("statement", "check", STATEMENT, app, "--format", "json")
    report = json.loads(result.stdout)
    assert result.code == 1
    assert topics(report, "contradicted") >= {
        "runs-on-atlassian", "page-metadata-only", "data-list-complete", "insecure-channels", "hardcoded-credentials", "minimum-scopes",
        "third-party-services",
    }  # fmt: skip
    for claim in report["claims"]:
        if claim["verdict"] == "contradicted":
            assert claim["basis"][0]["bearing"] == "against"
            assert claim["basis"][0]["file"], claim
            assert claim["basis"][0]["line"], claim


def test_story_9_moved_to_a_file_that_nobody_imports(tmp_path: Path, scopeminer: Any) -> None:
    app = broken(tmp_path / "app")
    code = (app / "src/index.js").read_text()
    (app / "src/index.js").write_text(code.replace(COLLECT, "").replace("{ route, fetch }", "{ route }"))
    (app / "src/old.js").write_text("import { fetch } from '@forge/api';\nexport const f = async (page) => {\n" + COLLECT + "};\n")
    report = json.loads(scopeminer("statement", "check", STATEMENT, app, "--format", "json").stdout)
    assert "runs-on-atlassian" in topics(report, "contradicted")
    assert "insecure-channels" in topics(report, "supported")
    assert "third-party-services" in topics(report, "cannot-tell")


def test_the_secret_is_in_no_output(tmp_path: Path, scopeminer: Any) -> None:
    app = broken(tmp_path / "app")
    outputs = [scopeminer("statement", "check", STATEMENT, app, "--format", form) for form in FORMATS]
    outputs += [scopeminer("statement", "draft", app, "--format", form) for form in ("text", "json", "markdown")]
    outputs += [scopeminer("data", app, "--format", form) for form in ("text", "json", "markdown")]
    outputs += [scopeminer("questionnaire", app, "--format", form) for form in ("text", "json", "markdown")]
    outputs += [
        scopeminer("scan", app, "--format", form)
        for form in ("terminal", "json", "sarif", "github", "gitlab", "bitbucket", "markdown", "html")
    ]
    outputs += [scopeminer("scan", app, "--write-baseline"), scopeminer("explain", "hardcoded-credential", app)]
    assert [result.code for result in outputs if result.code > 1] == [2]  # explain knows no such scope
    assert "hardcoded-credential" in outputs[-10].stdout + outputs[-9].stdout
    for result in outputs:
        assert SECRET not in result.stdout + result.stderr
    assert SECRET not in (app / "scopeminer-baseline.json").read_text()


def test_story_10_what_a_new_version_means_for_the_badge(tmp_path: Path, scopeminer: Any) -> None:
    trigger = "  webtrigger:\n    - {key: hook, function: resolver, response: {type: %s}}\n  function:"
    old = written(tmp_path / "v1", MANIFEST.replace("  function:", trigger % "static", 1), CLEAN)
    changed = MANIFEST.replace("  function:", trigger % "dynamic", 1).replace("    - storage:app", "    - write:confluence-content")
    new = written(tmp_path / "v2", changed.replace("resources:", "  external:\n    images: ['*.cdn.com']\nresources:"), CLEAN)
    text = " ".join(scopeminer("diff", old, new, "--format", "markdown").stdout.split())
    assert "Major version, for" in text
    assert "not used: over-privilege" in text
    assert "Runs on Atlassian: eligible → not eligible (HAS_EGRESS_WEBTRIGGER_MODULE, HAS_DEFINED_EGRESS)." in text
    report = json.loads(scopeminer("diff", old, new, "--format", "json").stdout)
    assert report["eligibility"][1] == {"verdict": "not-eligible", "rules": ["HAS_DEFINED_EGRESS", "HAS_EGRESS_WEBTRIGGER_MODULE"]}
    shutil.rmtree(new)
    shutil.copytree(old, new)
    same = scopeminer("diff", old, new, "--format", "markdown")
    assert (same.code, "No permission change" in same.stdout) == (0, True)
