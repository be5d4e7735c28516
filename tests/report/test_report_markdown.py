"""Audit → the page that justifies scopes, as a reader of Markdown sees it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scopeminer.audit.model import Audit, Finding, ScopeVerdict
from scopeminer.privileges.model import Step, Unknown, Unparsed, Usage, Use
from scopeminer.report.markdown import page, render
from scopeminer.report.markdown_text import code, escaped, row, table
from scopeminer.report.model import Display, Failure, Run
from scopeminer.report.purpose import purpose, thing
from scopeminer.scan import scan
from scopeminer.source import Place

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "sample_apps").glob("*/manifest.y*ml"))
scanned = cache(scan)
READER = MarkdownIt("commonmark", {"html": True}).enable("table")
HOSTILE = (
    "a|b", "`x`", "``", "`", "<script>alert(1)</script>", "<!--", "[x](https://e.example)", "![x](y)", "*b* _i_ ~~s~~", "# h", "a\nb\r\nc",
    "\x1b[31m", "&lt;b&gt;", "\\", "\\|", "a\\", "| --- |", "\u202e",
)  # fmt: skip

ISSUE_INSIGHTS = """\
# Scopes of Issue Insights

The app asks for 4 scopes; its code shows the need for 2. This manifest allows 248 REST operations; the code uses 6. \
The smallest set (3 scopes) allows 161.

## Needed

| scope | what it is for | operations | features | acts as | where |
|---|---|---|---|---|---|
| `read:jira-work` | Reads issue. | `GET /rest/api/3/issue/{issueIdOrKey}` \
| jira:issuePanel "Insights" | the user | `src/api/issues.ts:42` |
| `storage:app` | Keeps the app's own data in Atlassian's storage. | `kvs.get` | — | — | `src/settings.ts:12` |

## Needed and not declared

| scope | what it is for | operations | features | acts as | where |
|---|---|---|---|---|---|
| `read:project:jira` | GET project/search | — | — | — | `src/api/projects.ts:12` |

## Kept because it cannot be told

| scope | verdict | why | where |
|---|---|---|---|
| `read:jira-user` | cannot-tell | 1 request could not be resolved | `manifest.yml:28`, `src/proxy.ts:18` |

## To be removed, and why

| scope | verdict | why | where |
|---|---|---|---|
| `write:jira-work` | unused | no reachable write to Jira; nearest: dead helper updateIssue | `manifest.yml:27`, `src/legacy.ts:9` |

## Unknown

| where | what | what is known of it | scopes that it keeps |
|---|---|---|---|
| `src/proxy.ts:18` | the path is only known at run time (`the path comes from storage`) \
| GET on jira below /rest/api/3/ | `read:jira-user` |

## How this page is made

