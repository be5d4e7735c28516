"""Files and an import → what it means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scopeminer.program.resolution import ModuleResolver
from scopeminer.program.resolution_model import Asset, LocalFile, Package, Unresolved
from scopeminer.source import SourceTree


def tree_of(folder: Path, files: Mapping[str, str]) -> SourceTree:
    for name, text in {".git/HEAD": "", "app/.keep": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return SourceTree.open(folder / "app")


def meaning(folder: Path, files: Mapping[str, str], importer: str, specifier: str) -> str:
    """A path for code, `pkg NAME [SUBPATH]`, `asset [PATH]`, `?`."""
    match ModuleResolver(tree_of(folder, {f"app/{importer}": "", **files})).resolve(importer, specifier):
        case LocalFile(path=path):
            return path
        case Package(name=name, subpath=subpath):
            return f"pkg {name} {subpath}".strip()
        case Asset(path=found):
            return f"asset {found or ''}".strip()
        case Unresolved(specifier=left):
            return f"? {left}"


def app(*names: str, **texts: str) -> dict[str, str]:
    """Files below app/."""
    return {f"app/{name}": "" for name in names} | {f"app/{name}": text for name, text in texts.items()}


@pytest.mark.parametrize(
    ("files", "importer", "specifier", "expected"),
    [
        (["src/a.ts"], "src/i.js", "./a", "src/a.ts"),
        (["src/Filter.js"], "src/i.js", "./filter", "src/Filter.js"),
        (["src/filter.js", "src/Filter.js"], "src/i.js", "./filter", "src/filter.js"),
        (["src/Filter.css"], "src/i.js", "./filter", "? ./filter"),
        (["src/a.tsx"], "src/i.js", "./a", "src/a.tsx"),
        (["src/a.js"], "src/i.js", "./a", "src/a.js"),
        (["src/a.jsx"], "src/i.js", "./a", "src/a.jsx"),
        (["src/a.mjs"], "src/i.js", "./a", "src/a.mjs"),
        (["src/a.cjs"], "src/i.js", "./a", "src/a.cjs"),
        (["src/a.mts"], "src/i.js", "./a", "src/a.mts"),
        (["src/a.cts"], "src/i.js", "./a", "src/a.cts"),
        (["src/a.json"], "src/i.js", "./a", "src/a.json"),
        ([], "src/i.js", "./key.json", "asset"),
        ([], "src/i.js", "../key.json5", "asset"),
        ([], "src/i.js", "@/key.json", "asset"),
        ([], "src/i.js", "./key", "? ./key"),
        (["src/a.vue"], "src/i.js", "./a", "src/a.vue"),
        (["src/a.svelte"], "src/i.js", "./a.svelte", "src/a.svelte"),
        (["src/a.ts", "src/a.js"], "src/i.ts", "./a", "src/a.ts"),
        (["src/a.d.ts", "src/a.js"], "src/i.ts", "./a", "src/a.js"),
        (["src/a.d.ts", "src/a.js"], "src/i.ts", "./a.js", "src/a.js"),
        (["src/a.d.ts"], "src/i.ts", "./a", "asset"),
        (["src/a.d.ts"], "src/i.ts", "./a.d.ts", "asset"),
        (["src/a.ts"], "src/i.ts", "./a.js", "src/a.ts"),
        (["src/a.tsx"], "src/i.ts", "./a.js", "src/a.tsx"),
        (["src/a.tsx"], "src/i.ts", "./a.jsx", "src/a.tsx"),
        (["src/a.mts"], "src/i.ts", "./a.mjs", "src/a.mts"),
        (["src/a.cts"], "src/i.ts", "./a.cjs", "src/a.cts"),
        (["src/a.ts", "src/a.js"], "src/i.ts", "./a.js", "src/a.ts"),
        (["src/a.ts", "src/a.js"], "src/i.js", "./a.js", "src/a.js"),
        (["src/a.ts"], "src/i.ts", "./a.ts", "src/a.ts"),
        (["src/a/index.ts"], "src/i.ts", "./a", "src/a/index.ts"),
        (["src/a/index.ts", "src/a.ts"], "src/i.ts", "./a", "src/a.ts"),
        (["src/a/index.ts", "src/a.ts"], "src/i.ts", "./a/", "src/a/index.ts"),
        (["src/a/index.ts"], "src/i.ts", "./a/index", "src/a/index.ts"),
        (["src/index.ts"], "src/x/i.ts", "..", "src/index.ts"),
        (["src/index.ts", "src.ts"], "src/i.ts", ".", "src/index.ts"),
        (["src/index.ts", "src.ts"], "src/i.ts", "./", "src/index.ts"),
        (["lib/a.js"], "src/i.js", "../lib/a", "lib/a.js"),
        (["src/a.service.ts"], "src/i.ts", "./a.service", "src/a.service.ts"),
        (["src/jquery.min.js"], "src/i.js", "./jquery.min", "src/jquery.min.js"),
        (["src/a.ts"], "src/i.js", "./b", "? ./b"),
        (["src/a.ts"], "src/i.js", "../../../../x", "? ../../../../x"),
        (["src/a.css"], "src/i.js", "./a.css", "asset src/a.css"),
        ([], "src/i.js", "./gone.css", "asset"),
        (["src/a.svg"], "src/i.js", "./a.svg?react", "asset src/a.svg"),
        (["src/a.ts"], "src/i.js", "./a.ts?raw", "asset src/a.ts"),
        (["src/a.ts"], "src/i.js", "./a.ts?worker", "src/a.ts"),
        (["src/a.ts"], "src/i.js", "./a?v=1", "src/a.ts"),
        (["src/a.txt"], "src/i.js", "!!raw-loader!./a.txt", "asset src/a.txt"),
        (["src/a.js"], "src/i.js", "worker-loader!./a.js", "src/a.js"),
        (["src/a.graphql"], "src/i.js", "./a.graphql", "asset src/a.graphql"),
        (["src/a.weird"], "src/i.js", "./a.weird", "asset src/a.weird"),
        ([], "src/i.js", "data:text/javascript,1", "asset"),
        ([], "src/i.js", "https://esm.sh/react", "pkg https://esm.sh/react"),
        ([], "src/i.js", "https://esm.sh/@forge/bridge@4.0.1?bundle", "pkg @forge/bridge"),
        ([], "src/i.js", "https://cdn.jsdelivr.net/npm/@forge/bridge/+esm", "pkg @forge/bridge"),
        ([], "src/i.js", "virtual:pwa", "pkg virtual:pwa"),
        ([], "src/i.js", "", "? "),
        ([], "src/i.js", "@forge/api", "pkg @forge/api"),
        ([], "src/i.js", "@forge/api/out/x", "pkg @forge/api out/x"),
        ([], "src/i.js", "react", "pkg react"),
        ([], "src/i.js", "lodash/get", "pkg lodash get"),
        ([], "src/i.js", "lodash.get", "pkg lodash.get"),
        ([], "src/i.js", "fs/promises", "pkg fs promises"),
        ([], "src/i.js", "node:https", "pkg node:https"),
        ([], "src/i.js", "../node_modules/lodash/get.js", "pkg lodash get.js"),
        ([], "src/i.js", "@/a", "? @/a"),
        ([], "src/i.js", "~/a", "? ~/a"),
        ([], "src/i.js", "src/a", "? src/a"),
        (["package.json", "src/a.ts"], "src/i.ts", "@/a", "src/a.ts"),
        (["package.json", "src/a.ts"], "src/i.ts", "~/a", "src/a.ts"),
        (["package.json", "src/a.ts"], "src/x/i.ts", "src/a", "src/a.ts"),
        (["package.json", "src/a.ts"], "src/x/i.ts", "/src/a", "src/a.ts"),
        (["public/a.js"], "src/i.ts", "/a.js", "public/a.js"),
    ],
)
def test_by_place(tmp_path: Path, files: list[str], importer: str, specifier: str, expected: str) -> None:
    assert meaning(tmp_path, app(*files), importer, specifier) == expected


TS = "src/i.ts"


@pytest.mark.parametrize(
    ("files", "importer", "specifier", "expected"),
    [
        pytest.param(
            app("src/lib/a.ts", **{"tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}'}), TS, "lib/a", "src/lib/a.ts", id="baseUrl"
        ),
        pytest.param(
            app("src/lib/a.ts", **{"jsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}'}),
            "src/i.js",
            "lib/a",
            "src/lib/a.ts",
            id="jsconfig",
        ),
        pytest.param(
            app("src/lib/a.ts", **{"tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}'}), TS, "lib/b", "? lib/b", id="baseUrl, gone"
        ),
        pytest.param(
            app("events/a.ts", **{"tsconfig.json": '{"compilerOptions": {"baseUrl": "."}}'}),
            TS,
            "events",
            "pkg events",
            id="a folder called like a module of Node.js",
        ),
        pytest.param(
            app("src/x/a.ts", **{"tsconfig.json": '// c\n{"compilerOptions": {/* c */ "paths": {"@/*": ["./src/x/*",],},},}'}),
            TS,
            "@/a",
            "src/x/a.ts",
            id="paths, comments, commas",
        ),
        pytest.param(
            app("src/b.ts", **{"tsconfig.json": '{"compilerOptions": {"baseUrl": "src", "paths": {"~*": ["*"]}}}'}),
            TS,
            "~b",
            "src/b.ts",
            id="paths below baseUrl",
        ),
        pytest.param(
            app(
                "src/one.ts",
                "src/f/g.ts",
                **{
                    "tsconfig.json": '{"compilerOptions": {"paths": {"@a/*": ["./src/*"], "@a/f/*": '
                    '["./none/*", "./src/f/*"], "@a/exact": ["./src/one"]}}}'
                },
            ),
            TS,
            "@a/f/g",
            "src/f/g.ts",
            id="longest, second target",
        ),
        pytest.param(
            app("src/one.ts", **{"tsconfig.json": '{"compilerOptions": {"paths": {"@a/*": ["./x/*"], "@a/exact": ["./src/one"]}}}'}),
            TS,
            "@a/exact",
            "src/one.ts",
            id="exact",
        ),
        pytest.param(
            app("src/a.ts", **{"tsconfig.json": '{"compilerOptions": {"paths": {"@a/*": ["./src/*"]}}}'}),
            TS,
            "@a/gone",
            "? @a/gone",
            id="paths, gone",
        ),
        pytest.param(
            app(
                "types/react.d.ts",
                **{
                    "tsconfig.json": '{"compilerOptions": {"paths": {"react": ["./types/react.d.ts"]}}}',
                    "package.json": '{"dependencies": {"react": "18"}}',
                },
            ),
            TS,
            "react",
            "pkg react",
            id="types of a package",
        ),
        pytest.param(
            app("types/api.ts", **{"tsconfig.json": '{"compilerOptions": {"paths": {"@forge/api": ["./types/api.ts"]}}}'}),
            TS,
            "@forge/api",
            "pkg @forge/api",
            id="the SDK is never an alias",
        ),
        pytest.param(
            app(**{"tsconfig.json": '{"compilerOptions": {"paths": {"x/*": ["./node_modules/x/src/*"]}}}'}),
            TS,
            "x/y",
            "pkg x y",
            id="paths into node_modules",
        ),
        pytest.param(
            {
                "tsconfig.base.json": '{"compilerOptions": {"paths": {"@a/*": ["./libs/*"]}}}',
                "libs/q.ts": "",
                "app/tsconfig.json": '{"extends": "../tsconfig.base.json"}',
            },
            TS,
            "@a/q",
            "../libs/q.ts",
            id="extends",
        ),
        pytest.param(
            {
                "a.json": '{"compilerOptions": {"paths": {"@a/*": ["./libs/*"]}}}',
                "libs/q.ts": "",
                "b.json": '{"compilerOptions": {"strict": true}}',
                "app/tsconfig.json": '{"extends": ["../a", "../b.json"]}',
            },
            TS,
            "@a/q",
            "../libs/q.ts",
            id="extends several",
        ),
        pytest.param(
            {
                "a.json": '{"compilerOptions": {"baseUrl": "./libs", "paths": {"@a/*": ["./*"]}}}',
                "libs/q.ts": "",
                "app/tsconfig.json": '{"extends": "../a.json", "compilerOptions": {"paths": {"@b/*": ["./*"]}}}',
            },
            TS,
            "@b/q",
            "../libs/q.ts",
            id="own paths below an inherited baseUrl",
        ),
        pytest.param(
            {
                "package.json": '{"workspaces": ["app", "cfg"]}',
                "cfg/package.json": '{"name": "@acme/tsconfig"}',
                "cfg/base.json": '{"compilerOptions": {"paths": {"@a/*": ["../libs/*"]}}}',
                "libs/q.ts": "",
                "app/tsconfig.json": '{"extends": "@acme/tsconfig/base.json"}',
            },
            TS,
            "@a/q",
            "../libs/q.ts",
            id="extends a package",
        ),
        pytest.param(
            app("src/a.ts", **{"tsconfig.json": '{"extends": "./tsconfig.json", "compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'}),
            TS,
            "@/a",
            "src/a.ts",
            id="extends itself",
        ),
        pytest.param(
            app(
                "src/a.ts",
                **{
                    "tsconfig.json": '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
                    "tsconfig.app.json": '{"compilerOptions": {"paths": {"#x/*": ["./src/*"]}}}',
                },
            ),
            TS,
            "#x/a",
            "src/a.ts",
            id="references",
        ),
        pytest.param(
            app(
                "ui/src/a.ts",
                "src/a.ts",
                **{
                    "tsconfig.json": '{"compilerOptions": {"paths": {"@x/*": ["./src/*"]}}}',
                    "ui/tsconfig.json": '{"compilerOptions": {"paths": {"@x/*": ["./src/*"]}}}',
                },
            ),
            "ui/src/i.ts",
            "@x/a",
            "ui/src/a.ts",
            id="nearest",
        ),
        pytest.param(
            app("src/a.ts", **{"tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}}'}),
            TS,
            "@/a",
            "src/a.ts",
            id="configDir",
        ),
        pytest.param(
            app("gen/a.ts", **{"tsconfig.json": '{"compilerOptions": {"rootDirs": ["src", "gen"]}}'}), TS, "./a", "gen/a.ts", id="rootDirs"
        ),
        pytest.param(app(**{"tsconfig.json": "{ nonsense"}), TS, "@x/a", "pkg @x/a", id="no JSON"),
        pytest.param(
            app(**{"tsconfig.json": '{"extends": 7, "references": {}, "compilerOptions": {"paths": {"@/*": 3, "x": [4]}}}'}),
            TS,
            "x",
            "pkg x",
            id="wrong types",
        ),
        pytest.param(app(**{"tsconfig.json": "[" * 50_000}), TS, "react", "pkg react", id="deep"),
    ],
)
def test_by_tsconfig(tmp_path: Path, files: dict[str, str], importer: str, specifier: str, expected: str) -> None:
    assert meaning(tmp_path, files, importer, specifier) == expected


def member(package: str, *names: str) -> dict[str, str]:
    """A workspace of one member in packages/m, named @a/m, and the app."""
    return {"package.json": '{"workspaces": ["packages/*", "app"]}', "packages/m/package.json": package} | {
        f"packages/m/{name}": "" for name in names
    }


@pytest.mark.parametrize(
    ("files", "specifier", "expected"),
    [
        pytest.param(member('{"name": "@a/m", "main": "x.js"}', "x.js"), "@a/m", "../packages/m/x.js", id="main"),
        pytest.param(
            member('{"name": "@a/m", "main": "./lib"}', "lib/index.ts"), "@a/m", "../packages/m/lib/index.ts", id="main, a folder"
        ),
        pytest.param(member('{"name": "@a/m", "main": "dist/x.js"}', "src/x.ts"), "@a/m", "../packages/m/src/x.ts", id="main, to be built"),
        pytest.param(
            member('{"name": "@a/m", "main": "dist/index.js"}', "index.ts"), "@a/m", "../packages/m/index.ts", id="main, built flat"
        ),
        pytest.param(member('{"name": "@a/m"}', "index.ts"), "@a/m", "../packages/m/index.ts", id="index"),
        pytest.param(member('{"name": "@a/m"}', "src/index.ts"), "@a/m", "../packages/m/src/index.ts", id="src/index"),
        pytest.param(member('{"name": "@a/m", "types": "src/t.ts"}', "src/t.ts"), "@a/m", "../packages/m/src/t.ts", id="types as sources"),
        pytest.param(member('{"name": "@a/m"}', "src/deep/x.ts"), "@a/m/deep/x", "../packages/m/src/deep/x.ts", id="subpath below src"),
        pytest.param(member('{"name": "@a/m"}', "x.ts"), "@a/m/x", "../packages/m/x.ts", id="subpath"),
        pytest.param(member('{"name": "@a/m"}', "s.css"), "@a/m/s.css", "asset ../packages/m/s.css", id="style sheet"),
        pytest.param(member('{"name": "@a/m"}', "x.ts"), "@a/m/gone", "? @a/m/gone", id="subpath, gone"),
        pytest.param(member('{"name": "@a/m", "main": "gone.js"}', "README.md"), "@a/m", "? @a/m", id="nothing"),
        pytest.param(member('{"name": "@a/m", "exports": "./x.js"}', "x.js"), "@a/m", "../packages/m/x.js", id="exports, a string"),
        pytest.param(
            member(
                '{"name": "@a/m", "exports": {"types": "./t.d.ts", "import": "./x.mjs", "require": "./x.cjs"}}', "x.mjs", "x.cjs", "t.d.ts"
            ),
            "@a/m",
            "../packages/m/x.mjs",
            id="exports, conditions",
        ),
        pytest.param(
            member('{"name": "@a/m", "exports": {".": {"node": {"default": "./n.js"}, "default": "./d.js"}}}', "n.js", "d.js"),
            "@a/m",
            "../packages/m/n.js",
            id="exports, nested conditions",
        ),
        pytest.param(
            member('{"name": "@a/m", "exports": {".": "./x.js", "./f/*": "./src/f/*.ts", "./f/g/*": "./o/*.ts"}}', "src/f/a.ts", "o/a.ts"),
            "@a/m/f/a",
            "../packages/m/src/f/a.ts",
            id="exports, pattern",
        ),
        pytest.param(
            member('{"name": "@a/m", "exports": {"./f/*": "./src/f/*.ts", "./f/g/*": "./o/*.ts"}}', "src/f/g/a.ts", "o/a.ts"),
            "@a/m/f/g/a",
            "../packages/m/o/a.ts",
            id="exports, longest pattern",
        ),
        pytest.param(
            member('{"name": "@a/m", "exports": {"./f/": "./src/"}}', "src/a.ts"),
            "@a/m/f/a.ts",
            "../packages/m/src/a.ts",
            id="exports, folder",
        ),
        pytest.param(
            member('{"name": "@a/m", "exports": {".": ["./gone.js", "./x.js"]}}', "x.js"),
            "@a/m",
            "../packages/m/x.js",
            id="exports, a list",
        ),
        pytest.param(
            member('{"name": "@a/m", "exports": {"./*": {"types": "./dist/*.d.ts", "default": "./dist/*.js"}}}', "src/y.ts"),
            "@a/m/y",
            "../packages/m/src/y.ts",
            id="exports, to be built",
        ),
        pytest.param(
            {
                "package.json": '{"workspaces": {"packages": ["libs/{one,two}"]}}',
                "libs/two/package.json": '{"name": "t"}',
                "libs/two/index.js": "",
            },
            "t",
            "../libs/two/index.js",
            id="yarn's form, braces",
        ),
        pytest.param(
            {"package.json": '{"workspaces": ["libs/**", "!libs/two"]}', "libs/two/package.json": '{"name": "t"}', "libs/two/index.js": ""},
            "t",
            "pkg t",
            id="not a member",
        ),
        pytest.param(
            {"package.json": '{"workspaces": ["libs/**"]}', "libs/a/b/package.json": '{"name": "t"}', "libs/a/b/index.js": ""},
            "t",
            "../libs/a/b/index.js",
            id="any depth",
        ),
        pytest.param(
            {
                "pnpm-workspace.yaml": "# c\npackages:\n  - 'libs/*' # c\n  - \"x\"\n\ncatalog:\n  - y/*\n",
                "libs/t/package.json": '{"name": "t"}',
                "libs/t/index.js": "",
            },
            "t",
            "../libs/t/index.js",
            id="pnpm",
        ),
        pytest.param(
            {"pnpm-workspace.yaml": "packages: ['libs/*', x]\n", "libs/t/package.json": '{"name": "t"}', "libs/t/index.js": ""},
            "t",
            "../libs/t/index.js",
            id="pnpm, in one line",
        ),
        pytest.param(
            {"pnpm-workspace.yaml": "packages:\n- x\ncatalog:\n- libs/*\n", "libs/t/package.json": '{"name": "t"}', "libs/t/index.js": ""},
            "t",
            "pkg t",
            id="pnpm, another list",
        ),
        pytest.param(
            {"lerna.json": '{"packages": ["libs/*"]}', "libs/t/package.json": '{"name": "t"}', "libs/t/index.js": ""},
            "t",
            "../libs/t/index.js",
            id="lerna",
        ),
        pytest.param(
            {"nx.json": "{}", "libs/g/t/package.json": '{"name": "t"}', "libs/g/t/src/index.ts": ""},
            "t",
            "../libs/g/t/src/index.ts",
            id="nx",
        ),
        pytest.param(
            {"rush.json": '{"projects": [{"projectFolder": "z/t"}]}', "z/t/package.json": '{"name": "t"}', "z/t/index.js": ""},
            "t",
            "../z/t/index.js",
            id="rush",
        ),
        *(
            pytest.param(
                {"app/package.json": f'{{"dependencies": {{"t": "{kind}../z/t"}}}}', "z/t/package.json": "{}", "z/t/index.js": ""},
                "t",
                "../z/t/index.js",
                id=kind,
            )
            for kind in ("file:", "link:", "portal:", "workspace:")
        ),
        pytest.param({"app/package.json": '{"dependencies": {"t": "file:./t.tgz"}}'}, "t", "pkg t", id="an archive"),
        pytest.param(
            {"app/package.json": '{"dependencies": {"api": "npm:@forge/api@4"}}'}, "api", "pkg @forge/api", id="npm: another name"
        ),
        pytest.param(app("y.ts", **{"package.json": '{"name": "me", "exports": {"./y": "./y.ts"}}'}), "me/y", "y.ts", id="itself"),
        pytest.param(
            {"package.json": '{"name": "orm", "main": "x.js"}', "x.js": "", "app/package.json": '{"dependencies": {"orm": "^2"}}'},
            "orm",
            "pkg orm",
            id="the package around is not meant",
        ),
        pytest.param(app("y.ts", **{"package.json": '{"imports": {"#y": "./y.ts"}}'}), "#y", "y.ts", id="imports"),
        pytest.param(
            app("l/y.ts", **{"package.json": '{"imports": {"#l/*": {"types": "./t/*", "default": "./l/*.ts"}}}'}),
            "#l/y",
            "l/y.ts",
            id="imports, pattern",
        ),
        pytest.param(app(**{"package.json": '{"imports": {"#y": "react"}}'}), "#y", "pkg react", id="imports a package"),
        pytest.param(app(**{"package.json": '{"imports": {"#y": "./gone.ts"}}'}), "#y", "? #y", id="imports, gone"),
        pytest.param(app(**{"package.json": '{"imports": {"#y": "#y"}}'}), "#y", "? #y", id="imports itself"),
        pytest.param(app("x/package.json", "x/m.js", **{"x/package.json": '{"main": "m.js"}'}), "./../x", "x/m.js", id="main of a folder"),
        pytest.param(app("x/index.js", **{"x/package.json": '{"main": "."}'}), "./../x", "x/index.js", id="main is the folder itself"),
        pytest.param({"package.json": '{"workspaces": ["../../etc/*", "/etc/*"]}'}, "t", "pkg t", id="workspaces outside"),
        pytest.param({"package.json": '{"workspaces": 3, "name": [], "dependencies": [], "exports": 3}'}, "t", "pkg t", id="wrong types"),
    ],
)
def test_by_package(tmp_path: Path, files: dict[str, str], specifier: str, expected: str) -> None:
    assert meaning(tmp_path, files, "src/i.ts", specifier) == expected


@pytest.mark.parametrize(
    ("name", "text", "specifier", "expected"),
    [
        ("vite.config.ts", "export default { resolve: { alias: { '@': path.resolve(__dirname, 'src/x') } } }", "@/a", "src/x/a.ts"),
        ("vite.config.ts", "{ alias: { '@': path.resolve(__dirname, './src', 'x') } }", "@/a", "src/x/a.ts"),
        ("vite.config.ts", "{ alias: { '@': fileURLToPath(new URL('./src/x', import.meta.url)) } }", "@/a", "src/x/a.ts"),
        ("vite.config.ts", "{ alias: { '@': '/src/x' } }", "@/a", "src/x/a.ts"),
        ("vite.config.mjs", "{ alias: { ui: resolve(__dirname, 'src/x/a.ts') } }", "ui", "src/x/a.ts"),
        ("vite.config.js", "{ alias: [{ find: '@', replacement: path.join(__dirname, 'src/x') }] }", "@/a", "src/x/a.ts"),
        ("vite.config.js", r"{ alias: [{ find: /^@\//, replacement: path.join(__dirname, 'src/x/') }] }", "@/a", "src/x/a.ts"),
        (
            "vite.config.js",
            "{ alias: { '@/a': path.join(__dirname, 'src/x/a.ts'), '@': path.join(__dirname, 'src') } }",
            "@/a",
            "src/x/a.ts",
        ),
        (
            "vite.config.js",
            "{ /* alias: { '@': './no' } */ alias: { // c\n '@': path.join(__dirname, 'src/x'), // c\n } }",
            "@/a",
            "src/x/a.ts",
        ),
        ("webpack.config.js", "module.exports = { resolve: { alias: { App: path.resolve(__dirname, 'src/x') } } }", "App/a", "src/x/a.ts"),
        ("webpack.common.js", "{ alias: { App: path.resolve(__dirname, 'src/x/'), } }", "App/a", "src/x/a.ts"),
        ("config/webpack.js", "{ alias: { App: path.resolve(__dirname, '../src/x') } }", "App/a", "src/x/a.ts"),
        ("webpack.config.js", "{ resolve: { modules: [path.resolve(__dirname, 'src'), 'node_modules'] } }", "x/a", "src/x/a.ts"),
        ("rollup.config.js", "alias({ entries: {} }); const o = { alias: { App: './src/x' } }", "App/a", "src/x/a.ts"),
        ("craco.config.js", "{ webpack: { alias: { '@x': path.resolve(__dirname, 'src/x') } } }", "@x/a", "src/x/a.ts"),
        (".babelrc", '{"plugins": [["module-resolver", {"root": ["./src"], "alias": {"~x": "./src/x"}}]]}', "~x/a", "src/x/a.ts"),
        ("babel.config.js", "[['module-resolver', { root: ['./src'] }]]", "x/a", "src/x/a.ts"),
        ("package.json", '{"alias": {"~x": "./src/x"}}', "~x/a", "src/x/a.ts"),
        ("package.json", '{"_moduleAliases": {"@x": "src/x"}}', "@x/a", "pkg @x/a"),
        ("vite.config.ts", "{ alias: { '@forge/bridge': path.resolve(__dirname, 'src/x/a.ts') } }", "@forge/bridge", "pkg @forge/bridge"),
        ("vite.config.ts", "{ alias: prod ? {} : { react: path.resolve(__dirname, 'src/x/a.ts') } }", "react", "pkg react"),
        ("vite.config.ts", "{ alias: { vue: '@vue/compat' } }", "vue", "pkg vue"),
        ("vite.config.ts", "{ alias: { '@': path.resolve(__dirname, 'src/x') } }", "@/gone", "? @/gone"),
        ("other.js", "{ alias: { ui: path.resolve(__dirname, 'src/x') } }", "ui/a", "pkg ui a"),
        ("vite.config.ts", "{ alias: { '@': " + "(" * 5_000, "react", "pkg react"),
    ],
)
def test_by_bundler(tmp_path: Path, name: str, text: str, specifier: str, expected: str) -> None:
    assert meaning(tmp_path, app("src/x/a.ts", **{name: text}), "src/i.ts", specifier) == expected


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("./x", "src/x.plugin.js"),
        ("./x.js", "src/x.plugin.js"),
        ("./y", "src/y.js"),
        ("./only", "src/only.plugin.js"),
        ("./z", "src/z.js"),
        ("./kept", "src/kept.js"),
    ],
)
def test_files_for_a_platform(tmp_path: Path, specifier: str, expected: str) -> None:
    """Of several builds from the same sources, Forge's is the one that uses Forge."""
    files = app("src/x.js", "src/y.js", "src/x.web.js", "src/z.js", "src/z.test.js", "src/kept.js") | {
        "app/src/kept.backup.js": "import api from '@forge/api';",
        "app/src/x.plugin.js": "import { invoke } from '@forge/bridge';",
        "app/src/z.test.js": "import { invoke } from '@forge/bridge';",
        "app/src/only.plugin.js": "",
    }
    assert meaning(tmp_path, files, "src/i.js", specifier) == expected


