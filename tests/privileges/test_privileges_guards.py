"""Requests behind a check of what was granted: code in, which of them are guarded out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
modules:
  trigger:
    - {key: t, function: main, events: [avi:jira:created:issue]}
  function:
    - {key: main, handler: index.run}
permissions:
  scopes: [read:jira-work]
  enforcement: app-managed
app: {id: 'ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555'}
"""
ASK = "api.asApp().requestJira(route`/rest/api/3/field`)"
HAS = "permissions.hasScope('read:jira-work')"
ROWS = [
    (f"await {ASK};", False),
    (f"if (await {HAS}) {{ await {ASK}; }}", True),
    (f"if (!(await {HAS})) {{ await {ASK}; }}", False),
    (f"if (await {HAS}) {{ console.log('x'); }} else {{ await {ASK}; }}", False),
    (f"if (!(await {HAS})) {{ return; }} await {ASK};", True),
    (f"if (!(await {HAS})) {{ console.log('x'); }} await {ASK};", False),
    (f"const ok = await {HAS}; if (ok) await {ASK};", True),
    (f"const ok = await {HAS}; if (ok && event.x) await {ASK};", True),
    (f"const ok = await {HAS}; if (ok || event.x) await {ASK};", False),
    (f"const ok = await {HAS}; if (!ok || event.x) return; await {ASK};", True),
    (f"const ok = await {HAS}; return ok ? {ASK} : null;", True),
    (f"const ok = await {HAS}; return ok ? null : {ASK};", False),
    (f"const ok = await {HAS}; return ok && {ASK};", True),
    (f"const {{ granted }} = await {HAS}; if (granted) await {ASK};", True),
    (f"if (await {HAS}) {{ [1].forEach(() => {ASK}); }}", True),
    (f"if (event.x) await {ASK};", False),
    (f"const ok = await {HAS}; await {ASK}; return ok;", False),
]


@pytest.mark.parametrize(("code", "guarded"), ROWS)
def test_guarded(tmp_path: Path, code: str, guarded: bool) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST)
    text = f"import api, {{ route, permissions }} from '@forge/api';\nexport const run = async (event) => {{ {code} }};\n"
    (tmp_path / "src/index.js").write_text(text)
    audit = scan(tmp_path)
    assert [use.guarded for use in audit.uses if use.kind == "rest"] == [guarded]
    assert [row.verdict for row in audit.scopes] == ["needed"]
