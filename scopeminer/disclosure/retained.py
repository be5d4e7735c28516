"""What outlives a request: state at the top level of backend modules, and files."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.program.callsite import CallSite
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import (
    Arr,
    Assign,
    Call,
    Expr,
    ForEach,
    Func,
    Index,
    Let,
    Member,
    Name,
    NamePattern,
    New,
    Obj,
    Pattern,
    Try,
)
from scopeminer.syntax.record import HOLDING
from scopeminer.syntax.walk import own_nodes

KEEPING = frozenset({"set", "push", "unshift", "add", "concat"})
CONTAINERS = frozenset({"Map", "Set", "WeakMap", "WeakSet", "Array", "Object"})
Tops = dict[str, bool]
REMOVING = frozenset({"unlink", "unlinkSync", "rm", "rmSync", "remove", "removeSync"})
FILES = frozenset({"fs", "fs/promises", "fs-extra", "node:fs", "node:fs/promises"})


class Kept(NamedTuple):
    """`value` is put into the module-level variable `name`; `site` stands for the place."""

    site: CallSite
    name: str
    value: Expr


def kept(program: Program) -> Iterator[Kept]:
    """Every value that a backend function puts into a variable of its module's top level."""
    tops: dict[str, Tops] = {}
    for function in program.live:
        if function.is_module or "backend" not in program.sides.get(function, frozenset({"backend"})):
            continue
        if function.path not in tops:
            tops[function.path] = _declared(program, function.path)
        if tops[function.path]:
            own = _locals(function)
            for at, name, value, into in _stores(function.func):
                if name in tops[function.path] and name not in own and (not into or tops[function.path][name]):
                    yield Kept(CallSite(function, "call", None, at, (value,), (0,), 0), name, value)


def removes_files(program: Program) -> bool:
    """Whether any running code removes files."""
    return any(
        token.package in FILES and token.path[-1:] and token.path[-1] in REMOVING
        for site in program.sites()
        if site.caller in program.live
        for token in site.externals
    )


def _declared(program: Program, path: str) -> Tops:
    """The variables that a file declares at its top level, and whether each begins as a container of the app's own."""
    loaded = program.analysis.modules.get(path)
    statements = loaded.ir.body if loaded is not None else ()
    return {s.pattern.id: _is_container(s.value) for s in statements if isinstance(s, Let) and isinstance(s.pattern, NamePattern)}


def _is_container(value: Expr | None) -> bool:
    return isinstance(value, Obj | Arr) or (isinstance(value, New) and isinstance(value.callee, Name) and value.callee.id in CONTAINERS)


def _locals(function: Function) -> set[str]:
    """Names that a function or one around it declares itself."""
    out: set[str] = set()
    current: Function | None = function
    while current is not None and not current.is_module:
        for param in current.func.params:
            out |= _names(param.pattern)
        for node in own_nodes(current.func):
            if isinstance(node, Let):
                out |= _names(node.pattern)
            elif isinstance(node, ForEach) and node.declares:
                out |= _names(node.target)
            elif isinstance(node, Try):
                out |= _names(node.caught)
        current = current.outer
    return out


def _names(pattern: Pattern | None) -> set[str]:
    """The names that a pattern binds."""
    out: set[str] = set()
    stack: list[object] = [pattern]
    while stack:
        node = stack.pop()
        if isinstance(node, NamePattern):
            out.add(node.id)
        elif isinstance(node, HOLDING):
            stack.extend(node)
    return out


def _stores(func: Func) -> Iterator[tuple[int, str, Expr, bool]]:
    """(byte, variable, value, whether it is put into what the variable holds): assignments, and calls such as `push`."""
    for node in own_nodes(func):
        if isinstance(node, Assign):
            target = node.target
            name = target.id if isinstance(target, NamePattern) else _root(target) if isinstance(target, Member | Index) else ""
            if name:
                yield node.target.at, name, node.value, not isinstance(target, NamePattern)
        elif isinstance(node, Call) and isinstance(node.callee, Member) and node.callee.name in KEEPING and node.args:
            name = _root(node.callee.object)
            if name:
                yield node.at, name, node.args[-1], True


def _root(expr: Expr) -> str:
    while isinstance(expr, Member | Index):
        expr = expr.object
    return expr.id if isinstance(expr, Name) else ""
