"""Statements, apart from imports, exports and TypeScript's own declarations."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.grammars import ERROR
from scopeminer.syntax.ir import (
    Await,
    Block,
    Case,
    Declare,
    Do,
    Expr,
    ForEach,
    If,
    Jump,
    Let,
    Lit,
    Loop,
    NamePattern,
    ObjPattern,
    Opaque,
    Pattern,
    Return,
    Stmt,
    Switch,
    Throw,
    Try,
)
from scopeminer.syntax.lower_classes import class_of
from scopeminer.syntax.lower_expressions import note_assigned
from scopeminer.syntax.lower_functions import function
from scopeminer.syntax.lower_patterns import bound_names
from scopeminer.syntax.lower_types import annotated, note_constant
from scopeminer.syntax.lowering import COMMENTS, Lowering, StmtRule

EQUALS = frozenset({" = ", "="})
"""What stands between a name and its value."""
WORDS = {"l": "let", "v": "var"}
"""Of declarations, by the first letter; all others declare constants."""
EMPTY = frozenset({"empty_statement", "debugger_statement"})
LONG = 40  # links of an else-if chain; the rest stands behind it, since readers of the IR recurse over it


def _expression(c: Lowering, node: Node, out: list[Stmt]) -> None:
    first = node.child(0)  # a sign may end it
    kind = first.kind_id if first is not None and node.child_count < 3 and not node.has_error else ERROR
    if first is None or kind in c.skipped:
        kids = c.kids(node)
        if not kids:
            return
        first = kids[0]
        kind = first.kind_id
    if kind in c.disguises:
        if first.type == "internal_module":
            c.statements[kind](c, first, out)
            return
        if _using(c, first, out):
            return
    out.append(Do(c.expr(first, kind), node.start_byte))


def _using(c: Lowering, node: Node, out: list[Stmt]) -> bool:
    """`using x = …` and `await using x = …`, which the TypeScript grammar takes for assignments."""
    waits = node.type == "await_expression"
    inner = c.exactly(2, node)[-1] if waits and node.named_child_count else node
    if inner.child_count < 4 or inner.type != "assignment_expression" or inner.children[0].type != "using":
        return False
    left, right = inner.named_children[0], inner.named_children[-1]
    value = c.expr(right)
    out.append(Let("const", c.pattern(left), Await(value, value.at) if waits else value, left.start_byte))
    return True


def declaration(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """`const`, `let`, `var`, `using`: one Let a declarator."""
    only = node.child(1) if node.child_count < 4 and not node.has_error else None
    if only is not None and only.kind_id == c.declarator:
        _declarator(c, only, WORDS.get(c.letters[node.start_byte], "const"), out)
        return
    word = c.words[node.children[0].kind_id]
    kind = word if word in ("let", "var") else "const"
    for kid in c.ended(3, node):
        if kid.kind_id == c.declarator:
            _declarator(c, kid, kind, out)


def _declarator(c: Lowering, node: Node, kind: str, out: list[Stmt]) -> None:
    name, last = (node.child(0), node.child(2)) if node.child_count == 3 else (None, None)
    if name is not None and last is not None and c.letters[name.end_byte : last.start_byte] in EQUALS:
        pattern = c.pattern(name)
        what = last.kind_id
        if kind == "const" and what in c.literals:
            note_constant(c, name, last)
        value: Expr | None = c.expr(last, what)
    else:
        parts = c.kids(node)
        if not parts:
            return
        pattern, value = c.pattern(parts[0]), None
        for part in parts[1:]:
            if part.type == "type_annotation":
                pattern = annotated(c, pattern, part)
            else:
                value = c.expr(part)
    if kind == "var":
        c.hoisted += bound_names(pattern)
    out.append(Let(kind, pattern, value, pattern.at if isinstance(pattern, NamePattern) else node.start_byte))


def _function(c: Lowering, node: Node, out: list[Stmt]) -> None:
    func = function(c, node)
    out.append(Declare(func, func.at))


def _class(c: Lowering, node: Node, out: list[Stmt]) -> None:
    out.append(Declare(class_of(c, node), node.start_byte))


def _return(c: Lowering, node: Node, out: list[Stmt]) -> None:
    given = node.child(1) if node.child_count == 3 and not node.has_error else None
    kind = given.kind_id if given is not None else ERROR
    if given is not None and given.is_named and kind not in c.skipped:
        value: Expr | None = c.expr(given, kind)
    else:
        kids = c.kids(node)
        value = c.expr(kids[0]) if kids else None
    out.append(Return(value, node.start_byte))


def _throw(c: Lowering, node: Node, out: list[Stmt]) -> None:
    kids = c.kids(node)
    out.append(Throw(c.expr(kids[0]) if kids else Lit(None, node.start_byte), node.start_byte))


def _jump(c: Lowering, node: Node, out: list[Stmt]) -> None:
    kids = c.kids(node)
    out.append(Jump("break" if node.type == "break_statement" else "continue", c.text(kids[0]) if kids else "", node.start_byte))


def arm(c: Lowering, node: Node | None) -> tuple[Stmt, ...]:
    """The body of a branch or loop: a block's statements, or the one statement."""
    if node is None:
        return ()
    return c.body(node) if node.kind_id == c.block else c.stmts((node,))


