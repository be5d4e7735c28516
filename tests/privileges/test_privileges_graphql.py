"""GraphQL documents: known fields need their scopes, everything else is an unknown with bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.audit.model import Audit
from scopeminer.catalog.graphql import GraphSchema
from scopeminer.catalog.load import load
from scopeminer.privileges.graphql_document import HOLE, MAX_CHARACTERS, Document, read
from scopeminer.scan import scan

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555
permissions:
  scopes: [{scopes}]
modules:
  scheduledTrigger:
    - key: tick
      function: main
      interval: day
  function:
    - key: main
      handler: index.run
"""
HEAD = "import api from '@forge/api';\nimport gql from 'graphql-tag';\nimport { print } from 'graphql';\nimport gateway from '@atlassian/forge-graphql';\n"
RUN = "{before}\nexport const run = async (event) => {{\n{body}\n}};\n"
COMPASS = {f"{verb}:{what}:compass" for verb in ("read", "write") for what in ("component", "event", "metric", "scorecard")}
COMPONENT = "query { compass { component(id: 1) { __typename } } }"


@pytest.fixture(scope="module")
def schema() -> GraphSchema:
    return load().graphql


def fields(document: Document | None) -> list[tuple[str, list[tuple[str, ...]], list[str]]]:
    assert document is not None
    return [(field.path, list(field.alternatives), sorted(field.holds_back)) for field in document.fields]


@pytest.mark.parametrize(
    ("text", "path", "scopes", "held"),
    [
        (COMPONENT, "query compass.component", ("read:component:compass",), []),
        ("{ c: compass { x: component { name: __typename } } }", "query compass.component", ("read:component:compass",), []),
        ("mutation M { compass { createCompassEvent { success } } }", "mutation compass.createCompassEvent", ("write:event:compass",), []),
        ("mutation { compass { deleteScorecard { success } } }", "mutation compass.deleteScorecard", ("write:scorecard:compass",), []),
        # several together
        (
            "mutation { compass { synchronizeLinkAssociations { success } } }",
            "mutation compass.synchronizeLinkAssociations",
            ("write:component:compass", "write:event:compass", "write:metric:compass"),
            [],
        ),
        # below a query it is needed, too
        (
            "{ compass { component { ... on CompassComponent { scorecards { id } } } } }",
            "query compass.component",
            ("read:component:compass", "read:scorecard:compass"),
            [],
        ),
        (
            "{ compass { ...F } } fragment F on CompassCatalogQueryApi { component { ...C } } fragment C on CompassComponent { events { __typename } }",
            "query compass.component",
            ("read:component:compass", "read:event:compass"),
            [],
        ),
        # a selection that is decided at run time, or never made
        (
            "query Q($e: Boolean!) { compass { component { ... on CompassComponent { events @include(if: $e) { __typename } } } } }",
            "query compass.component",
            ("read:component:compass",),
            ["read:event:compass"],
        ),
        (
            "query { compass { component { ... on CompassComponent @skip(if: true) { events { __typename } } } } }",
            "query compass.component",
            ("read:component:compass",),
            [],
        ),
        (
            "query { compass { component { ... on CompassComponent @skip(if: false) { events { __typename } } } } }",
            "query compass.component",
            ("read:component:compass", "read:event:compass"),
            [],
        ),
        # below a mutation Atlassian's own client does not ask for it
        (
            "mutation { compass { createComponent { componentDetails { id } } } }",
            "mutation compass.createComponent",
            ("write:component:compass",),
            ["read:component:compass"],
        ),
    ],
)
def test_known_fields(schema: GraphSchema, text: str, path: str, scopes: tuple[str, ...], held: list[str]) -> None:
    document = read(text, schema)
    assert fields(document) == [(path, [scopes], held)]
    assert document is not None
    assert document.unknown == ()


