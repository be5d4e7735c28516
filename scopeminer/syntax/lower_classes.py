"""Classes: members, decorators; what has no meaning at run time is left out."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.ir import Class, ClassMember, Do, Expr, Func, Stmt
from scopeminer.syntax.lower_functions import MODIFIERS, NAMES, method
from scopeminer.syntax.lower_literals import key_of
from scopeminer.syntax.lower_types import type_names
from scopeminer.syntax.lowering import ExprRule, Lowering

FIELDS = frozenset({"public_field_definition", "field_definition"})


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
    for kid in c.each(node):
        kind = kid.type
        if kind == "method_definition":
            out += _decorated(c, kid)
            key, func, how = method(c, kid)
            out.append(ClassMember(how, key, func, _is_static(kid), kid.start_byte))
        elif kind in FIELDS:
            out += _decorated(c, kid)
            _field(c, kid, out)
        elif kind == "class_static_block":
            out.append(_static_block(kid.start_byte, kid.end_byte, *_block(c, kid)))
        elif kind == "decorator":
            out.append(_evaluated(c, kid))
    return tuple(out)


def _is_static(node: Node) -> bool:
    return any(child.type == "static" for child in node.children)


def _field(c: Lowering, node: Node, out: list[ClassMember]) -> None:
    words = {child.type for child in node.children if not child.is_named}
    parts = [kid for kid in c.kids(node) if kid.type not in MODIFIERS and not kid.type.endswith("annotation")]
    if not parts or "declare" in words or "abstract" in words:
        return
    outer, c.assigned = c.assigned, set()
    value = c.expr(parts[-1]) if len(parts) > 1 else None
    outer |= c.assigned
    c.assigned = outer
    out.append(ClassMember("field", key_of(c, parts[0]), value, "static" in words, node.start_byte))


def _block(c: Lowering, node: Node) -> tuple[tuple[Stmt, ...], frozenset[str]]:
    outer, c.assigned = c.assigned, set()
    body = tuple(stmt for kid in c.kids(node) for stmt in c.body(kid))
    assigned = frozenset(c.assigned)
    c.assigned = outer | assigned
    return body, assigned


def _static_block(at: int, end: int, body: tuple[Stmt, ...], assigned: frozenset[str]) -> ClassMember:
    func = Func("", (), body, at, end, False, False, False, assigned)
    return ClassMember("static-block", "", func, True, at)


def _decorated(c: Lowering, node: Node) -> list[ClassMember]:
    """Decorators of a member and of its parameters run once, when the class is made: a static block says the same."""
    if b"@" not in c.source[node.start_byte : node.end_byte]:
        return []
    found = [kid for kid in node.named_children if kid.type == "decorator"]
    for parameters in node.named_children:
        if parameters.type == "formal_parameters":
            found += [kid for parameter in parameters.named_children for kid in parameter.named_children if kid.type == "decorator"]
    return [_evaluated(c, kid) for kid in found]


def _evaluated(c: Lowering, decorator: Node) -> ClassMember:
    at = decorator.start_byte
    return _static_block(at, decorator.end_byte, (Do(c.expr(decorator), at),), frozenset())


EXPRESSIONS: dict[str, ExprRule] = {
    "class": class_of,
    "class_declaration": class_of,
    "abstract_class_declaration": class_of,
}
