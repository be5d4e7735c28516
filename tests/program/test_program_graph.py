"""The call graph: which entries reach a function, and the graph itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from scopeminer.catalog.load import load
from scopeminer.manifest.read import read
from scopeminer.privileges.model import Usage
from scopeminer.program.graph import call_graph, callers_at, name_of, reaching
from scopeminer.scan import Explored, explore
from scopeminer.source import SourceTree

Make = Callable[[str], Usage]
MANIFEST = """\
modules:
  jira:issuePanel: [{key: p, title: Panel, resource: main, render: native, resolver: {function: resolver}}]
  scheduledTrigger: [{key: t, function: nightly, interval: day}]
  trigger: [{key: e, function: changed, events: [avi:jira:updated:issue]}]
  function:
    - {key: resolver, handler: index.handler}
    - {key: nightly, handler: index.nightly}
    - {key: changed, handler: index.changed}
resources: [{key: main, path: src/main.jsx}]
permissions: {scopes: []}
app: {id: x}
"""
INDEX = """\
import Resolver from '@forge/resolver';
import api, { route } from '@forge/api';
const call = (path) => api.asApp().requestJira(path);
const resolver = new Resolver();
resolver.define('read', () => one());
const one = () => call(route`/rest/api/3/field`);
const two = () => call(route`/rest/api/3/priority`);
const dead = () => { const inner = () => one(); return inner(); };
export const nightly = () => { one(); two(); };
export const changed = () => two();
export const handler = resolver.getDefinitions();
"""
MAIN = """\
import ForgeReconciler from '@forge/react';
import { invoke } from '@forge/bridge';
const App = () => { invoke('read'); return null; };
ForgeReconciler.render(<App />);
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> SourceTree:
    folder = tmp_path_factory.mktemp("app")
    (folder / "src").mkdir()
    for name, text in {"manifest.yml": MANIFEST, "src/index.js": INDEX, "src/main.jsx": MAIN}.items():
        (folder / name).write_text(text)
    return SourceTree.open(Path(folder))


@pytest.fixture(scope="module")
def explored(tree: SourceTree) -> Explored:
    return explore(tree, read("manifest.yml", tree.read("manifest.yml") or b""), load())


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Explores an app with two functions, started by a scheduled trigger and by an event."""

    def explored(code: str) -> Usage:
        (tmp_path / "src").mkdir()
        (tmp_path / "src/index.js").write_text(dedent(code))
        kept = [line for line in MANIFEST.splitlines() if not any(word in line for word in ("resolver", "resources"))]
        (tmp_path / "manifest.yml").write_text("\n".join(kept))
        opened = SourceTree.open(tmp_path)
        return explore(opened, read("manifest.yml", (tmp_path / "manifest.yml").read_bytes()), load())[1]

    return explored


def features(usage: Usage) -> dict[str | None, list[str]]:
    return {use.operation: sorted(step.label for step in use.features) for use in usage.uses if use.kind == "rest"}


def test_features_of_uses(explored: Explored) -> None:
    assert features(explored[1]) == {
        "/rest/api/3/field": ['jira:issuePanel "Panel"', 'scheduledTrigger "t"'],
        "/rest/api/3/priority": ['scheduledTrigger "t"', 'trigger "e"'],
    }


def test_an_event_belongs_to_its_trigger(explored: Explored) -> None:
    assert [[step.label for step in use.features] for use in explored[1].uses if use.kind == "event"] == [['trigger "e"']]


def test_a_wrapper_leads_to_the_features_of_each_call(make: Make) -> None:
    code = """\
    import api, { route } from '@forge/api';
    const call = (path) => api.asApp().requestJira(path);
    export const nightly = () => call(route`/rest/api/3/field`);
    export const changed = () => { call(route`/rest/api/3/field`); call(route`/rest/api/3/priority`); };
    """
    assert features(make(code)) == {
        "/rest/api/3/field": ['scheduledTrigger "t"', 'trigger "e"'],
        "/rest/api/3/priority": ['trigger "e"'],
    }


def test_the_top_of_a_file_runs_for_each_of_its_exports(make: Make) -> None:
    code = """\
    import api, { route } from '@forge/api';
    const field = api.asApp().requestJira(route`/rest/api/3/field`);
    export const nightly = () => field;
    export const changed = () => 1;
    """
    assert features(make(code)) == {"/rest/api/3/field": ['scheduledTrigger "t"', 'trigger "e"']}


def test_reaching(explored: Explored) -> None:
    program = explored.program
    points = tuple(dict.fromkeys(program.roots.values()))
    found = {name_of(function): sorted(point.key for point in entries) for function, entries in reaching(program, points).items()}
    assert (found["two"], found["changed"], "dead" in found) == (["changed", "nightly"], ["changed"], False)


def test_the_graph(explored: Explored, tree: SourceTree) -> None:
    graph = call_graph(explored[0], tree.place)
    names = {node: data["label"] for node, data in graph.nodes(data=True)}
    edges = {(names[start], names[end]) for start, end in graph.edges}
    assert {("nightly", "one"), ("nightly", "two"), ("changed", "two"), ("one", "call"), ("two", "call")} <= edges
    assert ("changed", "one") not in edges
    assert ("src/index.js", "dead") not in edges
    assert ("dead", "inner") in edges
    data = {names[node]: data for node, data in graph.nodes(data=True)}
    assert (data["nightly"]["entry"], data["nightly"]["line"], data["nightly"]["side"]) == ('scheduledTrigger "t"', 9, "backend")
    assert (data["dead"]["reachable"], data["one"]["reachable"], data["App"]["side"]) == (False, True, "frontend")
    assert data["src/index.js"]["kind"] == "module"


def test_without_places(explored: Explored) -> None:
    _, data = next(iter(call_graph(explored[0]).nodes(data=True)))
    assert "line" not in data


def test_callers(explored: Explored, tree: SourceTree) -> None:
    graph = call_graph(explored[0], tree.place)
    callers = callers_at(explored[0], tree.place)
    uses = [use for use in explored[1].uses if use.kind == "rest"]
    assert {graph.nodes[callers[use.site]]["label"] for use in uses} == {"call"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("const run = () => one();", "run"),
        ("resolver.define('getIssue', async () => one());", "'getIssue'"),
        ("resolver.define('getIssue', { run: () => one() });", "run"),
        ("log('what it does and why', () => one());", "function in src/index.js"),
        ("resolver.define(key, () => one());", "function in src/index.js"),
        ("resolver.define('getIssue', () => [1].map(() => one()));", "function in 'getIssue'"),
    ],
)
def test_a_nameless_function_is_called_by_what_it_is_put_down_under(make: Make, code: str, name: str) -> None:
    usage = make(
        f"import api, {{ route }} from '@forge/api';\n{code.replace('one()', 'api.asApp().requestJira(route`/rest/api/3/field`)')}\n"
    )
    assert {use.function for use in usage.uses if use.kind == "rest"} == {name}
