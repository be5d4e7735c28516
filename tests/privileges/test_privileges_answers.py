"""What people say of requests that cannot be resolved: comments and `[[api]]` entries, believed only as far as they fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.audit.model import Audit
from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes:
    - read:jira-work
    - write:jira-work
modules:
  scheduledTrigger:
    - key: tick
      function: main
      interval: day
  function:
    - key: main
      handler: index.run
"""
HEAD = "import api, { assumeTrustedRoute } from '@forge/api';\nimport { get } from '@acme/client';\nimport { send } from './odd';\n"
RUN = "export const run = async (event) => {{\n{}\n}};\n"
VAGUE = "api.asApp().requestJira(assumeTrustedRoute(event.url), { method: event.method });"


def audit(folder: Path, body: str, settings: str = "", odd: str = "export const send = () => null;") -> Audit:
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST)
    (folder / "src/index.js").write_text(HEAD + RUN.format(body))
    (folder / "src/odd.js").write_text(odd)
    if settings:
        (folder / "scopeminer.toml").write_text(settings)
    return scan(folder)


def said(audit: Audit) -> tuple[list[str], list[str], list[str]]:
    """Operations, reasons of unknowns, messages of stale answers."""
    uses = [
        f"{use.method} {use.operation}{' (answered)' if use.answered else ''}" for use in audit.uses if use.reachable and use.kind == "rest"
    ]
    stale = [finding.message for finding in audit.findings if finding.rule == "stale-answer"]
    return uses, [unknown.reason for unknown in audit.usage.unknowns], stale


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"// scopeminer: GET /rest/api/3/issue/{{key}}\n{VAGUE}", ["GET /rest/api/3/issue/{issueIdOrKey} (answered)"]),
        (f"{VAGUE} // scopeminer: PUT /rest/api/3/issue/{{key}}", ["PUT /rest/api/3/issue/{issueIdOrKey} (answered)"]),
        (f"/* scopeminer: get /rest/api/2/field */\n{VAGUE}", ["GET /rest/api/3/field (answered)"]),
        (
            f"// scopeminer: GET /rest/api/3/field, POST /rest/api/3/issue\n{VAGUE}",
            ["GET /rest/api/3/field (answered)", "POST /rest/api/3/issue (answered)"],
        ),
        (
            "// scopeminer: GET /rest/api/3/issue/{key}\nawait api\n  .asApp()\n  .requestJira(assumeTrustedRoute(event.url));",
            ["GET /rest/api/3/issue/{issueIdOrKey} (answered)"],
        ),
    ],
    ids=["above", "behind", "other version, lower case", "two", "several lines"],
)
def test_an_answer_that_fits_settles_the_request(tmp_path: Path, body: str, wanted: list[str]) -> None:
    found = audit(tmp_path, body)
    assert said(found) == (wanted, [], [])
    assert found.usage.coverage.request_sites_answered == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (f"// scopeminer: GET /rest/api/3/nothing/of/it\n{VAGUE}", "is no operation of jira"),
        (f"// scopeminer: GET /wiki/api/v2/pages\n{VAGUE}", "is no operation of jira"),
        (
            "// scopeminer: PUT /rest/api/3/field/{id}\napi.asApp().requestJira(assumeTrustedRoute(event.url));",
            "contradicts the code, whose method is GET",
        ),
        (
            "// scopeminer: GET /rest/api/3/field\napi.asApp().requestJira(assumeTrustedRoute('/rest/api/3/issue/' + event.rest));",
            "contradicts the code, whose route begins with /rest/api/3/issue/",
        ),
        (f"// scopeminer: whatever it takes\n{VAGUE}", "expected `METHOD /path`"),
    ],
    ids=["unknown operation", "other product", "other method", "other beginning", "not understood"],
)
def test_a_wrong_answer_is_a_finding_and_changes_nothing(tmp_path: Path, body: str, message: str) -> None:
    uses, unknowns, stale = said(audit(tmp_path, body))
    assert not any("answered" in use for use in uses)
    assert len(unknowns) == 1
    assert len(stale) == 1
    assert message in stale[0]


@pytest.mark.parametrize(
    "body",
    [
        "// scopeminer: GET /rest/api/3/field\napi.asApp().requestJira('/rest/api/3/field');",
        f"// scopeminer: GET /rest/api/3/field\n\n\n\n\n\n{VAGUE}",
        f"{VAGUE}\n// scopeminer: GET /rest/api/3/field",
    ],
    ids=["resolved already", "too far away", "below"],
)
def test_an_answer_that_nothing_asked_for_is_a_finding(tmp_path: Path, body: str) -> None:
    stale = said(audit(tmp_path, body))[2]
    assert stale == ["no unresolved request stands at this comment or below it"]


PACKAGE = '[[api]]\npackage = "@acme/client"\nfunction = "get"\nproduct = "jira"\nmethod = "GET"\npath_argument = 0\nprincipal = "user"\n'
LOCAL = '[[api]]\nfile = "src/odd.js"\nfunction = "send"\nproduct = "jira"\nmethod_argument = 1\npath_argument = 0\n'
ODD = f"import api, {{ assumeTrustedRoute }} from '@forge/api';\nexport const send = (u, m) => {{ const event = decode(u, m); return {VAGUE} }};"


def test_a_wrapper_of_a_package_is_the_request_that_its_entry_says(tmp_path: Path) -> None:
    found = audit(tmp_path, "get(`/rest/api/3/issue/${event.key}`);", PACKAGE)
    assert said(found) == (["GET /rest/api/3/issue/{issueIdOrKey} (answered)"], [], [])
    assert found.uses[0].principal == ("user",)


def test_a_wrapper_of_the_app_hides_what_it_does(tmp_path: Path) -> None:
    found = audit(tmp_path, "send('/rest/api/3/field', 'GET'); send('/rest/api/3/issue', 'post');", LOCAL, ODD)
    assert said(found) == (["GET /rest/api/3/field (answered)", "POST /rest/api/3/issue (answered)"], [], [])


def test_an_entry_that_nothing_calls_is_a_finding(tmp_path: Path) -> None:
    assert said(audit(tmp_path, "", PACKAGE))[2] == ["no reachable call of get of @acme/client"]


def test_without_an_entry_the_wrapper_stays_unknown(tmp_path: Path) -> None:
    uses, unknowns, _ = said(audit(tmp_path, "send('/rest/api/3/field', 'GET');", "", ODD))
    assert (uses, unknowns) == ([], ["dynamic-route"])
