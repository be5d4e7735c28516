"""The IR of statements, imports and exports."""

from __future__ import annotations

from typing import TypeAlias, Union

from scopeminer.syntax.ir_expressions import Class, Expr, Func
from scopeminer.syntax.ir_patterns import Pattern
from scopeminer.syntax.record import Record


class Let(Record):
    """One declarator; `kind`: const | let | var. Enums are a const with an Obj."""

    kind: str
    pattern: Pattern
    value: Expr | None
    at: int


class Do(Record):
    """An expression statement."""

    value: Expr
    at: int


class Return(Record):
    value: Expr | None
    at: int


class Throw(Record):
    value: Expr
    at: int


class Jump(Record):
    """`break` or `continue`; `label` is empty where there is none."""

    kind: str
    label: str
    at: int


class If(Record):
    test: Expr
    then: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int


class Loop(Record):
    """for, while, do-while: `head` runs once before; `assigned` as in Func, for everything inside the loop."""

    head: tuple[Stmt, ...]
    test: Expr | None
    update: Expr | None
    body: tuple[Stmt, ...]
    assigned: frozenset[str]
    at: int


class ForEach(Record):
    """for-of (`kind` "of", also await) and for-in ("in"); `declares`: const | let | var, or "" for an existing target."""

    kind: str
    declares: str
    target: Pattern
    subject: Expr
    body: tuple[Stmt, ...]
    assigned: frozenset[str]
    at: int


class Try(Record):
    """A catch clause without statements is a `handler` with an empty block; () = no catch clause."""

    body: tuple[Stmt, ...]
    caught: Pattern | None
    handler: tuple[Stmt, ...]
    final: tuple[Stmt, ...]
    at: int


class Case(Record):
    """`test` None = default."""

    test: Expr | None
    body: tuple[Stmt, ...]


class Switch(Record):
    subject: Expr
    cases: tuple[Case, ...]
    at: int


class Block(Record):
    """A block, or a statement with a label that is no loop."""

    body: tuple[Stmt, ...]
    at: int


class Declare(Record):
    """A function or class declaration (hoisted by name)."""

    value: Func | Class
    at: int


class ImportName(Record):
    """`imported`: a name, `default` or `*`."""

    imported: str
    local: str


class Import(Record):
    """A static import with run-time meaning (type-only names are already gone); no names = for its effects."""

    source: str
    names: tuple[ImportName, ...]
    at: int


class ExportName(Record):
    """`local` is a variable here, or a name of `source` when there is one (`*` = its namespace)."""

    local: str
    exported: str


class Export(Record):
    """`export {…}`, `export {…} from`, `export * as n from`; `export const …` is a Let followed by an Export."""

    names: tuple[ExportName, ...]
    source: str | None
    at: int


class ExportAll(Record):
    """`export * from`."""

    source: str
    at: int


class ExportDefault(Record):
    value: Expr
    at: int


class ExportAssign(Record):
    """`export = value` and nothing else; `module.exports = …` stays an Assign."""

    value: Expr
    at: int


Stmt: TypeAlias = Union[
    Let, Do, Return, Throw, Jump, If, Loop, ForEach, Try, Switch, Block, Declare, Import, Export, ExportAll, ExportDefault,
    ExportAssign,
]  # fmt: skip
