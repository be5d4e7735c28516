"""The intermediate representation: what one JavaScript or TypeScript file says, without its notation.

Every node is an immutable tuple. `at` is a byte offset into the file (0-based); for a call and a member it is the offset of
the called or read *name*, because that is the place a reader looks for. Types are gone, except literal unions (`TypeHint`).
Wrappers without meaning at run time (parentheses, `as`, `satisfies`, `!`, type arguments) are already removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias, Union


class Str(NamedTuple):
    """A string literal, escapes resolved."""

    value: str
    at: int


class Lit(NamedTuple):
    """A number, boolean, `null`, `undefined` (both None), bigint or regular expression (its source text)."""

    value: float | bool | str | None
    at: int


class Template(NamedTuple):
    """A template literal: `quasis` has one item more than `holes`; escapes resolved ("cooked")."""

    quasis: tuple[str, ...]
    holes: tuple[Expr, ...]
    at: int


class Tagged(NamedTuple):
    """A tagged template such as ``route`…` ``; type arguments of the tag are dropped."""

    tag: Expr
    template: Template
    at: int


class Name(NamedTuple):
    """A reference to a variable."""

    id: str
    at: int


class This(NamedTuple):
    at: int


class Super(NamedTuple):
    at: int


class Member(NamedTuple):
    """`object.name`, `object?.name`, `object.#name` (name with its #) and `object['name']` with a plain string literal."""

    object: Expr
    name: str
    at: int


class Index(NamedTuple):
    """`object[key]` with any other key."""

    object: Expr
    key: Expr
    at: int


class Spread(NamedTuple):
    """`...value` in a call, array, object literal or JSX attribute list."""

    value: Expr
    at: int


class Call(NamedTuple):
    """`callee(args)`, optional or not; `end` is the offset behind the closing parenthesis."""

    callee: Expr
    args: tuple[Expr, ...]
    at: int
    end: int


class New(NamedTuple):
    callee: Expr
    args: tuple[Expr, ...]
    at: int
    end: int


class ImportCall(NamedTuple):
    """`import(source)`; `require(source)` stays a Call of the Name `require`."""

    source: Expr
    at: int


class Prop(NamedTuple):
    """One `key: value` of an object literal or JSX attribute; shorthand and methods written out; computed key = an Expr."""

    key: str | Expr
    value: Expr
    at: int
    kind: str = "init"  # init | get | set


class Obj(NamedTuple):
    props: tuple[Prop | Spread, ...]
    at: int


class Arr(NamedTuple):
    """An array literal; a hole in it is Lit(None)."""

    items: tuple[Expr, ...]
    at: int


class Param(NamedTuple):
    """One parameter; `default` and `rest` as written; `pattern` is what it binds."""

    pattern: Pattern
    default: Expr | None
    rest: bool
    at: int


class Func(NamedTuple):
    """A function, arrow, method, getter, setter or constructor.

    An expression body is `(Return(expr),)`. TypeScript parameter properties stand at the head of a constructor's body as
    `this.x = x`. `assigned` holds every plain name that this body, nested functions included, assigns to (`x = …`, `x += …`,
    `x++`, destructuring assignment, for-of heads without declaration), not declarations with their initial value.
    """

    name: str
    params: tuple[Param, ...]
    body: tuple[Stmt, ...]
    at: int
    end: int
    is_async: bool
    is_generator: bool
    is_arrow: bool
    assigned: frozenset[str]


class ClassMember(NamedTuple):
    """`kind`: method | get | set | field | static-block. A constructor is the method named `constructor`.

    `value` is a Func for methods, accessors and static blocks, an Expr or None for fields.
    """

    kind: str
    key: str | Expr
    value: Expr | None
    static: bool
    at: int


class Class(NamedTuple):
    name: str
    base: Expr | None
    members: tuple[ClassMember, ...]
    decorators: tuple[Expr, ...]
    at: int
    end: int


class Cond(NamedTuple):
    test: Expr
    then: Expr
    other: Expr
    at: int


class Logic(NamedTuple):
    """`||`, `&&`, `??`."""

    op: str
    left: Expr
    right: Expr
    at: int


class Binary(NamedTuple):
    op: str
    left: Expr
    right: Expr
    at: int


class Unary(NamedTuple):
    """`!`, `-`, `+`, `~`, `typeof`, `void`, `delete`."""

    op: str
    value: Expr
    at: int


class Assign(NamedTuple):
    """`target op value`; `op` is `=`, `+=`, `||=` …; `x++` is `x += 1`."""

    target: Pattern
    op: str
    value: Expr
    at: int


class Sequence(NamedTuple):
    """`a, b`: the value is the last item's."""

    items: tuple[Expr, ...]
    at: int


class Await(NamedTuple):
    value: Expr
    at: int


class Yield(NamedTuple):
    value: Expr | None
    delegate: bool
    at: int


class Jsx(NamedTuple):
    """An element; `tag` is a Str for intrinsic elements (`div`) and fragments (""), an Expr for components."""

    tag: Expr
    attributes: tuple[Prop | Spread, ...]
    children: tuple[Expr, ...]
    at: int
    end: int


class Opaque(NamedTuple):
    """What the grammar could not parse or the lowering does not know; its parts are kept so that calls in it are not lost."""

    parts: tuple[Expr, ...]
    at: int


# --- patterns: what a declaration, parameter or assignment binds -------------------------------------------------------


class TypeHint(NamedTuple):
    """A type annotation that can narrow a string: literal members of a union and names of type aliases still to look up."""

    literals: tuple[str, ...]
    aliases: tuple[str, ...]


class NamePattern(NamedTuple):
    id: str
    at: int
    hint: TypeHint | None = None


class PropPattern(NamedTuple):
    key: str | Expr
    pattern: Pattern
    default: Expr | None


class ObjPattern(NamedTuple):
    props: tuple[PropPattern, ...]
    rest: Pattern | None
    at: int


class ItemPattern(NamedTuple):
    """An element of an array pattern; a skipped one has pattern None."""

    pattern: Pattern | None
    default: Expr | None


class ArrPattern(NamedTuple):
    items: tuple[ItemPattern, ...]
    rest: Pattern | None
    at: int


# --- statements ---------------------------------------------------------------------------------------------------------


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


Expr: TypeAlias = Union[
    Str, Lit, Template, Tagged, Name, This, Super, Member, Index, Spread, Call, New, ImportCall, Obj, Arr, Func, Class, Cond,
    Logic, Binary, Unary, Assign, Sequence, Await, Yield, Jsx, Opaque,
]  # fmt: skip
Pattern: TypeAlias = Union[NamePattern, ObjPattern, ArrPattern, Member, Index]
Stmt: TypeAlias = Union[
    Let, Do, Return, Throw, Jump, If, Loop, ForEach, Try, Switch, Block, Declare, Import, Export, ExportAll, ExportDefault,
    ExportAssign,
]  # fmt: skip


class Module(NamedTuple):
    """One lowered file.

    `types`: literal unions by alias name (`type Kind = 'pages' | 'blogposts'`, also of `keyof typeof` a literal object).
    `directives`: comments that contain `scopeminer:`, as (byte offset, text from `scopeminer:` on without comment marks).
    `error_bytes`: bytes inside ERROR nodes plus one for each MISSING node that changes meaning, after the repairs.
    """

    path: str
    body: tuple[Stmt, ...]
    types: Mapping[str, TypeHint]
    directives: tuple[tuple[int, str], ...]
    error_bytes: int
    grammar: str
