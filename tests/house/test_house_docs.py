"""docs/: made parts are fresh, what is said exists, the site builds without a network, and nothing in it is fetched from elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scopeminer.audit.rules import RULES
from scopeminer.config import POLICIES, PRODUCTS, Api, read
from scopeminer.manifest.suppressions import malformed, suppressions
from tests.house.command_lines import wrong
from tools import build_docs

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
SCHEMA = json.loads((ROOT / "scopeminer" / "report" / "schema" / "report-1.schema.json").read_text("utf-8"))["$defs"]


def text(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def first_cells(table: str) -> list[str]:
    """What stands in the first column of the tables of a text."""
    return [name.strip("`* ") for name in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES)
def test_the_made_parts_are_what_the_tool_writes(page: str) -> None:
    assert build_docs.build(page, text(page)) == text(page), "run: make docs"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_exists(page: str) -> None:
    by_hand = re.sub(r"<!-- begin (\S+).*?<!-- end \1 -->", "", text(page), flags=re.DOTALL)
    code = re.findall(r"^```(?:sh|yaml|console)\n.*?^```|`[^`\n]+`", by_hand, re.DOTALL | re.MULTILINE)
    assert wrong("\n".join(code)) == []


def test_every_maker_is_used() -> None:
    used = {name for page in PAGES for name, _ in build_docs.parts(text(page))}
    assert used == set(build_docs.MAKERS)


def test_a_stale_part_is_seen_and_its_seconds_are_not() -> None:
    page = "<!-- begin output scopeminer scan sample_apps/clean-app -->\n{}\n<!-- end output -->"
    fresh = build_docs.build("a.md", page.format("x"))
    other = re.sub(r"\d\.\d\d s", "9.99 s", fresh)
    assert "9.99 s" in other
    assert build_docs.build("a.md", other) == other
    assert build_docs.build("a.md", fresh.replace("all 2 declared", "all 3 declared")) == fresh


def test_the_reference_is_what_help_prints() -> None:
    command = [sys.executable, "-m", "scopeminer", "catalog", "show", "--help"]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert f"## scopeminer catalog show\n\n```text\n{done.stdout}```" in text("commands.md")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. Warnings (a link or an anchor that leads nowhere, a page outside the navigation) are errors."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    loaded = re.compile(r"<(?:script|img|iframe|source|link(?![^>]*rel=.?canonical))\b[^>]*\b(?:src|href)=[\"']?((?:https?:)?//[^\"' >]+)")
    pages = [path.read_text("utf-8") for path in site.rglob("*.html")]
    assert len(pages) > len(PAGES)  # and 404.html
    assert [address for page in pages for address in loaded.findall(page)] == []
    styles = [path.read_text("utf-8") for path in site.rglob("*.css")]
    assert [address for style in styles for address in re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//[^)\"']+", style)] == []


def test_the_anchor_of_a_rule_is_its_id(site: Path) -> None:
    anchors = set(re.findall(r"<h3 id=\"([^\"]+)\"", (site / "rules" / "index.html").read_text("utf-8")))
    assert {rule.id for rule in RULES} == anchors


def test_the_configuration_that_is_shown_is_read() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", text("configuration.md"), re.DOTALL)
    config = read(example.encode())
    assert (config.policy, config.fail_on, config.exclude) == ("as-declared", "warning", ("legacy/", "*.gen.ts"))
    assert config.source_roots == ("lib",)
    assert config.apis[0] == Api("callJira", "src/jira.ts", None, "jira", "GET", path="/rest/api/3/issue/{key}", principal="user", line=6)
    assert (config.apis[1].package, config.apis[1].method_argument, config.apis[1].path_argument) == ("@acme/jira-client", 0, 1)
    assert all(f"`{product}`" in text("configuration.md") for product in PRODUCTS)


def test_the_suppression_that_is_shown_is_one() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", text("configuration.md"), re.DOTALL)
    assert malformed(example.encode(), "manifest.yml") == ()
    (found,) = suppressions(example.encode(), "manifest.yml")
    assert (found.scope, str(found.until), found.reason) == ("write:jira-work", "2027-03-31", "used by the remote")


def test_every_reason_of_an_unknown_is_explained() -> None:
    table = text("limits.md").partition("## What is left open")[2].partition("\n## ")[0]
    assert sorted(first_cells(table)[1:]) == sorted(SCHEMA["unknown"]["properties"]["reason"]["enum"])


def test_every_verdict_and_policy_is_explained() -> None:
    verdicts = text("quickstart.md").partition("## Verdicts")[2].partition("\n## ")[0]
    assert first_cells(verdicts)[1:] == SCHEMA["verdict"]["enum"]
    policies = text("how-it-works.md").partition("## Verdicts and sets")[2].partition("\n## ")[0]
    assert tuple(first_cells(policies)[1:]) == POLICIES
