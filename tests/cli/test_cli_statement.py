"""`scopeminer statement`, `eligibility`, `data`, `questionnaire`: exit codes, errors as one sentence, files, git history, PDF."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_apps"
CLEAN, PANEL = SAMPLES / "clean-app", SAMPLES / "issue-panel"


@pytest.fixture
def statement(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str | bytes, name: str = "statement.txt") -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("No hardcoded credentials are used.", (), 0),
        ("Access is restricted to the minimum required scopes.", (), 1),
        ("Regular security reviews are performed.", ("--strict",), 0),
        ("Hello.", ("--strict",), 0),
        ("", (), 0),
    ],
)
def test_exit_codes(statement: Any, scopeminer: Call, text: str, options: tuple[str, ...], code: int) -> None:
    assert scopeminer("statement", "check", statement(text), PANEL, *options).code == code


def test_strict_counts_open_claims_that_code_could_decide(statement: Any, scopeminer: Call) -> None:
    text = statement("No data is stored outside Atlassian.")
    assert scopeminer("statement", "check", text, SAMPLES / "egress-hosts").code == 0
    assert scopeminer("statement", "check", text, SAMPLES / "egress-hosts", "--strict").code == 3


def test_a_document_without_claims_says_so(statement: Any, scopeminer: Call) -> None:
    assert (
        "No sentence of this document is on a topic that can be checked."
        in scopeminer("statement", "check", statement("Hi."), CLEAN).stdout
    )


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"\0\1\2binary", "s.doc", "expected text, Markdown, HTML or PDF, found binary data"),
        (b"%PDF-1.4\nbroken", "s.pdf", "pdftotext"),
    ],
)
def test_documents_that_cannot_be_read(statement: Any, scopeminer: Call, content: bytes, name: str, message: str) -> None:
    result = scopeminer("statement", "check", statement(content, name), CLEAN)
    assert (result.code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize("command", ["statement draft", "eligibility", "data", "questionnaire"])
def test_a_folder_without_a_manifest_is_one_sentence(tmp_path: Path, scopeminer: Call, command: str) -> None:
    result = scopeminer(*command.split(), tmp_path)
    assert (result.code, result.stdout) == (2, "")
    assert "no manifest.yml" in result.stderr


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("No analytics are used.\r\nNo hardcoded credentials.\r\n", 2),
        ("\ufeffNo analytics are used.", 1),
        ("<!doctype html><html><body><h1>Privacy</h1><ul><li>No analytics are used.</li><li>TLS everywhere.</li></ul></body></html>", 2),
        ("No analytics – “none” – are used.".encode("cp1252"), 1),
        ("No analytics are used.".encode("utf-16"), 1),
    ],
)
def test_forms_of_text(statement: Any, scopeminer: Call, text: str | bytes, claims: int) -> None:
    report = json.loads(scopeminer("statement", "check", statement(text), CLEAN, "--format", "json").stdout)
    assert len(report["claims"]) == claims


def test_pdf(statement: Any, scopeminer: Call) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    stream = b"BT /F1 12 Tf 72 720 Td (No analytics are used.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj%s endobj\n" % (i, one) for i, one in enumerate(objects, 1))
        + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"
    )
    report = json.loads(scopeminer("statement", "check", statement(body, "s.pdf"), CLEAN, "--format", "json").stdout)
    assert [claim["topic"] for claim in report["claims"]] == ["no-analytics"]


def git(folder: Path, *arguments: str, day: str = "2025-01-01") -> None:
    date = f"{day}T12:00:00 +0000"
    environment = {
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env=environment,
    )


def test_what_changed_since_the_statement(tmp_path: Path, statement: Any, scopeminer: Call) -> None:
    app = tmp_path / "repo" / "app"
    shutil.copytree(PANEL, app)
    git(tmp_path / "repo", "init", "-q")
    git(tmp_path / "repo", "add", ".")
    git(tmp_path / "repo", "commit", "-qm", "one", day="2025-06-01")
    manifest = app / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("  scopes:\n", "  scopes:\n    - manage:jira-webhook\n"))
    git(tmp_path / "repo", "commit", "-qam", "two", day="2025-11-01")
    document = statement("No analytics are used.\n\n## Change log\n2025-09-29 first edition\n")
    cautions = json.loads(scopeminer("statement", "check", document, app, "--format", "json").stdout)["cautions"]
    (changed,) = [caution["text"] for caution in cautions if caution["kind"] == "changed-since"]
    assert changed.startswith("on 2025-11-01, after the statement: +manage:jira-webhook (commit ")


def test_without_history_a_note_says_so(tmp_path: Path, statement: Any, scopeminer: Call) -> None:
    app = tmp_path / "app"
    shutil.copytree(PANEL, app)
    document = statement("No analytics are used.\n\n## Change log\n2025-09-29 first edition\n")
    cautions = json.loads(scopeminer("statement", "check", document, app, "--format", "json").stdout)["cautions"]
    assert {caution["kind"] for caution in cautions} <= {"no-history", "changed-since"}


def test_a_log_names_places_from_the_root_of_the_repository(tmp_path: Path, statement: Any, scopeminer: Call) -> None:
    app = tmp_path / "repo" / "apps" / "panel"
    shutil.copytree(PANEL, app)
    git(tmp_path / "repo", "init", "-q")
    inside = tmp_path / "repo" / "docs" / "privacy.md"
    inside.parent.mkdir()
    text = "Access is restricted to the minimum required scopes. Regular security reviews are performed."
    inside.write_text(text)
    for document, name in ((inside, "docs/privacy.md"), (statement(text), "statement.txt")):
        (run,) = json.loads(scopeminer("statement", "check", document, app, "--format", "sarif").stdout)["runs"]
        contradicted, open_ = run["results"]
        assert (contradicted["level"], uri(contradicted["locations"][0])) == ("error", "apps/panel/manifest.yml")
        assert uri(contradicted["relatedLocations"][0]) == name
        assert (open_["level"], uri(open_["locations"][0])) == ("note", name)
        assert str(tmp_path) not in json.dumps(run)


def uri(location: Any) -> str:
    found: str = location["physicalLocation"]["artifactLocation"]["uri"]
    return found


def test_scopes_that_the_text_names(statement: Any, scopeminer: Call) -> None:
    document = statement("We use the scopes read:jira-work and write:jira-servicedesk.")
    cautions = json.loads(scopeminer("statement", "check", document, PANEL, "--format", "json").stdout)["cautions"]
    texts = [caution["text"] for caution in cautions]
    assert "write:jira-servicedesk is named in the statement and not declared in the manifest" in texts
    assert "read:jira-user is declared and not named in the statement" in texts


@pytest.mark.parametrize(("app", "options", "code"), [("clean-app", (), 0), ("egress-hosts", (), 1)])
def test_eligibility_codes(scopeminer: Call, app: str, options: tuple[str, ...], code: int) -> None:
    result = scopeminer("eligibility", SAMPLES / app, *options)
    assert result.code == code
    assert "A pre-check of the manifest: the badge is awarded by Atlassian" in result.stdout


def test_eligibility_that_an_administrator_decides(tmp_path: Path, scopeminer: Call) -> None:
    (tmp_path / "manifest.yml").write_text("modules: {}\npermissions:\n  external:\n    configurable:\n      enabled: true\napp: {id: x}\n")
    assert scopeminer("eligibility", tmp_path).code == 0
    assert scopeminer("eligibility", tmp_path, "--strict").code == 3


def test_answers_go_to_a_file(tmp_path: Path, scopeminer: Call) -> None:
    target = tmp_path / "data.md"
    assert scopeminer("data", CLEAN, "--format", "markdown", "-o", target).stdout == ""
    assert target.read_text("utf-8").startswith("# Data inventory of ")
