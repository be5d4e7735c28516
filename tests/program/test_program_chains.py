"""Evidence: the way from the manifest to a request is one that can happen."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest

from scopeminer.catalog.load import load
from scopeminer.manifest.read import read
from scopeminer.scan import explore, scan
from scopeminer.source import SourceTree

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
    resolvers = (
        f"{HEAD} r.define('a', function a() {{ return kvs.get('k'); }}); export const handler = r.getDefinitions(); export const one = 1;"
    )
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


TWO_PAGES = """\
modules:
  jira:globalPage: [{key: a, title: A, resource: a, render: native, resolver: {function: fa}}]
  jira:projectPage: [{key: b, title: B, resource: b, render: native, resolver: {function: fb}}]
  function: [{key: fa, handler: a.handler}, {key: fb, handler: b.handler}]
resources: [{key: a, path: src/pageA.jsx}, {key: b, path: src/pageB.jsx}]
permissions: {scopes: []}
app: {id: x}
"""
LOAD = "r.define('load', function load({ payload }) { return kvs.get(payload.key); });"
ASK = "import { invoke } from '@forge/bridge'; import ForgeReconciler from '@forge/react'; import { say } from './shared';"
SHARED = "import { invoke } from '@forge/bridge'; export const say = () => invoke('load', { key: 'c' });"
OWN = {
    "src/a.js": f"{HEAD} {LOAD} export const handler = r.getDefinitions();",
    "src/b.js": f"{HEAD} {LOAD} export const handler = r.getDefinitions();",
    "src/pageA.jsx": f"{ASK} invoke('load', {{ key: 'a' }});",
    "src/pageB.jsx": f"{ASK} invoke('load', {{ key: 'b' }});",
    "src/shared.js": "export const say = 1;",
}
APART, TOGETHER = ["a.js < pageA.jsx", "b.js < pageB.jsx"], ["a.js < pageA.jsx", "a.js < pageB.jsx", "b.js < pageA.jsx", "b.js < pageB.jsx"]


@pytest.mark.parametrize(
    ("title", "changes", "expected"),
    [
        ("each its own", {}, APART),
        ("one for both", {"manifest.yml": TWO_PAGES.replace("fb}}", "fa}}")}, ["a.js < pageA.jsx", "a.js < pageB.jsx"]),
        ("a page without resolver", {"manifest.yml": TWO_PAGES.replace(", resolver: {function: fb}", ", also: {function: fa}")},
         ["a.js < pageA.jsx", "a.js < pageB.jsx"]),
        ("an unknown resolver", {"manifest.yml": TWO_PAGES.replace("resolver: {function: fb}", "resolver: {function: '${FB}'}")},
         ["a.js < pageA.jsx", "a.js < pageB.jsx", "b.js < pageB.jsx"]),
        ("a handler that asks another one", {
            "src/a.js": f"import {{ other }} from './b'; {HEAD} {LOAD} const own = r.getDefinitions(); export const handler = (q) => own(q) || other(q);",
            "src/b.js": f"{HEAD} {LOAD} export const handler = r.getDefinitions(); export const other = handler;",
        }, TOGETHER),
        ("a page that opens another one", {"src/pageA.jsx": f"{ASK} import {{ Modal }} from '@forge/bridge'; invoke('load', {{ key: 'a' }}); Modal;"},
         TOGETHER),
        ("a file of both", {"src/shared.js": SHARED, "src/pageA.jsx": f"{ASK} say();", "src/pageB.jsx": f"{ASK} say();"},
         ["a.js < shared.js", "b.js < shared.js"]),
        ("a file that cannot be found", {"src/pageA.jsx": f"{ASK} import './gone'; invoke('load', {{ key: 'a' }});"}, TOGETHER),
    ],
)  # fmt: skip
def test_a_page_invokes_its_own_resolver(tmp_path: Path, title: str, changes: dict[str, str], expected: list[str]) -> None:
    """`file of the definition < file that invokes it`."""
    (tmp_path / "src").mkdir()
    for name, text in {"manifest.yml": TWO_PAGES, **OWN, **changes}.items():
        (tmp_path / name).write_text(text)
    program = explore(SourceTree.open(tmp_path), read("manifest.yml", (tmp_path / "manifest.yml").read_bytes()), load()).program
    joined = [(target.path, site.path) for site in program.sites() if site.kind == "join" for target in site.targets]
    assert sorted({f"{posixpath.basename(to)} < {posixpath.basename(by)}" for to, by in joined}) == expected