def test_source_roots(tmp_path: Path) -> None:
    resolver = ModuleResolver(tree_of(tmp_path, app("lib/x.ts")), ("lib",))
    assert resolver.resolve("src/i.ts", "x") == LocalFile("lib/x.ts")


def test_links_lead_to_one_file(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"shared/x.ts": "", "app/src/i.ts": ""})
    (tmp_path / "app" / "src" / "shared").symlink_to("../../shared")
    assert ModuleResolver(tree).resolve("src/i.ts", "./shared/x") == LocalFile("../shared/x.ts")


def copying(script: str) -> str:
    return f'{{"scripts": {{"prebuild": "{script}"}}}}'


@pytest.mark.parametrize(
    ("script", "specifier", "expected"),
    [
        ("cd ../src && cp types.ts ../ui/src && cp more.ts ../ui/src", "./types", "src/types.ts"),
        ("cp ../src/types.ts src/", "./types", "src/types.ts"),
        ("cp ../src/types.ts src/kinds.ts; build", "./kinds", "src/types.ts"),
        ("cp -f ../src/types.ts ../src/more.ts src", "./types", "src/types.ts"),
        ("cp -r ../src src/backend && react-scripts build", "./backend/types", "src/types.ts"),
        ("cp -R ../src/* src/backend", "./backend/types", "src/types.ts"),
        ("(cd src; ln -s ../../src backend)", "./backend/types", "src/types.ts"),
        ("cp '../src/types.ts' 'src'", "./types.ts", "src/types.ts"),
        ("cp ../src/gone.ts src", "./gone", "? ./gone"),
        ("cp ../src/types.ts src", "./other", "? ./other"),
        ("cp ../src/types.ts lib", "./types", "? ./types"),
        ("cp 'unfinished", "./types", "? ./types"),
        ("cp", "./types", "? ./types"),
        ("echo cp ../src/types.ts src", "./types", "? ./types"),
    ],
)
def test_what_a_script_copies(tmp_path: Path, script: str, specifier: str, expected: str) -> None:
    files = app("src/types.ts", **{"ui/package.json": copying(script)})
    assert meaning(tmp_path, files, "ui/src/i.ts", specifier) == expected


def test_what_is_there_is_no_copy(tmp_path: Path) -> None:
    files = app("src/types.ts", "ui/src/types.ts", **{"ui/package.json": copying("cp ../src/types.ts src")})
    assert meaning(tmp_path, files, "ui/src/i.ts", "./types") == "ui/src/types.ts"
