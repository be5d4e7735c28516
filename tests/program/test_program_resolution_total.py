"""Whatever stands in configurations and imports: an answer, and no file that is not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopeminer.manifest.read import ManifestError, read
from scopeminer.program.entries import entry_points
from scopeminer.program.resolution import ModuleResolver
from scopeminer.program.resolution_model import LocalFile, Resolution
from scopeminer.source import SourceTree

WORDS = st.sampled_from(
    [
        ".",
        "..",
        "./src/a.ts",
        "src/*",
        "*",
        "**",
        "../*",
        "!*",
        "#x",
        "@/",
        "@/*",
        "x",
        "dist/a.js",
        "./dist/*.js",
        "{a,b}",
        "/",
        "",
        "//",
        "a\0",
        "~",
    ]
    + [
        "./tsconfig.json",
        "node_modules/x",
        "file:..",
        "workspace:./src",
        "npm:@forge/api",
        "index.run",
        "src",
        "${configDir}/x",
        "\ud800",
        "manifest",
    ]
)
KEYS = st.sampled_from(
    [
        "name",
        "main",
        "module",
        "exports",
        "imports",
        "workspaces",
        "packages",
        "dependencies",
        "alias",
        "source",
        "import",
        "default",
        "types",
        "x",
    ]
    + ["compilerOptions", "paths", "baseUrl", "extends", "references", "path", "rootDirs", ".", "./x", "./*", "#x", "@/*", "*", "projects"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    WORDS | st.integers(0, 3) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=6)
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def app(tmp_path: Path) -> Path:
    for name in (".git", "app/src/a", "app/dist", "lib/a", "lib/b"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("app/src/a.ts", "app/src/a/index.js", "lib/a/index.ts", "lib/b/package.json"):
        (tmp_path / name).write_text('{"name": "x"}')
    return tmp_path / "app"


@QUIET
@given(package=TABLES, around=TABLES, tsconfig=TABLES, specifier=WORDS | st.text(max_size=8))
def test_any_import_has_an_answer(
    app: Path, package: dict[str, Any], around: dict[str, Any], tsconfig: dict[str, Any], specifier: str
) -> None:
    (app / "package.json").write_text(json.dumps(package))
    (app.parent / "package.json").write_text(json.dumps(around))
    (app / "tsconfig.json").write_text(json.dumps(tsconfig))
    (app / "vite.config.js").write_text(f"export default {json.dumps(package, ensure_ascii=True)}")
    tree = SourceTree.open(app)
    answer = ModuleResolver(tree).resolve("src/a.ts", specifier)
    assert isinstance(answer, Resolution)
    if isinstance(answer, LocalFile):
        assert tree.read(answer.path) is not None


@QUIET
@given(handler=WORDS, path=WORDS, package=TABLES, page=st.text("<script src='/a.js\">!-", max_size=40))
def test_any_manifest_has_entries(app: Path, handler: str, path: str, package: dict[str, Any], page: str) -> None:
    declared = {
        "modules": {
            "trigger": [{"key": "t", "function": "f"}],
            "panel": [{"resource": "r"}],
            "function": [{"key": "f", "handler": handler}],
        },
        "resources": [{"key": "r", "path": path}],
    }
    (app / "package.json").write_text(json.dumps(package))
    (app / "dist" / "index.html").write_text(page)
    (app / "manifest.yml").write_text(json.dumps(declared))
    tree = SourceTree.open(app)
    try:
        manifest = read("manifest.yml", tree.read("manifest.yml") or b"")
    except ManifestError:
        return
    entries = entry_points(tree, manifest, ModuleResolver(tree))
    assert all(tree.read(point.file) is not None for point in entries.points)
    assert len(entries.points) + len(entries.missing) >= 1 or not manifest.functions
