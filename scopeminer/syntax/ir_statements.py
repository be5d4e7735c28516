"""The IR of statements, imports and exports."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, Union

from scopeminer.syntax.ir_expressions import Class, Expr, Func
from scopeminer.syntax.ir_patterns import Pattern


class Let(NamedTuple):
    """One declarator; `kind`: const | let | var. Enums are a const with an Obj."""

    kind: str
    pattern: Pattern
    value: Expr | None
    at: int


class Do(NamedTuple):
    """An expression statement."""

    value: Expr
    at: int


class Return(NamedTuple):
    value: Expr | None
    at: int


class Throw(NamedTuple):
    value: Expr
    at: int


class Jump(NamedTuple):
    """`break` or `continue`."""

    kind: str
    at: int


class If(NamedTuple):
    test: Expr
    then: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int


class Loop(NamedTuple):
    """for, while, do-while: `head` runs once before; `assigned` as in Func, for everything inside the loop."""

    head: tuple[Stmt, ...]
    test: Expr | None
    update: Expr | None
    body: tuple[Stmt, ...]
    assigned: frozenset[str]
    at: int


class ForEach(NamedTuple):
    """for-of (`kind` "of", also await) and for-in ("in"); `declares`: const | let | var, or "" for an existing target."""

    kind: str
    declares: str
    target: Pattern
    subject: Expr
    body: tuple[Stmt, ...]
    assigned: frozenset[str]
    at: int


class Try(NamedTuple):
    body: tuple[Stmt, ...]
    caught: Pattern | None
    handler: tuple[Stmt, ...]
    final: tuple[Stmt, ...]
    at: int


class Case(NamedTuple):
    """`test` None = default."""

    test: Expr | None
    body: tuple[Stmt, ...]


class Switch(NamedTuple):
    subject: Expr
    cases: tuple[Case, ...]
    at: int


class Block(NamedTuple):
    body: tuple[Stmt, ...]
    at: int


class Declare(NamedTuple):
    """A function or class declaration (hoisted by name)."""

    value: Func | Class
    at: int


class ImportName(NamedTuple):
    """`imported`: a name, `default` or `*`."""

    imported: str
    local: str


class Import(NamedTuple):
    """A static import with run-time meaning (type-only names are already gone); no names = for its effects."""

    source: str
    names: tuple[ImportName, ...]
    at: int


class ExportName(NamedTuple):
    """`local` is a variable here, or a name of `source` when there is one (`*` = its namespace)."""

    local: str
    exported: str


class Export(NamedTuple):
    """`export {…}`, `export {…} from`, `export * as n from`; `export const …` is a Let followed by an Export."""

    names: tuple[ExportName, ...]
    source: str | None
    at: int


class ExportAll(NamedTuple):
    """`export * from`."""

    source: str
    at: int


class ExportDefault(NamedTuple):
    value: Expr
    at: int


class ExportAssign(NamedTuple):
    """`export = value` and nothing else; `module.exports = …` stays an Assign."""

    value: Expr
    at: int


Stmt: TypeAlias = Union[
    Let, Do, Return, Throw, Jump, If, Loop, ForEach, Try, Switch, Block, Declare, Import, Export, ExportAll, ExportDefault,
    ExportAssign,
]  # fmt: skip
