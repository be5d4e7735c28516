"""Audit → the page as text: what is in it, what is escaped, what its policy admits."""

from __future__ import annotations

import hashlib
import re
import sys
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from scopeminer.audit.model import AppInfo, Audit, Reach
from scopeminer.report import formats
from scopeminer.report.html import render
from scopeminer.report.model import Display, Failure, ReportError, Run

SOURCES = {
    "manifest.yml": b"".join(b"line %d\n" % number for number in range(1, 40)),
    "src/proxy.ts": b"\n" * 17 + b"await </template><script>alert(1)</script>\n",
}


def source(app: AppInfo, file: str) -> bytes | None:
    return SOURCES.get(file)


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        inside = self.tags[-1][0] if self.tags else ""
        if inside in ("style", "script") and inside not in self.raw:
            self.raw[inside] = data
        else:
            self.text += data

    def all(self, attribute: str) -> list[str]:
        return [value or "" for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


def page(*audits: Audit, **options: Any) -> Elements:
    return Elements(render(Run(audits, **options), Display(commands=frozenset({"fix"}))))


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "name, said",
    [
        ("Issue Insights", "Asked 4 scopes, which together allow 248 REST operations."),
        ("Issue Insights", "Used 6 REST operations; 2 declared scopes are needed. Needed and not asked for: read:project:jira."),
        ("Issue Insights", "Can go 1 scope: write:jira-work."),
        ("Issue Insights", "Unknown The path is only known at run time (src/proxy.ts:18), and 1 more. 6 of 7 request sites resolved."),
        ("Issue Insights", "As of The catalog of 2026-08-04 with 1432 operations; scopeminer"),
        ("Page Facts", "Asked 1 scope."),
        ("Page Facts", "Used No REST operation; 1 declared scope is needed."),
        ("Page Facts", "Can go Nothing."),
        ("Page Facts", "Unknown Nothing. There are no request sites."),
        ("empty", "Asked No scope."),
        ("hostile", "1 file could not be parsed in full."),
    ],
)
def test_the_page_opens_with_the_lines_a_reviewer_would_quote(audits: dict[str, Audit], name: str, said: str) -> None:
    text = re.sub(r"(Asked|Used|Can go|Unknown|As of)(?=[A-Z0-9])", r"\1 ", words(page(audits[name]).text))
    assert said in text


def test_the_policy_admits_the_own_script_and_style_and_nothing_else(audits: dict[str, Audit]) -> None:
    elements = page(*audits.values())
    (policy,) = [attributes["content"] for _, attributes in elements.tags if attributes.get("http-equiv") == "Content-Security-Policy"]
    hashes = {kind: b64encode(hashlib.sha256(elements.raw[kind].encode()).digest()).decode() for kind in ("style", "script")}
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_page_names_no_address_to_load_and_no_inline_code(any_audit: Audit) -> None:
    elements = page(any_audit)
    assert [address for address in elements.all("href") + elements.all("src") if not address.startswith(("#", "data:"))] == []
    assert [name for _, attributes in elements.tags for name in attributes if name.startswith("on") or name == "style"] == []
    assert [tag for tag, _ in elements.tags].count("script") == 1


def test_ids_are_unique_and_what_refers_to_them_finds_them(audits: dict[str, Audit]) -> None:
    elements = page(*audits.values(), source=source)
    ids = elements.all("id")
    assert len(ids) == len(set(ids))
    named = [address[1:] for address in elements.all("href") if address.startswith("#")]
    assert {*named, *elements.all("aria-controls"), *elements.all("aria-labelledby"), *elements.all("data-excerpt")} <= set(ids)
    assert elements.all("data-excerpt")


def test_hostile_names_are_text(audits: dict[str, Audit]) -> None:
    markup = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'
    audit = audits["Issue Insights"]
    hostile = replace(
        audit,
        app=replace(audit.app, name=markup, manifest=markup),
        scopes=tuple(replace(row, scope=markup + row.scope, reason=markup) for row in audit.scopes),
        findings=tuple(replace(found, message=markup, subject=markup) for found in audit.findings),
        usage=replace(
            audit.usage,
            uses=tuple(replace(use, function=markup, operation=markup, route=markup, api=markup) for use in audit.usage.uses),
            egress=tuple(replace(one, host=markup) for one in audit.usage.egress),
        ),
    )
    harmless, elements = page(audit), page(hostile)
    assert [tag for tag, _ in elements.tags if tag in ("script", "img")] == [tag for tag, _ in harmless.tags if tag in ("script", "img")]
    assert "<script>alert(1)</script>" in elements.text
    assert "\\u202e" in elements.text
    assert "\u202e" not in elements.text


@pytest.mark.parametrize(
    "read, shown, missing",
    [
        (source, ["line 25", "line 27", "line 29", "await </template><script>alert(1)</script>"], ["line 24"]),
        (lambda app, file: None, [], ["line 27"]),
        (None, [], ["line 27"]),
    ],
)
def test_excerpts_show_the_lines_around_a_place(audits: dict[str, Audit], read: Any, shown: list[str], missing: list[str]) -> None:
    audit = audits["Issue Insights"]
    only = replace(audit, scopes=tuple(row for row in audit.scopes if row.scope == "write:jira-work"))
    text = page(only, source=read).text
    assert [line for line in shown if line not in text] == []
    assert [line for line in missing if line in text] == []


@pytest.mark.parametrize(
    "reach, areas",
    [
        (Reach(248, 6, 161), {"used": 6, "spare": 155, "excess": 87}),
        (Reach(10, 6, 12), {"used": 6, "spare": 6}),
        (Reach(3, 6, 2), {"used": 6}),
        (Reach(0, 0, 0), {}),
    ],
)
def test_the_field_has_a_square_for_every_operation(audits: dict[str, Audit], reach: Reach, areas: dict[str, int]) -> None:
    elements = page(replace(audits["Issue Insights"], reach=reach))
    drawn = {
        str(item["class"]): str(item["d"]).count("z")
        for tag, item in elements.tags
        if tag == "path" and item.get("class") in ("used", "spare", "excess")
    }
    assert drawn == areas


def test_without_a_smallest_set_nothing_is_called_excess(audits: dict[str, Audit]) -> None:
    elements = page(replace(audits["Issue Insights"], minimal_sets={}))
    assert {item["class"] for tag, item in elements.tags if tag == "path" and item.get("class") in ("used", "spare", "excess")} == {
        "used",
        "spare",
    }


def test_several_apps_share_a_page(audits: dict[str, Audit]) -> None:
    elements = page(audits["Issue Insights"], audits["Page Facts"], failures=(Failure("apps/<b>", "no manifest."),))
    assert [attributes["id"] for tag, attributes in elements.tags if tag == "article"] == ["a0", "a1"]
    assert "apps/<b> no manifest." in words(elements.text)
    assert "2 apps" in words(elements.text)


def test_two_renderings_are_the_same_bytes(any_audit: Audit) -> None:
    run = Run((any_audit,), source=source)
    assert render(run, Display()) == render(run, Display())


def test_without_jinja2_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "scopeminer.report.html")
    with pytest.raises(ReportError, match=r"^--format html needs jinja2.*pip install 'scopeminer\[html\]'\.$"):
        formats.renderer("html")
