"""Evidence: the way from the manifest to a request is one that can happen."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.scan import scan

MANIFEST = """\
modules:
  webtrigger: [{key: hook, function: hook}]
  jira:issuePanel: [{key: p, title: Panel, resource: main, render: native, resolver: {function: resolver}}]
  function:
    - {key: hook, handler: index.hook}
    - {key: resolver, handler: index.handler}
resources: [{key: main, path: src/main.jsx}]
permissions: {scopes: []}
app: {id: x}
"""
HEAD = "import Resolver from '@forge/resolver'; import { kvs } from '@forge/kvs'; const r = new Resolver();"
TAIL = "export const hook = () => 1; export const handler = r.getDefinitions();"
RETRY = "async function retry(fn) { return fn(); }"
PAGE = "import ForgeReconciler from '@forge/react'; import { kvs } from '@forge/kvs'; ForgeReconciler.render(<App />);"


def ways(folder: Path, files: dict[str, str]) -> list[str]:
    """`start > function > … > key` of each storage call, the files left out."""
    (folder / "src").mkdir()
    for name, text in {"manifest.yml": MANIFEST, "src/index.js": "", "src/main.jsx": "", **files}.items():
        (folder / name).write_text(text)
    found = []
    for use in scan(folder).uses:
        labels = [step.label for step in use.evidence if not step.label.startswith("src/")]
        found.append(" > ".join(labels))
    return sorted(found)


PANEL = 'jira:issuePanel "Panel"'
BACKEND = [
    (
        "a helper that everybody uses",
        f"{RETRY} const deep = () => retry(async () => kvs.get('k')); const deeper = () => deep();"
        " r.define('a', function a() { return deeper(); }); r.define('b', function b() { return retry(async () => 1); });",
        f"{PANEL} > a > deeper > deep > retry > function in deep > @forge/kvs kvs.get",
    ),
    (
        "a helper of a helper",
        f"{RETRY} const twice = (fn) => retry(() => fn()); const deep = () => twice(() => kvs.get('k'));"
        " r.define('a', function a() { return deep(); }); r.define('b', function b() { return twice(() => 1); });",
        f"{PANEL} > a > deep > twice > retry > function in twice > function in deep > @forge/kvs kvs.get",
    ),
    (
        "a function that is given to the caller",
        "const make = () => ({ go: () => kvs.get('k') }); r.define('a', function a() { return make().go(); });",
        f"{PANEL} > a > go > @forge/kvs kvs.get",
    ),
    (
        "a function that is kept",
        "let kept; const make = () => { kept = () => kvs.get('k'); }; r.define('a', function a() { make(); return b(); });"
        " const b = () => kept();",
        f"{PANEL} > a > b > kept > @forge/kvs kvs.get",
    ),
    (
        "a definition is not run by who shares its file",
        "r.define('a', function a() { return kvs.get('k'); });",
        f"{PANEL} > a > @forge/kvs kvs.get",
    ),
]


@pytest.mark.parametrize(("title", "code", "way"), BACKEND, ids=[row[0] for row in BACKEND])
def test_in_the_backend(tmp_path: Path, title: str, code: str, way: str) -> None:
    assert ways(tmp_path, {"src/index.js": f"{HEAD}\n{code}\n{TAIL}"}) == [way]


def test_a_definition_is_not_run_by_who_imports_its_file(tmp_path: Path) -> None:
    resolvers = f"{HEAD} r.define('a', function a() {{ return kvs.get('k'); }}); export const handler = r.getDefinitions(); export const one = 1;"
    files = {
        "src/resolvers.js": resolvers,
        "src/hooks.js": "import { one } from './resolvers'; export const hook = () => one;",
        "src/index.js": "export { handler } from './resolvers';",
        "manifest.yml": MANIFEST.replace("index.hook", "hooks.hook"),
    }
    assert ways(tmp_path, files) == [f"{PANEL} > a > @forge/kvs kvs.get"]


def test_of_a_component_that_everybody_uses(tmp_path: Path) -> None:
    page = (
        f"{PAGE} const Modal = ({{ onOk }}) => <button onClick={{onOk}} />; const Share = () => <Modal onOk={{() => 1}} />;"
        " const Row = () => <Modal onOk={() => kvs.get('k')} />; const Table = () => <Row />; const App = () => <><Share /><Table /></>;"
    )
    assert ways(tmp_path, {"src/main.jsx": page}) == [f"{PANEL} > App > Table > Row > Modal > onOk > @forge/kvs kvs.get"]
