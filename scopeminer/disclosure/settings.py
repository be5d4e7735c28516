"""Assignments to properties of what comes from outside: `image.src = …`, `location.href = …`, `axios.defaults.baseURL = …`."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.catalog.clients import Clients
from scopeminer.catalog.paths import Steps
from scopeminer.program.outside_calls import path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import External, Function
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Expr, Member

DEFAULTS = "defaults"


class Setting(NamedTuple):
    """`object.name = value` in `function`; `token` is what the object is."""

    function: Function
    token: External
    object: Expr
    name: str
    value: Expr
    at: int


def settings(program: Program, clients: Clients, known: frozenset[External]) -> list[Setting]:
    """Every live assignment to something that the table has rows for, or to the defaults of a client; `known`: what rows may be about."""
    a, names = program.analysis, clients.assigned
    wanted = {token for token in a.externals.values() if token.path[-1:] == (DEFAULTS,)}
    wanted.update(token for token in known if clients.of(token.package, path_of(token), "set"))
    if not wanted:
        return []
    out = []
    for function in program.live:
        for assign in a.assignments.get(function, ()):
            target = assign.target
            if isinstance(target, Member) and target.name in names and assign.op in ("=", "||=", "??="):
                for token in a.solver.of(program.answers.variable(target.object)):
                    if isinstance(token, External) and token in wanted:
                        out.append(Setting(function, token, target.object, target.name, assign.value, target.at))
    return out


def defaults_of(found: list[Setting], package: str, path: Steps, names: tuple[str, ...]) -> Iterator[Expr]:
    """The values assigned to `names` of a client's defaults; `path` is the client's."""
    for setting in found:
        if setting.token.package == package and setting.name in names and path_of(setting.token) == (*path, DEFAULTS):
            yield setting.value
