"""Questions, and what is known about a scope, an operation, a line."""

from __future__ import annotations

import pytest

from scopeminer.advise.explain import LineQuestion, OperationQuestion, QuestionError, ScopeQuestion, question
from scopeminer.advise.explain_line import explain_line
from scopeminer.advise.explain_operation import explain_operation
from scopeminer.advise.explain_scope import explain_scope
from scopeminer.advise.operations import matching
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.load import load
from scopeminer.privileges.model import Step, Unknown
from scopeminer.source import Place
from tests.audit.apps import audit as audited

HERE = Place("src/a.ts", 1, 1)
WRITE = frozenset({"write:jira-work"})


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write:jira-work", ScopeQuestion("write:jira-work")),
        (" storage:app ", ScopeQuestion("storage:app")),
        ("read:page:confluence", ScopeQuestion("read:page:confluence")),
        ("get /rest/api/3/issue/{id}", OperationQuestion("GET", "/rest/api/3/issue/{id}")),
        ("PUT   rest/api/3/issue", OperationQuestion("PUT", "rest/api/3/issue")),
        ("src/a.ts:12", LineQuestion("src/a.ts", 12)),
        ("./src/a.ts:12:7", LineQuestion("src/a.ts", 12)),
        ("src\\a.ts:12", LineQuestion("src/a.ts", 12)),
        ("../lib/a.ts:1", LineQuestion("../lib/a.ts", 1)),
        ("manifest.yml:3", LineQuestion("manifest.yml", 3)),
        ("Makefile:3", LineQuestion("Makefile", 3)),
    ],
)
def test_questions(text, expected) -> None:
    assert question(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "/rest/api/3/issue", "read jira work", "LOOK /rest/api", "GET"])
def test_what_is_no_question(text, catalog) -> None:
    if text == "GET":
        assert question(text) == ScopeQuestion("GET")
    else:
        with pytest.raises(QuestionError):
            question(text)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("PUT", "/rest/api/3/issue/{id}", ["PUT /rest/api/3/issue/{issueIdOrKey}"]),
        ("PUT", "/rest/api/2/issue/:key", ["PUT /rest/api/3/issue/{issueIdOrKey}"]),
        ("PUT", "/rest/api/3/issue/<key>", ["PUT /rest/api/3/issue/{issueIdOrKey}"]),
        ("PUT", "/rest/api/3/issue/${key}", ["PUT /rest/api/3/issue/{issueIdOrKey}"]),
        ("GET", "/wiki/api/v2/pages/7", ["GET /wiki/api/v2/pages/{id}"]),
        ("GET", "/2.0/repositories/a/b", ["GET /repositories/{workspace}/{repo_slug}"]),
        ("GET", "/rest/nothing", []),
        (None, "/rest/api/3/issue/X-1", ["DELETE /rest/api/3/issue/{issueIdOrKey}", "GET /rest/api/3/issue/{issueIdOrKey}",
                                         "PUT /rest/api/3/issue/{issueIdOrKey}"]),
    ],
)  # fmt: skip
def test_operations(method, path, expected, catalog) -> None:
    assert sorted(operation.name for operation in matching(catalog, method, path)) == expected


def unknown(make, line: int, holds: str = "", **bounds: object) -> Unknown:
    return Unknown(make.place(f"src/u.ts:{line}"), "dynamic-route", holds_back=frozenset(holds.split()), **bounds)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bounds", "because"),
    [
        ({"product": "confluence"}, "it stays inside confluence"),
        ({"product": "jira", "methods": ("GET",)}, "no GET operation accepts write:jira-work"),
        ({"product": "jira", "prefix": "/rest/api/3/user"}, "no operation below /rest/api/3/user accepts write:jira-work"),
        (
            {"product": "jira", "methods": ("PUT",), "prefix": "/rest/api/3/user"},
            "no PUT operation below /rest/api/3/user accepts write:jira-work",
        ),
    ],
)
def test_why_an_unknown_does_not_matter(make, catalog, bounds, because) -> None:
    found = explain_scope(make.audit("write:jira-work", unknowns=[unknown(make, 1, **bounds)]), catalog, "write:jira-work")
    assert [(each.could_need, each.because) for each in found.unknowns] == [(False, because)]


def test_what_only_the_backend_can_use(make, catalog) -> None:
    found = explain_scope(make.audit("storage:app", unknowns=[unknown(make, 1, side="frontend")]), catalog, "storage:app")
    assert [each.because for each in found.unknowns] == ["a frontend cannot use storage:app"]


def test_an_unknown_that_could_need_it(make, catalog) -> None:
    audit = make.audit("write:jira-work", unknowns=[unknown(make, 1, "write:jira-work", product="jira")])
    assert [each.could_need for each in explain_scope(audit, catalog, "write:jira-work").unknowns] == [True]


