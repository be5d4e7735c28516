"""Used hosts against declared ones: facts in, findings out; half of each table is what must not be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scopeminer.audit.model import Fix
from scopeminer.manifest.model import EgressGrant, Endpoint, Manifest, Module, Remote
from scopeminer.privileges.model import Egress, Outsider, RemoteUse, Unknown
from scopeminer.source import Place
from tests.audit.apps import audit, egress, line, manifest, only, outsider, said, unknown

BACKEND, CLIENT = "fetch.backend", "fetch.client"
API = "https://api.example.com/v1"
Findings = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("declared", "found", "findings"),
    [
        ((), (egress(API),), [("undeclared-egress", "api.example.com")]),
        ((), (egress(API), egress(API, site="src/b.js:1")), [("undeclared-egress", "api.example.com")]),
        ((), (egress(API), egress(API, CLIENT)), [("undeclared-egress", "api.example.com")] * 2),
        (((BACKEND, "api.example.com"),), (egress(API),), []),
        (((BACKEND, "https://api.example.com"),), (egress(API),), []),
        (((BACKEND, "*.example.com"),), (egress(API),), []),
        (
            ((BACKEND, "*.example.com"),),
            (egress("https://example.com/x"),),
            [("undeclared-egress", "example.com"), ("unused-egress", "*.example.com")],
        ),
        (((BACKEND, "api.example.com"),), (egress("http://api.example.com/"),), [("undeclared-egress", "api.example.com")]),
        (((CLIENT, "api.example.com"),), (egress(API),), [("undeclared-egress", "api.example.com")]),
        ((("images", "img.example.com"),), (egress("https://img.example.com/a.png", "images"),), []),
        ((), (egress("https://secure.gravatar.com/a", "images"),), []),
        ((), (egress("https://example.com/help", "navigation"),), []),
        ((), (egress("{*}/x", "images"),), []),
        (((BACKEND, "a.example.com"),), (egress("https://{}.example.com/x"),), []),
        ((), (egress("https://{}.example.com/x"),), [("undeclared-egress", "*.example.com")]),
        ((), (), []),
    ],
)
def test_undeclared(declared: tuple[tuple[str, str], ...], found: tuple[Egress, ...], findings: Findings) -> None:
    assert sorted(said(audit(manifest(external=declared), *found), "undeclared-egress", "unused-egress")) == findings


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ((), "api.example.com is not declared: add it under permissions.external.fetch.backend"),
        (
            (("images", "api.example.com"),),
            "api.example.com is declared under images only: add it under permissions.external.fetch.backend",
        ),
        (((BACKEND, "http://api.example.com"),), "https://api.example.com is not what http://api.example.com under fetch.backend allows"),
        (((BACKEND, "*.other.com"),), "api.example.com is not declared: add it under permissions.external.fetch.backend"),
    ],
)
def test_what_is_wrong_with_it(declared: tuple[tuple[str, str], ...], message: str) -> None:
    found = only(audit(manifest(external=declared), egress(API)), "undeclared-egress")
    assert (found.message, found.level, found.fix) == (message, "error", Fix("add-egress", (), "major"))


@pytest.mark.parametrize(
    ("declared", "found", "findings"),
    [
        (((BACKEND, "api.example.com"),), (), [("unused-egress", "api.example.com")]),
        (((BACKEND, "https://api.example.com/v1"),), (), [("unused-egress", "api.example.com")]),
        (((BACKEND, "api.example.com"), ("images", "img.example.com")), (egress(API),), [("unused-egress", "img.example.com")]),
        (((BACKEND, "api.example.com"),), (egress("{*}"),), []),
        (((BACKEND, "api.example.com"),), (egress("{*}", CLIENT),), [("unused-egress", "api.example.com")]),
        (((BACKEND, "api.example.com"),), (egress("https://{}.example.com/x"),), []),
        (((BACKEND, "api.example.com"),), (egress("https://{}.other.com/x"),), [("unused-egress", "api.example.com")]),
        (((BACKEND, "api.example.com"),), (unknown("eval"),), []),
        (((BACKEND, "api.example.com"),), (unknown("missing-source", side="frontend"),), [("unused-egress", "api.example.com")]),
        (((CLIENT, "api.example.com"),), (unknown("missing-source", side="frontend"),), []),
        (((CLIENT, "api.example.com"),), (unknown("budget"),), []),
        (((BACKEND, "api.example.com"),), (unknown("dynamic-route", "read:jira-work"),), [("unused-egress", "api.example.com")]),
        (((BACKEND, "*"),), (), []),
        ((("navigation", "slack:"),), (), []),
    ],
)
def test_unused(declared: tuple[tuple[str, str], ...], found: tuple[Egress | Unknown, ...], findings: Findings) -> None:
    assert said(audit(manifest(external=declared), *found), "unused-egress") == findings


@pytest.mark.parametrize(
    ("declared", "found", "findings"),
    [
        ((BACKEND, "api.example.com"), (outsider("@acme/sdk"),), [("unresolved-egress", "api.example.com")]),
        ((BACKEND, "api.example.com"), (outsider("@acme/sdk", side="client"),), [("unused-egress", "api.example.com")]),
        ((CLIENT, "api.example.com"), (outsider("@acme/sdk", side="client"),), [("unresolved-egress", "api.example.com")]),
        (("images", "img.example.com"), (outsider("@acme/sdk", side="client"),), [("unresolved-egress", "img.example.com")]),
        ((BACKEND, "api.example.com"), (outsider("@acme/sdk"), egress(API)), []),
        ((BACKEND, "files.slack.com"), (outsider("@slack/web-api", "slack.com"),), [("unresolved-egress", "files.slack.com")]),
        ((BACKEND, "*.slack.com"), (outsider("@slack/web-api", "slack.com"),), [("unresolved-egress", "*.slack.com")]),
        ((BACKEND, "api.example.com"), (outsider("@slack/web-api", "slack.com"),), [("unused-egress", "api.example.com")]),
        ((BACKEND, "notslack.com"), (outsider("@slack/web-api", "slack.com"),), [("unused-egress", "notslack.com")]),
    ],
)
def test_what_an_unseen_package_may_use(declared: tuple[str, str], found: tuple[Egress | Outsider, ...], findings: Findings) -> None:
    assert said(audit(manifest(external=(declared,)), *found), "unused-egress", "unresolved-egress") == findings


def test_what_a_style_sheet_may_use() -> None:
    sheet = Outsider("style sheet x/y.css", "client", ("*",), Place("src/a.js", 1, 1), ("fonts", "images", "styles"))
    declared = manifest(external=((CLIENT, "a.example.com"), ("fonts", "b.example.com")))
    found = said(audit(declared, sheet), "unused-egress", "unresolved-egress")
    assert sorted(found) == [("unresolved-egress", "b.example.com"), ("unused-egress", "a.example.com")]


def test_it_is_named_and_nothing_is_removed() -> None:
    found = only(
        audit(manifest(external=((BACKEND, "api.example.com"),)), outsider("@acme/any"), outsider("@acme/own", "example.com")),
        "unresolved-egress",
    )
    assert found.message == "cannot tell whether api.example.com under fetch.backend is used: package @acme/own is not here and may use it"
    assert (found.fix, found.location, found.related) == (None, Place("manifest.yml", 60, 7), (Place("src/index.js", 2, 1),))


def test_what_customers_configure_is_not_told() -> None:
    declared = manifest(external=((BACKEND, "api.example.com"),), egress_configurable=True)
    assert said(audit(declared, egress("https://other.example.com/"))) == []


def test_a_placeholder_is_not_told() -> None:
    assert said(audit(manifest(external=((BACKEND, "${HOST}"),), holes=(line(60),)))) == []


def test_an_unused_entry_can_be_removed() -> None:
    found = only(audit(manifest(external=((BACKEND, "api.example.com"),))), "unused-egress")
    assert (found.level, found.confidence, found.location) == ("warning", "medium", Place("manifest.yml", 60, 7))
    assert found.fix == Fix("remove-egress", (), "minor")


@pytest.mark.parametrize(
    ("address", "found", "message"),
    [
        ("*", (), "* under fetch.backend allows every host: nothing reachable uses it"),
        ("https://*", (egress(API),), "https://* under fetch.backend allows every host: name api.example.com instead"),
        (
            "*",
            (egress("{*}"),),
            "* under fetch.backend allows every host: some addresses are run-time data, so let customers configure them",
        ),
        ("*.com", (egress(API),), "*.com under fetch.backend allows every host below .com: name api.example.com instead"),
        ("*", (unknown("eval"),), "* under fetch.backend allows every host: name the hosts instead"),
        ("*", (outsider("@acme/sdk"),), "* under fetch.backend allows every host: name the hosts instead"),
        ("*.localhost", (), None),
        ("*.example.com", (egress(API),), None),
        ("api.example.com", (egress(API),), None),
    ],
)
def test_broad(address: str, found: tuple[Egress | Unknown, ...], message: str | None) -> None:
    result = audit(manifest(external=((BACKEND, address),)), *found)
    assert [one.message for one in result.findings if one.rule == "broad-egress"] == ([message] if message else [])


@pytest.mark.parametrize(
    ("declared", "found", "hosts"),
    [
        ((), ("http://api.example.com/v1",), ["api.example.com"]),
        (("http://api.example.com",), ("http://api.example.com/v1", "http://api.example.com/v2"), ["api.example.com"]),
        (("http://api.example.com",), (), ["api.example.com"]),
        (("ws://api.example.com",), (), ["api.example.com"]),
        (("api.example.com",), (API, "wss://api.example.com/x"), []),
        (("http://localhost:3000",), ("http://localhost:3000/x", "http://127.0.0.1/x"), []),
        ((), ("{*}",), []),
    ],
)
def test_insecure_once_a_host(declared: tuple[str, ...], found: tuple[str, ...], hosts: list[str]) -> None:
    result = audit(manifest(external=[(BACKEND, address) for address in declared]), *map(egress, found))
    assert [subject for _, subject in said(result, "insecure-egress")] == hosts


@pytest.mark.parametrize(
    ("found", "number"),
    [
        ((egress("{*}"), egress("{*}/api", site="src/b.js:1")), 2),
        ((egress("{*}"), egress("{*}")), 1),
        ((egress("{*}", "images"), egress("{*}", "navigation")), 0),
        ((egress("{*}", "frames"),), 1),
        ((replace(egress("{*}", "frames"), is_data=True),), 0),
        ((egress(API),), 0),
    ],
)
def test_unresolved_once_a_place(found: tuple[Egress, ...], number: int) -> None:
    assert len(said(audit(manifest(external=((BACKEND, "api.example.com"),)), *found), "unresolved-egress")) == number


def test_what_html_from_run_time_could_load_is_not_unused() -> None:
    declared = manifest(external=(("frames", "a.example.com"),))
    assert len(said(audit(declared), "unused-egress")) == 1
    assert not said(audit(declared, replace(egress("{*}", "frames"), is_data=True)), "unused-egress")


def test_what_is_only_possible_needs_no_entry_and_keeps_one() -> None:
    """An element whose kind is not known may load it."""
    possible = replace(egress("https://a.example.com/x", "frames"), is_data=True)
    declared = manifest(external=(("frames", "a.example.com"), ("frames", "b.example.com")))
    assert not said(audit(manifest(), possible), "undeclared-egress")
    assert said(audit(declared, possible), "unused-egress", "undeclared-egress") == [("unused-egress", "b.example.com")]


def with_remote(**more: object) -> Manifest:
    remote = Remote("server", ("https://api.example.com",), ("compute",), False, False, line(70))
    return manifest(remotes=(remote,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("declared", "calls", "found", "unused"),
    [
        (with_remote(), (), (), True),
        (with_remote(), ("server",), (), False),
        (with_remote(), (None,), (), False),
        (with_remote(), (), (egress(API),), False),
        (with_remote(), (), (egress("{*}"),), False),
        (with_remote(), (), (unknown("eval"),), False),
        (with_remote(), (), (outsider("@acme/sdk"),), False),
        (with_remote(), (), (outsider("@slack/web-api", "slack.com"),), True),
        (with_remote(endpoints=(Endpoint("hook", "server", False, False, line(71)),)), (), (), False),
        (with_remote(egress=(EgressGrant(BACKEND, None, "server", None, None, line(71)),)), (), (), False),
        (with_remote(modules=(Module("sql:thing", "x", None, {"remote": "server"}, line(71)),)), (), (), False),
        (with_remote(egress_configurable=True), (), (), False),
        (with_remote(holes=(line(70),)), (), (), False),
    ],
)
def test_unused_remote(
    declared: Manifest, calls: tuple[str | None, ...], found: tuple[Egress | Unknown | Outsider, ...], unused: bool
) -> None:
    result = audit(declared, *found, remotes=tuple(RemoteUse(key, Place("src/a.js", 1, 1), "backend") for key in calls))
    assert said(result, "unused-egress") == ([("unused-egress", "api.example.com")] if unused else [])


def test_an_entry_of_a_remote_allows_what_the_remote_is() -> None:
    declared = with_remote(egress=(EgressGrant(BACKEND, None, "server", None, None, line(71)),))
    assert said(audit(declared, egress(API))) == []
