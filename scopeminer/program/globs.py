"""Modules that a bundler imports by a pattern: `import.meta.glob('./pages/*.js')`, `require.context('./pages', true, /\\.js$/)`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.modules import DATA, exports, module
from scopeminer.program.objects import load
from scopeminer.program.resolution_files import CODE
from scopeminer.program.tokens import Native
from scopeminer.syntax.ir import Arr, Expr, Lit, Str

WILD = re.compile(r"(\*\*/)|(\*\*)|(\*)|(\?)|\{([^{}]*)\}|(.)", re.DOTALL)
MEANING = (r"(?:[^/]+/)*", r".*", r"[^/]*", r"[^/]")
DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")


def glob(a: Analysis, site: CallSite) -> None:
    """An object by path: each module, or a function that imports it."""
    patterns = _texts(site.args[0]) if site.args else None
    wanted = [pattern for pattern in patterns or () if not pattern.startswith("!")]
    if not wanted or any(not pattern.startswith(("./", "../", "/")) for pattern in wanted):
        _unknown(a, site)
    elif not all(pattern.endswith(DATA) for pattern in wanted):
        unwanted = [pattern[1:] for pattern in patterns or () if pattern.startswith("!")]
        left_out = {path for pattern in unwanted for path in _matching(a, site.path, pattern)}
        _give(a, site, [path for pattern in wanted for path in _matching(a, site.path, pattern) if path not in left_out])


def context(a: Analysis, site: CallSite) -> None:
    """A function from a path to the module; in place of a key that it is called with stands any."""
    folder = site.args[0] if site.args else None
    if not isinstance(folder, Str) or not folder.value.startswith("."):
        _unknown(a, site)
        return
    below = "*" if len(site.args) > 1 and isinstance(site.args[1], Lit) and site.args[1].value is False else "**/*"
    _give(a, site, _matching(a, site.path, f"{folder.value.rstrip('/')}/{below}"))


def _give(a: Analysis, site: CallSite, paths: Iterable[str]) -> None:
    found = a.solver.var()
    loaded = [one for path in sorted(set(paths)) if (one := module(a, path, site.caller, site.at)) is not None]
    if not loaded:
        _unknown(a, site)
    for one in loaded:
        a.solver.edge(exports(a, one), found)
    table = a.array((site, "result"), site.caller.label)
    table.kind = "object"
    a.solver.edge(found, table.unknown(a.solver))
    a.solver.edge(load(a, found, "default"), table.unknown(a.solver))
    importing = Native("import", lambda call: a.solver.edge(found, call.result))
    a.solver.add(table.unknown(a.solver), importing)
    a.solver.add(site.result, table)
    a.solver.add(site.result, importing)


def _matching(a: Analysis, importer: str, pattern: str) -> Iterator[str]:
    folder = posixpath.dirname(importer)
    while True:
        whole = posixpath.normpath(posixpath.join(folder, pattern.lstrip("/")))
        accepted = re.compile(_regular(whole))
        found = [path for path in a.files() if path.endswith(CODE) and not path.endswith(DECLARATIONS) and accepted.fullmatch(path)]
        if found or not folder or not pattern.startswith("/"):
            yield from (path for path in found if path != importer)
            return
        folder = posixpath.dirname(folder)


def _regular(pattern: str) -> str:
    """A glob as a regular expression."""
    out = ""
    for match in WILD.finditer(pattern):
        *signs, choice, letter = match.groups()
        if letter is not None:
            out += re.escape(letter)
        elif choice is not None:
            out += f"(?:{'|'.join(_regular(part) for part in choice.split(','))})"
        else:
            out += next(meaning for meaning, sign in zip(MEANING, signs, strict=True) if sign is not None)
    return out


def _texts(expr: Expr) -> list[str] | None:
    items = expr.items if isinstance(expr, Arr) else (expr,)
    texts = [item.value for item in items if isinstance(item, Str)]
    return texts if len(texts) == len(items) else None


def _unknown(a: Analysis, site: CallSite) -> None:
    a.gap("unresolved-import", site.path, site.at, "modules by a pattern", site.caller)