@pytest.mark.parametrize(
    ("text", "paths", "unknown"),
    [
        ("{ compass { inventedField { id } } }", [], ["compass.inventedField"]),
        ("{ compass { component { inventedField } } }", ["query compass.component"], ["compass.component.inventedField"]),
        # no scope that an app can have is stated
        ("{ compass { package { id } } }", [], ["compass.package"]),
        ("{ jira { issueByKey { id } } compass { scorecard { __typename } } }", ["query compass.scorecard"], ["jira"]),
        ("subscription { compass { component { id } } }", [], ["compass"]),
        ("{ compass { component { ...Missing } } }", ["query compass.component"], ["...Missing"]),
        (
            "{ compass { component { ... on CompassInvented { id } } } }",
            ["query compass.component"],
            ["compass.component.CompassInvented"],
        ),
        # several operations: any of them can be sent
        (f"{COMPONENT.replace('query', 'query A')} mutation B {{ compass {{ deleteComponent {{ success }} }} }}",
         ["query compass.component", "mutation compass.deleteComponent"], []),
        # what is only known at run time
        (f"{{ compass {{ component(id: {HOLE}) {{ __typename }} }} }}", ["query compass.component"], []),
        (f'{{ compass {{ component(id: "a{HOLE}b") {{ __typename }} }} }}', ["query compass.component"], []),
        (f"{{ compass {{ {HOLE} component {{ __typename }} }} }}", ["query compass.component"], ["compass.{}"]),
        (f"{COMPONENT} {HOLE}", ["query compass.component"], ["{}"]),
        ("query { __typename }", [], []),
    ],
)  # fmt: skip
def test_parts_that_are_not_known(schema: GraphSchema, text: str, paths: list[str], unknown: list[str]) -> None:
    document = read(text, schema)
    assert document is not None
    assert [field.path for field in document.fields] == paths
    assert list(document.unknown) == unknown


@pytest.mark.parametrize(
    "text",
    [
        "",
        HOLE,
        "{ compass { component",
        "fragment F on CompassComponent { id }",
        "query { compass { component(id: ) { id } } }",
        "#" * MAX_CHARACTERS + COMPONENT,
        "{ a " * 20_000,
        "{ compass " + "{ component " * 70 + "}" * 71,
        "{ " + " ".join(f"...F{n}" for n in (0, 0)) + " }"
        + "".join(f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40)) + " fragment F40 on Query { compass }",
    ],
    ids=["empty", "hole", "open", "no operation", "syntax", "large", "parser depth", "depth", "fan-out"],
)  # fmt: skip
def test_what_cannot_be_read_is_none(schema: GraphSchema, text: str) -> None:
    assert read(text, schema) is None


def test_fragments_in_a_circle_end(schema: GraphSchema) -> None:
    text = "{ compass { component { ...A } } } fragment A on CompassComponent { events { __typename } ...B } fragment B on CompassComponent { ...A }"
    assert fields(read(text, schema)) == [("query compass.component", [("read:component:compass", "read:event:compass")], [])]


def audit(folder: Path, body: str, before: str = "", scopes: str = "", more: dict[str, str] | None = None) -> Audit:
    (folder / "src").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST.format(scopes=scopes))
    (folder / "src/index.js").write_text(HEAD + RUN.format(before=before, body=body))
    for name, text in (more or {}).items():
        (folder / "src" / name).write_text(text)
    return scan(folder)


def uses(audit: Audit) -> list[str]:
    return sorted({use.route or use.api for use in audit.uses if use.kind == "graphql" and use.reachable})


