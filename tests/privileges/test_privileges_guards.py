"""Requests behind a check of what was granted: code in, which of them are guarded out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.privileges.model import Use
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


MAY = "authorize().onJiraProject(event.k).canCreateIssues()"


def uses(folder: Path, code: str) -> list[Use]:
    """The requests of an app whose one function does `code`; its scope is always needed."""
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    text = f"import api, {{ route, permissions, authorize }} from '@forge/api';\nexport const run = async (event) => {{ {code} }};\n"
    (folder / "src/index.js").write_text(text)
    audit = scan(folder)
    assert [row.verdict for row in audit.scopes] == ["needed"]
    return [use for use in audit.uses if use.kind == "rest" and use.method == "GET"]


@pytest.mark.parametrize(("code", "guarded"), ROWS)
def test_guarded(tmp_path: Path, code: str, guarded: bool) -> None:
    assert [use.guarded for use in uses(tmp_path, code)] == [guarded]


@pytest.mark.parametrize(
    ("code", "authorized"),
    [
        (f"if (!(await {MAY})) return []; return {ASK};", True),
        (f"if (await {MAY}) {{ await {ASK}; }}", True),
        (f"await {MAY}; await {ASK};", False),
        (f"if (await {HAS}) {{ await {ASK}; }}", False),
    ],
)
def test_what_is_done_only_for_users_who_may(tmp_path: Path, code: str, authorized: bool) -> None:
    assert [use.authorized for use in uses(tmp_path, code)] == [authorized]
