"""Expressions: names, members, calls, objects, assignments; left-leaning chains are walked in a loop, however long they are."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.ir import (
    Assign,
    Await,
    Call,
    Expr,
    ImportCall,
    Index,
    Lit,
    Member,
    Name,
    NamePattern,
    New,
    Opaque,
    Pattern,
    Sequence,
    Super,
    Tagged,
    This,
    Unary,
    Yield,
)
from scopeminer.syntax.lower_compiled import compiled
from scopeminer.syntax.lower_literals import string_text, template
from scopeminer.syntax.lower_operators import join
from scopeminer.syntax.lower_patterns import bound_names
from scopeminer.syntax.lowering import MAX_DEPTH, ChainRule, ExprRule, Lowering
from scopeminer.syntax.paths import path_of

PREFIXES = frozenset({"await_expression", "unary_expression", "binary_expression"})
LOOSE = frozenset({"as_expression", "satisfies_expression"})
"""What can stand behind an operator and its operand without brackets: it belongs to both."""


def _call_of(c: Lowering, node: Node) -> Expr:
    """A call; that of a name or a path, which most are, takes the short way."""
    kids = node.children
    if len(kids) == 2:
        callee, arguments = kids
        kind = callee.kind_id
        if kind == c.member:
            value = path_of(c.letters, callee.start_byte, callee.end_byte, MAX_DEPTH - c.depth - 1)
        else:
            value = c.expr(callee, kind) if kind == c.identifier else None
        if value is not None and arguments.kind_id == c.arguments:
            args = c.listed(arguments)
            return compiled(value, args, value.at) or Call(value, args, value.at)
    return _postfix(c, node)


def _member_of(c: Lowering, node: Node) -> Expr:
    return path_of(c.letters, node.start_byte, node.end_byte, MAX_DEPTH - c.depth) or _postfix(c, node)


def _postfix(c: Lowering, node: Node) -> Expr:
    """`a.b(c)[d]!.e`: down to the first object, then outwards."""
    spine: list[tuple[ChainRule, Node, list[Node]]] = []
    prefixes: list[Node] = []
    chains, member = c.chains, c.member
    room = MAX_DEPTH - c.depth
    kind = node.kind_id
    chain = chains.get(kind)
    value: Expr | None = None
    while chain is not None or _is_misread(c, spine, kind):
        if chain is None:
            prefixes.append(node)
            node = c.kids(node)[-1]
        else:
            if kind == member and spine:
                value = path_of(c.letters, node.start_byte, node.end_byte, room - len(spine))
                if value is not None:
                    break
            rule, count = chain
            kids = c.exactly(count, node)
            if not kids:
                return Opaque((), node.start_byte)
            spine.append((rule, node, kids))
            node = kids[0]
        kind = node.kind_id
        chain = chains.get(kind)
    if len(spine) > room:
        value = c.flat(spine[room][1])
        spine = spine[:room]
    elif value is None:
        value = c.expr(node, kind)
    for rule, outer, kids in reversed(spine):
        value = rule(c, outer, kids, value)
    for prefix in reversed(prefixes):
        value = _prefixed(c, prefix, value)
    return value


def _is_misread(c: Lowering, spine: list[tuple[ChainRule, Node, list[Node]]], kind: int) -> bool:
    """Whether what is called, or read of, is an operator and what stands behind it: to the grammars of TypeScript, `await a.b<T>()` is
    `(await a.b)<T>()`, `1 + f<T>()` is `(1 + f)<T>()` and `a && b!.c` is `(a && b)!.c`. Brackets would be a node."""
    return bool(spine) and c.words[kind] in PREFIXES and c.words[spine[-1][1].kind_id] not in LOOSE


def _prefixed(c: Lowering, node: Node, value: Expr) -> Expr:
    """The operator, and what stands before it, of an expression whose last operand is `value`."""
    kids = c.tokens(node)
    if node.type == "await_expression":
        return Await(value, node.start_byte)
    if node.type == "unary_expression":
        return Unary(c.words[kids[0].kind_id], value, node.start_byte)
    return join(c.words[kids[1].kind_id], c.expr(kids[0]), value)


def _member(c: Lowering, node: Node, kids: list[Node], value: Expr) -> Expr:
    name = kids[-1]
    if len(kids) < 2:
        return value
    at = name.start_byte
    return Member(value, c.name(c.letters[at : name.end_byte]), at)


def _subscript(c: Lowering, node: Node, kids: list[Node], value: Expr) -> Expr:
    key = kids[-1]
    if len(kids) < 2:
        return value
    if key.type == "string":
        return Member(value, string_text(c, key), key.start_byte)
    return Index(value, c.expr(key), key.start_byte)


def _call(c: Lowering, node: Node, kids: list[Node], value: Expr) -> Expr:
    last = kids[-1]
    if last.kind_id == c.arguments:
        args = c.listed(last)
    elif last.type == "template_string":
        return Tagged(value, template(c, last), value.at)
    else:
        args = ()
    if isinstance(value, Opaque) and kids[0].type == "import":
        return ImportCall(args[0] if args else Opaque((), node.start_byte), node.start_byte)
    return compiled(value, args, value.at) or Call(value, args, value.at)


def _unwrapped(c: Lowering, node: Node, kids: list[Node], value: Expr) -> Expr:
    return value


CHAINS: dict[str, tuple[ChainRule, int]] = {
    "call_expression": (_call, 2),
    "member_expression": (_member, 3),
    "nested_identifier": (_member, 3),
    "subscript_expression": (_subscript, 0),
    "non_null_expression": (_unwrapped, 2),
    "as_expression": (_unwrapped, 3),
    "satisfies_expression": (_unwrapped, 3),
    "instantiation_expression": (_unwrapped, 2),
}


def _new(c: Lowering, node: Node) -> Expr:
    kids = c.kids(node)
    if not kids:
        return Opaque((), node.start_byte)
    callee = c.expr(kids[0])
    args = c.listed(kids[-1]) if kids[-1].type == "arguments" else ()
    return New(callee, args, callee.at)


def _assign(c: Lowering, node: Node) -> Expr:
    kids = c.exactly(3, node)
    if len(kids) < 2:
        return Opaque(c.exprs(kids), node.start_byte)
    left, right = kids[0], kids[-1]
    op = "="
    if len(kids) == 3:
        op = c.words[kids[1].kind_id]
    elif node.type == "augmented_assignment_expression":
        operator = node.child_by_field_name("operator")
        op = operator.type if operator is not None else "="
    target = c.pattern(left)
    note_assigned(c, target)
    return Assign(target, op, c.expr(right), node.start_byte)


def note_assigned(c: Lowering, target: Pattern) -> None:
    """Add the plain names that `target` binds to those the function at hand assigns to."""
    if isinstance(target, NamePattern):
        c.assigned.add(target.id)
    elif not isinstance(target, Member):
        c.assigned.update(bound_names(target))


def _update(c: Lowering, node: Node) -> Expr:
    kids = c.kids(node)
    if not kids:
        return Opaque((), node.start_byte)
    target = c.pattern(kids[0])
    note_assigned(c, target)
    op = "-=" if b"--" in (c.source[node.start_byte : node.start_byte + 2], c.source[node.end_byte - 2 : node.end_byte]) else "+="
    return Assign(target, op, Lit(1, node.start_byte), node.start_byte)


def _unary(c: Lowering, node: Node) -> Expr:
    kids = c.exactly(2, node)
    if len(kids) == 2:
        return Unary(c.words[kids[0].kind_id], c.expr(kids[1]), node.start_byte)
    if not kids:
        return Opaque((), node.start_byte)
    op = c.source[node.start_byte : kids[0].start_byte].split(None, 1)
    first = op[0].decode("utf-8", "replace") if op else ""
    return Unary(first if first.isalpha() else first[:1], c.expr(kids[0]), node.start_byte)


def _await(c: Lowering, node: Node) -> Expr:
    kids = c.exactly(2, node)
    return Await(c.expr(kids[-1]) if kids else Opaque((), node.start_byte), node.start_byte)


def _yield(c: Lowering, node: Node) -> Expr:
    kids = c.kids(node)
    delegate = any(child.type == "*" for child in node.children)
    return Yield(c.expr(kids[0]) if kids else None, delegate, node.start_byte)


def _sequence(c: Lowering, node: Node) -> Expr:
    items: list[Node] = []
    while node.type == "sequence_expression":
        kids = c.kids(node)
        items += kids[:-1]
        if not kids:
            break
        node = kids[-1]
    else:
        items.append(node)
    return Sequence(c.exprs(items), items[0].start_byte if items else node.start_byte)


def _parenthesized(c: Lowering, node: Node) -> Expr:
    while node.type == "parenthesized_expression":
        if node.child_count == 3:
            inner = node.child(1)
            if inner is not None:
                node = inner
                continue
        kids = [kid for kid in c.kids(node) if kid.type != "type_annotation"]
        if not kids:
            return Opaque((), node.start_byte)
        node = kids[0]
    return c.expr(node)


def _last(c: Lowering, node: Node) -> Expr:
    """`<T>value` and `@value`."""
    kids = c.kids(node)
    return c.expr(kids[-1]) if kids else Opaque((), node.start_byte)


def _nothing(c: Lowering, node: Node) -> Expr:
    return Opaque((), node.start_byte)


def _meta(c: Lowering, node: Node) -> Expr:
    """`import.meta` is a name where a bundler finds modules with it; `new.target` is the class of `this`."""
    at, end = node.start_byte, node.end_byte
    if c.source[at : at + 3] == b"new":
        return Member(This(at), "constructor", at)
    return Name("import.meta", at) if c.source[end : end + 5] == b".glob" else Opaque((), at)


EXPRESSIONS: dict[str, ExprRule] = {
    **dict.fromkeys(CHAINS, _postfix),
    "call_expression": _call_of,
    "member_expression": _member_of,
    "this": lambda c, node: This(node.start_byte),
    "super": lambda c, node: Super(node.start_byte),
    "import": _nothing,
    "meta_property": _meta,
    "new_expression": _new,
    "assignment_expression": _assign,
    "augmented_assignment_expression": _assign,
    "update_expression": _update,
    "unary_expression": _unary,
    "await_expression": _await,
    "yield_expression": _yield,
    "sequence_expression": _sequence,
    "parenthesized_expression": _parenthesized,
    "type_assertion": _last,
    "decorator": _last,
}