CALL = "await api.asApp().requestGraph({});"


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("", CALL.format(f"`{COMPONENT}`")),
        (f"const Q = `{COMPONENT}`;", CALL.format("Q")),
        (f"const Q = gql`{COMPONENT}`;", CALL.format("print(Q)")),
        (f"const Q = String.raw`{COMPONENT}`;", CALL.format("Q")),
        ("import { Q } from './queries';", CALL.format("Q")),
        ("import * as queries from './queries';", CALL.format("queries.Q")),
        (f"const send = (request) => api.asUser().requestGraph(request.query);\nconst make = () => ({{ query: `{COMPONENT}` }});", "await send(make());"),
        ("const F = 'fragment F on CompassComponent { id }';", CALL.format("`query { compass { component { ...F } } } ${F}`")),
        ("", CALL.format("`query { compass { component(id: \"${event.id}\") { __typename } } }`")),
        ("", CALL.format("'query { compass { component(id: ' + event.id + ') { __typename } } }'")),
        ("const F = gql`fragment F on CompassComponent { id }`;", CALL.format("print(gql`query { compass { component { ...F } } } ${F}`)")),
    ],
    ids=["template", "constant", "gql", "raw", "import", "namespace", "wrapper", "fragment", "hole in text", "concatenation", "gql fragment"],
)  # fmt: skip
def test_where_the_text_comes_from(tmp_path: Path, before: str, body: str) -> None:
    found = audit(
        tmp_path, body, before, "read:component:compass, write:component:compass", {"queries.js": f"export const Q = `{COMPONENT}`;"}
    )
    assert uses(found) == ["query compass.component"]
    assert [unknown.reason for unknown in found.usage.unknowns] == []
    assert {row.scope: row.verdict for row in found.scopes} == {"read:component:compass": "needed", "write:component:compass": "unused"}


MUTATIONS = ("createCompassEvent", "createScorecard", "deleteScorecard", "createComponent", "updateComponent")


@pytest.mark.parametrize(
    "handed",
    ["gql`mutation {{ compass {{ {0} {{ success }} }} }}`", "`mutation {{ ${{gql`compass {{ {0} {{ success }} }}`}} }}`"],
    ids=["documents", "with a fragment"],
)
def test_documents_of_many_callers_are_told_apart(tmp_path: Path, handed: str) -> None:
    calls = [f"await send({handed.format(name)});" for name in MUTATIONS]
    found = audit(tmp_path, "\n".join(calls), "const send = async (text) => { " + CALL.format("print(text)") + " };")
    assert uses(found) == sorted(f"mutation compass.{name}" for name in MUTATIONS)


def test_a_missing_scope_is_under_privilege_and_names_the_field(tmp_path: Path) -> None:
    found = audit(tmp_path, CALL.format("'mutation { compass { createScorecard { success } } }'"))
    (finding,) = [finding for finding in found.findings if finding.rule == "under-privilege"]
    assert finding.scopes == ("write:scorecard:compass",)
    assert "compass.createScorecard" in finding.message


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (CALL.format("event.query"), COMPASS),
        (CALL.format(""), COMPASS),
        (CALL.format("'{ compass { inventedField } }'"), COMPASS),
        (CALL.format("'{ team { teamSearchV2 { nodes { team { id } } } } }'"), COMPASS | {"view:team:teams"}),
        ("await gateway.compass.asApp().inventedMethod({});", COMPASS),
    ],
    ids=["run time", "no argument", "unknown field", "another product", "unknown method"],
)
def test_unknowns_hold_back_and_are_never_under_privilege(tmp_path: Path, body: str, held: set[str]) -> None:
    found = audit(tmp_path, body, scopes="read:jira-work, write:component:compass")
    (unknown,) = found.usage.unknowns
    assert unknown.reason == "graphql"
    assert held <= unknown.holds_back
    assert "read:jira-work" not in unknown.holds_back
    verdicts = {row.scope: row.verdict for row in found.scopes}
    assert (verdicts["read:jira-work"], verdicts["write:component:compass"]) == ("unused", "cannot-tell")
    assert [finding.rule for finding in found.findings if finding.rule == "under-privilege"] == []


def test_dead_documents_need_nothing(tmp_path: Path) -> None:
    found = audit(tmp_path, "", f"const never = () => api.asApp().requestGraph(`{COMPONENT}`);", "read:component:compass")
    assert [row.verdict for row in found.scopes] == ["dead-code-only"]
    assert found.usage.unknowns == ()