def _if(c: Lowering, node: Node, out: list[Stmt]) -> None:
    links: list[tuple[Expr, tuple[Stmt, ...], int]] = []
    other: tuple[Stmt, ...] = ()
    current: Node | None = node
    while current is not None:
        kids = current.children
        otherwise: Node | None = None
        if len(kids) > 3:
            kids = [current, *c.kids(current)]
            otherwise = kids.pop() if kids[-1].type == "else_clause" else None
        if len(kids) < 2:
            break
        test = kids[1]
        branch = kids[2] if len(kids) > 2 else None
        then = arm(c, branch)
        links.append((c.expr(test), then, current.start_byte))
        current = None
        if otherwise is not None:
            inner = c.exactly(2, otherwise)
            last = inner[-1] if inner else None
            if last is not None and last.type == "if_statement":
                current = last
            else:
                other = arm(c, last)
    groups: list[tuple[Stmt, ...]] = []
    for first in range(len(links) - 1 - (len(links) - 1) % LONG, -1, -LONG):
        for tested, then, start in reversed(links[first : first + LONG]):
            other = (If(tested, then, other, start),)
        groups.append(other)
        other = ()
    for group in reversed(groups):
        out += group


def _while(c: Lowering, node: Node, out: list[Stmt]) -> None:
    outer, c.assigned = c.assigned, set()
    kids = c.kids(node)
    if node.type == "do_statement":
        kids.reverse()
    test = c.expr(kids[0]) if kids else None
    body = arm(c, kids[1] if len(kids) > 1 else None)
    out.append(Loop((), test, None, body, c.assigned_here(), node.start_byte))
    c.assigned |= outer


def _for(c: Lowering, node: Node, out: list[Stmt]) -> None:
    outer, c.assigned = c.assigned, set()
    fields: dict[str, Node] = {}
    for name in ("initializer", "condition", "increment", "body"):
        found = [child for child in node.children_by_field_name(name) if child.is_named]
        if found:
            fields[name] = found[0]
    head = c.stmts((fields["initializer"],)) if "initializer" in fields and fields["initializer"].type not in EMPTY else ()
    test = _value(c, fields.get("condition"))
    update = _value(c, fields.get("increment"))
    body = arm(c, fields.get("body"))
    out.append(Loop(head, test, update, body, c.assigned_here(), node.start_byte))
    c.assigned |= outer


def _value(c: Lowering, node: Node | None) -> Expr | None:
    """An expression, bare or as a statement (the grammars differ)."""
    if node is None or node.type in EMPTY:
        return None
    if node.type == "expression_statement":
        kids = c.kids(node)
        return c.expr(kids[0]) if kids else None
    return c.expr(node)