Read from the app's code and `manifest.yml` by scopeminer; 6 of 7 requests resolved.
Compared with Atlassian's documents as of 2026-08-04 (1432 operations).
`scopeminer justify -o FILE` writes it, `scopeminer justify --check FILE` says whether it still holds.
"""


def tokens(text: str) -> list[Token]:
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]


def read(text: str) -> str:
    """What a reader sees of one paragraph."""
    return "".join(token.content for token in tokens(text) if token.type in ("text", "code_inline", "text_special"))


def test_the_page(audits: dict[str, Audit]) -> None:
    assert page(audits["Issue Insights"]) == ISSUE_INSIGHTS


def test_an_app_without_scopes(audits: dict[str, Audit]) -> None:
    text = page(audits["empty"])
    assert "# Scopes of this app\n\nThe app asks for no scope.\n" in text
    assert "## Unknown\n\nNothing.\n" in text
    assert "## Needed" not in text


@pytest.mark.parametrize(
    ("by", "because", "title", "why"),
    [
        ("comment", "the remote uses it", "Kept on purpose", "the remote uses it"),
        ("", "", "Kept on purpose", "no reachable write to Jira; nearest: dead helper updateIssue"),
        ("baseline", "", "To be removed, and why", "no reachable write to Jira; nearest: dead helper updateIssue"),
    ],
)
def test_kept_on_purpose(by: str, because: str, title: str, why: str, audits: dict[str, Audit]) -> None:
    finding = Finding("over-privilege", "error", "m", "write:jira-work", None, suppressed=True, suppressed_by=by, kept_because=because)
    section = page(replace(audits["Issue Insights"], findings=(finding,))).partition(f"## {title}\n")[2].partition("##")[0]
    assert f"| `write:jira-work` | unused | {why} | `manifest.yml:27`, `src/legacy.ts:9` |\n" in section


@pytest.mark.parametrize(("minimal", "title"), [(("a",), "Needed"), ((), "To be removed, and why")])
def test_of_scopes_that_cover_for_each_other_one_stays(minimal: tuple[str, ...], title: str, audits: dict[str, Audit]) -> None:
    rows = (ScopeVerdict("a", True, None, "redundant", "b covers it", None, None, (), 0),)
    text = page(replace(audits["empty"], scopes=rows, minimal_sets={"as-declared": minimal}))
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [title, "Unknown", "How this page is made"]
    assert f"the need for {len(minimal)}." in text


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (Usage(), "Nothing."),
        (Usage(unknowns=(Unknown(Place("a.ts", 1, 1), "eval"),)), "| `a.ts:1` | code is made at run time | — | — |"),
        (Usage(unparsed=(Unparsed("a.ts", 3, Place("a.ts", 4, 1)),)), "| `a.ts:4` | a part of the file cannot be parsed | — | — |"),
        (
            Usage(uses=(Use("rest", "r", Place("a.ts", 2, 1), route="/x/{*}", resolution="bounded", holds_back=frozenset("s")),)),
            "| `a.ts:2` | which operation it is | `any method /x/{*}` | — |",
        ),
        (
            Usage(
                uses=(Use("rest", "r", Place("a.ts", 2, 1), route="/x", resolution="bounded", holds_back=frozenset("s"), reachable=False),)
            ),
            "Nothing.",
        ),
    ],
)
def test_unknowns(usage: Usage, expected: str, audits: dict[str, Audit]) -> None:
    ids = tuple(f"u{number}" for number in range(len(usage.uses)))
    assert expected in page(replace(audits["empty"], usage=usage, use_ids=ids)).partition("## Unknown")[2].splitlines()


def test_of_the_products_that_a_package_may_call_those_are_told_that_keep_a_scope(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    keeping = {"jira": frozenset({"read:jira-work"}), "bitbucket": frozenset({"read:repository:bitbucket"}), "compass": frozenset[str]()}
    unknowns = tuple(
        Unknown(Place("a.ts", 1, 1), "escaped-request", product=product, detail="vm", holds_back=held) for product, held in keeping.items()
    )
    told = page(replace(audit, usage=replace(audit.usage, unknowns=unknowns))).partition("## Unknown")[2].splitlines()
    assert [line for line in told if "a.ts:1" in line] == [
        "| `a.ts:1` | a request function is handed to code that is not seen (`vm`) | on jira | `read:jira-work` |"
    ]


def test_who_acts_and_where(audits: dict[str, Audit]) -> None:
    audit = audits["Issue Insights"]
    first = replace(audit.usage.uses[0], principal=("user", "app"), impersonates=True)
    second = replace(first, site=Place("src/api/issues.ts", 7, 1), features=(Step(Place("manifest.yml", 9, 1), "trigger | x"),))
    changed = replace(audit, usage=replace(audit.usage, uses=(first, second, audit.usage.uses[2])))
    changed = replace(changed, scopes=(replace(audit.scopes[0], uses=("u1", "u2")),))
    (line,) = [line for line in page(changed).splitlines() if line.startswith("| `read:jira-work`")]
    assert line.endswith(
        '| jira:issuePanel "Insights", trigger \\| x | a named user, the app, the user | `src/api/issues.ts:7`, `src/api/issues.ts:42` |'
    )


@pytest.mark.parametrize(("folder", "name", "title"), [("apps/one", None, "one"), ("apps/one", "N", "N"), ("", None, "this app")])
def test_the_title_is_the_same_wherever_the_page_is_made(folder: str, name: str | None, title: str, audits: dict[str, Audit]) -> None:
    for path in (".", "/somewhere/else"):
        app = replace(audits["empty"].app, path=path, folder=folder, name=name)
        assert page(replace(audits["empty"], app=app)).startswith(f"# Scopes of {title}\n")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_real_apps_give_the_same_page_and_whole_tables(path: Path) -> None:
    text = page(scanned(path))
    assert text == page(scan(path))
    assert all(f"`{scope.scope}`" in text for scope in scanned(path).scopes)
    assert str(path.parent) not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert sum(token.type == "tr_open" for token in READER.parse(text)) == len(rows) - sum(set(line) == {"|", "-"} for line in rows)


def test_several_apps_and_a_failure(audits: dict[str, Audit]) -> None:
    text = render(Run((audits["Page Facts"], audits["empty"]), (Failure("apps/c", "no *manifest*"),)), Display())
    assert text.startswith("# Scopes of Page Facts\n")
    assert "\n\n# Scopes of this app\n" in text
    assert text.endswith("\n`apps/c` could not be read: no \\*manifest\\*\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_app_wrote_stays_text(text: str) -> None:
    """In a table: one row of two cells, no markup but the code span, every character seen."""
    rendered = "\n".join([*table("a", "b"), row(code(text), escaped(text))])
    parsed = READER.parse(rendered)
    assert [token.type for token in parsed].count("td_open") == 2
    first, second = [token for token in parsed if token.type == "inline"][2:]
    assert {child.type for child in first.children or ()} == {"code_inline"}
    assert {child.type for child in second.children or ()} <= {"text", "text_special"}
    shown = read(escaped(text))
    assert shown.isprintable()
    assert shown.replace("\\x1b", "\x1b").replace("\\u202e", "\u202e").replace("\\r", "\r").replace("\\n", "\n") == text


def test_a_sentence_mentions_nobody_and_links_nowhere() -> None:
    assert escaped("@all see https://e.example") == "@\u200ball see https:\\//e.example"


def test_a_hostile_app_gives_no_markup(audits: dict[str, Audit]) -> None:
    hostile = replace(audits["hostile"], app=replace(audits["hostile"].app, name="<img src=x>\n# [x](y)"))
    kinds = {token.type for token in tokens(page(hostile))}
    assert kinds.isdisjoint({"html_inline", "html_block", "link_open", "image", "em_open", "strong_open", "fence"})
    assert sum(token.type == "heading_open" for token in READER.parse(page(hostile))) == 4


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}", "issue properties"),
        ("/wiki/api/v2/pages/{id}", "pages"),
        ("/wiki/rest/api/content/{id}/child/attachment", "content child attachment"),
        ("/rest/agile/1.0/board/{boardId}/sprint", "board sprint"),
        ("/rest/servicedeskapi/servicedesk/{}/queue?includeCount=true", "servicedesk queue"),
        ("/rest/api/3/issueLink", "issue link"),
        ("/repositories/{workspace}/{repo_slug}/pullrequests/{}", "repositories pullrequests"),
        ("/rest/forge/1/app/properties/{}", "app properties"),
        ("/rest/software/1.0/sprint/{sprintId}/issue", "sprint issue"),
        ("/rest/devinfo", "devinfo"),
        ("/rest", "/rest"),
        ("/{*}", "/{*}"),
    ],
)
def test_the_words_of_a_path(path: str, words: str) -> None:
    assert thing(path) == words


def use(kind: str, api: str = "x", method: str | None = None, operation: str | None = None) -> Use:
    return Use(kind, api, Place("a.ts", 1, 1), method=method, operation=operation)


@pytest.mark.parametrize(
    ("scope", "uses", "sentence"),
    [
        ("read:jira-work", [use("rest", method="POST", operation="/rest/api/3/search/jql")], "Reads search jql."),
        ("write:jira-work", [use("rest", method="PUT", operation="/rest/api/3/issue/{}")] * 2, "Writes issue."),
        ("storage:app", [use("storage"), use("storage", "y")], "Keeps the app's own data in Atlassian's storage."),
        ("odd:thing", [use("rest", method="DELETE", operation="/rest/api/3/issue/{}")], "Deletes issue."),
        ("odd:thing", [use("hook", "@forge/react useProductContext")], "Calls useProductContext."),
        (
            "read:jira-work",
            [use("rest", method="GET", operation="/rest/api/3/issue/{}"), use("event", "avi:jira:created:issue")],
            "Listens to avi:jira:created:issue. Reads issue.",
        ),
        ("read:pullrequest:bitbucket", [use("module", "bitbucket:mergeCheck")], "Is required by bitbucket:mergeCheck."),
        ("read:app-user-token", [use("remote", "remote scoring")], "Hands a token to the remote scoring."),
    ],
)
def test_purpose(scope: str, uses: list[Use], sentence: str) -> None:
    assert purpose(scope, uses) == purpose(scope, uses[::-1]) == sentence