@pytest.mark.parametrize(
    ("call", "route"),
    [
        ("getMetricDefinitions({})", "query compass.metricDefinitions"),
        ("createMetricSource({})", "mutation compass.createMetricSource"),
    ],
)
def test_methods_of_the_sdk_that_state_no_scopes(tmp_path: Path, call: str, route: str) -> None:
    found = audit(tmp_path, f"const r = await gateway.compass.asApp().{call};\nr.data.refresh();", scopes="write:component:compass")
    assert uses(found) == [route]
    assert found.usage.unknowns == ()
    assert [row.verdict for row in found.scopes if row.declared] == ["unused"]


@pytest.mark.parametrize(("declared", "missing"), [("read:graph:page:confluence", False), ("read:jira-work", True)])
def test_the_teamwork_graph_needs_one_of_its_scopes(tmp_path: Path, declared: str, missing: bool) -> None:
    found = audit(tmp_path, "await api.asUser().requestTeamworkGraph(event.query);", scopes=declared)
    offered = [finding.alternatives for finding in found.findings if finding.rule == "under-privilege"]
    assert bool(offered) == missing
    assert all(len(one) == 1 and one[0].startswith("read:graph:") for sets in offered for one in sets)
    assert [unknown.product for unknown in found.usage.unknowns] == ["graph"]


def test_which_scope_of_the_teamwork_graph_is_needed_is_not_guessed(tmp_path: Path) -> None:
    found = audit(tmp_path, "await api.asUser().requestTeamworkGraph(`query { cypherQuery { x } }`);", scopes="read:jira-work")
    messages = {finding.rule: finding.message for finding in found.findings}
    assert messages["under-privilege"] == (
        "asUser().requestTeamworkGraph needs scopes that begin with read:graph:, one for each type that its query reads; none is declared"
    )
    assert messages["unresolved-route"] == (
        "which scopes asUser().requestTeamworkGraph needs is not known: each type that its query reads has one"
    )
    assert [finding.scopes for finding in found.findings if finding.rule == "under-privilege"] == [()]
    assert not [row for row in found.scopes if not row.declared]
    assert not any(scope.startswith("read:graph:") for scopes in found.minimal_sets.values() for scope in scopes)


def test_every_row_names_scopes_and_types_that_exist(schema: GraphSchema) -> None:
    catalog = load()
    for path in ("query component", "query metricDefinition", "mutation createComponent", "mutation updateScorecard"):
        kind, _, name = path.partition(" ")
        row = schema.field(schema.roots[kind], name)
        assert row is not None
        assert schema.is_type(row.value)
        assert row.alternatives
        assert all(catalog.scopes.issuperset(one) for one in row.alternatives)
    assert schema.stated(["teamSearchV2"]) <= catalog.scopes
    for method, paths in schema.methods.items():
        for path in paths:
            kind, _, name = path.partition(" ")
            assert schema.field(schema.roots[kind], name.removeprefix("compass.")) is not None, method


@pytest.mark.parametrize(
    ("call", "graphql"),
    [
        ("asUser().requestJira(route`/gateway/api/graphql`, {method: 'POST', body})", True),
        ("asUser().requestConfluence(route`/gateway/api/graphql?q=Name`, {method: 'POST', body})", True),
        ("asApp().requestAtlassian(route`/graphql`, {method: 'POST', body})", True),
        ("asUser().requestJira(route`/gateway/api/other`, {method: 'POST', body})", False),
    ],
)
def test_a_query_that_is_sent_to_the_gateway(tmp_path: Path, call: str, graphql: bool) -> None:
    code = f"import {{ asApp, asUser, route }} from '@forge/api'; export const run = (body) => {call};"
    (tmp_path / "src").mkdir()
    (tmp_path / "manifest.yml").write_text(MANIFEST.format(scopes="read:jira-work, write:issue:jira"))
    (tmp_path / "src/index.js").write_text(code)
    audit = scan(tmp_path)
    assert [unknown.reason for unknown in audit.usage.unknowns] == (["graphql"] if graphql else [])
    assert {row.scope: row.verdict for row in audit.scopes} == {
        "read:jira-work": "cannot-tell" if graphql else "unused",
        "write:issue:jira": "unused",
    }
