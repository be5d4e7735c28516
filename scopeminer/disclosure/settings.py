"""Assignments to properties of what comes from outside: `image.src = …`, `location.href = …`, `axios.defaults.baseURL = …`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scopeminer.catalog.clients import Clients
from scopeminer.catalog.paths import Steps
from scopeminer.disclosure.makers import path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import External, Function
from scopeminer.syntax.ir import Assign, Class, Expr, Func, Member

DEFAULTS = "defaults"


class Setting(NamedTuple):
    """`object.name = value` in `function`; `token` is what the object is."""

    function: Function
    token: External
    object: Expr
    name: str
    value: Expr
    at: int


def settings(program: Program, clients: Clients) -> list[Setting]:
    """Every live assignment to something that the table has rows for, or to the defaults of a client."""
    a = program.analysis
    wanted = {token for token in a.externals.values() if _concerns(clients, token)}
    if not wanted:
        return []
    out = []
    for function in program.live:
        for target, assign in _assignments(function.func):
            for token in a.solver.of(program.answers.variable(target.object)):
                if isinstance(token, External) and token in wanted:
                    out.append(Setting(function, token, target.object, target.name, assign.value, target.at))
    return out


def defaults_of(found: list[Setting], package: str, path: Steps, names: tuple[str, ...]) -> Iterator[Expr]:
    """The values assigned to `names` of a client's defaults; `path` is the client's."""
    for setting in found:
        if setting.token.package == package and setting.name in names and path_of(setting.token) == (*path, DEFAULTS):
            yield setting.value


def _concerns(clients: Clients, token: External) -> bool:
    if token.path[-1:] == (DEFAULTS,):
        return True
    return clients.knows(token.package, token.path) and bool(clients.of(token.package, path_of(token), "set"))


def _assignments(func: Func) -> Iterator[tuple[Member, Assign]]:
    """The plain assignments to members in a function itself, nested functions and classes left out, in source order."""
    stack: list[object] = [func.body]
    while stack:
        node = stack.pop()
        if isinstance(node, Assign) and isinstance(node.target, Member) and node.op in ("=", "||=", "??="):
            yield node.target, node
        if isinstance(node, tuple) and not isinstance(node, Func | Class):
            stack.extend(item for item in reversed(node) if isinstance(item, tuple))
