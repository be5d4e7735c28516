"""Documents → data: needs of one operation, what is refused, what stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scopeminer.catalog.build import Facts, build
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.diff import compare
from scopeminer.catalog.documents import SOURCES, Row, UnknownFormError, row
from scopeminer.catalog.load import BUNDLED, Tables, load, load_from
from scopeminer.catalog.refresh import RefreshError, refresh
from scopeminer.catalog.store import ShrunkError, check_size

SOURCE = {source.name: source for source in SOURCES}


def scopes(current: list[str] | None, beta: list[str] | None = None) -> dict[str, Any]:
    given = [("Current", current), ("Beta", beta)]
    return {"x-atlassian-oauth2-scopes": [{"state": state, "scopes": names} for state, names in given if names is not None]}


def read(document: str, operation: dict[str, Any], path: str = "/p") -> Row:
    return row(SOURCE[document], path, "get", operation, "2026-01-01")


@pytest.mark.parametrize(
    "document, operation, alternatives, announced",
    [
        (
            "jira",
            scopes(["read:jira-work"], ["read:issue:jira", "read:a:jira"]),
            [("read:jira-work",), ("read:a:jira", "read:issue:jira")],
            (),
        ),
        ("jira", scopes(["read:jira-work"], []), [("read:jira-work",), ()], ()),
        ("jira", scopes([], ["write:app-data:jira"]), [(), ("write:app-data:jira",)], ("write:app-data:jira",)),
        (
            "jira",
            scopes([], ["read:permission:jira"]) | {"description": "Soon `read:jira-work` or `read:permission:jira`; see `connect`."},
            [(), ("read:permission:jira",)],
            ("read:jira-work", "read:permission:jira"),
        ),
        (
            "jira",
            scopes(None, ["read:app-data:jira"]) | {"security": [{"OAuth2": []}]},
            [(), ("read:app-data:jira",)],
            ("read:app-data:jira",),
        ),
        ("jira", scopes(["read:jira-work"]) | {"security": [{"OAuth2": []}, {}]}, [("read:jira-work",)], ()),
        ("jira-software", {"security": [{"basicAuth": []}, {"OAuth2": ["write:x:jira-software"]}]}, [("write:x:jira-software",)], ()),
        ("jira-service-management", {"security": [{"OAuth2": []}, {}]}, [()], ()),
        ("jira", {"security": [{"basicAuth": []}, {}]}, [], ()),
        ("jira", {}, [], ()),
        ("bitbucket", {"security": [{"oauth2": ["pipeline"]}]}, [], ()),
    ],
)
def test_needs(document: str, operation: dict[str, Any], alternatives: list[tuple[str, ...]], announced: tuple[str, ...]) -> None:
    found = read(document, operation)
    assert (list(found.alternatives), found.announced) == (alternatives, announced)


@pytest.mark.parametrize(
    "operation",
    [
        scopes(["Read Work"]),
        scopes(["read"]),
        scopes(["read:jira-work", ""]),
        {"x-atlassian-oauth2-scopes": [{"state": "Gamma", "scopes": []}]},
        {"security": [{"OAuth2": ["READ"]}]},
    ],
)
def test_an_unknown_form_of_scopes_is_refused_with_its_place(operation: dict[str, Any]) -> None:
    with pytest.raises(UnknownFormError, match="jira: GET /p"):
        read("jira", operation)


@pytest.mark.parametrize(
    "document, path, expected",
    [
        ("confluence-v2", "/pages/{id}", "/wiki/api/v2/pages/{id}"),
        ("jsm-ops", "/api/{cloudId}/v1/alerts", "/jsm/ops/api/v1/alerts"),
        ("bitbucket", "/repositories", "/repositories"),
        ("bitbucket", "https://bitbucket.org/!api/internal/x", "/!api/internal/x"),
    ],
)
def test_paths_as_an_app_writes_them(document: str, path: str, expected: str) -> None:
    assert read(document, {}, path).path == expected


@pytest.mark.parametrize(
    "operation, status",
    [
        ({"deprecated": True, "x-experimental": True}, "deprecated"),
        ({"x-experimental": True}, "experimental"),
        ({"deprecated": False}, "current"),
    ],
)
def test_status(operation: dict[str, Any], status: str) -> None:
    assert read("jira", operation).status == status


def table(count: int) -> dict[str, Any]:
    rows = [["GET", f"/p/{number}", 0, [], {"seen": "2026-01-01"}] for number in range(count)]
    return {"scopes": [], "sets": [], "documents": [["jira", "", "", "2026-01-01", ""]], "operations": {"jira": rows}}


@pytest.mark.parametrize("left", [100, 96, 95])
def test_a_document_may_lose_a_few_operations(left: int) -> None:
    check_size(table(100), table(left))


@pytest.mark.parametrize("left", [94, 1, 0])
def test_a_document_that_shrinks_is_refused(left: int) -> None:
    with pytest.raises(ShrunkError, match=f"jira lists {left} operations, 100 before"):
        check_size(table(100), table(left))


def bundled_jira() -> dict[str, Any]:
    """The jira document as paths, rebuilt from the catalog."""
    paths: dict[str, Any] = {}
    for one in load().operations:
        if one.document == "jira" and one.status != "removed":
            sets = [list(names) for names in one.alternatives]
            states = [{"state": state, "scopes": names} for state, names in zip(("Current", "Beta"), sets, strict=False)]
            paths.setdefault(one.path, {})[one.method.lower()] = {"x-atlassian-oauth2-scopes": states} if states else {}
    return paths


def test_refresh_keeps_what_a_document_drops_as_removed_and_leaves_other_documents_alone(tmp_path: Path, documents: Any) -> None:
    paths = bundled_jira()
    del paths["/rest/api/3/myself"]
    paths["/rest/api/3/brand-new"] = {"get": scopes(["read:jira-work"])}
    place = refresh(documents(tmp_path / "in", paths), tmp_path / "out")
    made = load_from(place)
    gone, new, other = (made.operation(f"GET {path}") for path in ("/rest/api/3/myself", "/rest/api/3/brand-new", "/wiki/api/v2/pages"))
    assert gone is not None
    assert (gone.status, gone.seen) == ("removed", "2026-08-04")
    assert new is not None
    assert (new.status, new.seen, new.alternatives) == ("current", "2099-01-01", (("read:jira-work",),))
    assert other is not None
    assert other.status == "current"
    assert made.date == "2099-01-01"
    found = compare(load_from(BUNDLED), made)
    assert [one.name for one in found.added] == ["GET /rest/api/3/brand-new"]
    assert [one.name for one in found.removed] == ["GET /rest/api/3/myself"]


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda paths: paths.clear(), "jira lists 0 operations"),
        (lambda paths: paths.update({"/x": {"get": scopes(["NO SCOPE"])}}), "unknown form"),
        (lambda paths: paths.update({"/x": {"get": []}}), "unknown form"),
    ],
)
def test_a_refresh_that_fails_leaves_the_old_catalog(tmp_path: Path, documents: Any, spoil: Any, sentence: str) -> None:
    refresh(documents(tmp_path / "good", bundled_jira()), tmp_path / "out")
    before = (tmp_path / "out" / "operations.json").read_bytes()
    paths = bundled_jira()
    spoil(paths)
    with pytest.raises(RefreshError, match=sentence):
        refresh(documents(tmp_path / "bad", paths, "2099-02-02"), tmp_path / "out")
    assert (tmp_path / "out" / "operations.json").read_bytes() == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["operations.json"]


def test_a_download_that_fails_says_so_and_changes_nothing(tmp_path: Path) -> None:
    def broken(address: str) -> bytes:
        raise OSError(f"no way to {address}")

    with pytest.raises(RefreshError, match=r"no way to https://developer\.atlassian\.com.* stays in use"):
        refresh(None, tmp_path / "out", broken)
    assert not (tmp_path / "out").exists()


def test_the_refreshed_catalog_is_used_when_it_is_newer(tmp_path: Path, documents: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    load.cache_clear()
    try:
        bundled = load()
        assert bundled.date < "2099"
        refresh(documents(tmp_path / "in", bundled_jira()))
        load.cache_clear()
        assert load().date == "2099-01-01"
        (tmp_path / "scopeminer" / "catalog" / "operations.json").write_text('{"date": "2099-01-01", "broken', encoding="utf-8")
        load.cache_clear()
        assert load().version == bundled.version
    finally:
        load.cache_clear()


def test_an_override_that_names_no_operation_is_refused(tmp_path: Path, documents: Any) -> None:
    (tmp_path / "overrides.json").write_text(
        json.dumps(
            {"overrides": [{"product": "jira", "operations": ["GET /gone"], "set": {}, "reason": "r", "date": "d", "evidence": "e"}]}
        ),
        encoding="utf-8",
    )
    with pytest.raises(UnknownFormError, match="GET /gone is no operation of jira"):
        build(documents(tmp_path / "in", {"/p": {"get": {}}}), Facts.kept(BUNDLED), tmp_path)


def test_an_override_without_evidence_is_refused(tmp_path: Path, documents: Any) -> None:
    entry = {"product": "jira", "operations": ["GET /p"], "set": {}, "reason": "r", "date": "d"}
    (tmp_path / "overrides.json").write_text(json.dumps({"overrides": [entry]}), encoding="utf-8")
    with pytest.raises(UnknownFormError, match="evidence"):
        build(documents(tmp_path / "in", {"/p": {"get": {}}}), Facts.kept(BUNDLED), tmp_path)


def test_a_catalog_builds_from_its_tables_alone() -> None:
    assert Catalog(Tables(BUNDLED)).version == load_from(BUNDLED / "operations.json").version
