"""The intermediate representation: what one JavaScript or TypeScript file says, without its notation.

Every node is an immutable tuple. `at` is a byte offset into the file (0-based); for a call and a member it is the offset of
the called or read *name*, because that is the place a reader looks for. Types are gone, except literal unions (`TypeHint`).
Wrappers without meaning at run time (parentheses, `as`, `satisfies`, `!`, type arguments) are already removed.
"""

from __future__ import annotations

from collections.abc import Mapping

from scopeminer.syntax.ir_expressions import (
    LITERALS,
    Arr,
    Assign,
    Await,
    Binary,
    Call,
    Class,
    ClassMember,
    Cond,
    Expr,
    Func,
    ImportCall,
    Index,
    Jsx,
    Lit,
    Logic,
    Member,
    Name,
    New,
    Obj,
    Opaque,
    Param,
    Prop,
    Sequence,
    Spread,
    Str,
    Super,
    Tagged,
    Template,
    This,
    Unary,
    Yield,
)
from scopeminer.syntax.ir_patterns import (
    ArrPattern,
    ItemPattern,
    NamePattern,
    ObjPattern,
    Pattern,
    PropPattern,
    TypeHint,
)
from scopeminer.syntax.ir_statements import (
    Block,
    Case,
    Declare,
    Do,
    Export,
    ExportAll,
    ExportAssign,
    ExportDefault,
    ExportName,
    ForEach,
    If,
    Import,
    ImportName,
    Jump,
    Let,
    Loop,
    Return,
    Stmt,
    Switch,
    Throw,
    Try,
)
from scopeminer.syntax.record import Record

__all__ = [
    "LITERALS",
    "Arr",
    "ArrPattern",
    "Assign",
    "Await",
    "Binary",
    "Block",
    "Call",
    "Case",
    "Class",
    "ClassMember",
    "Cond",
    "Declare",
    "Do",
    "Export",
    "ExportAll",
    "ExportAssign",
    "ExportDefault",
    "ExportName",
    "Expr",
    "ForEach",
    "Func",
    "If",
    "Import",
    "ImportCall",
    "ImportName",
    "Index",
    "ItemPattern",
    "Jsx",
    "Jump",
    "Let",
    "Lit",
    "Logic",
    "Loop",
    "Member",
    "Module",
    "Name",
    "NamePattern",
    "New",
    "Obj",
    "ObjPattern",
    "Opaque",
    "Param",
    "Pattern",
    "Prop",
    "PropPattern",
    "Return",
    "Sequence",
    "Spread",
    "Stmt",
    "Str",
    "Super",
    "Switch",
    "Tagged",
    "Template",
    "This",
    "Throw",
    "Try",
    "TypeHint",
    "Unary",
    "Yield",
]


class Module(Record):
    """One lowered file.

    `types`: literal unions by alias name (`type Kind = 'pages' | 'blogposts'`, also of `keyof typeof` a literal object).
    `directives`: comments that contain `scopeminer:`, as (byte offset, text from `scopeminer:` on without comment marks).
    `size`: bytes of source.
    `assigned`, `assigned_within`, `hoisted`: as in Func.
    `nodes`: how many the syntax tree has: what the IR takes of memory is in proportion to them (some 50 bytes each).
    `error_bytes`: bytes inside ERROR nodes plus one for each MISSING node that changes meaning, after the repairs.
    """

    path: str
    body: tuple[Stmt, ...]
    types: Mapping[str, TypeHint]
    directives: tuple[tuple[int, str], ...]
    error_bytes: int
    grammar: str
    size: int = 0
    assigned: frozenset[str] = frozenset()
    assigned_within: frozenset[str] = frozenset()
    hoisted: tuple[str, ...] = ()
    nodes: int = 0
