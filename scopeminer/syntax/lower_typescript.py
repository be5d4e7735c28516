"""TypeScript's declarations with meaning at run time: enums and namespaces; ambient ones have none."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.ir import (
    Call,
    Export,
    Expr,
    Func,
    Let,
    Lit,
    Member,
    Name,
    NamePattern,
    Obj,
    Opaque,
    Prop,
    Return,
    Stmt,
    Str,
    TypeHint,
)
from scopeminer.syntax.lower_literals import key_of
from scopeminer.syntax.lower_modules import declared
from scopeminer.syntax.lower_statements import nothing
from scopeminer.syntax.lower_types import alias, record
from scopeminer.syntax.lowering import Lowering, StmtRule


def _enum(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """A constant object; a member without a value counts on from the one before it."""
    kids = c.kids(node)
    if len(kids) < 2:
        return
    name, body = kids[0], kids[-1]
    values: dict[str, Expr] = {}
    props: list[Prop] = []
    following: float | None = 0
    for member in c.kids(body):
        at = member.start_byte
        parts = c.kids(member) if member.type == "enum_assignment" else [member]
        if not parts:
            continue
        key = key_of(c, parts[0])
        value: Expr
        if len(parts) > 1:
            value = c.expr(parts[-1])
            if isinstance(value, Name):
                value = values.get(value.id, value)
        else:
            value = Lit(following, at) if following is not None else Opaque((), at)
        number = value.value if isinstance(value, Lit) else None
        following = number + 1 if isinstance(number, int | float) else None
        if isinstance(key, str):
            values[key] = value
        props.append(Prop(key, value, at))
    out.append(Let("const", NamePattern(c.text(name), name.start_byte), Obj(tuple(props), body.start_byte), node.start_byte))
    texts = tuple(value.value for value in values.values() if isinstance(value, Str))
    if texts and len(texts) == len(props):
        record(c, c.text(name), TypeHint(texts, ()))


def _ambient(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """`declare …`: only the values of an enum reach the compiled code."""
    for kid in c.kids(node):
        if kid.type in ("enum_declaration", "type_alias_declaration"):
            c.statements[kid.kind_id](c, kid, out)


def _namespace(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """`namespace N { … }`: a function called at once that gives the exported names, as the compiler writes it."""
    kids = c.kids(node)
    if len(kids) < 2 or kids[0].type == "string":
        return
    at, end = node.start_byte, node.end_byte
    path = [name.strip() for name in c.text(kids[0]).split(".")]
    outer, around = c.namespace, c.opened()
    c.namespace = ".".join((outer, *path))
    body = c.body(kids[-1])
    collected = c.closed(around)
    names = tuple([name.local for stmt in body if isinstance(stmt, Export) for name in stmt.names])
    kept = tuple([stmt for stmt in body if not isinstance(stmt, Export)])
    before = _before(c, path, {*collected[2], *(name for stmt in kept for name in declared(stmt))}, at)
    c.namespaces[c.namespace] = tuple(dict.fromkeys(c.namespaces.get(c.namespace, ()) + names))
    c.namespace = outer
    if not kept:
        return
    result = Obj(tuple(Prop(name, Name(name, at), at) for name in dict.fromkeys(names)), at)
    value: Expr = Call(Func("", (), (*before, *kept, Return(result, at)), at, end, False, False, True, *collected), (), at)
    for inner in reversed(path[1:]):
        value = Obj((Prop(inner, value, at),), at)
    out.append(Let("const", NamePattern(path[0], kids[0].start_byte), value, at))


def _before(c: Lowering, path: list[str], own: set[str], at: int) -> list[Stmt]:
    """What earlier blocks of the namespace export is in scope in this one (TypeScript handbook, "Merging Namespaces")."""
    whole: Expr = Name(path[0], at)
    for inner in path[1:]:
        whole = Member(whole, inner, at)
    return [
        Let("const", NamePattern(name, at), Member(whole, name, at), at) for name in c.namespaces.get(c.namespace, ()) if name not in own
    ]


STATEMENTS: dict[str, StmtRule] = {
    "enum_declaration": _enum,
    "ambient_declaration": _ambient,
    "internal_module": _namespace,
    "module": _namespace,
    "type_alias_declaration": alias,
    "abstract_method_signature": nothing,
}
