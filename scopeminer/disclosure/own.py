"""Files that the app brings along: an imported picture is no address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from scopeminer.program.program import Program
from scopeminer.syntax.ir import Call, Import, Member, Name, Str, Template

CODE = re.compile(r"\.(?:[cm]?[jt]sx?|json|vue|svelte)$", re.IGNORECASE)
T = TypeVar("T")
ASSET = "./asset"
FILE = re.compile(r"\.[a-z0-9]{2,5}(?:[?#].*)?$", re.IGNORECASE)


def _is_asset(source: str) -> bool:
    """A specifier that names a file which is no code (`./logo.svg`, `@/img/a.png?url`)."""
    return "/" in source and FILE.search(source) is not None and CODE.search(source) is None and "://" not in source


class OwnFiles:
    """Which names of a file are imported assets."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._names: dict[str, frozenset[str]] = {}

    def __call__(self, path: str, expr: object) -> bool:
        """Whether `expr`, in the file `path`, is an asset of the app."""
        if isinstance(expr, Member) and expr.name == "default":
            expr = expr.object
        if isinstance(expr, Call) and isinstance(expr.callee, Name) and expr.callee.id == "require" and expr.args:
            source = expr.args[0]
            return isinstance(source, Str) and _is_asset(source.value)
        return isinstance(expr, Name) and expr.id in self._of(path)

    def _of(self, path: str) -> frozenset[str]:
        names = self._names.get(path)
        if names is None:
            loaded = self._program.analysis.modules.get(path)
            body = loaded.ir.body if loaded is not None else ()
            imports = [statement for statement in body if isinstance(statement, Import) and _is_asset(statement.source)]
            names = self._names[path] = frozenset(name.local for statement in imports for name in statement.names)
        return names


def plain(expr: T, own: Callable[[object], bool]) -> T | Template:
    """A template without the assets of the app in it (`url(${logo})`): these are no addresses that nobody knows."""
    if not isinstance(expr, Template) or not any(own(hole) for hole in expr.holes):
        return expr
    quasis, holes = [expr.quasis[0]], []
    for hole, behind in zip(expr.holes, expr.quasis[1:], strict=True):
        if own(hole):
            quasis[-1] += ASSET + behind
        else:
            holes.append(hole)
            quasis.append(behind)
    return Template(tuple(quasis), tuple(holes), expr.at)