def _for_each(c: Lowering, node: Node, out: list[Stmt]) -> None:
    outer, c.assigned = c.assigned, set()
    kids = c.kids(node)
    words = [child.type for child in node.children if not child.is_named]
    declares = next((word for word in words if word in ("const", "let", "var")), "const" if "using" in words else "")
    kind = "of" if "of" in words else "in"
    target: Pattern = c.pattern(kids[0]) if kids else ObjPattern((), None, node.start_byte)
    if not declares:
        note_assigned(c, target)
    elif declares == "var":
        c.hoisted += bound_names(target)
    subject = c.expr(kids[-2]) if len(kids) > 2 else Opaque((), node.start_byte)
    body = arm(c, kids[-1] if len(kids) > 1 else None)
    out.append(ForEach(kind, declares, target, subject, body, c.assigned_here(), node.start_byte))
    c.assigned |= outer


def _try(c: Lowering, node: Node, out: list[Stmt]) -> None:
    body: tuple[Stmt, ...] = ()
    handler: tuple[Stmt, ...] = ()
    final: tuple[Stmt, ...] = ()
    caught: Pattern | None = None
    for kid in c.kids(node):
        if kid.type == "catch_clause":
            parts = [part for part in c.kids(kid) if part.type != "type_annotation"]
            caught = c.pattern(parts[0]) if len(parts) > 1 else None
            handler = (arm(c, parts[-1]) if parts else ()) or (Block((), kid.start_byte),)
        elif kid.type == "finally_clause":
            inner = c.kids(kid)
            final = arm(c, inner[-1]) if inner else ()
        else:
            body = arm(c, kid)
    out.append(Try(body, caught, handler, final, node.start_byte))


def _switch(c: Lowering, node: Node, out: list[Stmt]) -> None:
    kids = c.kids(node)
    cases: list[Case] = []
    subject = c.expr(kids[0]) if kids else Opaque((), node.start_byte)
    for clause in c.kids(kids[-1]) if len(kids) > 1 else ():
        parts = c.kids(clause)
        test = c.expr(parts.pop(0)) if clause.type == "switch_case" and parts else None
        cases.append(Case(test, c.stmts(parts)))
    out.append(Switch(subject, tuple(cases), node.start_byte))


def _block(c: Lowering, node: Node, out: list[Stmt]) -> None:
    out.append(Block(c.body(node), node.start_byte))


def _labeled(c: Lowering, node: Node, out: list[Stmt]) -> None:
    stmts = c.stmts(c.kids(node)[1:])
    loops = any(isinstance(stmt, Loop | ForEach) for stmt in stmts)
    out += stmts if loops else [Block(stmts, node.start_byte)]


def _with(c: Lowering, node: Node, out: list[Stmt]) -> None:
    kids = c.kids(node)
    if kids:
        out.append(Do(c.expr(kids[0]), node.start_byte))
        out.append(Block(arm(c, kids[-1]), node.start_byte))


def nothing(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """No meaning at run time."""


STATEMENTS: dict[str, StmtRule] = {
    "expression_statement": _expression,
    "lexical_declaration": declaration,
    "variable_declaration": declaration,
    "using_declaration": declaration,
    "function_declaration": _function,
    "generator_function_declaration": _function,
    "class_declaration": _class,
    "abstract_class_declaration": _class,
    "return_statement": _return,
    "throw_statement": _throw,
    "break_statement": _jump,
    "continue_statement": _jump,
    "if_statement": _if,
    "while_statement": _while,
    "do_statement": _while,
    "for_statement": _for,
    "for_in_statement": _for_each,
    "try_statement": _try,
    "switch_statement": _switch,
    "statement_block": _block,
    "labeled_statement": _labeled,
    "with_statement": _with,
    **dict.fromkeys(
        (*EMPTY, *COMMENTS, "hash_bang_line", "function_signature", "interface_declaration"),
        nothing,
    ),
}