def test_the_nearest_calls_dead_ones_first(make, catalog) -> None:
    issue, comment = "/rest/api/3/issue/{issueIdOrKey}", "/rest/api/3/issue/{issueIdOrKey}/comment"
    uses = [
        make.use(f"GET {issue}", "read:jira-work", at="src/a.ts:1"),
        make.use(f"POST {comment}", "write:jira-work", at="src/b.ts:2", reachable=False),
        make.use("GET /rest/api/3/field", "read:jira-work", at="src/a.ts:3"),
    ]
    found = explain_scope(make.audit("write:jira-work", uses), catalog, "write:jira-work")
    assert [use.site.line for use in found.nearest] == [2, 1]
    assert (found.uses, found.only_use) == ((), None)
    assert found.searched.operations == len(found.accepting) > 50
    assert found.searched.performed == 2


def test_the_uses_and_what_spares_the_scope(make, catalog) -> None:
    uses = [
        make.use("GET /x", "read:jira-work", "read:issue:jira", at="src/a.ts:1"),
        make.use("GET /y", "read:jira-work", at="src/a.ts:2"),
        make.use("GET /y", "read:jira-work", at="src/a.ts:2", route="/y?other"),
        make.use("GET /z", "read:jira-work", at="src/a.ts:3", reachable=False),
    ]
    found = explain_scope(make.audit("read:jira-work read:issue:jira", uses), catalog, "read:jira-work")
    assert [(each.use.site.line, each.spared_by) for each in found.uses] == [(2, None), (2, None), (1, ("read:issue:jira",))]
    assert found.nearest == ()
    assert found.only_use == uses[1]


@pytest.mark.parametrize(
    ("unknowns", "held_back"),
    [((), False), ((Unknown(HERE, "eval", holds_back=WRITE),), True), ((Unknown(HERE, "eval"),), False)],
    ids=["nothing unknown", "could need it", "could not"],
)
def test_a_scope_that_nobody_declared(unknowns, held_back, make, catalog) -> None:
    found = explain_scope(make.audit("read:jira-work", unknowns=unknowns), catalog, "write:jira-work")
    assert (found.row, found.valid, found.classic, found.product) == (None, True, True, "jira")
    assert found.held_back is held_back


@pytest.mark.parametrize(
    "declared", ["read:jira-work", "read:jira-work write:jira-work", "read:issue:jira read:avatar:jira", "storage:app"]
)
def test_what_a_scope_allows_is_its_reach(declared, catalog) -> None:
    """In a scan, in an explanation, and for a manifest with this scope alone the same operations are counted."""
    found = audited(declared)
    for row in found.scopes:
        assert sum(explain_scope(found, catalog, row.scope).allows.values()) == row.reach
    if " " not in declared:
        assert found.reach.declared == found.scopes[0].reach


def test_an_operation_in_an_app(make, catalog) -> None:
    (operation,) = matching(catalog, "PUT", "/rest/api/3/issue/{id}")
    uses = [
        make.use(operation.name, "write:jira-work", at="src/a.ts:1"),
        make.use(operation.name, "write:jira-work", at="src/a.ts:2", reachable=False),
        make.use("PUT /x", operation=None, candidates=(operation.name,), at="src/a.ts:3"),
        make.use("GET /y", "write:jira-work", at="src/a.ts:4"),
    ]
    app = explain_operation(make.audit("write:issue:jira", uses), catalog, operation).app
    assert app is not None
    assert [[use.site.line for use in group] for group in (app.uses, app.dead, app.could_be)] == [[1], [2], [3]]
    assert (app.satisfied_by, app.lacking) == (("write:issue:jira",), ())
    bare = explain_operation(make.audit("", uses), catalog, operation).app
    assert bare is not None
    assert (bare.satisfied_by, bare.lacking) == (None, ("write:issue:jira",))
    assert explain_operation(None, catalog, operation).app is None


def test_a_line(make) -> None:
    through = Step(make.place("src/a.ts:5"), "caller")
    uses = [make.use("GET /x", "a", at="src/a.ts:7", evidence=(through,)), make.use("GET /y", "b", at="src/a.ts:9")]
    audit = make.audit("a", uses, [make.finding("over-privilege", "a", at="src/a.ts:7")], [unknown(make, 7)])
    here = explain_line(audit, "src/a.ts", 7)
    assert [(one.use.operation, one.satisfied_by) for one in here.uses] == [("/x", ("a",))]
    assert [finding.rule for finding in here.findings] == ["over-privilege"]
    assert [use.operation for use in explain_line(audit, "src/a.ts", 5).passing] == ["/x"]
    assert len(explain_line(audit, "src/u.ts", 7).unknowns) == 1
    assert [row.scope for row in explain_line(audit, "manifest.yml", 20).rows] == ["a"]
    nothing = explain_line(audit, "src/a.ts", 8)
    assert (nothing.empty, [place.line for place in nothing.nearest]) == (True, [7, 9, 5])
