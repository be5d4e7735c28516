"""Classes: members, decorators; what has no meaning at run time is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from scopeminer.syntax.ir import (
    Assign,
    Call,
    Class,
    ClassMember,
    Do,
    Expr,
    Func,
    Let,
    Logic,
    Member,
    Name,
    NamePattern,
    Obj,
    Opaque,
    Prop,
    Stmt,
    Str,
    This,
)
from scopeminer.syntax.lower_functions import MODIFIERS, NAMES, method
from scopeminer.syntax.lower_literals import key_of
from scopeminer.syntax.lower_types import type_names
from scopeminer.syntax.lowering import NO_NAMES, ExprRule, Lowering, Names

FIELDS = frozenset({"public_field_definition", "field_definition"})
NONE: Names = NO_NAMES, NO_NAMES, ()


def class_of(c: Lowering, node: Node, decorators: tuple[Expr, ...] = ()) -> Class:
    """A class declaration or expression; `decorators` are those written before an `export`."""
    name = ""
    base: Expr | None = None
    members: tuple[ClassMember, ...] = ()
    outer_types = c.type_parameters
    own: list[Expr] = []
    c.depth += 2  # the class and its members are levels of their own
    for kid in c.kids(node):
        kind = kid.type
        if kind in NAMES:
            name = c.text(kid)
        elif kind == "type_parameters":
            c.type_parameters |= type_names(c, kid)
        elif kind == "decorator":
            own.append(c.expr(kid))
        elif kind == "class_heritage":
            base = _base(c, kid)
        elif kind == "class_body":
            members = _members(c, kid)
    c.depth -= 2
    c.type_parameters = outer_types
    return Class(name, base, members, (*decorators, *own), node.start_byte, node.end_byte)


def _base(c: Lowering, node: Node) -> Expr | None:
    for kid in c.kids(node):
        if kid.type == "extends_clause":
            inner = c.kids(kid)
            return c.expr(inner[0]) if inner else None
        if kid.type != "implements_clause":
            return c.expr(kid)
    return None


def _members(c: Lowering, node: Node) -> tuple[ClassMember, ...]:
    out: list[ClassMember] = []
    waiting: list[Node] = []
    for kid in c.each(node):
        kind = kid.type
        if kind == "method_definition":
            key, func, how = method(c, kid)
            member = ClassMember(how, key, func, _is_static(kid), kid.start_byte)
            out += (*_decorated(c, (*waiting, *_own(c, kid)), member), *_of_parameters(c, kid), member)
            waiting = []
        elif kind in FIELDS:
            out += [_decoration_of_field(c, decorator) for decorator in (*waiting, *_own(c, kid))]
            waiting = []
            _field(c, kid, out)
        elif kind == "class_static_block":
            out.append(_block(c, kid))
        elif kind == "decorator":
            waiting.append(kid)
    return tuple(out)


def _is_static(node: Node) -> bool:
    return any(child.type == "static" for child in node.children)


def _field(c: Lowering, node: Node, out: list[ClassMember]) -> None:
    words = {child.type for child in node.children if not child.is_named}
    parts = [kid for kid in c.kids(node) if kid.type not in MODIFIERS and not kid.type.endswith("annotation")]
    if not parts or "declare" in words or "abstract" in words:
        return
    outer, c.assigned = c.assigned, set()
    key = key_of(c, parts[0])
    value = c.expr(parts[-1]) if len(parts) > 1 else None
    c.within |= c.assigned
    c.assigned |= outer
    out.append(ClassMember("field", key, value, "static" in words, node.start_byte))


def _block(c: Lowering, node: Node) -> ClassMember:
    around = c.opened()
    body = tuple(stmt for kid in c.kids(node) for stmt in c.body(kid))
    return _static_block(node.start_byte, node.end_byte, body, c.closed(around))


def _static_block(at: int, end: int, body: tuple[Stmt, ...], names: Names = NONE) -> ClassMember:
    func = Func("", (), body, at, end, False, False, False, *names)
    return ClassMember("static-block", "", func, True, at)


def _own(c: Lowering, node: Node) -> list[Node]:
    if b"@" not in c.source[node.start_byte : node.end_byte]:
        return []
    return [kid for kid in node.named_children if kid.type == "decorator"]


def _decorated(c: Lowering, decorators: Iterable[Node], member: ClassMember | None) -> list[ClassMember]:
    """Decorators run once, when the class is made, with the member that they may call or replace: a static block says the same."""
    return [_decoration(c, decorator, member) for decorator in decorators]


def _decoration(c: Lowering, decorator: Node, member: ClassMember | None) -> ClassMember:
    """`member = decorator(member || owner, key || context, { value: member })`, as both kinds of decorators are called: those of the
    standard with the member and its context, those of TypeScript with the object that it belongs to and its key. Either they return what
    takes the member's place or a descriptor of it, or change the one that they are given."""
    at, end = decorator.start_byte, decorator.end_byte
    decorate = c.expr(decorator)
    if member is None or member.kind != "method" or not isinstance(member.key, str):
        return _static_block(at, end, (Do(Call(decorate, (Opaque((), at), _context(at)), at), at),))
    owner = This(at) if member.static else Member(This(at), "prototype", at)
    place = Member(owner, member.key, at)
    before, after = Name("@descriptor", at), Name("@decorated", at)
    given = Obj((Prop("value", place, at, "init"), _add_initializer(at)), at)
    call = Call(decorate, (Logic("||", place, owner, at), Logic("||", Str(member.key, at), before, at), before), at)
    replaced = (Member(before, "value", at), after, Member(after, "value", at))
    return _static_block(
        at,
        end,
        (
            Let("const", NamePattern("@descriptor", at), given, at),
            Let("const", NamePattern("@decorated", at), call, at),
            *(Do(Assign(place, "=", value, at), at) for value in replaced),
        ),
    )


def _decoration_of_field(c: Lowering, decorator: Node) -> ClassMember:
    """`use(decorator(value, key)(value))`: what a decorator gives makes the field's value, and whoever reads that may call it."""
    at = decorator.start_byte
    unknown = Opaque((), at)
    made = Call(Call(c.expr(decorator), (unknown, _context(at)), at), (unknown,), at)
    return _static_block(at, decorator.end_byte, (Do(Call(unknown, (made,), at), at),))


def _context(at: int) -> Expr:
    """What is told to a decorator of a member: nobody knows it but for `addInitializer`."""
    return Logic("||", Opaque((), at), Obj((_add_initializer(at),), at), at)


def _add_initializer(at: int) -> Prop:
    """`addInitializer: (f) => f.call(member's owner)`, as the standard's decorators can have code run for each object, or for the class."""
    given = "@initializer"
    owner = Logic("||", Member(This(at), "prototype", at), This(at), at)
    call = Call(Member(Name(given, at), "call", at), (owner,), at)
    func = Func("", (NamePattern(given, at),), (Do(call, at),), at, at, False, False, True, frozenset())
    return Prop("addInitializer", func, at, "init")


def _of_parameters(c: Lowering, node: Node) -> Iterator[ClassMember]:
    """Decorators of a method's parameters."""
    if b"@" in c.source[node.start_byte : node.end_byte]:
        for parameters in node.named_children:
            if parameters.type == "formal_parameters":
                for parameter in parameters.named_children:
                    yield from _decorated(c, _own(c, parameter), None)


EXPRESSIONS: dict[str, ExprRule] = {
    "class": class_of,
    "class_declaration": class_of,
    "abstract_class_declaration": class_of,
}
