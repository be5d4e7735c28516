"""What the grammar could not parse: the content of an ERROR node as statements, so that calls in it are not lost."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.ir import Call, Do, Expr, Opaque, Spread, Stmt
from scopeminer.syntax.lowering import COMMENTS, MAX_DEPTH, Lowering, StmtRule, evaluated, opaque


def _error(c: Lowering, node: Node, out: list[Stmt]) -> None:
    if c.depth >= MAX_DEPTH:
        out.append(Do(c.flat(node), node.start_byte))
        return
    c.depth += 1
    pieces = [child for child in node.children if child.type not in COMMENTS]
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if not piece.is_named:
            continue
        rule = c.statements[piece.kind_id]
        if rule is not evaluated:
            rule(c, piece, out)
        elif _is_expression(c, piece):
            value = c.expr(piece)
            if at < len(pieces) and pieces[at].type == "(":
                value, at = _open_call(c, value, pieces, at + 1)
            out.append(Do(value, piece.start_byte))
        elif piece.named_child_count:
            _error(c, piece, out)
    c.depth -= 1


def _is_expression(c: Lowering, node: Node) -> bool:
    return c.leaves[node.kind_id] is not None or c.expressions[node.kind_id] is not opaque


def _open_call(c: Lowering, callee: Expr, pieces: list[Node], at: int) -> tuple[Expr, int]:
    """A call whose parenthesis is open: the arguments read so far, then unknown ones; and where to go on."""
    args: list[Expr] = []
    while at < len(pieces):
        piece = pieces[at]
        if piece.is_named and _is_expression(c, piece):
            args.append(c.expr(piece))
        elif piece.type == ")":
            return Call(callee, tuple(args), callee.at), at + 1
        elif piece.type != ",":
            break
        at += 1
    args.append(Spread(Opaque((), callee.at), callee.at))
    return Call(callee, tuple(args), callee.at), at


STATEMENTS: dict[str, StmtRule] = {"ERROR": _error}
