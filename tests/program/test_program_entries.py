"""Files and a manifest → where code starts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scopeminer.manifest.read import read
from scopeminer.program.entries import Entries, entry_points, sources
from scopeminer.program.resolution import ModuleResolver
from scopeminer.source import Place, SourceTree

BRIDGE = "import { invoke } from '@forge/bridge';"
REACT = '{"dependencies": {"@forge/bridge": "4", "react-dom": "18"}}'
BUNDLE = "(()=>{var e=__webpack_require__(1)})()"


def opened(folder: Path, files: Mapping[str, str], app: str = ".") -> tuple[SourceTree, Entries]:
    for name, text in {".git/HEAD": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    tree = SourceTree.open(folder / app)
    manifest = read("manifest.yml", tree.read("manifest.yml") or b"")
    return tree, entry_points(tree, manifest, ModuleResolver(tree))


def said(entries: Entries) -> list[str]:
    """`side file:export` of what starts, `! kind path` of what cannot be seen."""
    points = [f"{point.side} {point.file}" + (f":{point.export}" if point.export else "") for point in entries.points]
    return points + [f"! {missing.kind} {missing.path}" for missing in entries.missing]


def function(handler: str, module: str = "trigger: [{key: t, function: f}]", extra: str = "") -> str:
    return f"app: {{id: x}}\nmodules:\n  {module}\n  function:\n    - key: f\n      handler: {handler}\n{extra}"


@pytest.mark.parametrize(
    ("files", "handler", "expected"),
    [
        (["src/index.js"], "index.run", "backend src/index.js:run"),
        (["src/index.ts"], "index.run", "backend src/index.ts:run"),
        (["src/index.tsx"], "index.run", "backend src/index.tsx:run"),
        (["src/index.jsx"], "index.run", "backend src/index.jsx:run"),
        (["src/index.mjs"], "index.run", "backend src/index.mjs:run"),
        (["src/index.js", "index.js"], "index.run", "backend src/index.js:run"),
        (["src/index.js"], "src/index.run", "backend src/index.js:run"),
        (["src/index.js"], "./src/index.run", "backend src/index.js:run"),
        (["src/a/b.ts"], "a/b.run", "backend src/a/b.ts:run"),
        (["src/a/index.ts"], "a/index.run", "backend src/a/index.ts:run"),
        (["src/a/index.ts"], "a.run", "backend src/a/index.ts:run"),
        (["src/a.service.ts"], "a.service.run", "backend src/a.service.ts:run"),
        (["src/a.ts"], "a.handlers.run", "backend src/a.ts:handlers"),
        (["lib/a.ts"], "lib/a.run", "backend lib/a.ts:run"),
        (["index.js"], "index.run", "backend index.js:run"),
        (["src/index.js"], "main.run", "! handler-file main.run"),
        (["src/index.css"], "index.run", "! handler-file index.run"),
        (["src/index.json"], "index.run", "! handler-file index.run"),
        (["src/index.js"], "../../../etc/passwd.run", "! handler-file ../../../etc/passwd.run"),
        (["src/index.js"], "run", "! handler-file run"),
        (["src/index.js"], "' '", "! handler-file  "),
    ],
)
def test_handlers(tmp_path: Path, files: list[str], handler: str, expected: str) -> None:
    _, entries = opened(tmp_path, dict.fromkeys(files, "") | {"manifest.yml": function(handler)})
    assert said(entries) == [expected]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["dist/index.js", "src/index.ts"], "backend dist/index.js:run"),
        (["src/index.ts"], "backend src/index.ts:run"),
        (["server/index.ts"], "! handler-file index.run"),
    ],
)
def test_a_bundle_of_the_apps_own(tmp_path: Path, files: list[str], expected: str) -> None:
    text = function("index.run").replace("app: {id: x}", "app: {id: x, package: {path: dist}}")
    _, entries = opened(tmp_path, dict.fromkeys(files, "") | {"manifest.yml": text})
    assert said(entries) == [expected]


@pytest.mark.parametrize(
    "module",
    [
        "trigger: [{key: t, function: f}]",
        "scheduledTrigger: [{key: t, function: f, interval: hour}]",
        "webtrigger: [{key: t, function: f}]",
        "jira:issuePanel: [{key: t, resolver: {function: f}}]",
        "consumer: [{key: t, queue: q, resolver: {function: f, method: m}}]",
        "consumer: [{key: t, queue: q, function: f}]",
        "rovo:agent: [{key: t, actions: [a]}]\n  action: [{key: a, function: f}]",
        "jira:workflowValidator: [{key: t, function: f}]",
        "macro: [{key: t, function: f, config: {function: f}}]",
        "thing:ofTomorrow: [{key: t, starts: [{when: {function: f}}]}]",
    ],
)
def test_whatever_refers_to_a_function_starts_it(tmp_path: Path, module: str) -> None:
    _, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": function("index.run", module)})
    assert said(entries) == ["backend src/index.js:run"]


def test_a_function_that_nothing_refers_to_starts_nothing(tmp_path: Path) -> None:
    text = function("index.run") + "    - key: g\n      handler: index.other\n"
    _, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": text})
    assert (said(entries), entries.unreferenced) == (["backend src/index.js:run"], ("g",))


def test_a_reference_that_a_template_has_yet_to_fill_in_may_mean_any(tmp_path: Path) -> None:
    _, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": function("index.run", "trigger: [{key: t, function: '${FN}'}]")})
    assert said(entries) == ["backend src/index.js:run"]


def test_labels_name_what_starts_the_code(tmp_path: Path) -> None:
    module = "jira:issuePanel: [{key: p, title: Insights, resolver: {function: f}}]\n  trigger: [{key: t, function: f}]"
    tree, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": function("index.run", module)})
    (point,) = entries.points
    assert [(label.text, tree.span_place(label.span)) for label in point.labels] == [
        ('jira:issuePanel "Insights"', Place("manifest.yml", 3, 68)),
        ('trigger "t"', Place("manifest.yml", 4, 32)),
    ]
    assert (point.key, entries.missing) == ("f", ())


def test_two_keys_of_one_handler_are_one_entry(tmp_path: Path) -> None:
    text = function("index.run", "trigger: [{key: a, function: f}, {key: b, function: g}]") + "    - key: g\n      handler: index.run\n"
    _, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": text})
    assert [[label.text for label in point.labels] for point in entries.points] == [['trigger "a"', 'trigger "b"']]


@pytest.mark.parametrize(
    ("modules", "answering"),
    [
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: f}}]", ["index.run"]),
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: f}}]\n  macro: [{key: m, resource: r, function: g}]",
         ["index.run", "more.run"]),
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: f}}, {key: q, resolver: {function: g}}]", ["index.run"]),
        ("macro: [{key: m, resource: r, resolver: {function: f}, config: {function: g}}]", ["index.run", "more.run"]),
        ("jira:customField: [{key: c, view: {resource: r}, edit: {resolver: {function: f}}}]", ["index.run"]),
        ("jira:globalPage: [{key: p, resource: r}]", None),
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: f}}, {key: q, resource: r}]", None),
        ("jira:globalPage: [{key: p, resource: r, resolver: {endpoint: e}}]", None),
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: nobody}}]", None),
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: '${FN}'}}]", None),
        ("jira:globalPage: [{key: p, resource: r, resolver: {function: f}}, {key: q, resource: '${R}', resolver: {function: g}}]", None),
    ],
)  # fmt: skip
def test_what_answers_a_page(tmp_path: Path, modules: str, answering: list[str] | None) -> None:
    text = function("index.run", modules, "    - key: g\n      handler: more.run\nresources: [{key: r, path: src/page.jsx}]\n")
    _, entries = opened(tmp_path, dict.fromkeys(["src/index.js", "src/more.js", "src/page.jsx"], "") | {"manifest.yml": text})
    (page,) = (point for point in entries.points if point.side == "frontend")
    found = None if page.answering is None else sorted(f"{file[4:-3]}.{export}" for file, export in page.answering)
    assert found == answering


def test_a_missing_file_is_told_with_its_place(tmp_path: Path) -> None:
    tree, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": function("main.run")})
    (missing,) = entries.missing
    assert (missing.key, missing.reason) == ("f", "there is no file src/main (.ts, .tsx, .js, .jsx)")
    assert tree.span_place(missing.span).line == 5


def shown(path: str, module: str = "jira:globalPage: [{key: p, resource: r}]") -> str:
    return f"app: {{id: x}}\nmodules:\n  {module}\nresources:\n  - key: r\n    path: {path}\n"


VITE = "export default { build: { outDir: path.resolve(__dirname, '../../static/view') } }"
PAGE = '<html><script type="module" src="/src/main.tsx"></script></html>'


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        pytest.param({"src/frontend/index.jsx": ""}, "src/frontend/index.jsx", ["frontend src/frontend/index.jsx"], id="UI Kit"),
        pytest.param({"src/frontend/index.tsx": ""}, "src/frontend/index.jsx", ["frontend src/frontend/index.tsx"], id="UI Kit, renamed"),
        pytest.param({"src/frontend/index.tsx": ""}, "src/frontend/index", ["frontend src/frontend/index.tsx"], id="UI Kit, no extension"),
        pytest.param({"src/a.js": ""}, "src/frontend/index.jsx", ["! missing-source src/frontend/index.jsx"], id="UI Kit, gone"),
        pytest.param(
            {"static/ui/package.json": REACT, "static/ui/src/index.js": ""},
            "static/ui/build",
            ["frontend static/ui/src/index.js"],
            id="create-react-app",
        ),
        pytest.param(
            {
                "static/ui/package.json": REACT,
                "static/ui/src/index.js": "",
                "static/ui/build/index.html": '<script src="./static/js/main.0a1b2c3d.js"></script>',
                "static/ui/build/static/js/main.0a1b2c3d.js": BUNDLE,
            },
            "static/ui/build",
            ["frontend static/ui/src/index.js"],
            id="create-react-app, built",
        ),
        pytest.param(
            {"static/package.json": REACT, "static/src/index.tsx": ""}, "static/build", ["frontend static/src/index.tsx"], id="above"
        ),
        pytest.param(
            {"ui/package.json": REACT, "ui/index.html": PAGE, "ui/src/main.tsx": "", "ui/src/index.ts": ""},
            "ui/dist",
            ["frontend ui/src/main.tsx"],
            id="vite",
        ),
        pytest.param(
            {"ui/package.json": REACT, "ui/index.html": PAGE, "ui/src/main.tsx": ""},
            "ui",
            ["frontend ui/src/main.tsx"],
            id="the project itself",
        ),
        pytest.param(
            {
                "a/package.json": REACT,
                "a/webpack.config.js": "module.exports = { entry: './lib/start.js', output: {} }",
                "a/lib/start.js": "",
                "a/src/index.js": "",
            },
            "a/dist",
            ["frontend a/lib/start.js"],
            id="webpack",
        ),
        pytest.param(
            {
                "a/package.json": REACT,
                "a/webpack.config.js": "module.exports = { entry: { one: './src/one.js', two: ['./src/two'] } }",
                "a/src/one.js": "",
                "a/src/two.ts": "",
            },
            "a/dist",
            ["frontend a/src/one.js", "frontend a/src/two.ts"],
            id="webpack, several",
        ),
        pytest.param(
            {
                "a/package.json": '{"source": "src/p.html", "dependencies": {"react-dom": "18"}}',
                "a/src/p.html": '<script src="./p.tsx"></script>',
                "a/src/p.tsx": "",
            },
            "a/dist",
            ["frontend a/src/p.tsx"],
            id="parcel",
        ),
        pytest.param(
            {
                "a/package.json": '{"dependencies": {"@angular/core": "17"}}',
                "a/angular.json": '{"projects": {"x": {"architect": {"build": {"options": {"main": "src/start.ts"}}}}}}',
                "a/src/start.ts": "",
            },
            "a/dist/x",
            ["frontend a/src/start.ts"],
            id="Angular",
        ),
        pytest.param(
            {"apps/ui/package.json": REACT, "apps/ui/src/main.ts": "", "apps/ui/vite.config.ts": VITE},
            "static/view",
            ["frontend apps/ui/src/main.ts"],
            id="a configuration names the folder",
        ),
        pytest.param(
            {
                "webpack.config.js": "module.exports = [make('a', './src/ui/a.jsx', 'static/a'), make('r', './src/ui/r.jsx', 'static/r')]",
                "src/ui/a.jsx": "",
                "src/ui/r.jsx": "",
            },
            "static/r",
            ["frontend src/ui/r.jsx"],
            id="one call of several",
        ),
        pytest.param(
            {
                "package.json": REACT,
                "vite.config.ts": "export default { build: { outDir: 'static/r' }, resolve: { alias: "
                "{ '@forge/bridge': '/src/shim.ts' } } }",
                "index.html": PAGE,
                "src/main.tsx": "",
                "src/shim.ts": "",
            },
            "static/r",
            ["frontend src/main.tsx"],
            id="an alias is no entry",
        ),
        pytest.param(
            {
                "package.json": REACT,
                "build.mjs": "esbuild.build({ entryPoints: ['ui/start.js'], outfile: 'static/r/main.js' })",
                "ui/start.js": "",
            },
            "static/r",
            ["frontend ui/start.js"],
            id="esbuild",
        ),
        pytest.param(
            {
                "package.json": REACT,
                "build-ui.mjs": "exec(`esbuild ui-src/${r}.js --outfile=static/${r}/main.js`)",
                "ui-src/view.js": BRIDGE,
                "static/view/index.html": '<script src="main.js"></script>',
                "static/view/main.js": BUNDLE,
            },
            "static/view",
            ["frontend ui-src/view.js"],
            id="a script of the app's own",
        ),
        pytest.param(
            {"static/r/index.html": '<script src="./app.js"></script><script src="https://cdn/x.js"></script>', "static/r/app.js": ""},
            "static/r",
            ["frontend static/r/app.js"],
            id="a page with scripts that people wrote",
        ),
        pytest.param(
            {
                "static/r/index.html": "<!-- <script src=\"old.js\"></script> --><script src=js/a.js></script><SCRIPT SRC='b.js'>",
                "static/r/js/a.js": "",
                "static/r/b.js": "",
                "static/r/old.js": "",
            },
            "static/r",
            ["frontend static/r/js/a.js", "frontend static/r/b.js"],
            id="script tags as people write them",
        ),
        pytest.param(
            {"static/r/index.html": '<script src="main.1a2b3c4d.js"></script>', "static/r/main.1a2b3c4d.js": ""},
            "static/r",
            ["! bundled-only static/r"],
            id="only a bundle",
        ),
        pytest.param(
            {"static/r/index.html": '<script src="main.js"></script>', "static/r/main.js": "a" * 6000},
            "static/r",
            ["! bundled-only static/r"],
            id="only a minified file",
        ),
        pytest.param(
            {"static/r/index.html": '<script src="gone.js"></script>'},
            "static/r",
            ["! bundled-only static/r"],
            id="a page whose script is gone",
        ),
        pytest.param({"static/r/main.js": BUNDLE}, "static/r", ["! bundled-only static/r"], id="a bundle without a page"),
        pytest.param(
            {"static/r/index.html": "<script>import { invoke } from '@forge/bridge'; invoke('x')</script>"},
            "static/r",
            ["frontend static/r/index.html"],
            id="a script inside the page",
        ),
        pytest.param(
            {"static/r/index.html": "<script>invoke('x')</script>"}, "static/r", ["! missing-source static/r"], id="a script from nowhere"
        ),
        pytest.param(
            {"static/r/index.html": f"<script type=importmap>{{}}</script><script type=module>import './a.js'; {BRIDGE}</script>"},
            "static/r",
            ["! missing-source static/r"],
            id="a script whose imports mean something else",
        ),
        pytest.param({"static/r/index.html": "<script>go()</script>"}, "static/r", ["frontend static/r/index.html"], id="a plain script"),
        pytest.param(
            {"static/r/index.html": "<script src='https://cdn/x.js'></script><script>go()</script>"},
            "static/r",
            ["! missing-source static/r"],
            id="a script beside one of another host",
        ),
        pytest.param(
            {"static/r/index.html": '<script type="application/json">{}</script><!-- <script>go()</script> --><script> </script>'},
            "static/r",
            ["! missing-source static/r"],
            id="no script at all",
        ),
        pytest.param(
            {"static/r/index.html": f"<script>{BUNDLE}</script><script>go()</script>"},
            "static/r",
            ["! bundled-only static/r"],
            id="a bundle inside the page",
        ),
        pytest.param(
            {"static/r/index.html": f"<script type=module>{BRIDGE}</script><script src='a.js'></script>", "static/r/a.js": ""},
            "static/r",
            ["frontend static/r/a.js", "frontend static/r/index.html"],
            id="a script inside the page, and another",
        ),
        pytest.param(
            {"static/r/index.html": f"<script type=module>{BRIDGE}</script><script src='a.js'></script>", "static/r/a.js": BUNDLE},
            "static/r",
            ["! bundled-only static/r"],
            id="a script inside the page, and a bundle",
        ),
        pytest.param(
            {"ui/package.json": REACT, "ui/index.html": "<script type=module>import '/src/a.js'</script>", "ui/src/main.js": ""},
            "ui/dist",
            ["frontend ui/index.html"],
            id="a project with a script inside its page",
        ),
        pytest.param(
            {"ui/package.json": REACT, "ui/index.html": f"<script>go()</script>{PAGE}", "ui/src/main.tsx": ""},
            "ui/dist",
            ["frontend ui/src/main.tsx", "frontend ui/index.html"],
            id="a project with a plain script inside its page",
        ),
        pytest.param(
            {"ui/package.json": REACT, "ui/public/index.html": f"<script type=module>{BRIDGE}</script>", "ui/src/index.js": ""},
            "ui/build",
            ["frontend ui/src/index.js", "frontend ui/public/index.html"],
            id="a page that gets its script from the build",
        ),
        pytest.param(
            {"static/r/p.html": f"<script type=module>{BRIDGE}</script>"},
            "static/r/p.html",
            ["frontend static/r/p.html"],
            id="a page by name, with a script inside",
        ),
        pytest.param({"src/index.js": ""}, "static/admin/build", ["! missing-source static/admin/build"], id="an empty submodule"),
        pytest.param(
            {"package.json": REACT, "src/index.js": BRIDGE, "public/index.html": "<div id=root></div>"},
            "build",
            ["frontend src/index.js"],
            id="the app is the project",
        ),
        pytest.param(
            {"package.json": REACT, "src/index.jsx": "import './a'", "src/index.web.jsx": "", "src/index.plugin.jsx": BRIDGE},
            "build",
            ["frontend src/index.plugin.jsx"],
            id="the build for Forge",
        ),
        pytest.param(
            {
                "package.json": REACT,
                "index.html": PAGE,
                "sandbox.html": '<script src="/src/s.ts"></script>',
                "src/main.tsx": "",
                "src/s.ts": "",
                "other.html": '<script src="/src/o.ts"></script>',
                "src/o.ts": "",
            },
            "dist",
            ["frontend src/main.tsx"],
            id="vite builds its index only",
        ),
        pytest.param(
            {
                "package.json": REACT,
                "vite.config.ts": "{ build: { rollupOptions: { input: pages() } } }",
                "index.html": PAGE,
                "sandbox.html": '<script src="/src/s.ts"></script>',
                "src/main.tsx": "",
                "src/s.ts": "",
                "other.html": '<script src="/src/o.ts"></script>',
                "src/o.ts": "",
            },
            "dist",
            ["frontend src/main.tsx", "frontend src/o.ts"],
            id="several pages",
        ),
        *[
            pytest.param(
                {
                    "package.json": REACT,
                    "vite.config.admin.js": f"export default {{ {root}, build: {{ outDir: {out} }} }}",
                    "vite.config.view.js": "export default { root: 'ui/view', build: { outDir: '../../dist/view' } }",
                    "ui/admin/index.html": '<script src="/start.jsx"></script>',
                    "ui/view/index.html": '<script src="/start.jsx"></script>',
                    "ui/admin/start.jsx": "",
                    "ui/view/start.jsx": "",
                    "src/index.js": "",
                },
                "dist/admin",
                ["frontend ui/admin/start.jsx"] if is_read else ["frontend ui/view/start.jsx", "frontend src/index.js"],
                id=f"vite with a name and {root}",
            )
            for root, out, is_read in [
                ("root: 'ui/admin'", "'../../dist/admin'", True),
                ("root: './ui/admin/'", "'../../dist/admin'", True),
                ("root: resolve(__dirname, 'ui', 'admin')", "'../../dist/admin'", True),
                ("root: path.join(process.cwd(), 'ui/admin')", "path.resolve(__dirname, 'dist/admin')", True),
                ("root: process.env.UI ? 'ui/admin' : 'ui/view'", "'../../dist/admin'", False),
            ]
        ],
        pytest.param(
            {
                "package.json": REACT,
                "vite.config.ts": "export default { root: 'ui' }",
                "ui/index.html": '<script src="/start.jsx"></script>',
                "ui/start.jsx": "",
                "src/index.js": "",
            },
            "ui/dist",
            ["frontend ui/start.jsx"],
            id="vite with a root, in its usual folder",
        ),
        *[
            pytest.param(
                {
                    "package.json": REACT,
                    "src/index.js": BRIDGE,
                    "ui/one/package.json": f'{{"scripts": {{"build": "{script}"}}, "dependencies": {{"@forge/bridge": "4"}}}}',
                    "ui/one/src/index.js": "",
                    "ui/two/package.json": REACT,
                    "ui/two/src/index.js": "",
                },
                "static/view",
                [f"frontend {'ui/one/src/index.js' if is_read else 'src/index.js'}"],
                id=script,
            )
            for script, is_read in [
                ("react-scripts build && mv build ../../static/view", True),
                ("vite build; rm -rf ../../static/view; cp -r dist ../../static/view/", True),
                ("vite build && npx shx cp -R dist/* ../../static/view", True),
                ("vite build && cd ../.. && cp -r ui/one/dist/. static/view", True),
                ("vite build && cp -r assets ../../static/view", False),
                ("vite build && cp -r dist ../../static/other", False),
            ]
        ],
        pytest.param(
            {"client/package.json": REACT, "client/src/index.js": "", "server/package.json": "{}", "server/src/index.js": ""},
            "static/whatever",
            ["frontend client/src/index.js"],
            id="the only frontend there is",
        ),
        pytest.param({"static/r/index.html": PAGE}, "static/r/index.html", ["! bundled-only static/r/index.html"], id="a page by name"),
        pytest.param(
            {"static/r/p.html": '<script src="p.js"></script>', "static/r/p.js": ""},
            "static/r/p.html",
            ["frontend static/r/p.js"],
            id="a page by name, with its script",
        ),
        pytest.param(
            {"static/app/src/App.jsx": "", "static/app/build/index.html": "<html></html>"},
            "static/app/build",
            ["frontend static/app/src/App.jsx"],
            id="no package",
        ),
        pytest.param(
            {"static/app/src/one.jsx": BRIDGE, "static/app/src/two.jsx": "", "src/index.js": BRIDGE},
            "static/app/build",
            ["frontend static/app/src/one.jsx"],
            id="no package, no entry that is known",
        ),
        pytest.param(
            {"src/panel/index.tsx": "", "src/panel/other.tsx": "", "package.json": REACT, "src/index.js": ""},
            "src/panel",
            ["frontend src/panel/index.tsx"],
            id="UI Kit, a folder",
        ),
        pytest.param({}, "/etc/ssl", ["! missing-source /etc/ssl"], id="absolute"),
        pytest.param({}, "../../../etc", ["! missing-source ../../../etc"], id="outside"),
        pytest.param({"ui/package.json": REACT, "ui/src/main.js": ""}, "ui/dist/", ["frontend ui/src/main.js"], id="with a slash"),
        pytest.param(
            {"ui/package.json": REACT, "ui/src/index.vue": "", "ui/src/main.ts": ""},
            "ui/dist",
            ["frontend ui/src/index.vue"],
            id="a component as entry",
        ),
    ],
)
def test_resources(tmp_path: Path, files: dict[str, str], path: str, expected: list[str]) -> None:
    _, entries = opened(tmp_path, {**files, "manifest.yml": shown(path)})
    assert said(entries) == expected


def test_a_project_beside_the_app(tmp_path: Path) -> None:
    files = {"app/manifest.yml": shown("build/ui"), "custom-ui/package.json": REACT, "custom-ui/src/main.tsx": "",
             "custom-ui/vite.config.ts": "export default { build: { outDir: '../app/build/ui' } }"}  # fmt: skip
    _, entries = opened(tmp_path, files, "app")
    assert said(entries) == ["frontend ../custom-ui/src/main.tsx"]


def test_a_resource_beside_the_app(tmp_path: Path) -> None:
    files = {"app/manifest.yml": shown("../ui/build"), "ui/package.json": REACT, "ui/src/index.js": ""}
    _, entries = opened(tmp_path, files, "app")
    assert said(entries) == ["frontend ../ui/src/index.js"]


def test_the_backend_is_no_frontend(tmp_path: Path) -> None:
    text = function("index.run", "jira:globalPage: [{key: p, resource: r, resolver: {function: f}}]", "resources: [{key: r, path: dist}]\n")
    files = {"manifest.yml": text, "package.json": REACT, "src/index.js": BRIDGE, "src/main.js": "", "src/ui/index.jsx": BRIDGE}
    _, entries = opened(tmp_path, files)
    assert said(entries) == ["backend src/index.js:run", "frontend src/ui/index.jsx"]


def test_projects_of_other_resources_are_not_taken(tmp_path: Path) -> None:
    """An empty submodule beside two projects: nobody can see its calls."""
    text = (
        shown("static/one/build", "jira:globalPage: [{key: p, resource: r}, {key: q, resource: s}]")
        + "  - key: s\n    path: static/two/build\n"
    )
    _, entries = opened(tmp_path, {"manifest.yml": text, "static/one/package.json": REACT, "static/one/src/index.js": ""})
    assert said(entries) == ["frontend static/one/src/index.js", "! missing-source static/two/build"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("new Modal({ resource: 'm' }).open()", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("const NAME = `m`; new Modal({ resource: NAME })", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("new Modal({ resource: 'me' })", ["frontend src/index.jsx"]),
        ("new Modal({ resource: key })", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("const { resource } = e; new Modal({ resource, size: 1 })", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("new Modal({ resource: `dialog-${name}` })", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("new Modal({ resource: `other` })", ["frontend src/index.jsx"]),
        ('<Frame resource="m" />', ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("<Frame resource={key} />", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ('<Frame resource="me" />', ["frontend src/index.jsx"]),
        ("requestAtlassian('/forge/installation/v2/dynamic/module/')", ["frontend src/index.jsx", "frontend src/m.jsx"]),
        ("const x = 'm';", ["frontend src/index.jsx"]),
    ],
)
def test_a_resource_that_code_opens(tmp_path: Path, code: str, expected: list[str]) -> None:
    text = shown("src/index.jsx") + "  - key: m\n    path: src/m.jsx\n  - key: icons\n    path: icons\n"
    _, entries = opened(tmp_path, {"manifest.yml": text, "src/index.jsx": code, "src/m.jsx": "", "icons/a.svg": ""})
    assert said(entries) == expected


def test_a_resource_that_code_opens_and_that_is_not_there(tmp_path: Path) -> None:
    text = shown("src/index.jsx") + "  - key: m\n    path: static/m/build\n"
    _, entries = opened(tmp_path, {"manifest.yml": text, "src/index.jsx": "<Frame resource='m' />"})
    assert said(entries) == ["frontend src/index.jsx", "! missing-source static/m/build"]


def test_functions_of_modules_that_code_adds(tmp_path: Path) -> None:
    text = function("index.run") + "    - key: g\n      handler: more.go\n"
    code = "asApp().requestAtlassian('/forge/installation/v1/dynamic/module/', { body: '{ function: \"g\" }' })"
    _, entries = opened(tmp_path, {"manifest.yml": text, "src/index.js": code, "src/more.js": ""})
    assert said(entries) == ["backend src/index.js:run", "backend src/more.js:go"]


def test_a_build_that_may_not_be_one(tmp_path: Path) -> None:
    files = {"r/build/index.html": '<script src="a.js"></script>', "r/build/a.js": "", "r/package.json": REACT, "r/src/index.js": ""}
    _, entries = opened(tmp_path, {"manifest.yml": shown("r/build"), **files})
    assert said(entries) == ["frontend r/build/a.js", "frontend r/src/index.js"]


def test_icons_are_no_entry(tmp_path: Path) -> None:
    text = shown("src/index.jsx") + "  - key: icons\n    path: icons\n"
    _, entries = opened(tmp_path, {"manifest.yml": text, "src/index.jsx": "", "icons/a.svg": ""})
    assert said(entries) == ["frontend src/index.jsx"]


def test_entries_of_one_resource(tmp_path: Path) -> None:
    text = shown("static") + "    entry:\n      one: one.html\n      two: two.html\n"
    files = {f"static/{name}.html": f'<script src="{name}.js"></script>' for name in ("one", "two", "three")}
    _, entries = opened(tmp_path, {"manifest.yml": text, **files, **{f"static/{name}.js": "" for name in ("one", "two", "three")}})
    assert said(entries) == ["frontend static/one.js", "frontend static/two.js"]


def test_an_ignored_build_is_not_there(tmp_path: Path) -> None:
    files = {".gitignore": "build", "static/r/build/index.html": '<script src="a.js"></script>', "static/r/build/a.js": ""}
    _, entries = opened(tmp_path, {"manifest.yml": shown("static/r/build"), **files})
    assert said(entries) == ["! missing-source static/r/build"]


@pytest.mark.parametrize(
    ("path", "text", "is_source"),
    [
        ("src/a.ts", "", True),
        ("static/ui/src/A.vue", "", True),
        ("lib/a.mjs", "", True),
        ("src/contest/a.ts", "", True),
        ("src/a.css", "", False),
        ("src/a.test.ts", "", False),
        ("src/__tests__/a.ts", "", False),
        ("test/a.ts", "", False),
        ("src/__mocks__/a.ts", "", False),
        ("src/a.stories.tsx", "", False),
        ("src/a.d.ts", "", False),
        ("scripts/a.js", "", False),
        ("webpack.config.js", "", False),
        ("vite.config.ts", "", False),
        ("jest.setup.js", "", False),
        ("src/setupTests.js", "", False),
        (".storybook/main.js", "", False),
        ("static/ui/build/main.js", "", False),
        ("dist/a.js", "", False),
        ("vendor/a.js", "", False),
        ("src/jquery.min.js", "", False),
        ("src/a.js", "a" * 6000, False),
        ("other/src/a.ts", "", False),
        ("static/ui/build-static/assets/index-BGiBwSck.js", "", False),
        ("static/ui/Dist_web/a.js", "", False),
        ("src/building/a.js", "", True),
        ("src/distance/a.js", "", True),
        ("static/ui/a.js", "var __webpack_require__ = 1;", False),
        ("static/ui/a.js", "let a;\n//# sourceMappingURL=a.js.map", False),
    ],
)
def test_sources(tmp_path: Path, path: str, text: str, is_source: bool) -> None:
    tree, _ = opened(tmp_path, {"manifest.yml": function("index.run"), "other/manifest.yml": function("index.run"), path: text})
    assert sources(tree) == ((path,) if is_source else ())


@pytest.mark.parametrize(
    "text",
    [
        "alias: { '@': " + "(" * 150_000,
        "entry: " * 30_000,
        "alias: {" * 25_000,
        "'" * 200_001,
        "/*" * 100_000,
        '"\\' * 100_000,
        "[" * 200_000,
        "a:" * 100_000,
        "outfile: 'static/r', " * 8_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_configuration_takes_no_time(tmp_path: Path, text: str) -> None:
    files = {
        "manifest.yml": shown("static/r"),
        "vite.config.js": text,
        "package.json": text,
        "tsconfig.json": text,
        "static/r/index.html": text,
    }
    _, entries = opened(tmp_path, files)
    assert said(entries) == ["! missing-source static/r"]


@pytest.mark.parametrize("text", ["<!--" * 250_000, "<script" * 140_000, "<script>" * 120_000, '<script src="' * 80_000])
def test_a_hostile_page_takes_no_time(tmp_path: Path, text: str) -> None:
    _, entries = opened(tmp_path, {"manifest.yml": shown("static/r"), "static/r/index.html": text})
    assert [missing.path for missing in entries.missing] == ["static/r"]


def test_a_reference_to_nothing_is_code_that_nobody_can_see(tmp_path: Path) -> None:
    module = "jira:issuePanel: [{key: p, resource: page, resolver: {function: nobody}}]\n  trigger: [{key: t, function: f}]"
    _, entries = opened(tmp_path, {"src/index.js": "", "manifest.yml": function("index.run", module)})
    missing = [(entry.kind, entry.key, entry.side, entry.reason) for entry in entries.missing]
    assert missing == [
        ("missing-source", "page", "frontend", "the manifest declares no resource page"),
        ("missing-source", "nobody", "backend", "the manifest declares no function nobody"),
    ]


STILL = "<!doctype html><html><head><title>A</title><style>p { color: red }</style></head><body><p>Score: <b>1</b><img src=a.png></p></body></html>"


@pytest.mark.parametrize(
    ("html", "files", "is_still"),
    [
        (STILL, {}, True),
        (STILL, {"static/r/index.jsx": BRIDGE, "src/index.js": ""}, True),
        (STILL, {"package.json": '{"scripts": {"lint": "eslint ."}, "dependencies": {"@forge/api": "4"}}', "README.md": "static/r"}, True),
        (STILL, {"static/r/b.html": STILL, "static/r/a.svg": "<svg/>"}, True),
        ("<p>a</p><a href='b.html'>b</a>", {"static/r/sub/b.html": STILL.replace("<p>", "<p onclick='go()'>")}, False),
        ("<!-- <script src=a.js></script> -->", {}, False),
        ("<script src='https://cdn/a.js'></script>", {}, False),
        ("<p onclick='go()'>a</p>", {}, False),
        ("<svg/onload=go()>", {}, False),
        ("<link rel=modulepreload href=a.js>", {}, False),
        ("<iframe src=b.html></iframe>", {}, False),
        ("<a href='javascript:go()'>a</a>", {}, False),
        ("<a href='&#106;avascript:go()'>a</a>", {}, False),
        ("<meta http-equiv=refresh content='0; url=b.html'>", {}, False),
        ("<div id=root></div>", {}, False),
        ("<app-root>Loading</app-root>", {}, False),
        ("<p>{{ title }}</p>", {}, False),
        ("<p>%TITLE%</p>", {}, False),
        (STILL, {"static/r/package.json": "{}"}, False),
        (STILL, {"package.json": '{"scripts": {"build": "webpack"}}'}, False),
        (STILL, {"package.json": '{"devDependencies": {"vite": "5"}}'}, False),
        (STILL, {"make.sh": "cp out/* static/r"}, False),
        (STILL, {"Makefile": "cd static && generate r"}, False),
        (STILL, {"ui/vite.config.js": ""}, False),
        (STILL, {"package.json": "{ nonsense"}, False),
        (STILL, {"gulpfile.js": "dest('static/r')"}, False),
        (STILL, {"static/r/a.svg": "<svg><script>go()</script></svg>"}, False),
        (STILL, {"static/r/a.xhtml": ""}, False),
    ],
)
def test_a_page_on_which_nothing_runs(tmp_path: Path, html: str, files: dict[str, str], is_still: bool) -> None:
    for path in ("static/r", "static/r/index.html"):
        folder = tmp_path / path.replace("/", "-")
        _, entries = opened(folder, {"manifest.yml": shown(path), "static/r/index.html": html, **files})
        assert said(entries) == ([] if is_still else [f"! missing-source {path}"])


def test_what_lies_above_the_app_can_build_a_page(tmp_path: Path) -> None:
    _, entries = opened(tmp_path, {"app/manifest.yml": shown("static/r"), "app/static/r/index.html": STILL}, "app")
    assert said(entries) == ["! missing-source static/r"]


def test_a_page_that_is_made_of_code_is_not_still(tmp_path: Path) -> None:
    text = shown("static/r", "jira:globalPage: [{key: p, resource: r, render: native}]")
    _, entries = opened(tmp_path, {"manifest.yml": text, "static/r/index.html": STILL, "static/r/index.jsx": BRIDGE})
    assert said(entries) == ["! missing-source static/r"]


PROJECT = '{"dependencies": {"@forge/bridge": "1"}}'


@pytest.mark.parametrize(
    ("files", "guesses"),
    [
        ({"static/other/package.json": PROJECT, "static/other/src/index.js": ""}, [("static/hello/build", "static/other/src/index.js")]),
        ({"static/hello/package.json": PROJECT, "static/hello/src/index.js": ""}, []),
        ({"static/hello/src/index.js": ""}, []),
        ({}, []),
    ],
    ids=["the only project there is", "its own project", "the sources beside it", "nothing"],
)
def test_a_source_that_nothing_names_is_a_guess(tmp_path: Path, files: dict[str, str], guesses: list[tuple[str, str]]) -> None:
    manifest = (
        "app: {id: x}\nmodules:\n  jira:issuePanel: [{key: p, resource: main, title: P}]\n"
        "resources:\n  - {key: main, path: static/hello/build}\n"
    )
    _, entries = opened(tmp_path, {"manifest.yml": manifest, **files})
    assert list(entries.guesses) == guesses
