"""The IR of expressions; `scopeminer.syntax.ir` says what all of it means and hands it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from scopeminer.syntax.record import Record

if TYPE_CHECKING:  # patterns and statements hold expressions; functions hold both
    from scopeminer.syntax.ir_patterns import NamePattern, Pattern
    from scopeminer.syntax.ir_statements import Stmt


class Str(Record):
    """A string literal, escapes resolved."""

    value: str
    at: int


class Lit(Record):
    """A number, boolean, `null`, `undefined` (both None), bigint or regular expression (its source text)."""

    value: float | bool | str | None
    at: int


LITERALS: frozenset[type] = frozenset({Str, Lit})
"""What means the same wherever it stands: it has no parts, assigns nothing, and holds nothing that could be called."""


class Template(Record):
    """A template literal: `quasis` has one item more than `holes`; escapes resolved ("cooked")."""

    quasis: tuple[str, ...]
    holes: tuple[Expr, ...]
    at: int


class Tagged(Record):
    """A tagged template such as ``route`…` ``; type arguments of the tag are dropped."""

    tag: Expr
    template: Template
    at: int


class Name(Record):
    """A reference to a variable."""

    id: str
    at: int


class This(Record):
    at: int


class Super(Record):
    at: int


class Member(Record):
    """`object.name`, `object?.name`, `object.#name` (name with its #) and `object['name']` with a plain string literal."""

    object: Expr
    name: str
    at: int


class Index(Record):
    """`object[key]` with any other key."""

    object: Expr
    key: Expr
    at: int


class Spread(Record):
    """`...value` in a call, array, object literal or JSX attribute list."""

    value: Expr
    at: int


class Call(Record):
    """`callee(args)`, optional or not."""

    callee: Expr
    args: tuple[Expr, ...]
    at: int


class New(Record):
    callee: Expr
    args: tuple[Expr, ...]
    at: int


class ImportCall(Record):
    """`import(source)`; `require(source)` stays a Call of the Name `require`."""

    source: Expr
    at: int


class Prop(Record):
    """One `key: value` of an object literal or JSX attribute; shorthand and methods written out; computed key = an Expr."""

    key: str | Expr
    value: Expr
    at: int
    kind: str = "init"  # init | get | set


class Obj(Record):
    props: tuple[Prop | Spread, ...]
    at: int


class Arr(Record):
    """An array literal; a hole in it is Lit(None)."""

    items: tuple[Expr, ...]
    at: int


class Param(Record):
    """One parameter; `default` and `rest` as written; `pattern` is what it binds. One without is a NamePattern where it is a name."""

    pattern: Pattern
    default: Expr | None
    rest: bool
    at: int


class Func(Record):
    """A function, arrow, method, getter, setter or constructor.

    An expression body is `(Return(expr),)`. TypeScript parameter properties stand at the head of a constructor's body as
    `this.x = x`. `assigned` holds every plain name that this body, nested functions included, assigns to (`x = …`, `x += …`,
    `x++`, destructuring assignment, for-of heads without declaration), not declarations with their initial value; `assigned_within`
    those that functions inside assign to, and what initialises the fields of classes there: that runs like one. `hoisted` are the
    names that `var` declares anywhere in its own statements.
    """

    name: str
    params: tuple[Param | NamePattern, ...]
    body: tuple[Stmt, ...]
    at: int
    end: int
    is_async: bool
    is_generator: bool
    is_arrow: bool
    assigned: frozenset[str]
    assigned_within: frozenset[str] = frozenset()
    hoisted: tuple[str, ...] = ()


class ClassMember(Record):
    """`kind`: method | get | set | field | static-block. A constructor is the method named `constructor`.

    `value` is a Func for methods, accessors and static blocks, an Expr or None for fields.
    """

    kind: str
    key: str | Expr
    value: Expr | None
    static: bool
    at: int


class Class(Record):
    name: str
    base: Expr | None
    members: tuple[ClassMember, ...]
    decorators: tuple[Expr, ...]
    at: int
    end: int


class Cond(Record):
    test: Expr
    then: Expr
    other: Expr
    at: int


class Logic(Record):
    """`||`, `&&`, `??`."""

    op: str
    left: Expr
    right: Expr
    at: int


class Binary(Record):
    op: str
    left: Expr
    right: Expr
    at: int


class Unary(Record):
    """`!`, `-`, `+`, `~`, `typeof`, `void`, `delete`."""

    op: str
    value: Expr
    at: int


class Assign(Record):
    """`target op value`; `op` is `=`, `+=`, `||=` …; `x++` is `x += 1`."""

    target: Pattern
    op: str
    value: Expr
    at: int


class Sequence(Record):
    """`a, b`: the value is the last item's."""

    items: tuple[Expr, ...]
    at: int


class Await(Record):
    value: Expr
    at: int


class Yield(Record):
    value: Expr | None
    delegate: bool
    at: int


class Jsx(Record):
    """An element; `tag` is a Str for intrinsic elements (`div`) and fragments (""), an Expr for components."""

    tag: Expr
    attributes: tuple[Prop | Spread, ...]
    children: tuple[Expr, ...]
    at: int
    end: int


class Opaque(Record):
    """What the grammar could not parse or the lowering does not know; its parts are kept so that calls in it are not lost."""

    parts: tuple[Expr, ...]
    at: int


Expr: TypeAlias = Union[
    Str, Lit, Template, Tagged, Name, This, Super, Member, Index, Spread, Call, New, ImportCall, Obj, Arr, Func, Class, Cond,
    Logic, Binary, Unary, Assign, Sequence, Await, Yield, Jsx, Opaque,
]  # fmt: skip
