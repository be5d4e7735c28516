"""Small programs: files as text → a solved program; what it calls and what it requests, as sorted lines."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

import pytest

from scopeminer.catalog.paths import Heads
from scopeminer.privileges.effects import requests
from scopeminer.program.entries import EntryPoint
from scopeminer.program.program import Program, build
from scopeminer.program.resolution_model import LocalFile, Package, Unresolved
from scopeminer.program.tokens import External, Function
from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower
from scopeminer.values.pattern import route_text

API = "import api, { route, assumeTrustedRoute } from '@forge/api';\n"
HOSTS = ("requestJira", "requestConfluence", "requestBitbucket")
FOLLOW = Heads(
    [("@forge/api", (who, "()", host)) for who in ("asApp", "asUser") for host in HOSTS]
    + [("react", ("Component",)), ("@forge/bridge", ("requestJira",))]
)
Files = str | Mapping[str, str]


def solve(files: Files, export: str | None = "run", side: str = "backend", work: int = 3_000_000) -> Program:
    """`files` by path, or the text of `index.js`; the entry is `export` of the first file."""
    texts = {"index.js": files} if isinstance(files, str) else dict(files)
    first = next(iter(texts))

    def load(path: str) -> ir.Module | None:
        return lower(path, texts[path].encode()) if path in texts else None

    def resolve(importer: str, specifier: str) -> object:
        if not specifier.startswith("."):
            return Package(specifier, "") if not specifier.startswith("~missing") else Unresolved(specifier)
        base = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
        for candidate in (base, f"{base}.js", f"{base}.ts", f"{base}.tsx", f"{base}/index.js"):
            if candidate in texts:
                return LocalFile(candidate)
        return Unresolved(specifier)

    return build(
        [EntryPoint(file=first, export=export, side=side, key="run", labels=())], load, resolve, FOLLOW, work, lambda: tuple(texts)
    )


def name(function: Function) -> str:
    return function.label or f"({function.func.at})"


def calls(files: Files, export: str | None = "run") -> list[str]:
    """`caller -> callee` of everything that runs, module top levels left out."""
    program = solve(files, export)
    lines = set()
    for callee in program.live:
        for edge in program.callers(callee):
            if edge.caller is not None and not callee.is_module:
                lines.add(f"{name(edge.caller)} -> {name(callee)}")
    return sorted(lines)


def reached(files: Files, export: str | None = "run") -> set[str]:
    """Names of the functions that run."""
    return {name(function) for function in solve(files, export).live if not function.is_module}


def principal(token: External) -> str:
    steps = set(token.path)
    return "app" if "asApp" in steps else "user" if "asUser" in steps or token.package == "@forge/bridge" else "-"


def performed(files: Files, export: str | None = "run") -> list[str]:
    """`METHOD route principals` of every request that runs; a method that is not known is `*`."""
    program = solve(files, export)
    lines = set()
    for site in program.sites():
        tokens = [token for token in site.externals if token.path and token.path[-1] in HOSTS]
        if site.caller not in program.live or not tokens:
            continue
        who = "+".join(sorted({principal(token) for token in tokens}))
        for request in requests(program, site):
            for method in sorted(request.methods) if request.methods is not None else ["*"]:
                lines.add(f"{method} {route_text(request.route)} {who}")
    return sorted(lines)


@pytest.fixture(scope="session")
def performs() -> Callable[[Files], list[str]]:
    return performed
