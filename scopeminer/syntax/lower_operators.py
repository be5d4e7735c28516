"""Binary operators and conditions. Chains are walked in a loop, and a very long one becomes a flat or a balanced expression."""

from __future__ import annotations

from tree_sitter import Node

from scopeminer.syntax.ir import Binary, Cond, Expr, Logic, Opaque, Str, Template
from scopeminer.syntax.lowering import ExprRule, Lowering

LOGIC = frozenset({"||", "&&", "??"})
LONG = 48  # operands; real code joins long texts with `+`, and readers of the IR recurse over it
LARGE = 10_000  # nodes of syntax


def _binary(c: Lowering, node: Node) -> Expr:
    kids = node.children
    if len(kids) == 3 and kids[0].kind_id != node.kind_id:
        return join(c.words[kids[1].kind_id], c.expr(kids[0]), c.expr(kids[2]))
    if node.descendant_count > LARGE and not node.has_error:
        chain = _streamed(c, node)
        if chain is not None:
            return _long(*chain)
    operands: list[Node] = []
    operators: list[str] = []
    while node.type == "binary_expression":
        kids = c.exactly(3, node)
        if len(kids) < 2:
            break
        operators.append(c.words[kids[1].kind_id] if len(kids) == 3 else _operator(c, node, kids))
        operands.append(kids[-1])
        node = kids[0]
    if not operators:
        return Opaque(c.exprs(c.kids(node)), node.start_byte)
    operands.append(node)
    values = c.exprs(reversed(operands))
    operators.reverse()
    if len(values) > LONG:
        return _long(values, operators)
    value = values[0]
    for operator, right in zip(operators, values[1:], strict=True):
        value = join(operator, value, right)
    return value


def _streamed(c: Lowering, top: Node) -> tuple[tuple[Expr, ...], list[str]] | None:
    """Operands and operators of a very long chain with nothing between them: of its nodes, those of one operand at a time are there."""
    cursor = top.walk()
    node: Node | None = top
    while node is not None and node.kind_id == top.kind_id:
        if node.child_count != 3:
            return None
        cursor.goto_first_child()
        node = cursor.node
    if node is None or cursor.depth <= LONG:
        return None
    values, operators = [c.expr(node)], list[str]()
    while cursor.goto_next_sibling() and (node := cursor.node) is not None:
        operators.append(c.words[node.kind_id])
        cursor.goto_next_sibling()
        node = cursor.node
        if node is not None:
            values.append(c.expr(node))
        cursor.goto_parent()
    return tuple(values), operators


def _operator(c: Lowering, node: Node, kids: list[Node]) -> str:
    text = c.source[kids[0].end_byte : kids[-1].start_byte].strip()
    if len(text) < 4 or text == b"instanceof":
        return text.decode("utf-8", "replace")
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""


def join(operator: str, left: Expr, right: Expr) -> Expr:
    """`left operator right`."""
    return Logic(operator, left, right, left.at) if operator in LOGIC else Binary(operator, left, right, left.at)


def _long(values: tuple[Expr, ...], operators: list[str]) -> Expr:
    """The same value with less nesting: joined text is a template, `&&`, `||` and `??` may be grouped at will; anything else is unknown."""
    kinds = set(operators)
    if kinds == {"+"} and any(isinstance(value, Str | Template) for value in values[:2]):
        return _text(values)
    if len(kinds) == 1 and kinds <= LOGIC:
        return _balanced(operators[0], values)
    return Opaque(values, values[0].at)


def _text(values: tuple[Expr, ...]) -> Template:
    quasis, holes = [""], list[Expr]()
    for value in values:
        if isinstance(value, Str):
            quasis[-1] += value.value
        elif isinstance(value, Template):
            quasis[-1] += value.quasis[0]
            quasis += value.quasis[1:]
            holes += value.holes
        else:
            holes.append(value)
            quasis.append("")
    return Template(tuple(quasis), tuple(holes), values[0].at)


def _balanced(operator: str, values: tuple[Expr, ...]) -> Expr:
    while len(values) > 1:
        pairs = [join(operator, *values[at : at + 2]) for at in range(0, len(values) - 1, 2)]
        values = (*pairs, values[-1]) if len(values) % 2 else tuple(pairs)
    return values[0]


def _ternary(c: Lowering, node: Node) -> Expr:
    links: list[tuple[Expr, Expr, int]] = []
    while node.type == "ternary_expression":
        kids = c.kids(node)
        if len(kids) < 3:
            break
        links.append((c.expr(kids[0]), c.expr(kids[1]), node.start_byte))
        node = kids[-1]
    if node.type == "ternary_expression":
        value: Expr = Opaque(c.exprs(c.kids(node)), node.start_byte)
    else:
        value = c.expr(node)
    if len(links) > LONG:
        return Opaque((*[part for test, then, _ in links for part in (test, then)], value), links[0][2])
    for test, then, at in reversed(links):
        value = Cond(test, then, value, at)
    return value


EXPRESSIONS: dict[str, ExprRule] = {"binary_expression": _binary, "ternary_expression": _ternary}
