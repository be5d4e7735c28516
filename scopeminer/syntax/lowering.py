"""The state of one lowering pass and its dispatch: a syntax node goes to the function that knows its kind.

The rules live in the `lower_*` modules, as tables from node kind to function. Nothing here or there raises on any tree: an unknown kind
becomes `Opaque`, text that the grammar could not parse is searched for what it still holds, and nesting beyond `MAX_DEPTH` is flattened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from tree_sitter import Node

from scopeminer.records import NamedTuple
from scopeminer.syntax.grammars import ERROR
from scopeminer.syntax.ir import (
    Call,
    Do,
    Expr,
    Member,
    NamePattern,
    New,
    ObjPattern,
    Opaque,
    Pattern,
    Prop,
    Spread,
    Stmt,
    Str,
    TypeHint,
)

MAX_DEPTH = 120  # levels of IR; the deepest of 3000 files of real apps has 52, and those who read the IR recurse over it
COMMENTS = frozenset({"comment", "html_comment"})
SKIPPED = COMMENTS | {"ERROR"}
NO_NAMES: frozenset[str] = frozenset()
MANY = 64  # children; of more of them one is held at a time

ExprRule: TypeAlias = "Callable[[Lowering, Node], Expr]"
StmtRule: TypeAlias = "Callable[[Lowering, Node, list[Stmt]], None]"
PatternRule: TypeAlias = "Callable[[Lowering, Node], Pattern]"
ChainRule: TypeAlias = "Callable[[Lowering, Node, list[Node], Expr], Expr]"
PropertyRule: TypeAlias = "Callable[[Lowering, Node, list[Prop | Spread]], None]"
ChildRule: TypeAlias = "Callable[[Lowering, Node], Expr | None]"
Leaf: TypeAlias = tuple[Callable[[Any, int], Expr], Callable[[str], object]]
"""What a node without parts becomes, and what is made of its letters for that."""
Collected: TypeAlias = tuple[set[str], set[str], list[str]]
"""`assigned`, `within` and `hoisted` of Lowering."""
Names: TypeAlias = tuple[frozenset[str], frozenset[str], tuple[str, ...]]
"""`assigned`, `assigned_within` and `hoisted` of Func and Module."""


class Rules(NamedTuple):
    """The rules of one grammar by the ids of its kinds: comparing small numbers is cheaper than making a string for each node. Tables of
    leaves, expressions, statements and patterns have a rule for each kind there is.

    `words`: what a kind is called; `name`: a name by its letters; `leaves`: what has no parts becomes a record of this class, with what
    this function makes of its letters; `chains`: what follows a first expression (`.b`, `(c)`, `[d]`): its rule, and how many children
    it has when there are no others than it needs; `properties`: of objects; `children`: of JSX elements, with the values of attributes.
    """

    words: dict[int, str]
    name: Callable[[str], str]
    leaves: dict[int, Leaf | None]
    expressions: dict[int, ExprRule]
    statements: dict[int, StmtRule]
    patterns: dict[int, PatternRule]
    chains: dict[int, tuple[ChainRule, int]]
    properties: dict[int, PropertyRule]
    children: dict[int, ChildRule]
    comments: frozenset[int]
    kinds: Kinds
    comma: int


class Kinds(NamedTuple):
    """Ids of kinds that rules ask for most."""

    identifier: int
    property_identifier: int
    member_expression: int
    arguments: int
    statement_block: int
    variable_declarator: int
    formal_parameters: int
    jsx_opening_element: int
    jsx_attribute: int
    object: int
    as_expression: int
    satisfies_expression: int
    internal_module: int
    assignment_expression: int
    await_expression: int


class Lowering:
    """One file on its way to the IR.

    `assigned` collects the plain names assigned to in the function or loop at hand, `within` those that functions inside it assign to,
    `hoisted` what `var` declares in it; `strays` are ERROR nodes met inside an
    expression, whose content follows the statement at hand; `cut` counts the bytes that were flattened; `wanted` are the
    aliases that types derive from constants, `constants` the literals they may be derived from (True: `as const`);
    `namespaces` is what the blocks of each namespace export so far, `namespace` the path of the one at hand.
    """

    __slots__ = (
        "arguments", "assigned", "attribute", "block", "chains", "children", "comments", "constants", "cut", "declarator", "depth",
        "disguises", "expressions", "hoisted", "identifier", "leaves", "letters", "lists", "literals", "member", "name",
        "namespace", "namespaces", "opening", "parameters", "patterns", "properties", "property", "sets", "skipped", "source", "statements",
        "strays", "type_parameters", "types", "unlisted", "wanted", "within", "words",
    )  # fmt: skip

    def __init__(self, source: bytes, rules: Rules) -> None:
        self.source = source
        self.letters = source.decode("latin-1")  # one for each byte: places in it are offsets
        self.words, self.name, self.leaves, self.expressions, self.statements, self.patterns = rules[:6]
        self.chains, self.properties, self.children, self.comments, kinds, comma = rules[6:]
        self.identifier, self.property, self.member, self.arguments, self.block, self.declarator, self.parameters = kinds[:7]
        self.opening, self.attribute = kinds[7:9]
        self.literals = frozenset(kinds[9:12])
        self.disguises = frozenset(kinds[12:])
        self.skipped = rules.comments | {ERROR}
        self.unlisted = {*self.skipped, comma}
        self.assigned: set[str] = set()
        self.within: set[str] = set()
        self.hoisted: list[str] = []
        self.sets: dict[frozenset[str], frozenset[str]] = {}
        self.lists: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.strays: list[Node] = []
        self.types: dict[str, TypeHint | None] = {}
        self.type_parameters: frozenset[str] = frozenset()
        self.wanted: set[str] = set()
        self.constants: dict[str, bool] = {}
        self.namespace = ""
        self.namespaces: dict[str, tuple[str, ...]] = {}
        self.depth = 0
        self.cut = 0

    def assigned_here(self) -> frozenset[str]:
        """`assigned` as it is now; equal sets are one."""
        return self._set(self.assigned)

    def _set(self, collected: set[str]) -> frozenset[str]:
        if not collected:
            return NO_NAMES
        names = frozenset(collected)
        return self.sets.setdefault(names, names)

    def opened(self) -> Collected:
        """A function begins: what was collected around it, for `closed`."""
        around = self.assigned, self.within, self.hoisted
        self.assigned, self.within, self.hoisted = set(), set(), []
        return around

    def names(self) -> Names:
        """What was collected of the function at hand."""
        return self.assigned_here(), self._set(self.within), self._hoisted() if self.hoisted else ()

    def _hoisted(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(self.hoisted))
        return self.lists.setdefault(names, names)

    def closed(self, around: Collected) -> Names:
        """It ends; what was collected of it. What it assigns to, it assigns inside the function around it."""
        found = self.names()
        self.assigned, self.within, self.hoisted = around
        if found[0]:
            self.assigned |= found[0]
            self.within |= found[0]
        return found

    def text(self, node: Node) -> str:
        return self.name(self.letters[node.start_byte : node.end_byte])

    def read(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        return decoded(self.letters[start:end])

    def kids(self, node: Node) -> list[Node]:
        """Named children without comments; ERROR nodes among them are put aside."""
        named = node.named_children
        skipped = self.skipped
        for child in named:
            if child.kind_id in skipped:
                break
        else:
            return named
        self.strays += [child for child in named if child.kind_id == ERROR]
        return [child for child in named if child.kind_id not in skipped]

    def tokens(self, node: Node) -> list[Node]:
        """As `kids`, with words and signs. The list may be the node's own: it must not be changed."""
        children = node.children
        skipped = self.skipped
        for child in children:
            if child.kind_id in skipped:
                break
        else:
            return children
        self.strays += [child for child in children if child.kind_id == ERROR]
        return [child for child in children if child.kind_id not in skipped]

    def exactly(self, count: int, node: Node) -> list[Node]:
        """All children, words and signs included, when there are `count` of them: no more than the node needs, hence no comment and no
        ERROR. Otherwise as `kids`. The list is the node's own: it must not be changed."""
        children = node.children
        return children if len(children) == count else self.kids(node)

    def ended(self, count: int, node: Node) -> list[Node]:
        """As `exactly`, for what an optional sign ends: `;`."""
        children = node.children
        return children if len(children) == count and not children[-1].is_named else self.kids(node)

    def each(self, node: Node) -> Iterable[Node]:
        """As `kids`, one at a time when there are many."""
        return self._one_by_one(node) if node.child_count > MANY and not node.has_error else self.kids(node)

    def parts(self, node: Node) -> Iterable[Node]:
        """As `each`, with the ERROR nodes among them."""
        if node.child_count > MANY and not node.has_error:
            return self._one_by_one(node)
        comments = self.comments
        return [child for child in node.named_children if child.kind_id not in comments]

    def _one_by_one(self, node: Node) -> Iterator[Node]:
        comments = self.comments
        for child in children(node):
            if child.is_named and child.kind_id not in comments:
                yield child

    def expr(self, node: Node, kind: int = 0) -> Expr:
        """`kind`: that of the node, from who knows it already."""
        if not kind:
            kind = node.kind_id
        leaf = self.leaves[kind]
        if leaf is not None:
            record, read = leaf
            at = node.start_byte
            return record(read(self.letters[at : node.end_byte]), at)
        depth = self.depth
        if depth >= MAX_DEPTH:
            return self.flat(node)
        self.depth = depth + 1
        value = self.expressions[kind](self, node)
        self.depth = depth
        return value

    def exprs(self, nodes: Iterable[Node]) -> tuple[Expr, ...]:
        expr = self.expr
        return tuple([expr(node) for node in nodes])

    def inside(self, node: Node) -> Expr | None:
        """The expression between two signs; None when there is none."""
        middle = node.child(1) if node.child_count == 3 else None
        if middle is not None:
            kind = middle.kind_id
            if kind not in self.skipped:
                return self.expr(middle, kind)
        kids = self.kids(node)
        return self.expr(kids[-1]) if kids else None

    def listed(self, node: Node) -> tuple[Expr, ...]:
        """The expressions between two brackets."""
        count = node.child_count
        if count == 2:
            return ()
        only = node.child(1) if count == 3 else None
        if only is not None and only.is_named:
            kind = only.kind_id
            if kind not in self.skipped:
                return (self.expr(only, kind),)
        if count > MANY:
            return self.exprs(self.each(node))
        kids = node.children[1:-1:2]
        if not count % 2 or len(kids) != node.named_child_count:
            return self.exprs(self.kids(node))
        kinds = [kid.kind_id for kid in kids]
        if not self.unlisted.isdisjoint(kinds):
            return self.exprs(self.kids(node))
        return tuple(map(self.expr, kids, kinds))

    def pattern(self, node: Node) -> Pattern:
        kind = node.kind_id
        if kind == self.identifier:
            at = node.start_byte
            return NamePattern(self.name(self.letters[at : node.end_byte]), at, None)
        if self.depth >= MAX_DEPTH:
            return no_pattern(self, node)
        self.depth += 1
        value = self.patterns[kind](self, node)
        self.depth -= 1
        return value

    def body(self, node: Node) -> tuple[Stmt, ...]:
        """The statements inside a block, a module or a clause."""
        count = node.child_count
        if node.kind_id == self.block and count <= MANY:
            only = node.child(1) if count == 3 else None
            if only is not None and only.is_named:
                return self.stmts((only,))
            kids = node.children
            if not kids[-1].is_named:  # a comment may stand behind the brace
                return self.stmts(kids[1:-1]) if len(kids) > 2 else ()
        return self.stmts(self.parts(node))

    def stmts(self, nodes: Iterable[Node]) -> tuple[Stmt, ...]:
        out: list[Stmt] = []
        if self.depth >= MAX_DEPTH:
            return tuple(Do(self.flat(node), node.start_byte) for node in nodes if node.type not in COMMENTS)
        self.depth += 1
        rules = self.statements
        for node in nodes:
            rules[node.kind_id](self, node, out)
            if self.strays:
                self._recover(out)
        self.depth -= 1
        return tuple(out)

    def _recover(self, out: list[Stmt]) -> None:
        """What ERROR nodes inside the last statement hold, as statements of their own."""
        seen: set[int] = set()
        while self.strays:
            node = self.strays.pop()
            if node.id not in seen:
                seen.add(node.id)
                self.statements[ERROR](self, node, out)

    def flat(self, node: Node) -> Opaque:
        """The calls anywhere below `node`, without their nesting: arguments that are no names, members or strings are unknown."""
        self.cut += node.end_byte - node.start_byte
        calls: list[Expr] = []
        stack = [node]
        while stack:
            item = stack.pop()
            named = [child for child in item.named_children if child.type not in SKIPPED]
            if item.type in ("call_expression", "new_expression") and named:
                callee = self._shallow(named[0])
                args = tuple(self._shallow(arg) for arg in named[-1].named_children if len(named) > 1 and arg.type not in SKIPPED)
                make = Call if item.type == "call_expression" else New
                calls.append(make(callee, args, callee.at))
            stack += reversed(item.named_children)
        return Opaque(tuple(calls), node.start_byte)

    def _shallow(self, node: Node) -> Expr:
        names: list[Node] = []
        while node.type == "member_expression" and len(node.named_children) > 1:
            names.append(node.named_children[-1])
            node = node.named_children[0]
        at = node.start_byte
        value = self.expr(node) if node.type in ("identifier", "string") else Opaque((), at)
        if len(names) > MAX_DEPTH:
            return Opaque((), at)
        for name in reversed(names):
            value = Member(value, self.text(name), name.start_byte)
        return value


