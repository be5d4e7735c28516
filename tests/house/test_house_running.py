"""docs/running.md and docs/api.md: the snippets parse, refer to what exists, and do what they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from scopeminer.audit.model import Audit, Finding, Reach, ScopeVerdict
from scopeminer.privileges.model import Usage, Use
from scopeminer.report.formats import FORMATS
from tests.house.command_lines import command_lines, wrong

ROOT = Path(__file__).parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text("utf-8")
API = (ROOT / "docs" / "api.md").read_text("utf-8")
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


GITHUB, BITBUCKET, GITLAB, PRE_COMMIT = (yaml.safe_load(block) for block in blocks(RUNNING, "yaml"))


def test_commands_and_options_exist() -> None:
    assert len(command_lines(RUNNING)) >= 8
    assert wrong(RUNNING) == []


def test_every_format_is_named_but_those_made_elsewhere() -> None:
    table = set(re.findall(r"^\| `(\w+)` \|", RUNNING, re.MULTILINE))
    assert table - set(FORMATS) == set()
    assert {"terminal", "json", "sarif", "github", "gitlab", "bitbucket", "markdown"} <= table


def test_the_workflow_uses_inputs_and_outputs_of_the_action() -> None:
    _, ours, upload = GITHUB["jobs"]["scopes"]["steps"]
    assert set(ours["with"]) <= set(ACTION["inputs"])
    used = re.findall(rf"steps\.{ours['id']}\.outputs\.(\w+)", f"{upload['with']['sarif_file']} {upload['if']}")
    assert set(used) == set(ACTION["outputs"])


def test_gitlab_takes_the_file_that_is_written() -> None:
    job = GITLAB["scopes"]
    assert job["artifacts"]["reports"]["codequality"] == command_lines(job["script"][-1])[0][1][-1]


def test_the_hooks_are_those_of_the_repository() -> None:
    (repository,) = PRE_COMMIT["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in HOOKS]


Request = tuple[str, str, Any]


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[Request]]]:
    """What stands for Bitbucket's proxy, and the requests that it got."""
    got: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            got.append((self.command, self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_PUT()

        def log_message(self, *_: Any) -> None:
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", got
        server.shutdown()
        thread.join()


def test_the_bitbucket_snippet_sends_the_report_and_every_batch(tmp_path: Path, proxy: tuple[str, list[Request]]) -> None:
    script = BITBUCKET["pipelines"]["pull-requests"]["**"][0]["step"]["script"]
    (sender,) = [found for line in script for found in re.findall(r"<<'SEND'\n(.*)\nSEND", line, re.DOTALL)]
    (tmp_path / "insights.json").write_text(json.dumps({"report": {"title": "é"}, "annotations": [[{"line": 1}], [{"line": 2}]]}), "utf-8")
    names = {"BITBUCKET_WORKSPACE": "w", "BITBUCKET_REPO_SLUG": "r", "BITBUCKET_COMMIT": "c", "INSIGHTS_PROXY": proxy[0]}
    subprocess.run([sys.executable, "-c", sender], cwd=tmp_path, env={**os.environ, "no_proxy": "", **names}, check=True)
    report = "http://api.bitbucket.org/2.0/repositories/w/r/commit/c/reports/scopeminer"
    assert proxy[1] == [
        ("PUT", report, {"title": "é"}),
        ("POST", f"{report}/annotations", [{"line": 1}]),
        ("POST", f"{report}/annotations", [{"line": 2}]),
    ]


def test_the_example_prints_what_the_page_says() -> None:
    (example,), (said,) = blocks(API, "python"), blocks(API, "text")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == said


@pytest.mark.parametrize(
    ("row", "record"),
    [("scopes", ScopeVerdict), ("uses", Use), ("findings", Finding), ("usage", Usage), ("reach", Reach)],
)
def test_the_fields_exist(row: str, record: type) -> None:
    (said,) = re.findall(rf"^\| `{row}` \| (.*) \|$", API, re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", said)) - {"Finding"}
    assert named
    assert named <= {field.name for field in fields(record)}


def test_the_rows_are_fields_of_an_audit() -> None:
    table = API.partition("## `Audit`")[2]
    named = {name for cell in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)}
    assert named == {field.name for field in fields(Audit)} - {"minimal_costs", "declared_egress"} | {"uses"}