def decoded(letters: str) -> str:
    """The text whose bytes have these letters."""
    return letters if letters.isascii() else letters.encode("latin-1").decode("utf-8", "replace")


def children(node: Node) -> Iterable[Node]:
    """All children, words and signs included; one at a time when there are many.

    A tree-sitter node keeps its children once they were asked for. A node that has many is gone through without, so that whatever was
    made below one of them is dropped before the next: otherwise most of the file's tree exists a second time in the end.
    """
    return _streamed(node) if node.child_count > MANY else node.children


def _streamed(node: Node) -> Iterator[Node]:
    cursor = node.walk()
    goes_on = cursor.goto_first_child()
    while goes_on:
        child = cursor.node
        if child is not None:
            yield child
        goes_on = cursor.goto_next_sibling()


def evaluated(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """A statement of no kind of its own."""
    out.append(Do(c.expr(node), node.start_byte))


def no_pattern(c: Lowering, node: Node) -> Pattern:
    """What binds nothing."""
    return ObjPattern((), None, node.start_byte)


def opaque(c: Lowering, node: Node) -> Expr:
    """An expression of a kind that nobody knows."""
    parts = [c.expr(child) for child in c.kids(node)]
    return Opaque(tuple(part for part in parts if not _empty(part)), node.start_byte)


def _empty(part: Expr) -> bool:
    return isinstance(part, Str) or (isinstance(part, Opaque) and not part.parts)
